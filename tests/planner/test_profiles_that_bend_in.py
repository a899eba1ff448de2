"""Half-days whose mixes no straight rows describe: what is chosen fits all the same, and is chosen anew where it does not."""

from datetime import date

import pytest

from refillplan.generator import CentreSpec, generate_centre
from refillplan.planner.bookings import sort_bookings
from refillplan.planner.capacity import profiles_of
from refillplan.planner.memory import Memory
from refillplan.planner.problem import build_problem
from refillplan.planner.standing import mixes_of
from refillplan.planner.tiers import Chooser

TODAY = date(2027, 1, 4)


@pytest.mark.parametrize("seed", range(3))
def test_chains_fit_into_profiles_that_have_lost_a_mix(seed: int) -> None:
    centre = generate_centre(CentreSpec(code="MADE", patients=25, seed=seed, today=TODAY, load=0.85, weeks=10))
    problem = build_problem(centre, TODAY, 10)
    chooser = Chooser(problem, sort_bookings(problem), Memory(), lambda _: None, lambda: False)
    profiles = list(profiles_of(problem))
    bent = 0
    for _ in range(12):
        chosen = chooser.choose(profiles)
        assert chosen is not None
        mixes = mixes_of(chosen.columns)
        assert all(profiles[session].holds(*mix) for session, mix in mixes.items())
        session, mix = max(mixes.items(), key=lambda item: (min(item[1]), sum(item[1]), -item[0]))
        profiles[session] = profiles[session].without(*mix)
        bent += not profiles[session].convex
    assert bent
