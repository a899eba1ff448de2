"""From 500 patients on, prices climb before there is a master: the plan is as sound and its bound as good."""

from datetime import date

from refillplan.domain.plans import Planned
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
