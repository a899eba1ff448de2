"""A first whole plan of an overloaded centre: it keeps to the tiers held, whichever way it is looked for."""

from datetime import date
from functools import partial

import pytest

from refillplan.domain.plans import Planned
from refillplan.generator import CentreSpec, generate_centre
from refillplan.planner.bookings import sort_bookings
from refillplan.planner.capacity import capacity_of, profiles_of
from refillplan.planner.goals import ONLY, Goal
from refillplan.planner.ground import Ground
from refillplan.planner.groups import Groups
from refillplan.planner.memory import Memory
from refillplan.planner.networks import own_minima_of, paths_of
from refillplan.planner.pricing import COMFORT, Column
from refillplan.planner.problem import build_problem
from refillplan.planner.solve import solve
from refillplan.planner.splitting import choose_split
from refillplan.planner.supply import LEAD, Supply

SPEC = CentreSpec(code="OVER", patients=40, seed=2, today=date(2027, 1, 4), load=1.6, weeks=16, refill_only=True)


def first_plan(held: dict[int, int], together: Goal | None) -> tuple[Column, ...] | None:
    problem = build_problem(generate_centre(SPEC), SPEC.today, SPEC.weeks)
    bookings, profiles = sort_bookings(problem), profiles_of(problem)
    elastic = partial(paths_of, problem, bookings, profiles=profiles, elastic=True)
    networks = [elastic(range(len(problem.starts)))]
    ground = Ground(
        capacity=capacity_of(problem, bookings, profiles),
        networks=networks,
        groups=Groups(networks, with_comfort=True),
        paths_of=elastic,
        floors=own_minima_of(len(profiles), networks),
    )
    lead = Supply(problem, Memory(), lambda _: None, lambda: False).lead(ground)
    assert lead is not None
    goal = Goal(costs=ONLY[COMFORT], own_minima=0, held=held)
    return choose_split(ground.capacity, networks, lead.spread, goal, 100, near_only=False, together=together)


@pytest.mark.parametrize("together", [None, LEAD])
def test_a_first_plan_keeps_to_the_tiers_held_or_there_is_none(together: Goal | None) -> None:
    outcome = solve(generate_centre(SPEC), SPEC.today, SPEC.weeks)
    assert isinstance(outcome, Planned)
    unplaced, beyond = outcome.plan.tiers.unplaced, outcome.plan.tiers.beyond_limit_days
    assert unplaced == outcome.plan.bounds.unplaced > 0
    plan = first_plan({0: unplaced, 1: beyond}, together)
    assert plan is not None
    assert len(plan) == SPEC.patients
    assert sum(column.tiers[0] for column in plan) == unplaced
    assert sum(column.tiers[1] for column in plan) <= beyond
    assert first_plan({0: unplaced - 1, 1: beyond}, together) is None
