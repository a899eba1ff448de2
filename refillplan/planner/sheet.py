"""A whole-number program written down as lists and handed over at once: far faster than object by object."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import inf

from ortools.math_opt import callback_pb2, model_parameters_pb2, model_pb2, parameters_pb2, result_pb2
from ortools.math_opt.core.python import solver
from ortools.math_opt.python import mathopt
from pybind11_abseil.status import StatusNotOk

Variable = int
"""A choice, by its number on the sheet."""

_NO_PLAN = (result_pb2.TERMINATION_REASON_INFEASIBLE, result_pb2.TERMINATION_REASON_INFEASIBLE_OR_UNBOUNDED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """How a sheet was filled: a bound of its cost, infinite where nothing fits, the cost and what is not 0, where found."""

    bound: float
    cost: float | None
    values: Mapping[Variable, float]


@dataclass(slots=True)
class Sheet:
    """Choices, rows that their sums keep to, and costs."""

    offset: float = 0.0
    _most: list[float] = field(default_factory=list)
    _bounds: tuple[list[float], list[float]] = field(default_factory=lambda: ([], []))
    _entries: tuple[list[int], list[int], list[float]] = field(default_factory=lambda: ([], [], []))
    _costs: dict[Variable, float] = field(default_factory=dict)

    def add(self, most: float = 1.0) -> Variable:
        """Add a choice of a whole number from 0 on."""
        self._most.append(most)
        return len(self._most) - 1

    def most(self, variable: Variable) -> float:
        """Return the largest number that a choice may be."""
        return self._most[variable]

    def keep(self, terms: Mapping[Variable, float], lb: float, ub: float) -> None:
        """Keep a sum of choices between two bounds."""
        row = len(self._bounds[0])
        self._bounds[0].append(lb)
        self._bounds[1].append(ub)
        for variable in sorted(terms):
            self._entries[0].append(row)
            self._entries[1].append(variable)
            self._entries[2].append(terms[variable])

    def cost(self, variable: Variable, cost: float) -> None:
        """Say what one unit of a choice costs."""
        self._costs[variable] = cost

    def shares(self) -> Mapping[Variable, float]:
        """Return the best choices, those that are not 0, where they need not be whole; empty where nothing fits."""
        model = self._proto({})
        del model.variables.integers[:]
        model.variables.integers.extend([False] * len(self._most))
        result = mathopt.solve(mathopt.Model.from_model_proto(model), mathopt.SolverType.GLOP)
        if result.termination.reason != mathopt.TerminationReason.OPTIMAL:
            return {}
        return {variable.id: value for variable, value in result.variable_values().items() if value}

    def fill(
        self, limits: mathopt.SolveParameters, start: Mapping[Variable, float], least: Mapping[Variable, float] | None = None
    ) -> Filled:
        """Return the best choices by branch and bound, as far as the limits let it search.

        Parameters
        ----------
        start
            Choices of a solution that is known, from which the search begins; empty: none is.
        least
            Of some choices, the smallest numbers looked at; of the others, 0.

        Raises
        ------
        RuntimeError
            If the search itself fails.
        """
        nothing = parameters_pb2.SolverInitializerProto()
        asked = model_parameters_pb2.ModelSolveParametersProto()
        asked.variable_values_filter.skip_zero_values = True
        if start:
            known, hint = sorted(start), asked.solution_hints.add().variable_values
            hint.ids.extend(known)
            hint.values.extend([start[variable] for variable in known])
        kind, callbacks = mathopt.SolverType.HIGHS.value, callback_pb2.CallbackRegistrationProto()
        try:
            result = solver.solve(self._proto(least or {}), kind, nothing, limits.to_proto(), asked, None, callbacks, None, None)
        except StatusNotOk as failed:
            raise RuntimeError(str(failed)) from failed
        if result.termination.reason in _NO_PLAN:
            return Filled(bound=inf, cost=None, values={})
        bound = result.termination.objective_bounds.dual_bound
        if not result.solutions:
            return Filled(bound=bound, cost=None, values={})
        best = result.solutions[0].primal_solution
        values = dict(zip(best.variable_values.ids, best.variable_values.values, strict=True))
        return Filled(bound=bound, cost=best.objective_value, values=values)

    def _proto(self, least: Mapping[Variable, float]) -> model_pb2.ModelProto:
        model = model_pb2.ModelProto()
        number = len(self._most)
        model.variables.ids.extend(range(number))
        model.variables.lower_bounds.extend([least.get(variable, 0.0) for variable in range(number)])
        model.variables.upper_bounds.extend(self._most)
        model.variables.integers.extend([True] * number)
        model.linear_constraints.ids.extend(range(len(self._bounds[0])))
        model.linear_constraints.lower_bounds.extend(self._bounds[0])
        model.linear_constraints.upper_bounds.extend(self._bounds[1])
        model.linear_constraint_matrix.row_ids.extend(self._entries[0])
        model.linear_constraint_matrix.column_ids.extend(self._entries[1])
        model.linear_constraint_matrix.coefficients.extend(self._entries[2])
        model.objective.offset = self.offset
        priced = sorted(self._costs)
        model.objective.linear_coefficients.ids.extend(priced)
        model.objective.linear_coefficients.values.extend([self._costs[variable] for variable in priced])
        return model
