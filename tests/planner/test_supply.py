"""Column generation for a tier begins at a plan that keeps to those held: no mix of the chains known need keep to them."""

import pytest
from elastic_grounds import elastic_ground
from told_centres import TODAY, WEEKS, told_centre

from refillplan.domain.plans import Planned
from refillplan.planner.goals import ONLY, Goal, cost_of_plan
from refillplan.planner.memory import Memory
from refillplan.planner.pricing import COMFORT, SCALE
from refillplan.planner.problem import build_problem
from refillplan.planner.solve import solve
from refillplan.planner.supply import Supply


@pytest.mark.parametrize("seed", range(4))
def test_comfort_is_planned_for_from_a_plan_alone_that_keeps_what_was_told(seed: int) -> None:
    centre, memory = told_centre(seed), Memory()
    assert isinstance(solve(centre, TODAY, WEEKS, memory=memory), Planned)
    problem = build_problem(centre, TODAY, WEEKS)
    ground = elastic_ground(problem)
    plan = [*memory.plan(problem, ground.networks[0].network)]
    assert len(plan) == len(problem.starts)
    goal = Goal(costs=ONLY[COMFORT], own_minima=0, held={tier: sum(column.tiers[tier] for column in plan) for tier in range(3)})
    assert goal.held[2] < 0
    generated = Supply(problem, Memory(), lambda _: None, lambda: False).mix(goal, ground, plan)
    assert generated is not None
    assert generated.bound.value / SCALE <= generated.mix.cost + 1e-3
    assert generated.mix.cost <= cost_of_plan(goal, ground.capacity, plan) + 1e-3
