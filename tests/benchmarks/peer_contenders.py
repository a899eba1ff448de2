"""The contenders by name; what each needs is loaded when it runs."""

import shutil
import time
from collections.abc import Callable
from importlib.util import find_spec

from peer_greedy import greedy_chains
from peer_ground import Ground, Solved, Stops
from peer_plans import plan_of
from peer_task import Found, Task

from refillplan.domain.plans import Planned, Tiers


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

    ground = _ground(task)
    hint = greedy_chains(ground)
    return _better(ground, solve_flow(ground, hint, seconds=task.seconds), hint)


def natural(task: Task) -> Found:
    """Run CP-SAT on the natural model, with as many workers as cores."""
    from peer_cpsat import solve_natural  # noqa: PLC0415

    ground = _ground(task)
    hint = greedy_chains(ground)
    return _better(ground, solve_natural(ground, hint, seconds=task.seconds, threads=task.cores), hint)


def greedy(task: Task) -> Found:
    """Book as a nurse does."""
    return Found(chains=greedy_chains(_ground(task)))


def timefold(task: Task) -> Found:
    """Run Timefold's local search; starting Java counts in its time."""
    began = time.perf_counter()
    from peer_timefold import solve_timefold  # noqa: PLC0415

    ground = _ground(task)
    hint = greedy_chains(ground)
    return _better(ground, solve_timefold(ground, hint, seconds=task.seconds - (time.perf_counter() - began)), hint)


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


def _better(ground: Ground, solved: Solved, hint: dict[str, Stops]) -> Found:
    """What began at the nurse's plan is never worse than it."""
    worth = {number: plan_of(ground, chains, Tiers()).tiers for number, chains in enumerate((solved.chains, hint)) if chains}
    return Found(chains=solved.chains if worth.get(0, worth[1]) < worth[1] else hint, bounds=solved.bounds)
