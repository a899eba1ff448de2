"""Whether one more visit fits into a half-day beside those booked there, and where; who is in the way if not."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from itertools import product
from zoneinfo import ZoneInfo

from refillplan.domain.agenda import session_of, why_closed
from refillplan.domain.centre import Centre
from refillplan.domain.half_days import SessionKey
from refillplan.domain.messages import N_, InvalidValue, message, require
from refillplan.domain.people import Role
from refillplan.domain.sessions import Session
from refillplan.domain.visit_kinds import VisitKind
from refillplan.domain.visits import Visit


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """A visit as somebody asks for it; None: the first hour, operator or place that is free."""

    patient: str
    kind: str
    session: SessionKey
    hour: time | None = None
    operator: str | None = None
    place: int | None = None


def fitted(centre: Centre, wish: Wish) -> Visit:
    """Return the visit that a wish asks for, where it fits beside what is booked that day.

    Raises
    ------
    InvalidValue
        If the half-day is closed, too short, without an operator or physician for it, or too full: names who is there.
    """
    session, where = session_of(centre, wish.session), str(wish.session)
    if session is None:
        raise InvalidValue(message(N_("{session}: {reason}"), session=where, reason=why_closed(centre, wish.session)))
    kind = centre.kind(wish.kind)
    operators = _operators(centre, session, wish)
    starts = list(_starts(centre, session, kind, wish))
    places = range(1, session.places + 1) if wish.place is None else [wish.place]
    require(
        places[-1] <= session.places if places else False,
        "place",
        N_("{session} has {places} places"),
        session=where,
        places=session.places,
    )
    booked = sorted((v for v in centre.visits if v.session.on == wish.session.on), key=lambda v: (v.starts_at, v.place))
    for starts_at, place, operator in product(starts, places, operators):
        visit = _visit(centre, wish, starts_at, place, operator)
        if not any(_clash(centre, visit, other) for other in booked):
            return visit
    raise InvalidValue(
        message(
            N_("there is no room on {session} for '{kind}', which takes {minutes} minutes; booked that day: {visits}"),
            session=where,
            kind=kind.kind,
            minutes=kind.place_minutes,
            visits=", ".join(f"{v.patient} {v.starts_at:%H:%M}–{v.ends_at:%H:%M} ({v.operator})" for v in booked),
        )
    )


def _operators(centre: Centre, session: Session, wish: Wish) -> Sequence[str]:
    """Return those of the session who do the visit, or the one who is wished for."""
    fields = {"kind": wish.kind, "session": str(session.key)}
    able = {operator.operator for operator in centre.operators if wish.kind in operator.kinds}
    if wish.operator is not None:
        who = {"operator": wish.operator}
        known = any(operator.operator == wish.operator for operator in centre.operators)
        require(known, "operator", N_("the centre has no operator {operator}"), **who)
        require(wish.operator in able, "operator", N_("{operator} does not do '{kind}'"), kind=wish.kind, **who)
        there = wish.operator in session.operators
        require(there, "operator", N_("{operator} is not there on {session}"), session=str(session.key), **who)
    present = [operator for operator in session.operators if operator in able]
    require(bool(present), "operator", N_("no operator who does '{kind}' is there on {session}"), **fields)
    physicians = {operator.operator for operator in centre.operators if operator.role is Role.PHYSICIAN}
    enough = not centre.kind(wish.kind).needs_physician or not physicians.isdisjoint(session.operators)
    require(enough, "kind", N_("'{kind}' needs a physician, and none is there on {session}"), **fields)
    return present if wish.operator is None else [wish.operator]


def _starts(centre: Centre, session: Session, kind: VisitKind, wish: Wish) -> Iterator[datetime]:
    """Yield the hours at which the visit lies inside the session, on the grid unless one is wished for."""
    zone = ZoneInfo(centre.timezone)
    opens_at, closes_at = (datetime.combine(session.key.on, hour, zone) for hour in (session.opens, session.closes))
    length = timedelta(minutes=kind.place_minutes)
    grid = timedelta(minutes=centre.planning.grid_minutes)
    at = opens_at if wish.hour is None else datetime.combine(session.key.on, wish.hour, zone)
    if at < opens_at or at + length > closes_at:
        raise InvalidValue(
            message(
                N_("'{kind}' takes {minutes} minutes; {session} is open from {opens} to {closes}"),
                kind=kind.kind,
                minutes=kind.place_minutes,
                session=str(session.key),
                opens=f"{session.opens:%H:%M}",
                closes=f"{session.closes:%H:%M}",
            ),
            "hour",
        )
    yield at
    while wish.hour is None and at + grid + length <= closes_at:
        at += grid
        yield at


def _visit(centre: Centre, wish: Wish, starts_at: datetime, place: int, operator: str) -> Visit:
    return Visit(
        patient=wish.patient,
        kind=wish.kind,
        session=wish.session,
        starts_at=starts_at,
        ends_at=_after(starts_at, centre.kind(wish.kind).place_minutes),
        place=place,
        operator=operator,
        told=True,
    )


def _clash(centre: Centre, visit: Visit, other: Visit) -> bool:
    """Tell whether two visits of a day need the same place, operator or patient at once."""
    at_once = _overlap(visit.starts_at, visit.ends_at, other.starts_at, other.ends_at)
    busy, other_busy = (_after(v.starts_at, centre.kind(v.kind).operator_minutes) for v in (visit, other))
    with_both = _overlap(visit.starts_at, busy, other.starts_at, other_busy)
    return (at_once and (visit.place == other.place or visit.patient == other.patient)) or (
        with_both and visit.operator == other.operator
    )


def _overlap(start: datetime, end: datetime, other_start: datetime, other_end: datetime) -> bool:
    return start < other_end and other_start < end


def _after(at: datetime, minutes: int) -> datetime:
    return (at.astimezone(UTC) + timedelta(minutes=minutes)).astimezone(at.tzinfo)
