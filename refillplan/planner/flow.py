"""Chains as flows through the steps known of them: a linear program that is kept, and changes from question to question."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import inf

import numpy as np
from numpy.typing import NDArray
from ortools.math_opt.python import mathopt

from refillplan.planner.capacity import Capacity
from refillplan.planner.pricing import OWN
from refillplan.planner.remaining import Step
from refillplan.planner.replay import OUT, START
from refillplan.planner.simplex import Optimum, Simplex

_TRACE = 1e-6
_BAND = 4.0  # points around the usual price of a facet


@dataclass(frozen=True, slots=True, kw_only=True)
class Flowing:
    """The cheapest shares of steps: those used, their cost, and what one unit more of the rows would save.

    The rows are those of the sessions, and the most told visits that may be kept, see `Flow.keep_at_most`.
    """

    cost: float
    shares: dict[Step, float]
    facets: NDArray[np.float64]
    comfortable: NDArray[np.float64]
    kept: float

    @property
    def split(self) -> set[int]:
        """Whose steps are shared."""
        return {step.patient for step, share in self.shares.items() if share < 1 - _TRACE}


class Flow:
    """The cheapest flow of all patients through the steps added, one unit each, within the sessions' rows.

    Parameters
    ----------
    costs
        Of one unit of each tier.
    missing
        Cost of a patient without a chain.
    usual
        What one unit more of each facet is expected to save. As long as nothing speaks against it, it saves about
        that: of the many prices that prove the same, those far from it seldom hold for steps that are not offered yet.
    """

    def __init__(
        self, capacity: Capacity, costs: tuple[float, float, float, float], missing: float, usual: NDArray[np.float64]
    ) -> None:
        self._capacity = capacity
        self._costs = costs
        self._missing = missing
        self._model = model = mathopt.Model(name="flow")
        self._steps: dict[Step, mathopt.Variable] = {}
        self._step_of: dict[int, Step] = {}
        self._missing_of: dict[int, mathopt.Variable] = {}
        self._rows: dict[int, dict[int, mathopt.LinearConstraint]] = {}
        self._facets = [model.add_linear_constraint(ub=float(most)) for most in capacity.most]
        self._facets_of: list[list[tuple[int, int, int]]] = [[] for _ in capacity.profiles]
        for f, s in enumerate(capacity.session.tolist()):
            self._facets_of[s].append((f, int(capacity.refills[f]), int(capacity.reviews[f])))
        comfortable = enumerate(capacity.comfortable.tolist())
        self._crowd = {s: model.add_linear_constraint(ub=float(most)) for s, most in comfortable if most >= 0}
        self._add_crowding()
        self._add_reserve()
        self._usual = usual
        self._above = [self._allow(row, -1.0, price + _BAND) for row, price in zip(self._facets, usual.tolist(), strict=True)]
        dear = np.flatnonzero(usual > _BAND).tolist()
        self._below = {f: self._allow(self._facets[f], 1.0, _BAND - float(usual[f])) for f in dear}
        self._bands = {variable.id: variable for variable in (*self._above, *self._below.values())}
        self._wide: set[mathopt.Variable] = set()
        self._kept = model.add_linear_constraint()
        duals = [*self._facets, *self._crowd.values(), self._kept]
        self._filters = mathopt.ModelSolveParameters(
            variable_values_filter=mathopt.VariableFilter(skip_zero_values=True),
            dual_values_filter=mathopt.LinearConstraintFilter(filtered_items=duals, skip_zero_values=True),
            reduced_costs_filter=mathopt.VariableFilter(filtered_items=[]),
        )
        self._simplex = Simplex(model)

    def _allow(self, row: mathopt.LinearConstraint, coefficient: float, cost: float) -> mathopt.Variable:
        """Let a row be exceeded, or more of it be taken than is, at a cost: its price stays on one side of that."""
        variable = self._model.add_variable(lb=0.0)
        row.set_coefficient(variable, coefficient)
        self._model.objective.set_linear_coefficient(variable, cost)
        return variable

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
                for f, refills, _ in self._facets_of[s]:
                    if refills:
                        self._facets[f].set_coefficient(places, float(refills))

    def add(self, steps: Iterable[Step]) -> bool:
        """Offer steps; return whether any is new."""
        new = [step for step in dict.fromkeys(steps) if step not in self._steps]
        for step in new:
            self._steps[step] = take = self._model.add_variable(lb=0.0)
            self._step_of[take.id] = step
            cost = sum(c * tier for c, tier in zip(self._costs, step.tiers, strict=True))
            self._model.objective.set_linear_coefficient(take, cost)
            self._row(step.patient, step.before).set_coefficient(take, 1.0)
            if step.tiers[2]:
                self._kept.set_coefficient(take, -float(step.tiers[2]))
            if step.after != OUT:
                self._row(step.patient, step.after).set_coefficient(take, -1.0)
            if step.stop is not None and step.stop >= 0 and step.stop % 3 != OWN:
                self._take_place(take, *divmod(step.stop, 3))
        return bool(new)

    def _take_place(self, take: mathopt.Variable, session: int, kind: int) -> None:
        for f, refills, reviews in self._facets_of[session]:
            if taken := reviews if kind else refills:
                self._facets[f].set_coefficient(take, float(taken))
        if session in self._crowd:
            self._crowd[session].set_coefficient(take, 1.0)

    def _row(self, patient: int, place: int) -> mathopt.LinearConstraint:
        mine = self._rows.setdefault(patient, {})
        if START not in mine:
            mine[START] = self._model.add_linear_constraint(lb=1.0, ub=1.0)
            self._missing_of[patient] = missing = self._model.add_variable(lb=0.0)
            self._model.objective.set_linear_coefficient(missing, self._missing)
            mine[START].set_coefficient(missing, 1.0)
        if place not in mine:
            mine[place] = self._model.add_linear_constraint(lb=0.0, ub=0.0)
        return mine[place]

    def keep(self) -> None:
        """Keep how chains flow now, for `ask` to begin at."""
        self._simplex.keep_basis()
        self._last = max((take.id for take in self._steps.values()), default=-1), max(row.id for row in self._all_rows())

    def _all_rows(self) -> Iterable[mathopt.LinearConstraint]:
        return (row for rows in self._rows.values() for row in rows.values())

    def ask(self, patient: int) -> Flowing | None:
        """Return the cheapest flow with the steps of a patient who is new since `keep`."""
        takes = [take.id for take in self._steps.values() if take.id > self._last[0]]
        missing, start = self._missing_of[patient].id, self._rows[patient][START].id
        rows = [row.id for row in self._all_rows() if row.id > self._last[1]]
        self._simplex.begin_at_kept([*takes, missing], rows, missing, start)
        return self.solve()

    def count(self, patient: int, number: int) -> None:
        """Let a patient have so many chains, 1 or 0."""
        row = self._row(patient, START)
        row.lower_bound = row.upper_bound = float(number)

    def forget(self, patient: int) -> None:
        """Take all steps of a patient away, and what was added since `keep`."""
        for step in [step for step, take in self._steps.items() if step.patient == patient or take.id > self._last[0]]:
            take = self._steps.pop(step)
            del self._step_of[take.id]
            self._model.delete_variable(take)
        for row in self._rows.pop(patient, {}).values():
            self._model.delete_linear_constraint(row)
        self._model.delete_variable(self._missing_of.pop(patient))

    def solve(self) -> Flowing | None:
        """Return the cheapest flow; None where the simplex method fails."""
        while (optimum := self._simplex.solve(self._filters)) is not None:
            values = {variable: share for variable, share in optimum.values.items() if share > _TRACE}
            binding = [self._bands[variable] for variable in values if variable in self._bands]
            if not binding:
                return self._flowing(optimum, values)
            for variable in binding:
                variable.upper_bound = 0.0
            self._wide.update(binding)
        return None

    def keep_at_most(self, number: int) -> None:
        """Say how many told visits no plan exceeds that are kept."""
        self._kept.upper_bound = float(number)

    def reset(self) -> None:
        """Expect the usual prices again, and nothing of the told visits that are kept."""
        self._kept.upper_bound = inf
        for variable in self._wide:
            variable.upper_bound = inf
        self._wide.clear()

    def _flowing(self, optimum: Optimum, values: Mapping[int, float]) -> Flowing:
        duals = optimum.duals
        comfortable = np.zeros(len(self._capacity.profiles))
        for s, row in self._crowd.items():
            comfortable[s] = max(0.0, -duals.get(row.id, 0.0))
        return Flowing(
            cost=optimum.cost,
            shares={self._step_of[take]: share for take, share in values.items() if take in self._step_of},
            facets=np.maximum(0.0, -np.array([duals.get(row.id, 0.0) for row in self._facets])),
            comfortable=comfortable,
            kept=max(0.0, -duals.get(self._kept.id, 0.0)),
        )
