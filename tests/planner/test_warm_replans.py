"""A plan made with what earlier solves have left is as good as one made from nothing, whatever happens in between."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from told_centres import TODAY, told_centre

from refillplan.domain.centre import Centre
from refillplan.domain.half_days import HalfDay
from refillplan.domain.people import Unavailability
from refillplan.domain.plans import Plan, Planned
from refillplan.domain.sessions import Closure
from refillplan.generator import CentreSpec, generate_centre
from refillplan.planner.check import check_plan
from refillplan.planner.memory import Memory
from refillplan.planner.solve import solve


def planned(centre: Centre, memory: Memory) -> Plan:
    outcome = solve(centre, TODAY, memory=memory)
    assert isinstance(outcome, Planned), outcome
    return outcome.plan


def closed(centre: Centre, on: date) -> Centre:
    return replace(centre, closures=(*centre.closures, Closure(from_on=on, to_on=on, half_day=None, reason="works")))


def refused(centre: Centre, patient: str, on: date, half_day: HalfDay | None) -> Centre:
    refusal = Unavailability(patient=patient, from_on=on, to_on=on, half_day=half_day, hard=True)
    return replace(centre, unavailabilities=(*centre.unavailabilities, refusal))


def busiest(centre: Centre, after: date) -> date:
    days = [visit.session.on for visit in centre.visits if visit.session.on > after]
    return max(sorted(set(days)), key=days.count)


def same_figures(centre: Centre, memory: Memory) -> Plan:
    warm, cold = planned(centre, memory), planned(centre, Memory())
    assert warm.tiers == cold.tiers
    assert warm.bounds == cold.bounds
    assert warm.proven_optimal
    verdict = check_plan(centre, warm)
    assert verdict.sound, [str(violation.sentence) for violation in verdict.violations]
    return warm


@settings(max_examples=12, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_closures_and_refusals_one_after_the_other_cost_no_more_than_at_once(seed: int) -> None:
    centre, memory, chance = told_centre(seed), Memory(), Random(seed)
    pinned = {visit.session.on for visit in centre.visits if visit.pins}
    plan = same_figures(centre, memory)
    for _ in range(3):
        visit = chance.choice([visit for visit in plan.visits if visit.session.on not in pinned])
        if chance.random() < 0.4:
            centre = closed(centre, visit.session.on)
        else:
            centre = refused(centre, visit.patient, visit.session.on, chance.choice([None, visit.session.half_day]))
        plan = same_figures(centre, memory)


@pytest.mark.parametrize("seed", [2, 6, 9])
def test_a_closed_day_that_moves_patients_of_other_days_is_proved_in_every_tier(seed: int) -> None:
    made = generate_centre(CentreSpec(code="FULL", patients=40, seed=seed, today=TODAY, load=0.8))
    memory = Memory()
    centre = replace(made, visits=tuple(replace(visit, told=True) for visit in planned(made, memory).visits))
    day = busiest(centre, TODAY + timedelta(days=28))
    plan = same_figures(closed(centre, day), memory)
    assert plan.tiers.moved >= sum(visit.session.on == day for visit in centre.visits)
