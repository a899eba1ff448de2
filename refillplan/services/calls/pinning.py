"""Pins: a nurse's decision that day, half-day, hour, place or operator of a booked visit stays, each separately."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial, reduce

from refillplan.domain.agenda import session_of
from refillplan.domain.centre import Centre
from refillplan.domain.messages import N_, InvalidValue, Message, message, require
from refillplan.domain.visits import Pin, Visit
from refillplan.services.calls.call_sheet import call_key
from refillplan.services.calls.holding import still_open
from refillplan.services.core.access import load_centre, looking
from refillplan.services.core.editing import edit
from refillplan.services.core.fixed import require_no_contradiction
from refillplan.services.core.lookup import booked_visit, chosen_kinds
from refillplan.storage import Store

PIN_WORDS = {
    Pin.DATE: message(N_("the day")),
    Pin.HALF_DAY: message(N_("the half-day")),
    Pin.HOUR: message(N_("the hour")),
    Pin.PLACE: message(N_("the place")),
    Pin.OPERATOR: message(N_("the operator")),
}
"""What each pin fixes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pinned:
    """A visit whose pins were changed, as it is now; ``number`` of the edit, for `undo`."""

    number: int | None
    visit: Visit


def pin_words(pins: Iterable[Pin]) -> Message:
    """Return in words what some pins fix."""
    words = [PIN_WORDS[pin] for pin in Pin if pin in set(pins)]
    return reduce(lambda first, rest: message(N_("{first}, {rest}"), first=first, rest=rest), words)


def pin(
    store: Store, centre: str, today: date, patient: str, pins: frozenset[Pin], visit: int = 1, *, actor: str, at: datetime
) -> Pinned:
    """Fix fields of a booked visit at what they are.

    Parameters
    ----------
    visit
        Which of the patient's booked visits to come; 1 is the next.

    Raises
    ------
    InvalidValue
        If there is no such visit, nothing to be fixed is named or all of it is fixed already, the visit could not stay
        so, or its patient has agreed to another one in its place.
    StorageError
        If the database cannot be used.
    """
    _require_not_moving(store, centre, today, booked_visit(load_centre(store, centre), today, patient, visit))
    return _change(store, centre, today, patient, visit, partial(_pinned, pins), actor=actor, at=at)


def unpin(
    store: Store, centre: str, today: date, patient: str, pins: frozenset[Pin], visit: int = 1, *, actor: str, at: datetime
) -> Pinned:
    """Let fields of a booked visit be planned again; no pins named: all of them.

    Raises
    ------
    InvalidValue
        If there is no such visit, or nothing of it is pinned that is named.
    StorageError
        If the database cannot be used.
    """
    return _change(store, centre, today, patient, visit, partial(_unpinned, pins or frozenset(Pin)), actor=actor, at=at)


def _change(
    store: Store,
    centre: str,
    today: date,
    patient: str,
    number: int,
    wanted: Callable[[Visit], Visit],
    *,
    actor: str,
    at: datetime,
) -> Pinned:
    found = _checked(load_centre(store, centre), today, patient, number)
    after = wanted(found)

    def change(entered: Centre) -> Centre:
        old = _checked(entered, today, patient, number)
        new = wanted(old)
        changed = replace(entered, visits=tuple(new if visit == old else visit for visit in entered.visits))
        if new.pins > old.pins:
            _require_there(entered, new)
            require_no_contradiction(entered, changed, today)
        return changed

    pinned, unpinned = N_("{patient}, {session}, pinned: {pins}"), N_("{patient}, {session}, no longer pinned: {pins}")
    words, more = pin_words(after.pins ^ found.pins), after.pins > found.pins
    what = message(pinned if more else unpinned, patient=patient, session=str(found.session), pins=words)
    return Pinned(number=edit(store, centre, today, change, what=what, actor=actor, at=at), visit=after)


def _checked(centre: Centre, today: date, patient: str, number: int) -> Visit:
    visit = booked_visit(centre, today, patient, number)
    require(
        visit.kind in chosen_kinds(centre),
        "visit",
        N_("{patient}: the {kind} on {session} stays as booked without a pin"),
        patient=patient,
        kind=visit.kind,
        session=str(visit.session),
    )
    return visit


def _pinned(pins: frozenset[Pin], visit: Visit) -> Visit:
    require(bool(pins), "pins", N_("say what to pin: the day, the half-day, the hour, the place or the operator"))
    where = {"patient": visit.patient, "session": str(visit.session)}
    require(not pins <= visit.pins, "pins", N_("{patient}: the visit on {session} is pinned so already"), **where)
    return replace(visit, pins=visit.pins | pins)


def _unpinned(pins: frozenset[Pin], visit: Visit) -> Visit:
    where = {"patient": visit.patient, "session": str(visit.session)}
    require(bool(visit.pins & pins), "pins", N_("{patient}: nothing of this is pinned of the visit on {session}"), **where)
    return replace(visit, pins=visit.pins - pins)


def _require_not_moving(store: Store, centre: str, today: date, visit: Visit) -> None:
    """Refuse to fix a visit where its patient has agreed on the phone to come at another time."""
    with looking(store) as work:
        agreed = still_open(work, work.centres.load(centre), today).get(call_key(visit))
    if agreed is not None and agreed.starts_at != visit.starts_at:
        moving = N_(
            "{patient} agreed to move from {old} to {new}: 'refillplan publish' puts that in force first, or 'refillplan undo' "
            "takes it back"
        )
        raise InvalidValue(message(moving, patient=visit.patient, old=str(visit.session), new=str(agreed.session)), "visit")


def _require_there(centre: Centre, visit: Visit) -> None:
    """Raise `InvalidValue` where a visit could not stay as it is pinned, because its session has changed since."""
    session = session_of(centre, visit.session)
    where = str(visit.session)
    if session is None:
        raise InvalidValue(message(N_("{session} is closed now: the visit cannot stay there"), session=where))
    there = Pin.OPERATOR not in visit.pins or visit.operator in session.operators
    require(there, "operator", N_("{operator} is not there on {session}"), operator=visit.operator, session=where)
    enough = Pin.PLACE not in visit.pins or visit.place <= session.places
    require(enough, "place", N_("{session} has {places} places"), session=where, places=session.places)
