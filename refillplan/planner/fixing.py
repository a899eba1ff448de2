"""One visit fixed in another half-day: in the centre's entries, and in what the chains must pass."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from refillplan.domain.agenda import session_of
from refillplan.domain.centre import Centre
from refillplan.domain.half_days import SessionKey
from refillplan.domain.visits import Pin, Visit
from refillplan.planner.bookings import Bookings, Held
from refillplan.planner.problem import Problem, build_problem


def fixed_visit(centre: Centre, visit: Visit, key: SessionKey) -> Visit:
    """Return a visit pinned to a half-day, at its opening; nobody is told of it."""
    zone = ZoneInfo(centre.timezone)
    session = session_of(centre, key)
    hour = visit.starts_at.astimezone(zone).time() if session is None else session.opens
    starts_at = datetime.combine(key.on, hour, zone)
    return replace(
        visit,
        session=key,
        starts_at=starts_at,
        ends_at=(starts_at.astimezone(UTC) + (visit.ends_at - visit.starts_at)).astimezone(zone),
        told=False,
        pins=frozenset({Pin.DATE, Pin.HALF_DAY}),
        window=None,
    )


def fixed_in(centre: Centre, visit: Visit, key: SessionKey) -> Centre:
    """Return the centre with a visit fixed in a half-day: in the place of its booking, if it is booked."""
    return replace(centre, visits=(*(v for v in centre.visits if v != visit), fixed_visit(centre, visit, key)))


def rebooked(problem: Problem, centre: Centre) -> Problem:
    """Return the problem of a centre that differs in booked visits, and in nothing else."""
    chosen = {problem.refill.kind} if problem.review is None else {problem.refill.kind, problem.review.kind}
    horizon = problem.horizon
    coming = [visit for visit in centre.visits if horizon.start_on <= visit.session.on < horizon.end_on]
    if {visit for visit in coming if visit.kind not in chosen} != set(problem.kept):
        return build_problem(centre, problem.today, horizon.days // 7)
    booked = sorted((visit for visit in coming if visit.kind in chosen), key=lambda visit: (visit.starts_at, visit.patient))
    return replace(problem, centre=centre, booked=tuple(booked))


def fixed_problem(problem: Problem, visit: Visit, fixed: Visit) -> Problem:
    """Return the problem with ``fixed`` in the place of the booked ``visit``."""
    booked = sorted((*(v for v in problem.booked if v != visit), fixed), key=lambda v: (v.starts_at, v.patient))
    return replace(problem, booked=tuple(booked))


def loosened(problem: Problem, bookings: Bookings, patient: int, visit: Visit) -> Bookings:
    """Return the bookings without one visit of a patient."""
    index = problem.session_index()
    told = (patient, index[visit.session]) if visit.told and visit.session in index else None
    return replace(
        bookings,
        held=tuple(h for h in bookings.held if (h.patient, h.visit) != (patient, visit)),
        told=tuple(each for each in bookings.told if each != told),
        told_total=bookings.told_total - (visit in problem.booked and visit.told),
        loose=tuple(each for each in bookings.loose if each != (patient, visit)),
    )


def held_in(problem: Problem, patient: int, fixed: Visit) -> Held:
    """Return what a chain must pass for a visit that is fixed in an open half-day."""
    session = problem.session_index()[fixed.session]
    day = problem.day(fixed.session.on)
    return Held(patient=patient, day=day, session=session, visit=fixed, fixed_by_person=True)


def side_by_side(problem: Problem, bookings: Bookings, patient: int, fixed: Sequence[Visit]) -> tuple[Problem, Bookings]:
    """Return a problem of one patient's chains alone, one for each of the fixed visits, with what each must pass."""
    mine = [h for h in bookings.held if h.patient == patient]
    ways = range(len(fixed))
    held = [replace(h, patient=way) for way in ways for h in (*mine, held_in(problem, patient, fixed[way]))]
    alone = replace(
        bookings,
        held=tuple(sorted(held, key=lambda h: (h.patient, h.day))),
        told=tuple((way, session) for way in ways for member, session in bookings.told if member == patient),
        loose=tuple((way, visit) for way in ways for member, visit in bookings.loose if member == patient),
    )
    return replace(problem, starts=(problem.starts[patient],) * len(fixed)), alone
