"""Planning with the visits held that patients have agreed to on the phone."""

from dataclasses import replace
from datetime import date

from refillplan.domain.agenda import session_of
from refillplan.domain.centre import Centre
from refillplan.domain.chains import chain_starts
from refillplan.domain.plans import Horizon, Infeasible, Outcome, Plan, Planned
from refillplan.domain.visits import Pin, Visit
from refillplan.planner.check import check_plan
from refillplan.planner.solve import contradicts
from refillplan.services.calls.answers import Agreed, agreed_in, is_untold
from refillplan.services.calls.call_sheet import call_key
from refillplan.services.core.access import looking
from refillplan.services.core.lookup import chosen_kinds
from refillplan.services.plans.planning import Solve
from refillplan.services.plans.problem_file import PlanProblem
from refillplan.storage import Store, UnitOfWork

HELD = frozenset({Pin.DATE, Pin.HALF_DAY, Pin.HOUR})
"""Pins of a visit that stays at its hour."""


def still_open(work: UnitOfWork, centre: Centre, today: date) -> Agreed:
    """Return the agreed visits that can still be held: the half-day is open, and no later entry speaks against them."""
    starts, _ = chain_starts(centre, today, Horizon.after(today, centre.planning.weeks))
    earliest = {start.patient.patient: start.window.earliest_on for start in starts}
    booked = {call_key(visit): visit for visit in centre.visits}
    held = {}
    for key, visit in agreed_in(work, centre).items():
        session = session_of(centre, visit.session)
        if session is None or not session.operators:
            continue
        if is_untold(key, visit):
            first = earliest.get(visit.patient)
            stands = first is not None and first <= visit.session.on and visit.session.on > today
        else:
            stands = not _pinned_elsewhere(booked.get(key), visit)
        if stands:
            held[key] = visit
    return held


def agreed_now(store: Store, centre: str, today: date) -> Agreed:
    """Return what people have agreed to on the phone and what can still be held."""
    with looking(store) as work:
        return still_open(work, work.centres.load(centre), today)


def as_agreed(centre: Centre, agreed: Agreed, today: date, but: str | None = None) -> Centre:
    """Return the centre with what was agreed to held, so that nobody is offered a place that another has agreed to.

    Parameters
    ----------
    but
        A patient whose own answers are left out: it is about where else they could go.
    """
    others = {key: visit for key, visit in agreed.items() if visit.patient != but}
    held = with_held(others, centre) if others else centre
    return centre if contradicts(held, today) else held


def _pinned_elsewhere(told: Visit | None, agreed: Visit) -> bool:
    """Tell whether the told visit was pinned, since, to where the agreed one is not."""
    if told is None:
        return False
    fixed = {
        Pin.DATE: told.session.on == agreed.session.on,
        Pin.HALF_DAY: told.session.half_day is agreed.session.half_day,
        Pin.HOUR: told.starts_at.timetz() == agreed.starts_at.timetz(),
    }
    return any(not there for pin, there in fixed.items() if pin in told.pins)


def solve_around(agreed: Agreed, solving: Solve, problem: PlanProblem) -> Outcome:
    """Solve with the agreed visits held; the plan's figures count against what is booked."""
    outcome = solving(replace(problem, centre=with_held(agreed, problem.centre)))
    if agreed and isinstance(outcome, Infeasible):  # what was agreed to goes no longer with what was entered since
        return solving(problem)
    if not agreed or not isinstance(outcome, Planned):
        return outcome
    return replace(outcome, plan=against(problem.centre, outcome.plan))


def with_held(agreed: Agreed, centre: Centre) -> Centre:
    """Return the centre with the agreed visits pinned: in the place of those that patients were told, or as they come."""
    booked = {call_key(visit) for visit in centre.visits}
    come = [replace(v, told=True, pins=HELD) for key, v in agreed.items() if is_untold(key, v) and key not in booked]
    places = {(visit.patient, visit.session) for visit in come}
    stay = [v for v in centre.visits if v.told or (v.patient, v.session) not in places]
    fixed = booked - {call_key(visit) for visit in centre.visits if visit.kind in chosen_kinds(centre)}
    held = []
    for visit in stay:
        there = agreed.get(call_key(visit), visit)
        if call_key(there) in fixed and call_key(visit) not in fixed:  # goes over into one that is booked already
            continue
        held.append(visit if there is visit else replace(there, told=True, pins=visit.pins | HELD))
    return replace(centre, visits=(*held, *come))


def against(centre: Centre, plan: Plan) -> Plan:
    """Return the plan with told marks, pins and the count of moved visits as against the bookings of the centre."""
    booked = {(visit.patient, visit.session): visit for visit in centre.visits}
    visits = []
    for visit in plan.visits:
        before = booked.get((visit.patient, visit.session))
        told = before is not None and before.told and before.starts_at == visit.starts_at
        visits.append(replace(visit, told=told, pins=frozenset() if before is None else before.pins))
    moved = check_plan(centre, replace(plan, visits=tuple(visits))).tiers.moved
    bounds = replace(plan.bounds, moved=plan.bounds.moved + moved - plan.tiers.moved)
    return replace(plan, visits=tuple(visits), tiers=replace(plan.tiers, moved=moved), bounds=bounds)
