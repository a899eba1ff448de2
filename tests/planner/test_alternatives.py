"""What is said of a half-day without planning it in full agrees with planning it in full."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest

from refillplan.domain.agenda import sessions_between
from refillplan.domain.centre import Centre
from refillplan.domain.half_days import HalfDay
from refillplan.domain.people import Unavailability
from refillplan.domain.plans import Plan, Planned
from refillplan.domain.visits import Pin
from refillplan.generator import CentreSpec, generate_centre
from refillplan.planner.alternatives import Alternatives
from refillplan.planner.check import check_plan
from refillplan.planner.fixing import fixed_in
from refillplan.planner.memory import Memory
from refillplan.planner.solve import solve

TODAY = date(2027, 1, 4)
WEEKS = 14


def told_centre(seed: int) -> Centre:
    """A centre in force, some of its visits told, one pinned, one patient away for a while."""
    chance = Random(seed)
    load = chance.choice([0.7, 0.85, 0.95])
    frozen = chance.choice([0, 7])
    spec = CentreSpec(
        code="MADE", patients=chance.randrange(6, 16), seed=seed, today=TODAY, load=load, weeks=WEEKS, frozen_days=frozen
    )
    centre = generate_centre(spec)
    outcome = solve(centre, TODAY)
    assert isinstance(outcome, Planned)
    until = TODAY + timedelta(days=chance.choice([30, 60, 200]))
    visits = [replace(visit, told=visit.session.on <= until) for visit in outcome.plan.visits]
    pinned = chance.randrange(len(visits))
    visits[pinned] = replace(visits[pinned], pins=frozenset({Pin.DATE}))
    away = chance.choice(visits)
    absence = Unavailability(
        patient=away.patient, from_on=away.session.on, to_on=away.session.on, half_day=HalfDay.PM, hard=chance.random() < 0.5
    )
    return replace(centre, visits=tuple(visits), unavailabilities=(*centre.unavailabilities, absence))


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
