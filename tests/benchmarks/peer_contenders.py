"""The contenders by name; what each needs is loaded when it runs."""

import shutil
import time
from collections.abc import Callable
from importlib.util import find_spec

from peer_ground import Ground, Solved
from peer_task import Found, Task

from refillplan.domain.plans import Planned


def planner(task: Task) -> Found:
    """Run the planner itself; how often it prices is counted from outside."""
    from refillplan.planner import pricing  # noqa: PLC0415 (only this contender loads it)
    from refillplan.planner.solve import solve  # noqa: PLC0415

    until = time.perf_counter() + task.seconds
    price, priced = pricing.Paths.price, [0]

    def counted(paths: pricing.Paths, *args: object, **named: object) -> object:
        priced[0] += paths.network.size
        return price(paths, *args, **named)  # type: ignore[arg-type]

    setattr(pricing.Paths, "price", counted)  # noqa: B010 (a method put in the place of another)
    outcome = solve(task.centre, task.today, task.weeks, stop=lambda: time.perf_counter() > until)
    passes = round(priced[0] / max(1, len(task.centre.patients)), 1)
    if isinstance(outcome, Planned):
        return Found(plan=outcome.plan, bounds=outcome.plan.bounds, passes=passes)
    return Found(passes=passes)


def flow(task: Task) -> Found:
    """Run HiGHS on the flow model; it uses the threads that it chooses itself, on the cores allowed."""
    from peer_flow import solve_flow  # noqa: PLC0415

    return _found(solve_flow(_ground(task), seconds=task.seconds))


def natural(task: Task) -> Found:
    """Run CP-SAT on the natural model, with as many workers as cores."""
    from peer_cpsat import solve_natural  # noqa: PLC0415

    return _found(solve_natural(_ground(task), seconds=task.seconds, threads=task.cores))


def greedy(task: Task) -> Found:
    """Book as a nurse does."""
    from peer_greedy import greedy_chains  # noqa: PLC0415

    return Found(chains=greedy_chains(_ground(task)))


def timefold(task: Task) -> Found:
    """Run Timefold's local search; starting Java counts in its time."""
    began = time.perf_counter()
    from peer_timefold import solve_timefold  # noqa: PLC0415

    ground = _ground(task)
    return _found(solve_timefold(ground, seconds=task.seconds - (time.perf_counter() - began)))


CONTENDERS: dict[str, Callable[[Task], Found]] = {
    "planner": planner,
    "flow": flow,
    "natural": natural,
    "timefold": timefold,
    "greedy": greedy,
}

EXACT = ("planner", "flow", "natural")


def can_run(contender: str) -> bool:
    """Tell whether a contender's packages, and Java for Timefold, are there."""
    return contender != "timefold" or (find_spec("timefold") is not None and shutil.which("java") is not None)


def _ground(task: Task) -> Ground:
    return Ground(task.centre, task.today, task.weeks)


def _found(solved: Solved) -> Found:
    return Found(chains=solved.chains, bounds=solved.bounds)
