"""The natural CP-SAT model: the k-th visit of each patient has a day and a half-day, and the gaps between are to be kept.

A 0/1 choice per visit and half-day it can lie in: exactly one of them holds, or the visit is taken as done elsewhere, or the
chain is complete before it. Days, gaps and costs hang on the choices. The nurse's plan is the hint.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ortools.sat.python import cp_model
from peer_greedy import greedy_chains
from peer_ground import BEYOND_DAYS, BEYOND_LIMIT, COMFORT, FIGURES, MOVED, UNPLACED, Ground, Person, Solved, Span, Stops
from peer_turns import Turn, solve_in_turn


def solve_natural(ground: Ground, *, seconds: float = 1e6, threads: int = 1) -> Solved:
    """Return chains that are best in the four figures, as far as the time allows."""
    hint = greedy_chains(ground)
    return solve_in_turn(ground, lambda elastic: _Natural(ground, hint, threads, elastic=elastic), seconds)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Visit:
    """The k-th visit: where it may be, whether the chain ends before it, and the day it stands on, with that day's range."""

    choices: dict[int, cp_model.IntVar]
    done: cp_model.IntVar
    elsewhere: cp_model.IntVar | None
    on: cp_model.IntVar
    low: int
    high: int


class _Natural:
    def __init__(self, ground: Ground, hint: Mapping[str, Stops], threads: int, *, elastic: bool) -> None:
        self._ground, self._elastic, self._threads = ground, elastic, threads
        self._model = cp_model.CpModel()
        self._costs: list[list[cp_model.LinearExprT]] = [[] for _ in range(FIGURES)]
        self._takes: dict[int, list[cp_model.IntVar]] = defaultdict(list)
        self._chains = {person.code: self._chain(person, hint[person.code]) for person in ground.people}
        for s, takes in self._takes.items():
            self._model.add(cp_model.LinearExpr.sum(takes) <= ground.room[s])
            if ground.comfortable[s] < min(ground.room[s], len(takes)):
                above = self._model.new_int_var(0, ground.room[s], "")
                self._model.add(above >= cp_model.LinearExpr.sum(takes) - ground.comfortable[s])
                self._costs[COMFORT].append(ground.centre.comfort.crowding * above)

    @property
    def figures(self) -> Sequence[int]:
        return [figure for figure in range(FIGURES) if self._costs[figure] or figure == COMFORT]

    def _chain(self, person: Person, hint: Stops) -> list[_Visit]:
        visits: list[_Visit] = []
        while not visits or visits[-1].choices or visits[-1].elsewhere is not None:
            before = visits[-1] if visits else None
            visit = self._visit(person, before, person.interval if before else person.first)
            self._hint(visit, hint[len(visits)] if len(visits) < len(hint) else None)
            visits.append(visit)
        return visits

    def _visit(self, person: Person, before: _Visit | None, gap: Span) -> _Visit:
        """Add a visit whose window hangs on the visit before by these gaps; the first one's are counted from day 0."""
        model, end = self._model, person.end
        low, high = (before.low, before.high) if before else (0, 0)
        reach = Span(low + gap.earliest, low + gap.target, high + gap.limit)
        days = person.days(reach, elastic=self._elastic)
        last = min(end - 1, max(days, default=-1, key=int))
        may_be_due = self._elastic and low + gap.limit < end
        latest = max([last, *([min(end - 1, reach.late_from)] if may_be_due else [])])
        visit = _Visit(
            choices={s: model.new_bool_var("") for day in days for s in person.wishes[day]},
            done=model.new_bool_var(""),
            elsewhere=model.new_bool_var("") if may_be_due else None,
            on=model.new_int_var(min(reach.earliest, latest), latest, ""),
            low=max(0, reach.earliest),
            high=max(0, latest),
        )
        self._link(visit, person, gap, before)
        return visit

    def _link(self, visit: _Visit, person: Person, gap: Span, before: _Visit | None) -> None:
        model = self._model
        hangs_on: cp_model.LinearExprT = before.on if before else 0
        other = [] if visit.elsewhere is None else [visit.elsewhere]
        model.add_exactly_one([*visit.choices.values(), visit.done, *other])
        for s, take in visit.choices.items():
            self._takes[s].append(take)
            model.add(visit.on == self._ground.day[s]).only_enforce_if(take)
            self._costs[COMFORT].append(person.wishes[self._ground.day[s]][s] * take)
            if s in person.told:
                self._costs[MOVED].append(-1 * take)
        placed = [visit.done.negated(), *(literal.negated() for literal in other)]
        self._keep_gap(visit, person, gap, hangs_on, placed)
        if visit.elsewhere is not None:
            self._costs[UNPLACED].append(visit.elsewhere)
            model.add(hangs_on + gap.limit < person.end).only_enforce_if(visit.elsewhere)
            model.add(visit.on == (hangs_on + gap.limit if before else max(0, gap.limit))).only_enforce_if(visit.elsewhere)
        self._leave(visit, person, gap, before, hangs_on)

    def _keep_gap(
        self,
        visit: _Visit,
        person: Person,
        gap: Span,
        hangs_on: cp_model.LinearExprT,
        placed: Sequence[cp_model.LiteralT],
    ) -> None:
        model, weights = self._model, person.weights
        most_late = max(0, -gap.limit) + BEYOND_DAYS if self._elastic else 0
        early = model.new_int_var(0, gap.target - gap.earliest, "")
        late = model.new_int_var(0, gap.limit - gap.target + most_late, "")
        model.add(visit.on >= hangs_on + gap.earliest).only_enforce_if(placed)
        model.add(early - late == hangs_on + gap.target - visit.on).only_enforce_if(placed)
        self._costs[COMFORT] += [weights.early_day * early, weights.late_day * late]
        if self._elastic:
            beyond = model.new_int_var(0, most_late, "")
            model.add(beyond >= visit.on - hangs_on - gap.limit).only_enforce_if(placed)
            self._costs[BEYOND_LIMIT].append(beyond)

    def _leave(
        self, visit: _Visit, person: Person, gap: Span, before: _Visit | None, hangs_on: cp_model.LinearExprT
    ) -> None:
        """Let the chain be complete before a visit once its limit lies past the end, at the cost of leaving from there."""
        model = self._model
        leaves = [visit.done]
        if before is not None:
            model.add_implication(before.done, visit.done)
            leaves.append(before.done.negated())
        model.add(hangs_on + gap.limit >= person.end).only_enforce_if(leaves)
        short = model.new_int_var(0, max(0, gap.limit - gap.target), "")
        model.add(short >= person.end - gap.target - hangs_on).only_enforce_if(leaves)
        self._costs[COMFORT].append(person.weights.late_day * short)

    def _hint(self, visit: _Visit, stop: int | None) -> None:
        for s, take in visit.choices.items():
            self._model.add_hint(take, s == stop)
        self._model.add_hint(visit.done, stop is None)
        if visit.elsewhere is not None:
            self._model.add_hint(visit.elsewhere, stop is not None and stop < 0)

    def minimise(self, figure: int, held: Mapping[int, int], seconds: float) -> Turn:
        for earlier, value in held.items():
            self._model.add(cp_model.LinearExpr.sum(self._costs[earlier]) <= value)
        self._model.minimize(cp_model.LinearExpr.sum(self._costs[figure]))
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = self._threads
        solver.parameters.max_time_in_seconds = max(0.1, seconds)
        status = solver.solve(self._model)
        if status == cp_model.INFEASIBLE:
            return Turn(impossible=True)
        found = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
        return Turn(
            chains=self._read(solver) if found else None,
            bound=solver.best_objective_bound,
            best=status == cp_model.OPTIMAL,
        )

    def _read(self, solver: cp_model.CpSolver) -> dict[str, Stops]:
        return {code: [self._stop(solver, v) for v in visits if not solver.value(v.done)] for code, visits in self._chains.items()}

    @staticmethod
    def _stop(solver: cp_model.CpSolver, visit: _Visit) -> int:
        chosen = [s for s, take in visit.choices.items() if solver.value(take)]
        return chosen[0] if chosen else -1 - solver.value(visit.on)
