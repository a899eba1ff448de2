"""A linear program that changes from solve to solve: the simplex method goes on from its last basis.

MathOpt's own incremental solver turns the whole basis into Python objects after each solve, which takes as long as
solving does. Here only the values that were asked for are read.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from ortools.math_opt import callback_pb2, parameters_pb2, result_pb2
from ortools.math_opt.core.python import solver
from ortools.math_opt.python import mathopt
from pybind11_abseil.status import StatusNotOk

_AS_IS = mathopt.SolveParameters(presolve=mathopt.Emphasis.OFF)  # presolved anew each time, the last basis is lost


@dataclass(frozen=True, slots=True, kw_only=True)
class Optimum:
    """The least cost, and by id the values that are not 0: of variables, and of rows what one unit more of them adds."""

    cost: float
    values: Mapping[int, float]
    duals: Mapping[int, float]


class Simplex:
    """The simplex method on one model; what is changed in the model counts from the next solve on."""

    def __init__(self, model: mathopt.Model) -> None:
        self._model = model
        self._tracker = model.add_update_tracker()
        self._begin()

    def _begin(self) -> None:
        nothing = parameters_pb2.SolverInitializerProto()
        self._solver = solver.new(mathopt.SolverType.GLOP.value, self._model.export_model(), nothing)
        self._tracker.advance_checkpoint()

    def solve(self, filters: mathopt.ModelSolveParameters) -> Optimum | None:
        """Return the optimum, of the values what ``filters`` ask for; None where the method fails twice."""
        found = self._go_on(filters)
        if found is None:  # ended imprecise: from the start
            self._begin()
            found = self._go_on(filters)
        return found

    def _go_on(self, filters: mathopt.ModelSolveParameters) -> Optimum | None:
        update = self._tracker.export_update()
        try:
            if update is not None and not self._solver.update(update):
                self._begin()
            self._tracker.advance_checkpoint()
            callbacks = callback_pb2.CallbackRegistrationProto()
            result = self._solver.solve(_AS_IS.to_proto(), filters.to_proto(), None, callbacks, None, None)
        except StatusNotOk:
            return None
        if result.termination.reason != result_pb2.TERMINATION_REASON_OPTIMAL or not result.solutions:
            return None
        solution = result.solutions[0]
        values, duals = solution.primal_solution.variable_values, solution.dual_solution.dual_values
        return Optimum(
            cost=solution.primal_solution.objective_value,
            values=dict(zip(values.ids, values.values, strict=True)),
            duals=dict(zip(duals.ids, duals.values, strict=True)),
        )
