"""More visits than the sessions hold: how many stay without one is proved, and nobody is dropped silently."""

from datetime import date

from refillplan.domain.plans import Planned
from refillplan.generator import CentreSpec, generate_centre
from refillplan.planner.check import check_plan
from refillplan.planner.solve import solve


def test_the_visits_that_an_overloaded_centre_cannot_place_are_proved_and_listed() -> None:
    spec = CentreSpec(code="OVER", patients=40, seed=2, today=date(2027, 1, 4), load=1.6, weeks=16, refill_only=True)
    centre = generate_centre(spec)
    outcome = solve(centre, spec.today, 16)
    assert isinstance(outcome, Planned)
    assert check_plan(centre, outcome.plan).sound
    assert outcome.plan.tiers.unplaced == outcome.plan.bounds.unplaced > 0
    assert sum(exception.placed is None for exception in outcome.plan.exceptions) == outcome.plan.tiers.unplaced
