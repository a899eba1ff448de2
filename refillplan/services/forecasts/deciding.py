"""What physicians decide for the end of a pump's life: kept with signature and document, and what follows at once."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from refillplan.domain.centre import Centre
from refillplan.domain.decisions import Choice, Decision, decisions_in_force
from refillplan.domain.devices import Pump
from refillplan.domain.messages import N_, InvalidValue, Message, Param, message, require
from refillplan.domain.people import Role
from refillplan.domain.visit_kinds import POST_OPERATIVE_FILL
from refillplan.domain.visits import Visit
from refillplan.services.core.access import load_centre
from refillplan.services.core.editing import edit
from refillplan.services.core.labels import LifeChoice, dates_of, life_words
from refillplan.storage import Store

CHOICE_WORDS = {
    Choice.REPLACE: message(N_("replace")),
    Choice.EXTEND: message(N_("extend")),
    Choice.OTHER_TREATMENT: message(N_("other treatment")),
    Choice.OTHER: message(N_("other")),
}
"""What is decided, in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionEntry:
    """A decision as somebody enters it.

    Parameters
    ----------
    about
        Code of a patient, for the pump in place, or a pump's serial.
    decided_on
        None: today.
    """

    about: str
    choice: Choice
    signed_by: str
    document: str
    reason: str = ""
    extended_until: date | None = None
    decided_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What was decided.

    Parameters
    ----------
    number
        Of the edit, for `undo`.
    withdrawn
        Post-operative fills of a replacement placed before, which are booked no more.
    notes
        What of an extension should be looked at again: that it changes nothing, or reaches beyond the label life.
    """

    number: int | None
    patient: str
    decision: Decision
    withdrawn: tuple[Visit, ...]
    notes: tuple[Message, ...] = ()


def decide(store: Store, centre: str, today: date, entry: DecisionEntry, *, actor: str, at: datetime) -> Decided:
    """Keep a physician's decision; an extension sets the pump's date, and a theatre day given before is given up.

    Raises
    ------
    InvalidValue
        If there is no such patient or pump in place, if who signs is no physician of the centre, if the pump has a
        decision of that day or a later one, if an extension is over already, or if the decision lacks what it needs.
    StorageError
        If the database cannot be used.
    """
    before = load_centre(store, centre)
    pump, decision, withdrawn = _decided(before, today, entry)
    notes = () if decision.extended_until is None else tuple(_notes(before, pump, today, decision.extended_until))

    def change(entered: Centre) -> Centre:
        pump, decision, withdrawn = _decided(entered, today, entry)
        extended = pump if decision.extended_until is None else replace(pump, extended_until=decision.extended_until)
        return replace(
            entered,
            pumps=tuple(extended if known == pump else known for known in entered.pumps),
            decisions=(*entered.decisions, decision),
            visits=tuple(visit for visit in entered.visits if visit not in withdrawn),
        )

    what = message(N_("{patient}: decision '{choice}' for pump {serial}"), patient=pump.patient, **_named(decision))
    number = edit(store, centre, today, change, what=what, actor=actor, at=at)
    return Decided(number=number, patient=pump.patient, decision=decision, withdrawn=withdrawn, notes=notes)


def _named(decision: Decision) -> dict[str, Param]:
    return {"choice": CHOICE_WORDS[decision.choice], "serial": decision.serial}


def _decided(centre: Centre, today: date, entry: DecisionEntry) -> tuple[Pump, Decision, tuple[Visit, ...]]:
    """Return the pump that an entry is about, the decision, and the booked fills that it withdraws."""
    pump = _pump(centre, today, entry.about)
    decided_on = today if entry.decided_on is None else entry.decided_on
    require(
        decided_on <= today, "decided_on", N_("{day} is in the future; today is {today}"), day=str(decided_on), today=str(today)
    )
    require(
        decided_on >= pump.implanted_on,
        "decided_on",
        N_("{day} is before the implantation of pump {serial} ({implanted_on})"),
        day=str(decided_on),
        serial=pump.serial,
        implanted_on=str(pump.implanted_on),
    )
    _require_physician(centre, entry.signed_by)
    before = decisions_in_force(centre.decisions).get(pump.serial)
    if before is not None and before.decided_on >= decided_on:
        raise InvalidValue(_stands(before), "decided_on")
    decision = Decision(
        serial=pump.serial,
        decided_on=decided_on,
        choice=entry.choice,
        signed_by=entry.signed_by,
        document=entry.document,
        reason=entry.reason,
        extended_until=entry.extended_until,
    )
    until = decision.extended_until
    over = N_("an extension until {day} is over already; today is {today}")
    require(until is None or until >= today, "extended_until", over, day=str(until), today=str(today))
    placed = before is not None and before.theatre_on is not None
    return pump, decision, _fills_ahead(centre, today, pump.patient) if placed else ()


def _stands(before: Decision) -> Message:
    return message(
        N_(
            "pump {serial} has a decision of {day} already: '{choice}', signed by {by}, document {document}. It stands until one "
            "of a later day takes its place; where it was entered last, 'refillplan undo' takes it back"
        ),
        serial=before.serial,
        day=str(before.decided_on),
        choice=CHOICE_WORDS[before.choice],
        by=before.signed_by,
        document=before.document,
    )


def _notes(centre: Centre, pump: Pump, today: date, until: date) -> Iterator[Message]:
    """Yield what of an extension may not be meant."""
    dates = dates_of(centre, pump, today, LifeChoice.LONG)
    if dates.low_battery:
        low = N_("a low battery is entered for {on}: it goes before the extension, and stays the safe-by date")
        yield message(low, on=str(pump.low_battery_on))
    life = life_words(centre.forecast, LifeChoice.LONG)
    if dates.nominal_on is not None and until <= dates.nominal_on:
        nothing = N_("{until} is not after the label date {on} ({life}): the extension changes nothing")
        yield message(nothing, until=str(until), on=str(dates.nominal_on), life=life)
    end_on = max(dates.long_on, dates.model_to_on or dates.long_on)
    if until > end_on:
        beyond = N_("{until} lies beyond {on}, the end of the longest label life known for this pump: is the date meant?")
        yield message(beyond, until=str(until), on=str(end_on))


def _pump(centre: Centre, today: date, about: str) -> Pump:
    in_place = [pump for pump in centre.pumps if pump.in_place_on(today) and about in (pump.patient, pump.serial)]
    if not in_place:
        raise InvalidValue(message(N_("there is no patient or pump {code} with a pump in place"), code=about), "patient")
    return in_place[0]


def _require_physician(centre: Centre, signed_by: str) -> None:
    found = next((operator for operator in centre.operators if operator.operator == signed_by), None)
    if found is None:
        raise InvalidValue(message(N_("the centre has no operator {operator}"), operator=signed_by), "signed_by")
    require(found.role is Role.PHYSICIAN, "signed_by", N_("{operator} is not a physician"), operator=signed_by)


def _fills_ahead(centre: Centre, today: date, patient: str) -> tuple[Visit, ...]:
    return tuple(v for v in centre.visits if v.patient == patient and v.kind == POST_OPERATIVE_FILL and v.session.on > today)
