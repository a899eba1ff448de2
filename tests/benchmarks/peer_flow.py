"""The best exact model without columns: one flow of every patient through the days, solved by HiGHS through MathOpt.

Written from the specification in `refillplan.planner`, sharing no code with the planner. An arc is a legal step from one day
to another; a 0/1 choice per patient, day and half-day says where the patient is, and takes the place. With the choices
whole the arcs are whole by themselves, so only the choices are declared so. The search begins at the nurse's plan.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import timedelta

import numpy as np
from ortools.math_opt import model_pb2
from ortools.math_opt.python import mathopt
from peer_ground import COMFORT, FIGURES, MOVED, Ground, Person, Solved, Stops
from peer_turns import Turn, solve_in_turn

START, OUT, CHOICE = -1, -2, -3


def solve_flow(ground: Ground, hint: Mapping[str, Stops] | None = None, *, seconds: float = 1e6) -> Solved:
    """Return chains that are best in the four figures, as far as the time allows; the search begins at the hint."""
    return solve_in_turn(ground, lambda elastic: _Flow(ground, hint or {}, elastic=elastic), seconds)


class _Flow:
    """Columns and rows as they come; `minimise` makes models of them."""

    def __init__(self, ground: Ground, hint: Mapping[str, Stops], *, elastic: bool) -> None:
        self._ground, self._elastic = ground, elastic
        self._steps = {code: _steps(ground, stops) for code, stops in hint.items()}
        self._hint: dict[int, int] = {}
        self._costs: list[dict[int, int]] = [{} for _ in range(FIGURES)]
        self._upper: list[float] = []
        self._whole: list[bool] = []
        self._rows: list[tuple[float, float, list[tuple[int, int]]]] = []
        self._choice_of: dict[int, tuple[Person, int]] = {}
        takes: dict[int, list[tuple[int, int]]] = defaultdict(list)
        self._complete = all(self._add(person, takes) for person in ground.people)
        whole_hint = len(self._hint) == sum(len(steps) for steps in self._steps.values())
        for s, terms in takes.items():
            self._row(terms, upper=ground.room[s])
            if ground.comfortable[s] < ground.room[s] and len(terms) > ground.comfortable[s]:
                above = self._column(upper=ground.room[s], comfort=ground.centre.comfort.crowding)
                self._row([*terms, (above, -1)], upper=ground.comfortable[s])
                self._hint[above] = max(0, sum(column in self._hint for column, _ in terms) - ground.comfortable[s])
        if not whole_hint:
            self._hint = {}

    def _column(self, *, upper: float = 1, whole: bool = False, unplaced: int = 0, beyond: int = 0, comfort: int = 0) -> int:
        column = len(self._upper)
        self._upper.append(upper)
        self._whole.append(whole)
        for costs, cost in zip(self._costs, (unplaced, beyond, 0, comfort), strict=True):
            if cost:
                costs[column] = cost
        return column

    def _row(self, terms: list[tuple[int, int]], *, lower: float = -np.inf, upper: float) -> None:
        self._rows.append((lower, upper, terms))

    def _add(self, person: Person, takes: Mapping[int, list[tuple[int, int]]]) -> bool:
        """Add a patient's arcs and choices; return whether any chain reaches the end."""
        into: dict[int, list[int]] = defaultdict(list)
        visits: dict[int, list[int]] = defaultdict(list)
        out = {START: self._leave_node(person, START, into, visits)}
        for day in range(self._ground.end):
            if day in into or day in visits:
                out[day] = self._leave_node(person, day, into, visits)
        for day, arcs in visits.items():
            chosen = [(self._choose(person, session, wish, takes), 1) for session, wish in person.wishes[day].items()]
            self._row([*chosen, *((arc, -1) for arc in arcs)], lower=0, upper=0)
        for node, leaving in out.items():
            arrives = 1 if node == START else 0
            terms = [*((arc, 1) for arc in leaving), *((arc, -1) for arc in (*into[node], *visits[node]))]
            self._row(terms, lower=arrives, upper=arrives)
        return bool(into[OUT])

    def _leave_node(self, person: Person, node: int, into: Mapping[int, list[int]], visits: Mapping[int, list[int]]) -> list[int]:
        arcs = []
        span = person.first if node == START else person.after(node)
        leaving = person.leaving(span)
        if leaving is not None:
            arcs.append(self._column(comfort=leaving))
            into[OUT].append(arcs[-1])
            self._hint_at(person, (node, OUT), arcs[-1])
        elif self._elastic:
            arcs.append(self._column(whole=True, unplaced=1))
            into[span.late_from].append(arcs[-1])
            self._choice_of[arcs[-1]] = (person, -1 - span.late_from)
            self._hint_at(person, (node, OUT - 1 - span.late_from), arcs[-1])
        for day in person.days(span, elastic=self._elastic):
            arcs.append(self._column(beyond=max(0, day - span.limit), comfort=person.distance(span, day)))
            visits[day].append(arcs[-1])
            self._hint_at(person, (node, day), arcs[-1])
        return arcs

    def _hint_at(self, person: Person, step: tuple[int, int], column: int) -> None:
        if step in self._steps.get(person.code, ()):
            self._hint[column] = 1

    def _choose(self, person: Person, session: int, wish: int, takes: Mapping[int, list[tuple[int, int]]]) -> int:
        column = self._column(whole=True, comfort=wish)
        if session in person.told:
            self._costs[MOVED][column] = -1
        takes[session].append((column, 1))
        self._choice_of[column] = (person, session)
        self._hint_at(person, (CHOICE, session), column)
        return column

    @property
    def figures(self) -> Sequence[int]:
        """See `Model`."""
        return [figure for figure in range(FIGURES) if self._costs[figure] or figure == COMFORT]

    def minimise(self, figure: int, held: Mapping[int, int], seconds: float) -> Turn:
        """See `Model`."""
        if not self._complete:
            return Turn(impossible=True)
        result = self._run(figure, held, seconds)
        self._improve_hint(figure, result)
        match result.termination.reason:
            case mathopt.TerminationReason.INFEASIBLE | mathopt.TerminationReason.INFEASIBLE_OR_UNBOUNDED:
                return Turn(impossible=True)
            case reason:
                return Turn(
                    chains=self._chains(result) if result.has_primal_feasible_solution() else None,
                    bound=result.termination.objective_bounds.dual_bound,
                    best=reason == mathopt.TerminationReason.OPTIMAL,
                )

    def _run(self, figure: int, held: Mapping[int, int], seconds: float) -> mathopt.SolveResult:
        rows = [*self._rows, *((-np.inf, value, list(self._costs[earlier].items())) for earlier, value in held.items())]
        model = mathopt.Model.from_model_proto(self._proto(figure, rows))
        params = mathopt.SolveParameters(
            relative_gap_tolerance=0.0,
            absolute_gap_tolerance=0.9,
            time_limit=timedelta(seconds=max(0.1, seconds)),
        )
        hint = mathopt.SolutionHint(variable_values={v: self._hint.get(v.id, 0) for v in model.variables()} if self._hint else {})
        given = mathopt.ModelSolveParameters(solution_hints=[hint] if self._hint else [])
        return mathopt.solve(model, mathopt.SolverType.HIGHS, params=params, model_params=given)

    def _improve_hint(self, figure: int, result: mathopt.SolveResult) -> None:
        """Begin at what was found from now on, unless the hint is as good in this figure: it is good in the later ones, too."""
        cost = self._costs[figure]
        worth = sum(cost.get(column, 0) * value for column, value in self._hint.items())
        if result.has_primal_feasible_solution() and (not self._hint or result.objective_value() < worth - 0.5):
            self._hint = {variable.id: round(value) for variable, value in result.variable_values().items() if value > 0.5}

    def _proto(self, figure: int, rows: list[tuple[float, float, list[tuple[int, int]]]]) -> model_pb2.ModelProto:
        """A model as one message: building it column by column takes several times as long."""
        proto = model_pb2.ModelProto()
        columns = len(self._upper)
        proto.variables.ids.extend(range(columns))
        proto.variables.lower_bounds.extend([0.0] * columns)
        proto.variables.upper_bounds.extend(self._upper)
        proto.variables.integers.extend(self._whole)
        cost = self._costs[figure]
        proto.objective.linear_coefficients.ids.extend(sorted(cost))
        proto.objective.linear_coefficients.values.extend(float(cost[column]) for column in sorted(cost))
        proto.linear_constraints.ids.extend(range(len(rows)))
        proto.linear_constraints.lower_bounds.extend(float(lower) for lower, _, _ in rows)
        proto.linear_constraints.upper_bounds.extend(float(upper) for _, upper, _ in rows)
        matrix = proto.linear_constraint_matrix
        for row, (_, _, terms) in enumerate(rows):
            terms.sort()
            matrix.row_ids.extend([row] * len(terms))
            matrix.column_ids.extend(column for column, _ in terms)
            matrix.coefficients.extend(float(factor) for _, factor in terms)
        return proto

    def _chains(self, result: mathopt.SolveResult) -> dict[str, Stops]:
        chosen: dict[str, list[tuple[int, int]]] = {person.code: [] for person in self._ground.people}
        for variable, value in result.variable_values().items():
            if value > 0.5 and variable.id in self._choice_of:
                person, stop = self._choice_of[variable.id]
                chosen[person.code].append((-1 - stop if stop < 0 else self._ground.day[stop], stop))
        return {code: [stop for _, stop in sorted(stops)] for code, stops in chosen.items()}


def _steps(ground: Ground, stops: Stops) -> set[tuple[int, int]]:
    """Return a chain as arcs from node to node (done elsewhere: below `OUT`) and choices of sessions."""
    steps = {(CHOICE, stop) for stop in stops if stop >= 0}
    node = START
    for stop in stops:
        day = ground.day[stop] if stop >= 0 else -1 - stop
        steps.add((node, day if stop >= 0 else OUT - 1 - day))
        node = day
    return {*steps, (node, OUT)}
