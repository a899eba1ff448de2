"""Visits that no chain chooses, a rinse for example: booked where they fit, and taken away again."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from refillplan.domain.centre import Centre
from refillplan.domain.half_days import covers
from refillplan.domain.messages import N_, InvalidValue, message, require
from refillplan.domain.visits import Pin, Visit
from refillplan.services.core.access import load_centre
from refillplan.services.core.editing import edit
from refillplan.services.core.fixed import require_no_contradiction
from refillplan.services.core.lookup import chosen_kinds, patient_of
from refillplan.services.entering.fitting import Wish, fitted
from refillplan.storage import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Booked:
    """A visit that was booked, or taken away; ``number`` of the edit, for `undo`."""

    number: int | None
    visit: Visit


def book(store: Store, centre: str, today: date, wish: Wish, *, actor: str, at: datetime) -> Booked:
    """Book a visit of a kind that chains do not choose, and take its patient as told.

    It takes the first hour, place and operator that are free, where none is named. No other visit is moved for it.

    Raises
    ------
    InvalidValue
        If patient, kind or operator are unknown, the patient cannot come, or it does not fit: names who is there.
    StorageError
        If the database cannot be used.
    """
    found = [_wished(load_centre(store, centre), today, wish)]

    def change(entered: Centre) -> Centre:
        found[:] = [_wished(entered, today, wish)]  # others may have booked meanwhile: what is free now counts
        after = replace(entered, visits=(*entered.visits, *found))
        require_no_contradiction(entered, after, today)
        return after

    what = message(N_("{patient}: {kind} booked on {session}"), patient=wish.patient, kind=wish.kind, session=str(wish.session))
    number = edit(store, centre, today, change, what=what, actor=actor, at=at)
    return Booked(number=number, visit=found[0])


def unbook(store: Store, centre: str, today: date, patient: str, on: date, *, actor: str, at: datetime) -> Booked:
    """Take away a booked visit of a kind that chains do not choose.

    Raises
    ------
    InvalidValue
        If the patient is unknown, the day is past, or no such visit is booked on it.
    StorageError
        If the database cannot be used.
    """
    found = [_booked(load_centre(store, centre), today, patient, on)]

    def change(entered: Centre) -> Centre:
        found[:] = [_booked(entered, today, patient, on)]  # somebody may have moved it meanwhile
        return replace(entered, visits=tuple(visit for visit in entered.visits if visit not in found))

    fields = {"kind": found[0].kind, "session": str(found[0].session)}
    what = message(N_("{patient}: {kind} on {session} taken away"), patient=patient, **fields)
    number = edit(store, centre, today, change, what=what, actor=actor, at=at)
    return Booked(number=number, visit=found[0])


def _wished(centre: Centre, today: date, wish: Wish) -> Visit:
    """Return the visit that is booked, once patient, kind and day allow it."""
    patient, key = patient_of(centre, wish.patient), wish.session
    require(key.on >= today, "date", N_("{day} is past; today is {today}"), day=str(key.on), today=str(today))
    kinds = sorted({kind.kind for kind in centre.visit_kinds} - chosen_kinds(centre))
    if wish.kind in chosen_kinds(centre):
        raise InvalidValue(
            message(N_("'{kind}' is planned, not booked: 'refillplan move' puts one elsewhere"), kind=wish.kind), "kind"
        )
    require(
        wish.kind in kinds,
        "kind",
        N_("the centre has no kind of visit '{kind}' to book; it has: {kinds}"),
        kind=wish.kind,
        kinds=", ".join(kinds),
    )
    where = {"patient": wish.patient, "session": str(key)}
    active = N_("{patient} is not looked after by the centre on {on}")
    require(patient.active_on(key.on), "date", active, patient=wish.patient, on=str(key.on))
    away = [u for u in centre.unavailabilities if u.patient == wish.patient and u.hard]
    free = not any(u.from_on <= key.on <= u.to_on and covers(u.half_day, key.half_day) for u in away)
    require(free, "date", N_("{patient} cannot come on {session}"), **where)
    for other in (v for v in centre.visits if v.patient == wish.patient and v.session.on == key.on):
        _require_apart(centre, wish, other)
    return fitted(centre, wish)


def _require_apart(centre: Centre, wish: Wish, other: Visit) -> None:
    """Raise `InvalidValue` where the patient's other visit of the day leaves none beside it."""
    same_day = {"patient": wish.patient, "kind": other.kind, "session": str(other.session)}
    alone = other.kind not in chosen_kinds(centre) or centre.kind(wish.kind).fills
    require(not alone, "date", N_("{patient} has a {kind} booked on {session} already"), **same_day)
    loose = Pin.DATE in other.pins and Pin.HOUR not in other.pins
    require(not loose, "date", N_("{patient} has a {kind} pinned to {session} without its hour: pin the hour first"), **same_day)


def _booked(centre: Centre, today: date, patient: str, on: date) -> Visit:
    patient_of(centre, patient)
    require(on >= today, "date", N_("{day} is past; today is {today}"), day=str(on), today=str(today))
    there = [v for v in centre.visits if v.patient == patient and v.session.on == on]
    require(bool(there), "date", N_("{patient} has no visit booked on {day}"), patient=patient, day=str(on))
    own = [v for v in there if v.kind not in chosen_kinds(centre)]
    if not own:
        planned = N_("'{kind}' is planned, not booked: 'refillplan move' puts one elsewhere")
        raise InvalidValue(message(planned, kind=there[0].kind), "kind")
    return own[0]
