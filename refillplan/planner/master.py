"""The master linear program: the best mix of known chains under the sessions' rows; its duals price the next chains."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from ortools.math_opt.python import mathopt
from ortools.math_opt.solvers import highs_pb2

from refillplan.planner.arrays import Ints
from refillplan.planner.capacity import Capacity, Prices
from refillplan.planner.corridor import NOTHING, Corridor, Outside
from refillplan.planner.goals import Goal
from refillplan.planner.pricing import SCALE, Column
from refillplan.planner.simplex import Optimum, Simplex

_ABSURD = 4.0  # times the cost of a patient without a chain: no place is worth so much
_ONE_THREAD = mathopt.SolveParameters(highs=highs_pb2.HighsOptionsProto(int_options={"threads": 1}))  # as in the exact choice


@dataclass(frozen=True, slots=True, kw_only=True)
class Mix:
    """A solution of the master.

    Parameters
    ----------
    cost
        In units of the goal's cost.
    missing
        How many patients, in sum, have no chain.
    shares
        Per column, how many patients use it.
    facets, comfortable
        What one unit more of the rows would save, at least 0.
    tiers
        The same for the rows that hold the earlier tiers, by tier.
    outside
        What is taken beyond the rows where prices are kept in a corridor.
    """

    cost: float
    missing: float
    shares: NDArray[np.float64]
    facets: NDArray[np.float64]
    comfortable: NDArray[np.float64]
    tiers: dict[int, float]
    outside: Outside


class Master:
    """One linear program that grows by columns.

    Parameters
    ----------
    times
        By index of the chain starts, for how many patients each stands: they get so many chains in sum.
    goal
        What chains cost, and what their sums may not exceed.
    penalty
        Cost of a patient without a chain.
    near
        Prices near which the duals are kept at first, and the width of the corridor around them; None: they are free.
    lumps
        (f,) facets with the same number share one row, their sum; None: each has a row of its own.
    """

    def __init__(
        self,
        capacity: Capacity,
        times: Mapping[int, int],
        goal: Goal,
        penalty: float,
        near: tuple[Prices, float] | None = None,
        lumps: Ints | None = None,
    ) -> None:
        self._times = times
        self._penalty = penalty
        self._capacity = capacity
        self._goal = goal
        self._model = model = mathopt.Model(name="master")
        self._columns: list[mathopt.Variable] = []
        self._cover = {patient: model.add_linear_constraint(lb=n, ub=n) for patient, n in times.items()}
        self._lumps = np.arange(len(capacity.most)) if lumps is None else lumps
        self._facets = [model.add_linear_constraint(ub=most) for most in self._lumped(capacity.most)]
        comfortable = enumerate(capacity.comfortable) if goal.with_comfort else ()
        self._crowd = {s: model.add_linear_constraint(ub=float(most)) for s, most in comfortable if most >= 0}
        self._held = {position: model.add_linear_constraint(ub=float(value)) for position, value in goal.held.items()}
        self._missing = [model.add_variable(lb=0.0) for _ in times]
        for variable, row in zip(self._missing, self._cover.values(), strict=True):
            row.set_coefficient(variable, 1.0)
            model.objective.set_linear_coefficient(variable, penalty)
        self._rows_of: list[list[tuple[int, int, int, Mapping[int, int]]]] = [[] for _ in capacity.profiles]
        for f, s in enumerate(capacity.session.tolist()):
            alone = {patient: more for patient, more in capacity.more.get(f, {}).items() if times.get(patient) == 1}
            self._rows_of[s].append((int(self._lumps[f]), int(capacity.refills[f]), int(capacity.reviews[f]), alone))
        self._add_crowding()
        self._add_reserve()
        self.corridor = None
        if near is not None:
            prices, width = near
            self.corridor = Corridor(model, [*self._facets, *self._crowd.values(), *self._held.values()], width)
            self.keep_near(prices)
        self._wanted = self._what_is_used()
        self._simplex = Simplex(model)

    def _lumped(self, by_facet: Ints) -> list[float]:
        """Return the sums of what is said of each facet, row by row."""
        sums: list[float] = np.bincount(self._lumps, weights=by_facet, minlength=int(self._lumps.max(initial=-1)) + 1).tolist()
        return sums

    def _what_is_used(self) -> mathopt.ModelSolveParameters:
        """Return what to read of a solution: reading everything takes long where there are many columns."""
        rows = [*self._facets, *self._crowd.values(), *self._held.values()]
        return mathopt.ModelSolveParameters(
            variable_values_filter=mathopt.VariableFilter(skip_zero_values=True),
            dual_values_filter=mathopt.LinearConstraintFilter(filtered_items=rows, skip_zero_values=True),
            reduced_costs_filter=mathopt.VariableFilter(filtered_items=[]),
        )

    def _add_crowding(self) -> None:
        for row in self._crowd.values():
            above = self._model.add_variable(lb=0.0)
            row.set_coefficient(above, -1.0)
            self._model.objective.set_linear_coefficient(above, float(self._capacity.crowding))

    def _add_reserve(self) -> None:
        for week in self._capacity.weeks:
            row = self._model.add_linear_constraint(lb=float(week.needed))
            for s in week.sessions:
                places = self._model.add_variable(lb=0.0, ub=float(max(self._capacity.profiles[s].most, default=0)))
                row.set_coefficient(places, 1.0)
                for f, refills, *_ in self._rows_of[s]:
                    self._facets[f].set_coefficient(places, float(refills))

    def add(self, columns: Sequence[Column]) -> None:
        """Offer more chains."""
        for column in columns:
            variable = self._model.add_variable(lb=0.0)
            self._columns.append(variable)
            self._cover[column.patient].set_coefficient(variable, 1.0)
            self._model.objective.set_linear_coefficient(variable, float(self._goal.cost_of(column)))
            for position, row in self._held.items():
                row.set_coefficient(variable, float(column.tiers[position]))
            taken: dict[int, int] = defaultdict(int)
            for stop in column.stops:
                session, kind = divmod(stop, 3)
                if stop < 0 or kind == 2:
                    continue
                for row_number, refills, reviews, more in self._rows_of[session]:
                    taken[row_number] += reviews + more.get(column.patient, 0) if kind else refills
                if session in self._crowd:
                    self._crowd[session].set_coefficient(variable, 1.0)
            for row_number, amount in taken.items():
                if amount:
                    self._facets[row_number].set_coefficient(variable, float(amount))

    def begin_with(self, chains: Mapping[int, Column]) -> None:
        """Begin with these chains as the basis, one for each patient, by position of the columns offered.

        Else the simplex method would bring them in one by one. It brings in reserves by itself.
        """
        if self.corridor is None or self._capacity.weeks:
            return
        basis = self.corridor.basis(self._overbooked(chains.values()))
        fixed = dict.fromkeys(self._cover.values(), mathopt.BasisStatus.FIXED_VALUE)
        basis.constraint_status.update(fixed)
        for variable in self._model.variables():
            basis.variable_status.setdefault(variable, mathopt.BasisStatus.AT_LOWER_BOUND)
        for position in chains:
            basis.variable_status[self._columns[position]] = mathopt.BasisStatus.BASIC
        self._wanted.initial_basis = basis

    def _overbooked(self, chains: Iterable[Column]) -> list[bool]:
        """Return by row of the corridor whether these chains take more than it has."""
        visits = np.zeros((len(self._capacity.profiles), 3), dtype=np.int64)
        spent = np.zeros(4, dtype=np.int64)
        for column in chains:
            times = self._times[column.patient]
            spent += times * np.array(column.tiers)
            for stop in column.stops:
                if stop >= 0:
                    visits[divmod(stop, 3)] += times
        refills, reviews, _ = visits.T
        s = self._capacity.session
        too_many = self._capacity.refills * refills[s] + self._capacity.reviews * reviews[s] - self._capacity.most
        facets = [sum_of > 0 for sum_of in self._lumped(too_many)]
        crowd = [refills[s] + reviews[s] > self._capacity.comfortable[s] for s in self._crowd]
        held = [spent[position] > value for position, value in self._goal.held.items()]
        return [bool(above) for above in (*facets, *crowd, *held)]

    def keep_near(self, prices: Prices) -> None:
        """Lay the corridor around prices."""
        if self.corridor is not None:
            crowd = prices.duals.comfortable[list(self._crowd)]
            held = [prices.multipliers[position] for position in self._held]
            facets = np.zeros(len(self._facets), dtype=np.int64)
            facets[self._lumps] = prices.duals.facets
            self.corridor.lay(np.concatenate([facets, crowd, held]) / SCALE)

    def settle(self, position: int) -> None:
        """Give a patient the chain offered at this position, for good."""
        self._columns[position].lower_bound = 1.0

    def withdraw(self, position: int) -> None:
        """Offer the chain at this position no longer."""
        self._columns[position].upper_bound = 0.0

    def penalise(self, penalty: float) -> None:
        """Make a patient without a chain cost ``penalty``."""
        self._penalty = penalty
        for variable in self._missing:
            self._model.objective.set_linear_coefficient(variable, penalty)

    def solve(self) -> Mix:
        """Return the best mix of the chains offered so far."""
        mix = self.solve_settled()
        if mix is None:
            raise RuntimeError("master: no mix keeps to the rows")
        return mix

    def solve_settled(self) -> Mix | None:
        """Return the best mix where chains are settled; None where nothing beside them keeps to the rows."""
        optimum = self._simplex.go_on(self._wanted)
        if optimum is None or self._is_absurd(optimum.duals):
            optimum = self._afresh()
        self._wanted.initial_basis = None
        if optimum is None:
            return None
        values, prices = optimum.values, optimum.duals
        comfortable = np.zeros(len(self._capacity.profiles))
        for s, row in self._crowd.items():
            comfortable[s] = max(0.0, -prices.get(row.id, 0.0))
        return Mix(
            cost=optimum.cost,
            missing=sum(values.get(variable.id, 0.0) for variable in self._missing),
            shares=np.array([values.get(variable.id, 0.0) for variable in self._columns]),
            facets=np.maximum(0.0, -np.array([prices.get(row.id, 0.0) for row in self._facets]))[self._lumps],
            comfortable=comfortable,
            tiers={position: max(0.0, -prices.get(row.id, 0.0)) for position, row in self._held.items()},
            outside=NOTHING if self.corridor is None else self.corridor.outside(values),
        )

    def _is_absurd(self, duals: Mapping[int, float]) -> bool:
        """Tell whether a place costs more than leaving out the patient who has it: then the basis is all but singular."""
        return -min((duals.get(row.id, 0.0) for row in self._facets), default=0.0) > _ABSURD * self._penalty

    def _afresh(self) -> Optimum | None:
        """Solve by another solver: now and then the simplex method ends imprecise from the basis it has, and begins anew."""
        self._simplex.begin_anew()
        result = mathopt.solve(self._model, mathopt.SolverType.HIGHS, params=_ONE_THREAD)
        if result.termination.reason == mathopt.TerminationReason.INFEASIBLE:
            return None
        if result.termination.reason != mathopt.TerminationReason.OPTIMAL:
            raise RuntimeError(f"master: {result.termination}")
        return Optimum(
            cost=result.objective_value(),
            values={variable.id: value for variable, value in result.variable_values().items()},
            duals={row.id: value for row, value in result.dual_values().items()},
        )
