"""Entries about one patient: days away, a new patient, one who leaves."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from refillplan.domain.centre import Centre
from refillplan.domain.devices import Pump
from refillplan.domain.half_days import covers
from refillplan.domain.messages import N_, InvalidValue, Message, message, require
from refillplan.domain.people import Fill, Patient, Unavailability
from refillplan.domain.visit_kinds import REFILL
from refillplan.services.core.editing import edit
from refillplan.services.core.fixed import require_no_contradiction
from refillplan.services.core.lookup import chosen_kinds, look_alike, patient_of
from refillplan.services.entering.closures import require_not_past
from refillplan.storage import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPatient:
    """A patient who comes to the centre, with the pump in place and the last fill (None: at the implantation)."""

    patient: Patient
    pump: Pump
    filled_on: date | None


def enter_unavailability(store: Store, centre: str, today: date, away: Unavailability, *, actor: str, at: datetime) -> int | None:
    """Enter that a patient cannot come, or would rather not, and return the number of the edit.

    The same days entered before as the other of the two become this one.

    Raises
    ------
    InvalidValue
        If the centre has no such patient, the days are past or entered already, or a visit pinned or booked there
        would have to go.
    StorageError
        If the database cannot be used.
    """

    def change(entered: Centre) -> Centre:
        patient_of(entered, away.patient)
        require_not_past(away.to_on, today)
        if away in entered.unavailabilities:
            raise InvalidValue(message(N_("these days of {patient} are entered already"), patient=away.patient), "from_on")
        others = (u for u in entered.unavailabilities if replace(u, hard=away.hard) != away)
        after = replace(entered, unavailabilities=(*others, away))
        if away.hard:
            _require_not_booked(entered, today, away)
            require_no_contradiction(entered, after, today)
        return after

    return edit(store, centre, today, change, what=away_entered(away), actor=actor, at=at)


def away_entered(away: Unavailability) -> Message:
    """Return that a patient cannot come, or would rather not, for the history."""
    fields = {"patient": away.patient, "first": str(away.from_on), "last": str(away.to_on)}
    if away.hard:
        return message(N_("{patient} cannot come from {first} to {last}"), **fields)
    return message(N_("{patient} would rather not from {first} to {last}"), **fields)


def add_patient(store: Store, centre: str, today: date, new: NewPatient, *, actor: str, at: datetime) -> int | None:
    """Enter a patient who comes to the centre and return the number of the edit.

    Raises
    ------
    InvalidValue
        If code or pump are entered already, the code is like another's, the model is unknown, a day is in the future or
        before the implantation, or the last fill is not named and cannot be the implantation.
    StorageError
        If the database cannot be used.
    """

    def change(entered: Centre) -> Centre:
        _require_new(entered, today, new)
        fills = () if new.filled_on is None else (_first_fill(new, new.filled_on),)
        return replace(
            entered,
            patients=(*entered.patients, new.patient),
            pumps=(*entered.pumps, new.pump),
            fills=(*entered.fills, *fills),
        )

    what = message(N_("{patient} comes to the centre"), patient=new.patient.patient)
    return edit(store, centre, today, change, what=what, actor=actor, at=at)


def end_patient(store: Store, centre: str, today: date, patient: str, on: date, *, actor: str, at: datetime) -> int | None:
    """Enter the last day on which the centre looks after a patient and return the number of the edit.

    Visits after it that the patient was told of come on the call sheet of the next proposal.

    Raises
    ------
    InvalidValue
        If the centre has no such patient, that day is entered already or before a fill, or a visit pinned or booked later
        is in the way.
    StorageError
        If the database cannot be used.
    """

    def change(entered: Centre) -> Centre:
        before = patient_of(entered, patient)
        require(before.active_to != on, "on", N_("{patient} leaves on {on} already"), patient=patient, on=str(on))
        _require_after_fills(entered, patient, on)
        after = replace(before, active_to=on)
        for visit in entered.visits:
            later = visit.patient == patient and visit.session.on > max(on, today)
            fixed = visit.pins or visit.kind not in chosen_kinds(entered)
            in_the_way = N_("{patient} has a {kind} booked or pinned on {session}: unbook or unpin it first")
            where = {"patient": patient, "kind": visit.kind, "session": str(visit.session)}
            require(not (later and fixed), "on", in_the_way, **where)
        return replace(entered, patients=tuple(after if known == before else known for known in entered.patients))

    what = message(N_("{patient} leaves the centre on {on}"), patient=patient, on=str(on))
    return edit(store, centre, today, change, what=what, actor=actor, at=at)


def _require_not_booked(centre: Centre, today: date, away: Unavailability) -> None:
    """Raise `InvalidValue` where a visit that no plan moves is booked in those days."""
    for visit in centre.visits:
        inside = away.from_on <= visit.session.on <= away.to_on and covers(away.half_day, visit.session.half_day)
        mine = visit.patient == away.patient and visit.session.on > today and inside
        where = {"patient": visit.patient, "kind": visit.kind, "session": str(visit.session)}
        booked = N_("{patient} has a {kind} booked on {session}: unbook it first")
        require(not mine or visit.kind in chosen_kinds(centre), "from_on", booked, **where)


def _require_after_fills(centre: Centre, patient: str, on: date) -> None:
    """Refuse a last day before a fill that was done: a mistyped date."""
    last = max((fill.filled_on for fill in centre.fills if fill.patient == patient), default=on)
    filled = N_("{patient} was filled on {last}, after {on}: is the date right?")
    require(last <= on, "on", filled, patient=patient, last=str(last), on=str(on))


def _require_new(centre: Centre, today: date, new: NewPatient) -> None:
    code, pump = new.patient.patient, new.pump
    known = any(patient.patient == code for patient in centre.patients)
    require(not known, "patient", N_("the centre has patient {patient} already"), patient=code)
    alike = look_alike(centre, code)
    like = N_("the centre has patient {known}: '{patient}' would be taken for the same; choose another code")
    require(alike is None, "patient", like, known=str(alike), patient=code)
    entered = any(other.serial == pump.serial for other in centre.pumps)
    require(not entered, "serial", N_("the centre has pump {serial} already"), serial=pump.serial)
    models = sorted(model.model for model in centre.pump_models)
    unknown = N_("the centre has no pump model '{model}'; it has: {models}")
    require(pump.model in models, "model", unknown, model=pump.model, models=", ".join(models))
    for name, on in (("implanted_on", pump.implanted_on), ("filled_on", new.filled_on)):
        future = on is not None and on > today
        require(not future, name, N_("{day} is in the future; today is {today}"), day=str(on), today=str(today))
    since_days = (today - pump.implanted_on).days
    longer_ago = N_("the pump was implanted on {implanted_on} and has been filled since: say when last, with --filled-on")
    unsaid = new.filled_on is None and since_days > centre.protocol.limit_days
    require(not unsaid, "filled_on", longer_ago, implanted_on=str(pump.implanted_on))
    early = new.filled_on is not None and new.filled_on < pump.implanted_on
    require(
        not early,
        "filled_on",
        N_("the fill of {day} is before the implantation, {implanted_on}"),
        day=str(new.filled_on),
        implanted_on=str(pump.implanted_on),
    )


def _first_fill(new: NewPatient, on: date) -> Fill:
    return Fill(patient=new.patient.patient, filled_on=on, kind=REFILL, serial=new.pump.serial)
