"""The faster ways to cheapest chains and near steps find what the plain ones find."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from random import Random

import numpy as np
import pytest
from told_centres import TODAY, WEEKS, told_centre

from refillplan.domain.agenda import sessions_between
from refillplan.domain.plans import Planned
from refillplan.domain.visits import Visit
from refillplan.planner.arrays import INF, Ints
from refillplan.planner.bookings import Bookings, sort_bookings
from refillplan.planner.fixing import fixed_visit, loosened, side_by_side
from refillplan.planner.memory import Memory
from refillplan.planner.nearby import near_steps
from refillplan.planner.networks import OWN_MINIMA, paths_of
from refillplan.planner.passing import Passing
from refillplan.planner.pricing import SCALE, Paths
from refillplan.planner.problem import Problem, build_problem
from refillplan.planner.remaining import remaining_steps
from refillplan.planner.replay import replay
from refillplan.planner.solve import solve
from refillplan.planner.standing import FULL, Standing, cheapest, standing_of
from refillplan.planner.sweeping import Sweep


def standing_plan(seed: int) -> Standing:
    centre, memory = told_centre(seed), Memory()
    outcome = solve(centre, TODAY, memory=memory)
    assert isinstance(outcome, Planned)
    problem = build_problem(centre, TODAY, WEEKS)
    return standing_of(problem, sort_bookings(problem), outcome.plan, memory)


def prices_near(standing: Standing, seed: int) -> Iterator[Ints]:
    """The plan's prices, some places of which became dearer, and some are gone."""
    chance = np.random.default_rng(seed)
    yield standing.prices
    dearer = standing.prices + chance.integers(0, 5 * SCALE, standing.prices.shape) * (chance.random(standing.prices.shape) < 0.2)
    yield dearer
    yield np.where(chance.random(dearer.shape) < 0.2, FULL, dearer)


def fixed_in_turn(standing: Standing, seed: int) -> Iterator[tuple[int, Bookings, Sequence[Visit]]]:
    """Some visits, each fixed in every half-day from tomorrow to long after it."""
    problem, chance = standing.problem, Random(seed)
    of_code = {start.patient.patient: i for i, start in enumerate(problem.starts)}
    index = problem.session_index()
    for visit in chance.sample(problem.centre.visits, 3):
        if visit.patient in of_code:
            patient = of_code[visit.patient]
            there = sessions_between(problem.centre, TODAY + timedelta(days=1), visit.session.on + timedelta(days=90))
            keys = [session.key for session in there if session.key in index]
            loose = loosened(problem, standing.bookings, patient, visit)
            yield patient, loose, [fixed_visit(problem.centre, visit, key) for key in keys]


def all_paths(standing: Standing, seed: int) -> Iterator[Paths]:
    yield from standing.paths
    for patient, loose, fixed in fixed_in_turn(standing, seed):
        ways, bookings = side_by_side(standing.problem, loose, patient, fixed)
        yield paths_of(ways, bookings, range(len(fixed)), standing.profiles, elastic=True)


@pytest.mark.parametrize("seed", range(6))
def test_stretches_of_days_cost_what_single_days_cost(seed: int) -> None:
    standing = standing_plan(seed)
    for paths in all_paths(standing, seed):
        swept, plain = Sweep(paths.network), Paths(paths.network)
        for prices in prices_near(standing, seed):
            assert (swept.price(prices, OWN_MINIMA) == plain.price(prices, OWN_MINIMA)).all()
            assert (swept.onward == plain.onward).all()
            assert all((one == other).all() for one, other in zip(swept.total, plain.total, strict=True))


@pytest.mark.parametrize("seed", range(6))
def test_near_steps_are_the_remaining_ones(seed: int) -> None:
    standing = standing_plan(seed)
    for paths in all_paths(standing, seed):
        for prices in prices_near(standing, seed):
            if (paths.price(prices, OWN_MINIMA) >= INF).any():
                continue
            for slack in (0, 3 * SCALE):
                assert_same_steps(paths, slack)


def assert_same_steps(paths: Paths, slack: int) -> None:
    found = near_steps([paths], slack, 1 << 20, {1})
    expected = remaining_steps([paths], slack, 1 << 20, {1})
    assert found is not None
    assert expected is not None
    assert len(found) == len(expected)
    assert set(found) == set(expected)


@pytest.mark.parametrize("seed", range(6))
def test_chains_past_a_half_day_cost_what_they_cost_where_the_visit_is_held_there(seed: int) -> None:
    standing = standing_plan(seed)
    problem: Problem = standing.problem
    for patient, loose, fixed in fixed_in_turn(standing, seed):
        ways, bookings = side_by_side(problem, loose, patient, fixed)
        held = paths_of(ways, bookings, range(len(fixed)), standing.profiles, elastic=True)
        sessions = [problem.session_index()[visit.session] for visit in fixed]
        passing = Passing(problem, loose, patient, sessions, standing.profiles)
        for prices in prices_near(standing, seed):
            pairs = zip(cheapest(held, prices), passing.cheapest(prices), strict=True)
            for way, ((_, expected), (chain, sums)) in enumerate(pairs):
                assert sums == expected
                if chain is not None:
                    assert replay(held.network, way, chain.stops) == replace(chain, patient=way)
