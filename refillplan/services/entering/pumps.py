"""Entries about pumps: one that has ended, one that is implanted in its place, a low-battery message."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from refillplan.domain.centre import Centre
from refillplan.domain.devices import Pump
from refillplan.domain.messages import N_, InvalidValue, message, require
from refillplan.services.core.access import load_centre
from refillplan.services.core.editing import edit
from refillplan.services.core.fixed import require_no_contradiction
from refillplan.services.core.lookup import patient_of
from refillplan.services.entering.operated import OutdatedFills, outdated_fills, without_outdated
from refillplan.storage import Store


class EndCause(StrEnum):
    """Why a pump ended, in words that the forecast tells apart; ``decision``: before anything failed."""

    BATTERY = "battery"
    DYSFUNCTION = "dysfunction"
    INFECTION = "infection"
    CATHETER = "catheter"
    DECISION = "decision"
    OTHER = "other"


_CAUSE_WORDS = {
    EndCause.BATTERY: message(N_("battery")),
    EndCause.DYSFUNCTION: message(N_("dysfunction")),
    EndCause.INFECTION: message(N_("infection")),
    EndCause.CATHETER: message(N_("catheter")),
    EndCause.DECISION: message(N_("by decision")),
    EndCause.OTHER: message(N_("other cause")),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PumpEntry:
    """A pump implanted in a patient of the centre.

    Parameters
    ----------
    old_ended
        Why the pump that is in place until then ended; None where none is.
    """

    pump: Pump
    old_ended: EndCause | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LowBatteryEntered:
    """A low battery was entered; ``number`` of the edit, for `undo`, and the day that was entered before, if any."""

    number: int | None
    before_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PumpAdded:
    """A pump was entered; ``number`` of the edit, for `undo`, and the fills that were booked for another day of operation."""

    number: int | None
    fills: OutdatedFills


def end_pump(
    store: Store, centre: str, today: date, about: str, on: date, cause: EndCause, *, actor: str, at: datetime
) -> int | None:
    """Enter that a pump has ended and return the number of the edit; its patient has no coming visits planned then.

    Parameters
    ----------
    about
        Code of a patient, for the pump in place, or a pump's serial.
    on
        The day of its end: from that day on it is not in place.

    Raises
    ------
    InvalidValue
        If there is no such pump in place, the day is in the future or before the implantation, a later fill into it is
        recorded, or a visit pinned or booked would have to go.
    StorageError
        If the database cannot be used.
    """

    def change(entered: Centre) -> Centre:
        after = _ended(entered, _in_place(entered, today, about), today, on, cause)
        require_no_contradiction(entered, after, today)
        return after

    what = message(N_("the pump of {about} ended on {on}: {cause}"), about=about, on=str(on), cause=_CAUSE_WORDS[cause])
    return edit(store, centre, today, change, what=what, actor=actor, at=at)


def add_pump(store: Store, centre: str, today: date, entry: PumpEntry, *, actor: str, at: datetime) -> PumpAdded:
    """Enter a pump that was implanted, and the end of the one before it.

    Fills recorded since the implantation that no entered pump took are fills into the new one. A post-operative fill
    booked for a theatre day on which the operation was not done is held no more, where it lies too long after it.

    Raises
    ------
    InvalidValue
        If the centre has no such patient or model, or has the serial already, if the day is in the future or falls into
        the time of another pump, or if a pump is in place and ``old_ended`` does not say why it ended.
    StorageError
        If the database cannot be used.
    """
    pump = entry.pump
    outdated = [OutdatedFills()]

    def change(entered: Centre) -> Centre:
        patient_of(entered, pump.patient)
        _require_new(entered, pump, today)
        after = _with_end_of_the_old(entered, today, entry)
        for other in after.pumps:
            overlaps = other.patient == pump.patient and (other.ended_on is None or other.ended_on > pump.implanted_on)
            sentence = N_("{patient} has pump {serial} in place on {on}: say with --old-ended why it ended")
            named = {"patient": pump.patient, "serial": other.serial, "on": str(pump.implanted_on)}
            require(not overlaps, "implanted_on", sentence, **named)
        fills = tuple(
            replace(fill, serial=pump.serial)
            if fill.patient == pump.patient and not fill.serial and fill.filled_on >= pump.implanted_on
            else fill
            for fill in after.fills
        )
        after = replace(after, pumps=(*after.pumps, pump), fills=fills)
        outdated[:] = [outdated_fills(after, today, pump)]
        after = without_outdated(after, *outdated)
        require_no_contradiction(entered, after, today)
        return after

    named = {"patient": pump.patient, "serial": pump.serial, "on": str(pump.implanted_on)}
    what = message(N_("{patient}: pump {serial} implanted on {on}"), **named)
    number = edit(store, centre, today, change, what=what, actor=actor, at=at)
    return PumpAdded(number=number, fills=outdated[0])


def enter_low_battery(
    store: Store, centre: str, today: date, about: str, on: date, *, actor: str, at: datetime
) -> LowBatteryEntered:
    """Enter the day of a pump's low-battery message, in place of one entered before; it overrides label and extension.

    Raises
    ------
    InvalidValue
        If there is no such pump in place, or the day is in the future, before the implantation or entered already.
    StorageError
        If the database cannot be used.
    """
    before_on = _in_place(load_centre(store, centre), today, about).low_battery_on

    def change(entered: Centre) -> Centre:
        pump = _in_place(entered, today, about)
        _require_past(on, today, "on")
        require(pump.low_battery_on != on, "on", N_("the low battery of pump {serial} is entered already"), serial=pump.serial)
        return _with_pump(entered, pump, replace(pump, low_battery_on=on))

    what = message(N_("low battery of the pump of {about} on {on}"), about=about, on=str(on))
    if before_on is not None:
        instead = N_("low battery of the pump of {about} on {on}, in place of {before_on}")
        what = message(instead, about=about, on=str(on), before_on=str(before_on))
    return LowBatteryEntered(number=edit(store, centre, today, change, what=what, actor=actor, at=at), before_on=before_on)


def _with_end_of_the_old(centre: Centre, today: date, entry: PumpEntry) -> Centre:
    """Return the centre with the end of the pump that is in place on the day of the implantation."""
    if entry.old_ended is None:
        return centre
    on, patient = entry.pump.implanted_on, entry.pump.patient
    old = next((p for p in centre.pumps if p.patient == patient and p.implanted_on < on and p.ended_on is None), None)
    if old is None:
        raise InvalidValue(message(N_("{patient} has no pump in place on {day}"), patient=patient, day=str(on)), "old_ended")
    return _ended(centre, old, today, on, entry.old_ended)


def _ended(centre: Centre, pump: Pump, today: date, on: date, cause: EndCause) -> Centre:
    _require_past(on, today, "on")
    later = max((f.filled_on for f in centre.fills if f.serial == pump.serial), default=on)
    sentence = N_("a fill into pump {serial} on {day} is recorded: it cannot have ended on {on}")
    require(later <= on, "on", sentence, serial=pump.serial, day=str(later), on=str(on))
    return _with_pump(centre, pump, replace(pump, ended_on=on, end_cause=cause.value))


def _with_pump(centre: Centre, before: Pump, after: Pump) -> Centre:
    return replace(centre, pumps=tuple(after if known == before else known for known in centre.pumps))


def _in_place(centre: Centre, today: date, about: str) -> Pump:
    found = [pump for pump in centre.pumps if pump.in_place_on(today) and about in (pump.patient, pump.serial)]
    if not found:
        raise InvalidValue(message(N_("there is no patient or pump {code} with a pump in place"), code=about), "patient")
    return found[0]


def _require_new(centre: Centre, pump: Pump, today: date) -> None:
    entered = any(other.serial == pump.serial for other in centre.pumps)
    require(not entered, "serial", N_("the centre has pump {serial} already"), serial=pump.serial)
    models = sorted(model.model for model in centre.pump_models)
    unknown = N_("the centre has no pump model '{model}'; it has: {models}")
    require(pump.model in models, "model", unknown, model=pump.model, models=", ".join(models))
    _require_past(pump.implanted_on, today, "implanted_on")


def _require_past(on: date, today: date, field: str) -> None:
    require(on <= today, field, N_("{day} is in the future; today is {today}"), day=str(on), today=str(today))
