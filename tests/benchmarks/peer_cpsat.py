"""The natural CP-SAT model: the k-th visit of each patient has a day and a half-day, and the gaps between are to be kept.

A 0/1 choice per visit and half-day it can lie in: exactly one of them holds, or the visit is taken as done elsewhere, or the
chain is complete before it. Days, gaps and costs hang on the choices. The nurse's plan is the hint.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ortools.sat.python import cp_model
from peer_ground import BEYOND_DAYS, BEYOND_LIMIT, COMFORT, FIGURES, MOVED, UNPLACED, Ground, Person, Solved, Span, Stops
from peer_turns import Turn, solve_in_turn


def solve_natural(ground: Ground, hint: Mapping[str, Stops], *, seconds: float = 1e6, threads: int = 1) -> Solved:
    """Return chains that are best in the four figures, as far as the time allows."""
    return solve_in_turn(ground, lambda elastic: _Natural(ground, hint, threads, elastic=elastic), seconds)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Visit:
    """The k-th visit of a patient.

    Parameters
    ----------
    gap
        Its window, counted from the day on which the visit before stands; the first one's from day 0.
    choices
        By session, whether it lies there.
    done
        Whether the chain is complete before it.
    elsewhere
        Whether it is taken as done elsewhere; None where it cannot fall due.
    on
        The day on which it stands, from ``low`` to ``high``.
    early, late, beyond, short
        Days before and after its target, beyond its limit, and by which a chain complete before it leaves late.
    """

    gap: Span
    choices: dict[int, cp_model.IntVar]
    done: cp_model.IntVar
    elsewhere: cp_model.IntVar | None
    on: cp_model.IntVar
    low: int
    high: int
    early: cp_model.IntVar
    late: cp_model.IntVar
    beyond: cp_model.IntVar
    short: cp_model.IntVar


class _Natural:
    def __init__(self, ground: Ground, hint: Mapping[str, Stops], threads: int, *, elastic: bool) -> None:
        self._ground, self._elastic, self._threads = ground, elastic, threads
        self._model = cp_model.CpModel()
        self._costs: list[list[cp_model.LinearExprT]] = [[] for _ in range(FIGURES)]
        self._takes: dict[int, list[cp_model.IntVar]] = defaultdict(list)
        self._hinted: dict[int, int] = dict.fromkeys(range(FIGURES), 0)
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
        hangs_on = 0
        while not visits or visits[-1].choices or visits[-1].elsewhere is not None:
            before = visits[-1] if visits else None
            visit = self._visit(person, before)
            self._post(visit, person, before)
            hangs_on = self._hint(visit, person, hangs_on, hint[len(visits)] if len(visits) < len(hint) else None)
            visits.append(visit)
        return visits

    def _visit(self, person: Person, before: _Visit | None) -> _Visit:
        """Add what is to be chosen of one visit, as far as a chain can reach."""
        model, end = self._model, person.end
        gap, low, high = (person.interval, before.low, before.high) if before else (person.first, 0, 0)
        reach = Span(low + gap.earliest, low + gap.target, high + gap.limit)
        days = person.days(reach, elastic=self._elastic)
        may_be_due = self._elastic and low + gap.limit < end
        latest = min(end - 1, max([0, *days, *([reach.late_from] if may_be_due else [])]))
        most_late = max(0, -gap.limit) + BEYOND_DAYS if self._elastic else 0
        return _Visit(
            gap=gap,
            choices={s: model.new_bool_var("") for day in days for s in person.wishes[day]},
            done=model.new_bool_var(""),
            elsewhere=model.new_bool_var("") if may_be_due else None,
            on=model.new_int_var(min(max(0, reach.earliest), latest), latest, ""),
            low=max(0, reach.earliest),
            high=latest,
            early=model.new_int_var(0, gap.target - gap.earliest, ""),
            late=model.new_int_var(0, gap.limit - gap.target + most_late, ""),
            beyond=model.new_int_var(0, most_late, ""),
            short=model.new_int_var(0, max(0, gap.limit - gap.target), ""),
        )

    def _post(self, visit: _Visit, person: Person, before: _Visit | None) -> None:
        model, gap = self._model, visit.gap
        hangs_on = 0 * visit.on if before is None else 1 * before.on
        other = [] if visit.elsewhere is None else [visit.elsewhere]
        model.add_exactly_one([*visit.choices.values(), visit.done, *other])
        for s, take in visit.choices.items():
            self._takes[s].append(take)
            model.add(visit.on == self._ground.day[s]).only_enforce_if(take)
            self._costs[COMFORT].append(person.wishes[self._ground.day[s]][s] * take)
            if s in person.told:
                self._costs[MOVED].append(-1 * take)
        placed = [visit.done.negated(), *(literal.negated() for literal in other)]
        model.add(visit.on >= hangs_on + gap.earliest).only_enforce_if(placed)
        model.add(visit.early - visit.late == hangs_on + gap.target - visit.on).only_enforce_if(placed)
        self._costs[COMFORT] += [person.weights.early_day * visit.early, person.weights.late_day * visit.late]
        if self._elastic:
            model.add(visit.beyond >= visit.on - hangs_on - gap.limit).only_enforce_if(placed)
            self._costs[BEYOND_LIMIT].append(visit.beyond)
        if visit.elsewhere is not None:
            self._costs[UNPLACED].append(visit.elsewhere)
            model.add(hangs_on + gap.limit < person.end).only_enforce_if(visit.elsewhere)
            model.add(visit.on == (hangs_on + gap.limit if before else max(0, gap.limit))).only_enforce_if(visit.elsewhere)
        self._leave(visit, person, before)

    def _leave(self, visit: _Visit, person: Person, before: _Visit | None) -> None:
        """Let the chain be complete before a visit once its limit lies past the end, at the cost of leaving from there."""
        model, gap = self._model, visit.gap
        hangs_on = 0 * visit.on if before is None else 1 * before.on
        leaves: list[cp_model.LiteralT] = [visit.done]
        if before is not None:
            model.add_implication(before.done, visit.done)
            leaves.append(before.done.negated())
        model.add(hangs_on + gap.limit >= person.end).only_enforce_if(leaves)
        model.add(visit.short >= person.end - gap.target - hangs_on).only_enforce_if(leaves)
        self._costs[COMFORT].append(person.weights.late_day * visit.short)

    def _hint(self, visit: _Visit, person: Person, hangs_on: int, stop: int | None) -> int:
        """Hint at every value, and return the day on which the visit stands in the hint; past the end once it is complete."""
        gap, placed = visit.gap, stop is not None and stop >= 0
        leaves = stop is None and hangs_on < person.end
        on = person.end if stop is None else self._ground.day[stop] if stop >= 0 else -1 - stop
        values: list[tuple[cp_model.IntVar, int]] = [(take, s == stop) for s, take in visit.choices.items()]
        values += [(visit.done, stop is None), (visit.on, min(on, visit.high))]
        values += [] if visit.elsewhere is None else [(visit.elsewhere, stop is not None and stop < 0)]
        values += [(visit.early, max(0, hangs_on + gap.target - on) if placed else 0)]
        values += [(visit.late, max(0, on - hangs_on - gap.target) if placed else 0)]
        values += [(visit.beyond, max(0, on - hangs_on - gap.limit) if placed else 0)]
        values += [(visit.short, max(0, person.end - gap.target - hangs_on) if leaves else 0)]
        for variable, value in values:
            self._model.add_hint(variable, value)
        self._hinted[UNPLACED] += stop is not None and stop < 0
        self._hinted[BEYOND_LIMIT] += max(0, on - hangs_on - gap.limit) if placed else 0
        self._hinted[MOVED] -= stop in person.told
        return on

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
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return Turn(bound=solver.best_objective_bound)
        self._improve_hint(figure, solver)
        return Turn(chains=self._read(solver), bound=solver.best_objective_bound, best=status == cp_model.OPTIMAL)

    def _improve_hint(self, figure: int, solver: cp_model.CpSolver) -> None:
        """Hint at what was found from now on, unless the hint is as good in this figure: it is good in the later ones, too."""
        if solver.objective_value < self._hinted[figure]:
            self._hinted = dict.fromkeys(range(FIGURES), 1 << 60)
            self._model.clear_hints()  # type: ignore[no-untyped-call]
            for index, value in enumerate(solver.response_proto.solution):
                self._model.add_hint(self._model.get_int_var_from_proto_index(index), value)

    def _read(self, solver: cp_model.CpSolver) -> dict[str, Stops]:
        return {
            code: [self._stop(solver, v) for v in visits if not solver.value(v.done)] for code, visits in self._chains.items()
        }

    @staticmethod
    def _stop(solver: cp_model.CpSolver, visit: _Visit) -> int:
        chosen = [s for s, take in visit.choices.items() if solver.value(take)]
        return chosen[0] if chosen else -1 - solver.value(visit.on)
