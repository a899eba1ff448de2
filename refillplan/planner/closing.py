"""The exact choice among the steps that are left: a small flow model, closed by branch and bound.

HiGHS closes these flows in a small part of the time that CP-SAT needs, their linear relaxation being almost whole. Patients who
have the same before them flow together: told apart, they could change places without end.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from math import inf

from ortools.math_opt.python import mathopt
from ortools.math_opt.solvers import highs_pb2

from refillplan.planner.capacity import Capacity
from refillplan.planner.goals import Goal, cost_of_plan
from refillplan.planner.places import Alike, Place
from refillplan.planner.pricing import OWN, Column
from refillplan.planner.remaining import Step
from refillplan.planner.replay import OUT, START
from refillplan.planner.rows import post, post_sessions
from refillplan.planner.sheet import Filled, Sheet, Variable

_ROUNDING = 1e-6

_NO_RESTART = {"mip_allow_restart": False}
_NO_SMALLER = {
    "mip_heuristic_run_rins": False,
    "mip_heuristic_run_rens": False,
    "mip_heuristic_run_root_reduced_cost": False,
}
"""Smaller whole choices inside a large one: they find a first plan, but took two thirds of the time where one was known."""

_Way = tuple[Place, Place, int | None, tuple[int, int, int, int]]
"""A step of all who have the same before them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """The best plan made of the steps offered, as far as it is known.

    Parameters
    ----------
    columns, cost
        The best found, None where none was.
    bound
        No plan that was looked for costs less; infinite where there is none.
    """

    columns: tuple[Column, ...] | None
    cost: int | None
    bound: float


def close(
    capacity: Capacity,
    steps: Sequence[Step],
    goal: Goal,
    known: AbstractSet[Step] | None,
    nodes: int,
    settled: Sequence[Column] = (),
    *,
    alike: Alike | None = None,
    below: int | None = None,
    near: float = 0.9,
    rounded: bool = False,
) -> Closing:
    """Choose the best plan made of ``steps`` and the chains that are settled already.

    Parameters
    ----------
    known
        Steps, all among ``steps``, of a plan from which the search begins: what it costs lets branch and bound fix most
        of the others, where a row that asks for less leaves it nothing to fix by. None: no plan is known.
    nodes
        Of branch and bound, at most: a limit that does not depend on the machine's speed.
    settled
        Chains of the patients who have no step to choose; they are part of the plan, not of `Closing.columns`.
    alike
        Who of them flow together; None: nobody.
    below
        Only plans that cost less are looked for; None: all.
    near
        A plan that costs at most so much more than the bound is not made better.
    rounded
        Whether what the linear program takes wholly is to stay, if that leaves a plan; then no bound is proved.
    """
    alike = alike or Alike()
    patients = {step.patient for step in steps}
    first: dict[_Way, Step] = {}
    for step in steps:
        first.setdefault(_way(step, alike), step)
    steps = [*first.values()]
    sheet = Sheet()
    takes = [sheet.add(len(patients)) for _ in first]
    _post_flows(sheet, first, takes, Counter(alike.place(patient, START) for patient in patients))
    refills, reviews = (_visits_of(kind, steps, takes) for kind in range(OWN))
    taken = Counter(divmod(stop, 3) for column in settled for stop in column.stops if stop >= 0 and stop % 3 != OWN)
    above = post_sessions(sheet, capacity, refills, reviews, taken)
    for position, value in goal.held.items():
        spent = sum(column.tiers[position] for column in settled)
        held = ((float(step.tiers[position]), take) for step, take in zip(steps, takes, strict=True) if step.tiers[position])
        post(sheet, held, ub=value - spent)
    costs = [
        (sum(c * tier for c, tier in zip(goal.costs, step.tiers, strict=True)), t) for step, t in zip(steps, takes, strict=True)
    ]
    if goal.with_comfort:
        costs += [(capacity.crowding, crowd) for crowd in above]
    fixed = _settled_cost(goal, capacity, settled, {*refills, *reviews})
    terms = [(float(cost), variable) for cost, variable in costs if cost]
    if below is not None:
        post(sheet, terms, ub=below - 1 - fixed)
    for cost, variable in terms:
        sheet.cost(variable, cost)
    sheet.offset = fixed
    limits = mathopt.SolveParameters(node_limit=nodes, relative_gap_tolerance=0.0, absolute_gap_tolerance=near)
    times = Counter(_way(step, alike) for step in known or ())
    start = {take: float(times[way]) for way, take in zip(first, takes, strict=True)} if known else {}
    filled = (_rounded(sheet, limits) if rounded else None) or _filled(sheet, limits, start)
    if filled.cost is None:
        return Closing(columns=None, cost=None, bound=filled.bound - _ROUNDING)
    used = [step for step, take in zip(steps, takes, strict=True) for _ in range(round(filled.values.get(take, 0.0)))]
    columns = chains_of(used, patients, alike)
    return Closing(columns=columns, cost=round(filled.cost), bound=filled.bound - _ROUNDING)


def _rounded(sheet: Sheet, limits: mathopt.SolveParameters) -> Filled | None:
    """Return the best choice beside what the linear program takes wholly, None where there is none; nothing is proved."""
    shares = sheet.shares().items()
    whole = {take: float(round(share)) for take, share in shares if abs(share - round(share)) < _ROUNDING}
    found = _filled(sheet, limits, {}, whole)
    return None if found.cost is None else replace(found, bound=-inf)


def _filled(
    sheet: Sheet, limits: mathopt.SolveParameters, start: Mapping[Variable, float], least: Mapping[Variable, float] | None = None
) -> Filled:
    """Solve; where HiGHS fails inside its presolve, as it does on rare small models, solve without.

    One thread is as fast and leaves the others alone. HiGHS refuses it where it has run with more of them before.
    """
    choices = _NO_RESTART | _NO_SMALLER if start else _NO_RESTART
    one_thread, any_threads = (
        highs_pb2.HighsOptionsProto(bool_options=choices, int_options=numbers) for numbers in ({"threads": 1}, {})
    )
    for tried in (replace(limits, highs=one_thread), replace(limits, highs=any_threads)):
        try:
            return sheet.fill(tried, start, least)
        except RuntimeError:
            continue
    return sheet.fill(replace(limits, highs=any_threads, presolve=mathopt.Emphasis.OFF), start, least)


def _settled_cost(goal: Goal, capacity: Capacity, settled: Sequence[Column], choosing: AbstractSet[int]) -> int:
    """Return what the settled chains cost, with the crowding of sessions in which nothing is left to choose."""
    elsewhere = [replace(column, stops=tuple(s for s in column.stops if s // 3 not in choosing)) for column in settled]
    return cost_of_plan(goal, capacity, elsewhere)


def _way(step: Step, alike: Alike) -> _Way:
    """Return the way that a step is."""
    return alike.place(step.patient, step.before), alike.place(step.patient, step.after), step.stop, step.tiers


def _visits_of(kind: int, steps: Sequence[Step], takes: Sequence[Variable]) -> dict[int, list[Variable]]:
    """Return by session the choices that put a visit of the kind into it."""
    found: dict[int, list[Variable]] = defaultdict(list)
    for step, take in zip(steps, takes, strict=True):
        if step.stop is not None and step.stop >= 0 and step.stop % 3 == kind:
            found[step.stop // 3].append(take)
    return found


def _post_flows(sheet: Sheet, ways: Iterable[_Way], takes: Sequence[Variable], starting: Mapping[Place, int]) -> None:
    """Every patient starts once and goes on from wherever they come to."""
    into: dict[Place, list[Variable]] = defaultdict(list)
    outof: dict[Place, list[Variable]] = defaultdict(list)
    for (before, after, _, _), take in zip(ways, takes, strict=True):
        outof[before].append(take)
        into[after].append(take)
    for place in {**outof, **into}:
        if place[1] == START:
            number = starting[place]
            post(sheet, ((1.0, take) for take in outof[place]), lb=number, ub=number)
        elif place[1] != OUT:
            post(sheet, [*((1.0, take) for take in outof[place]), *((-1.0, take) for take in into[place])], lb=0, ub=0)


def chains_of(taken: Iterable[Step], patients: Iterable[int], alike: Alike) -> tuple[Column, ...]:
    """Return the chains of these patients made of the steps taken, each as often as it is taken."""
    onward: dict[Place, list[Step]] = defaultdict(list)
    for step in taken:
        onward[alike.place(step.patient, step.before)].append(step)
    columns = []
    for patient in sorted(patients):
        place, stops, tiers = alike.place(patient, START), [], [0, 0, 0, 0]
        while place[1] != OUT:
            step = onward[place].pop()
            place = alike.place(step.patient, step.after)
            if step.stop is not None:
                stops.append(step.stop)
            tiers = [a + b for a, b in zip(tiers, step.tiers, strict=True)]
        columns.append(Column(patient, tuple(stops), (tiers[0], tiers[1], tiers[2], tiers[3])))
    return tuple(columns)
