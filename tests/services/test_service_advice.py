"""Advice agrees with a full solve in which the visit is fixed."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest

from refillplan.domain.agenda import sessions_between
from refillplan.domain.centre import Centre
from refillplan.domain.half_days import HalfDay, SessionKey
from refillplan.domain.messages import InvalidValue
from refillplan.domain.people import Unavailability
from refillplan.domain.plans import Planned
from refillplan.domain.sessions import Closure
from refillplan.generator import CentreSpec, generate_centre
from refillplan.planner.check import check_plan
from refillplan.planner.fixing import fixed_in
from refillplan.planner.solve import solve
from refillplan.services.advising.advice import Adviser

TODAY = date(2027, 1, 4)
WEEKS = 14


def centre_in_force(seed: int, patients: int = 12) -> Centre:
    spec = CentreSpec(code="MADE", patients=patients, seed=seed, today=TODAY, load=0.8, weeks=WEEKS, frozen_days=0)
    centre = generate_centre(spec)
    outcome = solve(centre, TODAY)
    assert isinstance(outcome, Planned)
    return replace(centre, visits=tuple(replace(visit, told=True) for visit in outcome.plan.visits))


@pytest.mark.parametrize("seed", range(4))
def test_each_suggestion_has_the_figures_of_a_full_solve(seed: int) -> None:
    centre = centre_in_force(seed)
    adviser = Adviser(centre, TODAY)
    visit = adviser.visit(centre.visits[seed].patient)
    options = adviser.suggest(visit)
    assert options
    for option in options:
        fixed = fixed_in(centre, visit, option.visit.session)
        cold = solve(fixed, TODAY)
        assert isinstance(cold, Planned)
        assert option.tiers == cold.plan.tiers
        assert check_plan(fixed, cold.plan).sound
    assert [option.tiers for option in options] == sorted(option.tiers for option in options)


@pytest.mark.parametrize("seed", range(3))
def test_no_half_day_that_is_left_out_is_better(seed: int) -> None:
    centre = centre_in_force(seed, patients=8)
    adviser = Adviser(centre, TODAY)
    visit = adviser.visit(centre.visits[0].patient)
    options = adviser.suggest(visit, 3)
    assert visit.window is not None
    for session in sessions_between(centre, TODAY + timedelta(days=1), visit.window.limit_on + timedelta(days=29)):
        answer = adviser.why_not(visit, session.key)
        if answer.option is not None and session.key not in {option.visit.session for option in options}:
            assert answer.option.tiers >= options[-1].tiers


def test_the_visit_as_it_is_costs_nothing_more() -> None:
    centre = centre_in_force(1)
    adviser = Adviser(centre, TODAY)
    visit = adviser.visit(centre.visits[0].patient)
    best = adviser.suggest(visit)[0]
    assert best.visit.session == visit.session
    assert best.extra.moved <= 0
    assert best.extra.comfort == 0


@pytest.mark.parametrize("seed", range(20))
def test_why_not_agrees_with_a_full_solve_on_random_questions(seed: int) -> None:
    chance = Random(seed)
    centre = centre_in_force(seed % 5)
    adviser = Adviser(centre, TODAY)
    for _ in range(10):
        visit = adviser.visit(chance.choice(centre.visits).patient)
        key = SessionKey(TODAY + timedelta(days=chance.randrange(1, 70)), chance.choice(list(HalfDay)))
        answer = adviser.why_not(visit, key)
        cold = solve(fixed_in(centre, visit, key), TODAY)
        if answer.option is not None:
            assert isinstance(cold, Planned)
            assert answer.option.tiers == cold.plan.tiers
        else:
            assert answer.blocked
            assert not isinstance(cold, Planned) or _sooner(cold, visit.patient, key) > 0


def _sooner(planned: Planned, patient: str, key: SessionKey) -> int:
    return sum(visit.patient == patient and visit.session.on < key.on for visit in planned.plan.visits)


def test_each_blocking_fact_is_named() -> None:
    centre = centre_in_force(2)
    visit = Adviser(centre, TODAY).visit(centre.visits[0].patient)
    assert visit.window is not None
    early = visit.window.earliest_on - timedelta(days=1)
    shut = replace(
        centre,
        closures=(*centre.closures, Closure(from_on=early, to_on=early, half_day=None, reason="works")),
        unavailabilities=(Unavailability(patient=visit.patient, from_on=early, to_on=early, hard=True),),
    )
    blocked = [str(block) for block in Adviser(shut, TODAY).why_not(visit, SessionKey(early, HalfDay.AM)).blocked]
    assert any("works" in block or "public holiday" in block for block in blocked)
    assert any("is before the earliest date" in block for block in blocked)
    assert any("the patient cannot come on" in block for block in blocked)


def test_who_or_what_is_not_there_is_said() -> None:
    centre = centre_in_force(3)
    with pytest.raises(InvalidValue, match="the centre has no patient P99"):
        Adviser(centre, TODAY).visit("P99")
    with pytest.raises(InvalidValue, match="coming visits"):
        Adviser(centre, TODAY).visit(centre.visits[0].patient, 40)
