"""A first plan in which what shares take wholly stays: a whole plan like any other; nothing is proved by it."""

from datetime import date
from math import inf

import pytest
from elastic_grounds import elastic_ground

from refillplan.generator import CentreSpec, generate_centre
from refillplan.planner.closing import close
from refillplan.planner.goals import cost_of_plan
from refillplan.planner.memory import Memory
from refillplan.planner.places import Alike
from refillplan.planner.pricing import SCALE
from refillplan.planner.problem import build_problem
from refillplan.planner.remaining import remaining_steps
from refillplan.planner.standing import mixes_of
from refillplan.planner.supply import LEAD, Supply

TODAY, WEEKS = date(2027, 1, 4), 12
MOST_COST_MORE = 8  # units above the bound within which steps are looked at


@pytest.mark.parametrize(("load", "seed"), [(0.9, 3), (0.9, 4), (1.1, 0), (1.3, 7)])
def test_what_shares_take_wholly_may_stay_in_a_first_plan(load: float, seed: int) -> None:
    centre = generate_centre(CentreSpec(code="MADE", patients=20, seed=seed, today=TODAY, load=load, weeks=WEEKS))
    problem = build_problem(centre, TODAY, WEEKS)
    ground = elastic_ground(problem)
    mixed = Supply(problem, Memory(), lambda _: None, lambda: False).mix(LEAD, ground, ())
    assert mixed is not None
    ground.price(LEAD, mixed.bound.prices)
    steps = remaining_steps(ground.networks, MOST_COST_MORE * SCALE, 20_000)
    assert steps is not None
    best = close(ground.capacity, steps, LEAD, None, 100, alike=Alike(ground.networks))
    assert best.cost is not None
    found = close(ground.capacity, steps, LEAD, None, 100, alike=Alike(ground.networks), rounded=True)
    assert found.columns is not None
    assert len(found.columns) == len(problem.starts)
    assert all(ground.capacity.profiles[session].holds(*mix) for session, mix in mixes_of(found.columns).items())
    assert found.cost == cost_of_plan(LEAD, ground.capacity, found.columns) >= best.cost
    assert found.bound == -inf
    cheaper = close(ground.capacity, steps, LEAD, None, 100, alike=Alike(ground.networks), rounded=True, below=best.cost)
    assert (cheaper.columns, cheaper.bound) == (None, inf)
