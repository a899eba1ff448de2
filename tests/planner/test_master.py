"""The master linear program, and what it says where no mix of chains keeps to its rows."""

import pytest
from told_centres import TODAY, WEEKS, told_centre

from refillplan.domain.plans import Planned
from refillplan.planner.bookings import sort_bookings
from refillplan.planner.goals import Goal
from refillplan.planner.master import Master
from refillplan.planner.memory import Memory
from refillplan.planner.problem import build_problem
from refillplan.planner.solve import solve
from refillplan.planner.standing import Standing, standing_of


@pytest.fixture(scope="module")
def standing() -> Standing:
    centre, memory = told_centre(3), Memory()
    outcome = solve(centre, TODAY, memory=memory)
    assert isinstance(outcome, Planned)
    problem = build_problem(centre, TODAY, WEEKS)
    return standing_of(problem, sort_bookings(problem), outcome.plan, memory)


def master_of(standing: Standing, fewer_moved: int) -> Master:
    """The chains of a plan, of which so many told visits fewer than they move may be moved."""
    chains = [*standing.chains.values()]
    moved = sum(column.tiers[2] for column in chains) - fewer_moved
    master = Master(
        standing.capacity, dict.fromkeys(sorted(standing.chains), 1), Goal(costs=(0, 0, 0, 1), own_minima=0, held={2: moved}), 1e6
    )
    master.add(chains)
    return master


def test_the_chains_of_a_plan_make_a_mix(standing: Standing) -> None:
    mix = master_of(standing, 0).solve()
    assert mix.missing == pytest.approx(0.0)
    assert mix.shares == pytest.approx(1.0)


def test_where_no_mix_keeps_to_the_rows_there_is_none(standing: Standing) -> None:
    assert master_of(standing, 1).solve_settled() is None
    with pytest.raises(RuntimeError, match="no mix"):
        master_of(standing, 1).solve()
