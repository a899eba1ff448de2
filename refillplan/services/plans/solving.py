"""A problem to a checked plan, without any database: all that a worker of a network needs to load."""

from collections.abc import Callable
from dataclasses import dataclass

from refillplan.domain.plans import Infeasible, Outcome, Plan, Planned, Undecided
from refillplan.planner.check import Violation, check_plan
from refillplan.planner.progress import Report, Stop
from refillplan.planner.solve import solve
from refillplan.services.plans.problem_file import PlanProblem


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanKept:
    """A sound plan.

    Parameters
    ----------
    version
        Its number in the database; None where it was made from a file.
    new
        Whether it was stored now; False where the newest plan in the database is the very same.
    """

    plan: Plan
    seconds: float
    version: int | None
    new: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRefused:
    """A plan in which the independent checker found violations; it is a fault of the planner, and nothing was stored."""

    plan: Plan
    seconds: float
    violations: tuple[Violation, ...]


PlanResult = PlanKept | PlanRefused | Infeasible | Undecided

Solve = Callable[[PlanProblem], Outcome]
"""Solves a problem; front ends put it into a thread of its own."""


def solve_problem(problem: PlanProblem, *, report: Report | None = None, stop: Stop | None = None) -> Outcome:
    """Let the planner solve ``problem``; see `refillplan.planner.solve.solve` for ``report``, ``stop`` and the answer."""
    return solve(
        problem.centre,
        problem.today,
        problem.weeks,
        report=(lambda _: None) if report is None else report,
        stop=(lambda: False) if stop is None else stop,
    )


def answer(problem: PlanProblem, solving: Solve) -> PlanResult:
    """Solve a problem and check the answer; nothing is stored."""
    outcome = solving(problem)
    if not isinstance(outcome, Planned):
        return outcome
    violations = check_plan(problem.centre, outcome.plan).violations
    if violations:
        return PlanRefused(plan=outcome.plan, seconds=outcome.seconds, violations=violations)
    return PlanKept(plan=outcome.plan, seconds=outcome.seconds, version=None, new=False)
