"""From 500 patients on, prices climb before there is a master: the plan is as sound and its bound as good."""

from dataclasses import replace
from datetime import date

from refillplan.domain.plans import Planned
from refillplan.domain.sessions import Closure
from refillplan.generator import CentreSpec, generate_centre
from refillplan.planner.check import check_plan
from refillplan.planner.solve import solve


def test_a_centre_with_many_patients_is_planned_near_its_bound() -> None:
    spec = CentreSpec(code="MANY", patients=500, seed=1, today=date(2027, 1, 4), load=0.85, weeks=8)
    centre = generate_centre(spec)
    outcome = solve(centre, spec.today, 8)
    assert isinstance(outcome, Planned)
    assert check_plan(centre, outcome.plan).sound
    assert outcome.plan.tiers.unplaced == outcome.plan.bounds.unplaced
    assert outcome.plan.tiers.comfort <= 1.01 * outcome.plan.bounds.comfort


def test_where_a_closed_week_makes_many_late_the_days_beyond_limits_are_proved() -> None:
    spec = CentreSpec(code="MANY", patients=500, seed=1, today=date(2027, 1, 4), load=0.9, weeks=10, refill_only=True)
    made = generate_centre(spec)
    week = Closure(from_on=date(2027, 2, 8), to_on=date(2027, 2, 14), half_day=None, reason="works")
    centre = replace(made, closures=(*made.closures, week))
    outcome = solve(centre, spec.today, 10)
    assert isinstance(outcome, Planned)
    assert check_plan(centre, outcome.plan).sound
    assert outcome.plan.tiers.unplaced == outcome.plan.bounds.unplaced == 0
    assert outcome.plan.tiers.beyond_limit_days == outcome.plan.bounds.beyond_limit_days > 0


def test_where_many_stay_without_a_session_every_tier_is_near_its_bound() -> None:
    spec = CentreSpec(code="MANY", patients=500, seed=1, today=date(2027, 1, 4), load=1.2, weeks=10, refill_only=True)
    centre = generate_centre(spec)
    outcome = solve(centre, spec.today, 10)
    assert isinstance(outcome, Planned)
    assert check_plan(centre, outcome.plan).sound
    assert outcome.plan.tiers.unplaced == outcome.plan.bounds.unplaced > 0
    assert outcome.plan.tiers.beyond_limit_days == outcome.plan.bounds.beyond_limit_days
    assert outcome.plan.tiers.comfort <= 1.0005 * outcome.plan.bounds.comfort
