"""A second solution of refill-only centres, sharing no code with the planner: the flow model of the benchmarks, for HiGHS."""

from datetime import date

from peer_flow import solve_flow
from peer_ground import Ground

from refillplan.domain.centre import Centre
from refillplan.domain.plans import Tiers


def reference_tiers(centre: Centre, today: date, weeks: int) -> Tiers:
    """Solve tier by tier to the end; for centres of refills without pins, frozen days, reviews and reserve."""
    solved = solve_flow(Ground(centre, today, weeks))
    assert solved.chains is not None
    return solved.bounds
