"""Planning with the visits held that patients have agreed to on the phone."""

from dataclasses import replace

from refillplan.domain.agenda import session_of
from refillplan.domain.centre import Centre
from refillplan.domain.plans import Infeasible, Outcome, Plan, Planned
from refillplan.domain.visits import Pin
from refillplan.planner.check import check_plan
from refillplan.services.answers import Agreed, agreed_in, call_key
from refillplan.services.planning import Solve
from refillplan.services.problem_file import PlanProblem
from refillplan.storage import UnitOfWork

HELD = frozenset({Pin.DATE, Pin.HALF_DAY, Pin.HOUR})
"""Pins of a visit that stays at its hour."""


def still_open(work: UnitOfWork, centre: Centre) -> Agreed:
    """Return the agreed visits whose half-day is open and has somebody there."""
    agreed = agreed_in(work, centre)
    there = {key: session_of(centre, visit.session) for key, visit in agreed.items()}
    return {key: visit for key, visit in agreed.items() if (session := there[key]) is not None and session.operators}


def solve_around(agreed: Agreed, solving: Solve, problem: PlanProblem) -> Outcome:
    """Solve with the agreed visits held; the plan's figures count against what is booked."""
    outcome = solving(replace(problem, centre=with_held(agreed, problem.centre)))
    if agreed and isinstance(outcome, Infeasible):  # what was agreed to goes no longer with what was entered since
        return solving(problem)
    if not agreed or not isinstance(outcome, Planned):
        return outcome
    return replace(outcome, plan=against(problem.centre, outcome.plan))


def with_held(agreed: Agreed, centre: Centre) -> Centre:
    """Return the centre with the agreed visits in the place of those that patients were told, and pinned."""
    booked = centre.visits
    held = [replace(agreed[call_key(v)], told=True, pins=v.pins | HELD) if call_key(v) in agreed else v for v in booked]
    return replace(centre, visits=tuple(held))


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
