"""The exact choice among the steps that are left: a small flow model, closed by branch and bound.

HiGHS closes these flows in a small part of the time that CP-SAT needs, their linear relaxation being almost whole.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from ortools.math_opt.python import mathopt
from ortools.math_opt.solvers import highs_pb2

from refillplan.planner.capacity import Capacity
from refillplan.planner.goals import Goal, cost_of_plan
from refillplan.planner.pricing import OWN, Column
from refillplan.planner.remaining import Step
from refillplan.planner.replay import OUT, START
from refillplan.planner.rows import post, post_sessions
from refillplan.planner.sheet import Filled, Sheet, Variable

_ROUNDING = 1e-6


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
    below: int | None = None,
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
    below
        Only plans that cost less are looked for; None: all.
    """
    sheet = Sheet()
    takes = [sheet.add() for _ in steps]
    _post_flows(sheet, steps, takes)
    refills: dict[int, list[Variable]] = defaultdict(list)
    reviews: dict[int, list[Variable]] = defaultdict(list)
    for step, take in zip(steps, takes, strict=True):
        if step.stop is not None and step.stop >= 0 and step.stop % 3 != OWN:
            (reviews if step.stop % 3 else refills)[step.stop // 3].append(take)
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
    limits = mathopt.SolveParameters(node_limit=nodes, relative_gap_tolerance=0.0, absolute_gap_tolerance=0.9)
    start = {} if known is None else {take: float(step in known) for step, take in zip(steps, takes, strict=True)}
    filled = _filled(sheet, limits, start)
    if filled.cost is None:
        return Closing(columns=None, cost=None, bound=filled.bound - _ROUNDING)
    columns = chains_of([step for step, take in zip(steps, takes, strict=True) if filled.values.get(take, 0.0) > 0.5])
    return Closing(columns=columns, cost=round(filled.cost), bound=filled.bound - _ROUNDING)


def _filled(sheet: Sheet, limits: mathopt.SolveParameters, start: Mapping[Variable, float]) -> Filled:
    """Solve; where HiGHS fails inside its presolve, as it does on rare small models, solve without.

    One thread is as fast and leaves the others alone. HiGHS refuses it where it has run with more of them before.
    """
    one_thread, any_threads = (_options({"threads": 1}), _options({}))
    for tried in (replace(limits, highs=one_thread), replace(limits, highs=any_threads)):
        try:
            return sheet.fill(tried, start)
        except RuntimeError:
            continue
    return sheet.fill(replace(limits, highs=any_threads, presolve=mathopt.Emphasis.OFF), start)


def _options(numbers: dict[str, int]) -> highs_pb2.HighsOptionsProto:
    return highs_pb2.HighsOptionsProto(bool_options={"mip_allow_restart": False}, int_options=numbers)


def _settled_cost(goal: Goal, capacity: Capacity, settled: Sequence[Column], choosing: AbstractSet[int]) -> int:
    """Return what the settled chains cost, with the crowding of sessions in which nothing is left to choose."""
    elsewhere = [replace(column, stops=tuple(s for s in column.stops if s // 3 not in choosing)) for column in settled]
    return cost_of_plan(goal, capacity, elsewhere)


def _post_flows(sheet: Sheet, steps: Sequence[Step], takes: Sequence[Variable]) -> None:
    """Every patient starts once and goes on from wherever they come to."""
    into: dict[tuple[int, int], list[Variable]] = defaultdict(list)
    outof: dict[tuple[int, int], list[Variable]] = defaultdict(list)
    for step, take in zip(steps, takes, strict=True):
        outof[step.patient, step.before].append(take)
        into[step.patient, step.after].append(take)
    for place in {**outof, **into}:
        if place[1] == START:
            post(sheet, ((1.0, take) for take in outof[place]), lb=1, ub=1)
        elif place[1] != OUT:
            post(sheet, [*((1.0, take) for take in outof[place]), *((-1.0, take) for take in into[place])], lb=0, ub=0)


def chains_of(taken: Sequence[Step]) -> tuple[Column, ...]:
    """Return the chains made of the steps taken, by patient."""
    onward = {(step.patient, step.before): step for step in taken}
    columns = []
    for patient in sorted({step.patient for step in taken}):
        row, stops, tiers = START, [], [0, 0, 0, 0]
        while row != OUT:
            step = onward[patient, row]
            row = step.after
            if step.stop is not None:
                stops.append(step.stop)
            tiers = [a + b for a, b in zip(tiers, step.tiers, strict=True)]
        columns.append(Column(patient, tuple(stops), (tiers[0], tiers[1], tiers[2], tiers[3])))
    return tuple(columns)
