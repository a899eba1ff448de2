"""A first whole plan of an overloaded centre: it keeps to the tiers held, whichever way it is looked for."""

from datetime import date

import pytest
from elastic_grounds import elastic_ground

from refillplan.domain.plans import Planned
from refillplan.generator import CentreSpec, generate_centre
from refillplan.planner.goals import ONLY, Goal
from refillplan.planner.memory import Memory
from refillplan.planner.pricing import COMFORT, Column
from refillplan.planner.problem import build_problem
from refillplan.planner.solve import solve
from refillplan.planner.splitting import choose_split
from refillplan.planner.supply import LEAD, Supply

SPEC = CentreSpec(code="OVER", patients=40, seed=2, today=date(2027, 1, 4), load=1.6, weeks=16, refill_only=True)


def first_plan(held: dict[int, int], together: Goal | None) -> tuple[Column, ...] | None:
    problem = build_problem(generate_centre(SPEC), SPEC.today, SPEC.weeks)
    ground = elastic_ground(problem)
    lead = Supply(problem, Memory(), lambda _: None, lambda: False).lead(ground)
    assert lead is not None
    goal = Goal(costs=ONLY[COMFORT], own_minima=0, held=held)
    return choose_split(ground.capacity, ground.networks, lead.spread, goal, 100, near_only=False, together=together)


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
