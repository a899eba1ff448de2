"""A linear program that changes from solve to solve: the simplex method goes on from its last basis.

MathOpt's own incremental solver turns the whole basis into Python objects after each solve, which takes as long as
solving does. Here only the values that were asked for are read.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ortools.glop import parameters_pb2 as glop_pb2
from ortools.math_opt import callback_pb2, parameters_pb2, result_pb2, solution_pb2
from ortools.math_opt.core.python import solver
from ortools.math_opt.python import mathopt
from pybind11_abseil.status import StatusNotOk

_UNSCALED = glop_pb2.GlopParameters(use_scaling=False)
_AS_IS = mathopt.SolveParameters(presolve=mathopt.Emphasis.OFF, glop=_UNSCALED)  # made anew each time, the last basis is lost


_BASIC = solution_pb2.BASIS_STATUS_BASIC


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
        self._last: solution_pb2.BasisProto | None = None
        self._kept: solution_pb2.BasisProto | None = None
        self._start: solution_pb2.BasisProto | None = None
        self.begin_anew()

    def begin_anew(self) -> None:
        """Forget the last basis."""
        nothing = parameters_pb2.SolverInitializerProto()
        self._solver = solver.new(mathopt.SolverType.GLOP.value, self._model.export_model(), nothing)
        self._tracker.advance_checkpoint()

    def keep_basis(self) -> None:
        """Keep the basis of the model as it is now, for `solve` to begin at."""
        nothing = mathopt.VariableFilter(filtered_items=[])
        self.go_on(mathopt.ModelSolveParameters(variable_values_filter=nothing, reduced_costs_filter=nothing))
        self._kept = self._last

    def begin_at_kept(self, variables: Iterable[int], rows: Iterable[int], basic: int, settled: int) -> None:
        """Let the next solve begin at the basis kept.

        Parameters
        ----------
        variables, rows
            What is new since, by id; everything that there was is still there.
        basic, settled
            A new variable that is in the basis in the place of a new row.
        """
        if self._kept is None:
            return
        self._start = start = solution_pb2.BasisProto()
        start.CopyFrom(self._kept)
        for status, new, one, other, usual in (
            (start.variable_status, variables, basic, _BASIC, solution_pb2.BASIS_STATUS_AT_LOWER_BOUND),
            (start.constraint_status, rows, settled, solution_pb2.BASIS_STATUS_FIXED_VALUE, _BASIC),
        ):
            ids = sorted(new)
            status.ids.extend(ids)
            status.values.extend([other if each == one else usual for each in ids])

    def solve(self, filters: mathopt.ModelSolveParameters) -> Optimum | None:
        """Return the optimum, of the values what ``filters`` ask for; None where the method fails twice."""
        found = self.go_on(filters)
        if found is None:  # ended imprecise: from the start
            self.begin_anew()
            found = self.go_on(filters)
        return found

    def go_on(self, filters: mathopt.ModelSolveParameters) -> Optimum | None:
        """Return the optimum as `solve` does; None where the method fails from the basis that it has."""
        update = self._tracker.export_update()
        try:
            if update is not None and not self._solver.update(update):
                self.begin_anew()
            self._tracker.advance_checkpoint()
            asked = filters.to_proto()
            if self._start is not None:
                asked.initial_basis.CopyFrom(self._start)
                self._start = None
            result = self._solver.solve(_AS_IS.to_proto(), asked, None, callback_pb2.CallbackRegistrationProto(), None, None)
        except StatusNotOk:
            return None
        if result.termination.reason != result_pb2.TERMINATION_REASON_OPTIMAL or not result.solutions:
            return None
        solution = result.solutions[0]
        self._last = solution.basis
        values, duals = solution.primal_solution.variable_values, solution.dual_solution.dual_values
        return Optimum(
            cost=solution.primal_solution.objective_value,
            values=dict(zip(values.ids, values.values, strict=True)),
            duals=dict(zip(duals.ids, duals.values, strict=True)),
        )
