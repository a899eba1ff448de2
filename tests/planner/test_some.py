"""What some of the patients teach on rows of many sessions holds for all patients on the rows of each session."""

from datetime import date
from itertools import pairwise

import pytest

from refillplan.domain.plans import Planned
from refillplan.generator import CentreSpec, generate_centre
from refillplan.planner.bookings import sort_bookings
from refillplan.planner.capacity import capacity_of, prices_of, profiles_of, row_value
from refillplan.planner.goals import Goal
from refillplan.planner.networks import own_minima_of, paths_of
from refillplan.planner.pricing import SCALE
from refillplan.planner.problem import build_problem
from refillplan.planner.progress import Progress
from refillplan.planner.solve import solve
from refillplan.planner.some import learn

TODAY = date(2027, 1, 4)
WEEKS = 14
LATE = Goal(costs=(0, 1, 0, 0), own_minima=1, held={})


@pytest.mark.parametrize("patients", [60, 260])
def test_finer_rows_teach_more_and_no_price_proves_too_much(patients: int) -> None:
    spec = CentreSpec(code="SOME", patients=patients, seed=3, today=TODAY, load=1.0, weeks=WEEKS, refill_only=True)
    centre = generate_centre(spec)
    problem = build_problem(centre, TODAY, WEEKS)
    bookings, profiles = sort_bookings(problem), profiles_of(problem)
    capacity = capacity_of(problem, bookings, profiles)
    networks = [paths_of(problem, bookings, range(patients), profiles, elastic=True)]
    floors = own_minima_of(len(profiles), networks)
    proved = []
    told: list[Progress] = []
    for prices in learn(problem, capacity, networks, LATE, told.append, lambda: False):
        assert prices is not None
        places = prices_of(capacity, prices.duals)
        cheapest = networks[0].price(places, LATE.weights({}, tie=False)).tolist()
        proved.append((sum(cheapest) + row_value(capacity, prices.duals) - LATE.offset(floors, {})) / SCALE)
    outcome = solve(centre, TODAY, WEEKS)
    assert isinstance(outcome, Planned)
    assert outcome.plan.tiers.unplaced == 0
    assert len(proved) == 3
    assert told
    assert {(news.cost, news.bound, news.tier, news.final) for news in told} == {(None, None, None, False)}
    assert all(coarse <= finer + 1e-3 for coarse, finer in pairwise(proved))
    assert 0 < proved[-1] <= outcome.plan.tiers.beyond_limit_days
