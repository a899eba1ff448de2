"""Visits that the patients of a generated centre have been told: booked one by one, as at a desk."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from refillplan.domain.agenda import sessions_between
from refillplan.domain.centre import Centre
from refillplan.domain.chains import ChainStart, chain_starts
from refillplan.domain.half_days import SessionKey, covers
from refillplan.domain.people import Role
from refillplan.domain.plans import Horizon
from refillplan.domain.sessions import Session
from refillplan.domain.visit_kinds import REFILL, VisitKind
from refillplan.domain.visits import Pin, Visit
from refillplan.generator.draws import chance, pick
from refillplan.generator.spec import CentreSpec

_PINS = (frozenset({Pin.DATE, Pin.HALF_DAY, Pin.HOUR}), frozenset({Pin.DATE}), frozenset({Pin.OPERATOR}))


def told_visits(spec: CentreSpec, draws: Random, centre: Centre) -> tuple[Visit, ...]:
    """Return the told visits: each next visit as near its target as a place was left, one in eight with pins."""
    starts, _ = chain_starts(centre, spec.today, Horizon.after(spec.today, spec.weeks))
    last_on = spec.today + timedelta(days=spec.told_days)
    sessions = sessions_between(centre, spec.today + timedelta(days=1), last_on + timedelta(days=8))
    booked: dict[SessionKey, list[Visit]] = {session.key: [] for session in sessions}
    for start in sorted(starts, key=lambda start: (start.window.target_on, start.patient.patient)):
        if start.window.target_on > last_on:
            break
        pins = pick(draws, _PINS) if chance(draws, 12) else frozenset[Pin]()
        for session in _nearest(centre, start, sessions):
            visit = _visit_in(centre, session, booked[session.key], start, pins)
            if visit is not None:
                booked[session.key].append(visit)
                break
    visits = [visit for session in sessions for visit in booked[session.key]]
    return tuple(sorted(visits, key=lambda visit: (visit.starts_at, visit.patient)))


def _nearest(centre: Centre, start: ChainStart, sessions: Sequence[Session]) -> list[Session]:
    """Return the sessions of a patient's window in which the patient can come, the nearest to the target first."""
    window, patient = start.window, start.patient
    away = [entry for entry in centre.unavailabilities if entry.hard and entry.patient == patient.patient]
    possible = [
        session
        for session in sessions
        if window.earliest_on <= session.key.on <= window.limit_on
        and patient.active_on(session.key.on)
        and not any(e.from_on <= session.key.on <= e.to_on and covers(e.half_day, session.key.half_day) for e in away)
    ]
    return sorted(possible, key=lambda session: (abs((session.key.on - window.target_on).days), session.key))


def _visit_in(centre: Centre, session: Session, booked: Sequence[Visit], start: ChainStart, pins: frozenset[Pin]) -> Visit | None:
    """Return the first visit that the session still takes, or None."""
    due = any(due_on <= session.key.on for due_on in start.review_dues)
    kind = centre.kind(centre.review.kind if centre.review is not None and due else REFILL)
    present = [operator for operator in centre.operators if operator.operator in session.operators]
    if kind.needs_physician and all(operator.role is not Role.PHYSICIAN for operator in present):
        return None
    able = [operator.operator for operator in present if kind.kind in operator.kinds]
    opens_at = datetime.combine(session.key.on, session.opens, ZoneInfo(centre.timezone))
    for minutes in range(0, session.minutes - kind.place_minutes + 1, centre.planning.grid_minutes):
        starts_at = opens_at + timedelta(minutes=minutes)
        ends_at = starts_at + timedelta(minutes=kind.place_minutes)
        places = [p for p in range(1, session.places + 1) if not any(v.place == p and starts_at < v.ends_at for v in booked)]
        free = [operator for operator in able if not _busy(centre, operator, starts_at, kind, booked)]
        if places and free:
            return Visit(
                patient=start.patient.patient,
                kind=kind.kind,
                session=session.key,
                starts_at=starts_at,
                ends_at=ends_at,
                place=places[0],
                operator=free[0],
                told=True,
                pins=pins,
            )
    return None


def _busy(centre: Centre, operator: str, starts_at: datetime, kind: VisitKind, booked: Sequence[Visit]) -> bool:
    until = starts_at + timedelta(minutes=kind.operator_minutes)
    return any(
        visit.operator == operator
        and visit.starts_at < until
        and starts_at < visit.starts_at + timedelta(minutes=centre.kind(visit.kind).operator_minutes)
        for visit in booked
    )
