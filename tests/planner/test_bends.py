"""Rows for profiles that bend in: every whole plan keeps to them, and the bounds that they prove are higher, and true."""

from datetime import date
from functools import cache
from random import Random

import numpy as np
from elastic_grounds import elastic_ground
from hypothesis import given
from hypothesis import strategies as st

from refillplan.domain.plans import Planned
from refillplan.generator import CentreSpec, generate_centre
from refillplan.planner.bends import row_of, with_bends, with_rows
from refillplan.planner.bounding import price_all
from refillplan.planner.capacity import Capacity, Duals, Prices, no_duals
from refillplan.planner.goals import cost_of_plan
from refillplan.planner.ground import Ground
from refillplan.planner.memory import Memory
from refillplan.planner.pricing import SCALE, Column
from refillplan.planner.problem import Problem, build_problem
from refillplan.planner.profile import Profile
from refillplan.planner.solve import solve
from refillplan.planner.supply import LEAD, Supply

TODAY, WEEKS = date(2027, 1, 4), 16
BENT = 4  # a seed whose half-days would hold half a refill more than they do

profiles = st.lists(st.integers(0, 9), min_size=3, max_size=6).map(lambda most: Profile(tuple(sorted(most, reverse=True))))


@given(profiles, st.data())
def test_every_mix_that_fits_keeps_to_the_row_whoever_is_reviewed(profile: Profile, data: st.DataObject) -> None:
    size = data.draw(st.integers(1, len(profile.most) - 2))
    a, b, more, most = row_of(profile, size)
    for m, n in enumerate(profile.most):
        for of_them in range(min(m, size) + 1):
            assert a * n + b * m + more * of_them <= most
    assert any(a * n + b * m + more * min(m, size) == most for m, n in enumerate(profile.most))


def test_half_a_refill_beside_two_reviews_is_kept_out() -> None:
    profile = Profile((6, 5, 3, 2))
    assert all(a * 3.5 + b * 2 <= most for a, b, most in profile.facets())
    assert row_of(profile, 2) == (1, 1, 1, 7)
    assert 3.5 + 2 + 2 > 7 >= 3 + 2 + 2


def test_straight_profiles_have_nothing_that_bends_in() -> None:
    assert row_of(Profile((6, 4, 2, 0)), 1)[2] == row_of(Profile((6, 4, 2, 0)), 2)[2] == 0


@cache
def made() -> Problem:
    centre = generate_centre(CentreSpec(code="MADE", patients=40, seed=BENT, today=TODAY, load=1.0, weeks=WEEKS))
    return build_problem(centre, TODAY, WEEKS)


@cache
def laid() -> Ground:
    return elastic_ground(made())


@cache
def planned() -> list[Column]:
    """Return the chains of the best plan, proved."""
    memory = Memory()
    assert isinstance(solve(made().centre, TODAY, WEEKS, memory=memory), Planned)
    return [*memory.plan(made(), laid().networks[0].network)]


def test_a_mix_that_breaks_them_proves_more_once_they_are_there() -> None:
    problem, ground, plan = made(), laid(), planned()
    supply = Supply(problem, Memory(), lambda _: None, lambda: False)
    first = supply.mix(LEAD, ground, ())
    assert first is not None
    sharper = supply.sharpen(LEAD, ground, first, ())
    assert sharper is not None
    there, second = sharper
    assert len(there.capacity.more) == len(there.capacity.most) - len(ground.capacity.most) > 0
    assert second.bound.value > first.bound.value + SCALE
    assert there.price(LEAD, second.bound.prices) == second.bound.value <= cost_of_plan(LEAD, ground.capacity, plan) * SCALE


def test_nobody_who_is_alike_to_others_is_named() -> None:
    problem, ground = made(), laid()
    first = Supply(problem, Memory(), lambda _: None, lambda: False).mix(LEAD, ground, ())
    assert first is not None
    assert with_bends(ground.capacity, first, ground.groups.is_alone) is not None
    assert with_bends(ground.capacity, first, lambda _: False) is None


@given(st.integers(0, 1 << 32))
def test_whatever_the_rows_cost_what_they_prove_is_true(seed: int) -> None:
    ground, plan = laid(), planned()
    chance = Random(seed)
    capacity = with_rows(ground.capacity, _some_bends(ground.capacity, plan, chance))
    duals = no_duals(capacity)
    duals.facets[:] = [chance.randrange(40 * SCALE) if chance.random() < 0.1 else 0 for _ in capacity.most]
    duals.facets[[*capacity.more]] = [chance.randrange(40 * SCALE) for _ in capacity.more]
    proved = price_all(ground.networks, capacity, ground.floors, LEAD, Prices(duals=duals, multipliers={}))
    assert proved <= cost_of_plan(LEAD, capacity, plan) * SCALE


def test_prices_are_remembered_by_who_is_named() -> None:
    problem, ground, plan = made(), laid(), planned()
    capacity = with_rows(ground.capacity, _some_bends(ground.capacity, plan, Random(1)))
    memory, supply = Memory(), Supply(problem, Memory(), lambda _: None, lambda: False)
    mixed = supply.mix(LEAD, ground, ())
    assert mixed is not None
    facets = np.arange(len(capacity.most))
    prices = Prices(duals=Duals(facets=facets, comfortable=mixed.bound.prices.duals.comfortable), multipliers={})
    bound = type(mixed.bound)(value=0, prices=prices)
    memory.keep_prices(problem, capacity, LEAD, bound)
    again, without = memory.prices(problem, capacity, LEAD), memory.prices(problem, ground.capacity, LEAD)
    assert again is not None
    assert without is not None
    assert (again.duals.facets == facets).all()
    assert (without.duals.facets == facets[: len(ground.capacity.most)]).all()


def _some_bends(capacity: Capacity, plan: list[Column], chance: Random) -> list[tuple[int, frozenset[int]]]:
    """Name patients for some sessions that profiles bend in at: mostly those who are reviewed there."""
    bends = []
    for session, profile in enumerate(capacity.profiles):
        reviewed = [column.patient for column in plan if 3 * session + 1 in column.stops]
        for size in range(1, len(profile.most) - 1):
            if row_of(profile, size)[2] and chance.random() < 0.5:
                others = [column.patient for column in plan if column.patient not in reviewed]
                bends.append((session, frozenset([*reviewed, *chance.sample(others, size)][:size])))
    return bends
