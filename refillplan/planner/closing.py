"""The exact choice among the steps that are left: a small flow model, closed by branch and bound.

HiGHS closes these flows in a small part of the time that CP-SAT needs, their linear relaxation being almost whole.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from math import inf

from ortools.math_opt.python import mathopt
from ortools.math_opt.solvers import highs_pb2

from refillplan.planner.capacity import Capacity
from refillplan.planner.goals import Goal, cost_of_plan
from refillplan.planner.pricing import OWN, Column
from refillplan.planner.remaining import Step
from refillplan.planner.replay import OUT, START
from refillplan.planner.rows import post, post_sessions

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
    """
    model = mathopt.Model(name="closing")
    takes = [model.add_binary_variable() for _ in steps]
    _post_flows(model, steps, takes)
    refills: dict[int, list[mathopt.Variable]] = defaultdict(list)
    reviews: dict[int, list[mathopt.Variable]] = defaultdict(list)
    for step, take in zip(steps, takes, strict=True):
        if step.stop is not None and step.stop >= 0 and step.stop % 3 != OWN:
            (reviews if step.stop % 3 else refills)[step.stop // 3].append(take)
    taken = Counter(divmod(stop, 3) for column in settled for stop in column.stops if stop >= 0 and stop % 3 != OWN)
    above = post_sessions(model, capacity, refills, reviews, taken)
    for position, value in goal.held.items():
        spent = sum(column.tiers[position] for column in settled)
        held = ((float(step.tiers[position]), take) for step, take in zip(steps, takes, strict=True) if step.tiers[position])
        post(model, held, ub=value - spent)
    costs = [
        (sum(c * tier for c, tier in zip(goal.costs, step.tiers, strict=True)), t) for step, t in zip(steps, takes, strict=True)
    ]
    if goal.with_comfort:
        costs += [(capacity.crowding, crowd) for crowd in above]
    fixed = _settled_cost(goal, capacity, settled, {*refills, *reviews})
    terms = [(float(cost), variable) for cost, variable in costs if cost]
    for cost, variable in terms:
        model.objective.set_linear_coefficient(variable, cost)
    model.objective.offset = fixed
    options = highs_pb2.HighsOptionsProto(bool_options={"mip_allow_restart": False})
    limits = mathopt.SolveParameters(highs=options, node_limit=nodes, relative_gap_tolerance=0.0, absolute_gap_tolerance=0.9)
    result = _solved(model, limits, _begin_at(known, steps, takes))
    if result.termination.reason in _NO_PLAN:
        return Closing(columns=None, cost=None, bound=inf)
    bound = result.termination.objective_bounds.dual_bound - _ROUNDING
    if not result.has_primal_feasible_solution():
        return Closing(columns=None, cost=None, bound=bound)
    values = result.variable_values()
    columns = chains_of([step for step, take in zip(steps, takes, strict=True) if values[take] > 0.5])
    return Closing(columns=columns, cost=round(result.objective_value()), bound=bound)


def _begin_at(
    known: AbstractSet[Step] | None, steps: Sequence[Step], takes: Sequence[mathopt.Variable]
) -> mathopt.ModelSolveParameters:
    if known is None:
        return mathopt.ModelSolveParameters()
    hint = mathopt.SolutionHint(variable_values={take: float(step in known) for step, take in zip(steps, takes, strict=True)})
    return mathopt.ModelSolveParameters(solution_hints=[hint])


def _solved(model: mathopt.Model, limits: mathopt.SolveParameters, start: mathopt.ModelSolveParameters) -> mathopt.SolveResult:
    """Solve; where HiGHS fails inside its presolve, as it does on rare small models, solve without."""
    try:
        return mathopt.solve(model, mathopt.SolverType.HIGHS, params=limits, model_params=start)
    except (AttributeError, RuntimeError):  # OR-Tools 9.15 stumbles (AttributeError) as it reports the failure
        unprepared = replace(limits, presolve=mathopt.Emphasis.OFF)
        return mathopt.solve(model, mathopt.SolverType.HIGHS, params=unprepared, model_params=start)


def _settled_cost(goal: Goal, capacity: Capacity, settled: Sequence[Column], choosing: AbstractSet[int]) -> int:
    """Return what the settled chains cost, with the crowding of sessions in which nothing is left to choose."""
    elsewhere = [replace(column, stops=tuple(s for s in column.stops if s // 3 not in choosing)) for column in settled]
    return cost_of_plan(goal, capacity, elsewhere)


_NO_PLAN = (mathopt.TerminationReason.INFEASIBLE, mathopt.TerminationReason.INFEASIBLE_OR_UNBOUNDED)


def _post_flows(model: mathopt.Model, steps: Sequence[Step], takes: Sequence[mathopt.Variable]) -> None:
    """Every patient starts once and goes on from wherever they come to."""
    into: dict[tuple[int, int], list[mathopt.Variable]] = defaultdict(list)
    outof: dict[tuple[int, int], list[mathopt.Variable]] = defaultdict(list)
    for step, take in zip(steps, takes, strict=True):
        outof[step.patient, step.before].append(take)
        into[step.patient, step.after].append(take)
    for place in {**outof, **into}:
        if place[1] == START:
            post(model, ((1.0, take) for take in outof[place]), lb=1, ub=1)
        elif place[1] != OUT:
            post(model, [*((1.0, take) for take in outof[place]), *((-1.0, take) for take in into[place])], lb=0, ub=0)


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
