"""What is said of a half-day without planning it in full agrees with planning it in full."""

from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest
from told_centres import TODAY, told_centre

from refillplan.domain.agenda import sessions_between
from refillplan.domain.centre import Centre
from refillplan.domain.plans import Plan, Planned
from refillplan.planner.alternatives import Alternatives
from refillplan.planner.check import check_plan
from refillplan.planner.fixing import fixed_in
from refillplan.planner.memory import Memory
from refillplan.planner.solve import solve


def questions(seed: int, most: int) -> None:
    chance = Random(seed)
    centre = told_centre(seed)
    memory = Memory()
    base = solve(centre, TODAY, memory=memory)
    if not isinstance(base, Planned):
        return
    alternatives = Alternatives(centre, TODAY, base.plan, memory)
    for visit in chance.sample(centre.visits, min(most, len(centre.visits))):
        first = visit.session.on - timedelta(days=10)
        there = sessions_between(centre, max(first, TODAY + timedelta(days=1)), visit.session.on + timedelta(days=20))
        for way in alternatives.of(visit, [session.key for session in there], len(there)) or ():
            fixed = fixed_in(centre, visit, way.session)
            cold = solve(fixed, TODAY)
            if not isinstance(cold, Planned):
                continue
            assert cold.plan.tiers >= way.least
            for known in (way, alternatives.proved(visit, replace(way, chains=()))):
                plan = alternatives.plan(visit, known)
                if plan is not None:
                    agrees(fixed, plan, cold.plan)


def agrees(centre: Centre, plan: Plan, cold: Plan) -> None:
    verdict = check_plan(centre, plan)
    assert verdict.violations == ()
    assert verdict.tiers == plan.tiers
    assert plan.tiers <= cold.tiers
    if cold.proven_optimal:
        assert plan.tiers == cold.tiers


@pytest.mark.parametrize("seed", range(8))
def test_no_plan_costs_less_than_the_least_and_a_plan_given_is_sound_and_best(seed: int) -> None:
    questions(seed, 3)


@pytest.mark.many_centres
@pytest.mark.parametrize("seed", range(100, 160))
def test_the_same_on_many_centres(seed: int) -> None:
    questions(seed, 8)
