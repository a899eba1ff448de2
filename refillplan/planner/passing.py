"""The cheapest chains of one patient past each of some half-days: what lies before it and what lies behind are found once.

A chain that passes a half-day is one that comes to it and one that goes on from it. Under given prices both are shortest
paths of the same network, in which nothing is fixed yet.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product

import numpy as np

from refillplan.domain.settings import BEYOND_LIMIT_DAYS
from refillplan.planner.arrays import INF, NONE, Ints
from refillplan.planner.bookings import Bookings
from refillplan.planner.goals import BIG
from refillplan.planner.late import Late
from refillplan.planner.networks import OWN_MINIMA, paths_of
from refillplan.planner.pricing import OWN, Column
from refillplan.planner.problem import Problem
from refillplan.planner.profile import Profile
from refillplan.planner.replay import START
from refillplan.planner.standing import FULL, Sums

Tiers = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of a chain: where it halts, and its tiers as in `Column`."""

    stops: tuple[int, ...]
    tiers: Tiers

    def then(self, other: "_Part") -> "_Part":
        (a, b, c, d), (e, f, g, h) = self.tiers, other.tiers
        return _Part((*self.stops, *other.stops), (a + e, b + f, c + g, d + h))


_NOTHING = _Part((), (0, 0, 0, 0))


@dataclass(frozen=True, slots=True)
class _Coming:
    """A way to come to a row: what it costs without standing there, from where, beyond the limit, comfort, review or not."""

    cost: int
    before: int
    beyond: int
    comfort: int
    due: int


@dataclass(frozen=True, slots=True)
class _Arrival:
    """The cheapest way to be at a row: at what cost, by which step, in which half-day; None: by a visit done elsewhere."""

    cost: int
    coming: _Coming
    half: int | None


class Passing:
    """The chains of one patient past half-days in which one visit is fixed by a person.

    Parameters
    ----------
    bookings
        Without that visit.
    sessions
        Where it may be fixed, in turn.
    """

    def __init__(
        self, problem: Problem, bookings: Bookings, patient: int, sessions: Sequence[int], profiles: Sequence[Profile]
    ) -> None:
        alone = replace(
            bookings,
            held=tuple(replace(held, patient=0) for held in bookings.held if held.patient == patient),
            told=tuple((0, session) for member, session in bookings.told if member == patient),
            loose=tuple((0, visit) for member, visit in bookings.loose if member == patient),
        )
        one = replace(problem, starts=(problem.starts[patient],))
        self._paths = paths_of(one, alone, [0], profiles, elastic=True)
        self._net = net = self._paths.network
        self._patient = patient
        self._late_day = problem.centre.comfort.late_day
        self._asked = [None if net.unreachable else net.stands.get(session) for session in sessions]
        self._last = max((row for place in self._asked if place is not None for row in place[1:]), default=-1)
        self._own = {row: half for half, row, _ in net.own}
        self._lates: dict[int, list[tuple[int, Late]]] = {}
        for row, lates in net.late.items():
            for late in lates:
                self._lates.setdefault(late.to, []).append((row, late))
        self._elsewhere_from: dict[int, list[int]] = {}
        for row, to in enumerate(net.elsewhere[: self._last + 1, 0].tolist()):
            self._elsewhere_from.setdefault(to, []).append(row)
        self._elsewhere_from.setdefault(int(net.first_elsewhere[0]), []).append(START)
        self._dues, self._passes = net.dues[:, 0], net.passes[:, 0]
        self._before = np.concatenate([[0], self._passes[:-1]])

    def cheapest(self, prices: Ints) -> Iterator[tuple[Column | None, Sums | None]]:
        """Return for each half-day the cheapest chain past it and its sums; None where every chain takes a place that is gone."""
        self._paths.price(prices, OWN_MINIMA)
        self._onward: dict[int, _Part] = {}
        self._until: dict[int, _Part] = {START: _NOTHING}
        self._arrive()
        for place in self._asked:
            arrival = None if place is None else self._arrival(place[1], place[:1], self._fixed_comings(place[1]))
            cost = INF if place is None or arrival is None else arrival.cost + int(self._paths.onward[place[1], 0])
            if place is None or arrival is None or cost >= FULL // 2:
                yield None, None
                continue
            part = self._ended(place[1], arrival).then(self._part_onward(place[1]))
            comfort = cost - sum(big * tier for big, tier in zip(BIG, part.tiers, strict=False))
            yield Column(self._patient, part.stops, part.tiers), (*part.tiers[:3], comfort)

    def _arrive(self) -> None:
        """Find the cheapest way to each row up to the last that is asked for."""
        net = self._net
        self._at = np.full(self._last + 1, INF, dtype=np.int64)
        self._stand = [[self._stands(half, due) for half in (0, 1)] for due in (0, 1)]
        self._comings: dict[int, list[_Coming]] = {}
        self._arrivals: list[_Arrival | None] = []
        can_stand = np.any(net.comfort[:, : self._last + 1, 0] < INF, axis=0).tolist()
        for row in range(self._last + 1):
            if can_stand[row]:
                self._comings[row] = self._coming_to(row)
            best = self._arrival(row, (0, 1), self._comings.get(row, []))
            for before in self._elsewhere_from.get(row, ()):
                cost = self._paths.weights.unplaced + (0 if before == START else int(self._at[before]))
                if cost < (NONE if best is None else best.cost):
                    best = _Arrival(cost, _Coming(cost, before, 0, 0, 0), None)
            self._arrivals.append(best)
            if best is not None:
                self._at[row] = best.cost

    def _stands(self, half: int, due: int) -> list[int]:
        rows = np.arange(self._last + 1)
        costs: list[int] = self._paths.half_cost(half, rows, np.full((len(rows), 1), bool(due)))[:, 0].tolist()
        return costs

    def _coming_to(self, row: int) -> list[_Coming]:
        """Return the cheapest way to come to a row for each number of reviews seen before, and all out of the usual reach."""
        net, paths, found = self._net, self._paths, []
        first, last = max(0, row - net.shortest - len(paths.gap) + 1), row - net.shortest
        if last >= first:
            gap = paths.gap[row - last - net.shortest : row - first - net.shortest + 1, 0][::-1]
            cost = np.where(self._passes[first : last + 1] < self._before[row], INF, self._at[first : last + 1] + gap)
            seen = self._dues[first : last + 1]
            for level in range(int(seen[0]), int(seen[-1]) + 1):
                mine = cost if seen[0] == seen[-1] else np.where(seen == level, cost, INF)
                at = int(mine.argmin())
                if mine[at] < NONE:
                    days = row - first - at - net.shortest
                    beyond, comfort = int(net.gap_beyond[days, 0]), int(net.gap_comfort[days, 0])
                    found.append(self._coming(int(mine[at]), first + at, row, beyond, comfort))
        if row < len(paths.first) and self._before[row] == 0 and paths.first[row, 0] < INF:
            beyond, comfort = int(net.first_beyond[row, 0]), int(net.first_comfort[row, 0])
            found.append(self._coming(int(paths.first[row, 0]), START, row, beyond, comfort))
        return [*found, *(self._out_of_reach(start, row, late.beyond, late.comfort) for start, late in self._lates.get(row, ()))]

    def _coming(self, cost: int, before: int, row: int, beyond: int, comfort: int) -> _Coming:
        due = self._dues[row] > (0 if before == START else self._dues[before])
        return _Coming(cost, before, beyond, comfort, int(due))

    def _out_of_reach(self, before: int, row: int, beyond: int, comfort: int) -> _Coming:
        weights = self._paths.weights
        cost = beyond * weights.beyond + comfort * weights.comfort
        return self._coming(cost + (0 if before == START else int(self._at[before])), before, row, beyond, comfort)

    def _fixed_comings(self, row: int) -> list[_Coming]:
        """Return the ways to come to a visit that a person fixes, however late."""
        net, late_day = self._net, self._late_day
        found = list(self._comings.get(row, ()))
        limit, target = int(net.limit[0]), int(net.target[0])
        for before in range(row - limit - BEYOND_LIMIT_DAYS - 1, -1, -1):
            if self._passes[before] < self._before[row]:
                break
            if self._at[before] < INF:
                found.append(self._out_of_reach(before, row, row - before - limit, late_day * (row - before - target)))
        limit, target = int(net.first_limit[0]), int(net.first_target[0])
        if self._before[row] == 0 and row > max(limit, 0) + BEYOND_LIMIT_DAYS:
            found.append(self._out_of_reach(START, row, row - limit, late_day * max(0, row - target)))
        return found

    def _arrival(self, row: int, halves: Iterable[int], comings: Iterable[_Coming]) -> _Arrival | None:
        """Return the cheapest way to stand in one of the half-days of a row."""
        best = None
        for coming, half in product(comings, halves):
            cost = coming.cost + self._stand[coming.due][half][row]
            if cost < (NONE if best is None else best.cost):
                best = _Arrival(cost, coming, half)
        return best

    def _ended(self, row: int, arrival: _Arrival) -> _Part:
        """Return the chain up to a row at which it arrives like this."""
        before, half = self._part_until(arrival.coming.before), arrival.half
        if half is None:
            return before.then(_Part((-1 - row,), (1, 0, 0, 0)))
        return before.then(self._visit(half, row, arrival.coming.due, (arrival.coming.beyond, arrival.coming.comfort)))

    def _part_until(self, row: int) -> _Part:
        """Return the chain up to a row."""
        if row not in self._until:
            arrival = self._arrivals[row]
            self._until[row] = _NOTHING if arrival is None else self._ended(row, arrival)
        return self._until[row]

    def _part_onward(self, row: int) -> _Part:
        """Return the cheapest chain onward from a row."""
        if row not in self._onward:
            self._onward[row] = self._next(row)
        return self._onward[row]

    def _next(self, row: int) -> _Part:
        net, paths = self._net, self._paths
        best = int(paths.onward[row, 0])
        if int(paths.leaving(net.leave[row])[0]) == best:
            return _Part((), (0, 0, 0, int(net.leave[row, 0])))
        there = int(net.elsewhere[row, 0])
        if there >= 0 and int(paths.onward[there, 0]) + paths.weights.unplaced == best:
            return _Part((-1 - there,), (1, 0, 0, 0)).then(self._part_onward(there))
        for late in net.late.get(row, ()):
            if paths.late_cost(late.to, 0, row, late.beyond, late.comfort) == best:
                return self._halt(row, late.to, (late.beyond, late.comfort))
        to = np.arange(int(net.low[row]), int(net.high[row]))
        gaps = net.days[to] - net.days[row] - net.shortest
        total = paths.total[0][to, 0]
        if len(paths.total) > 1:
            total = np.where(self._dues[to] > self._dues[row], paths.total[1][to, 0], total)
        cost = np.where(self._before[to] > self._passes[row], INF, paths.gap[gaps, 0] + total)
        at = int(cost.argmin())
        days = gaps[at]
        return self._halt(row, int(to[at]), (int(net.gap_beyond[days, 0]), int(net.gap_comfort[days, 0])))

    def _halt(self, row: int, to: int, gap: tuple[int, int]) -> _Part:
        """Return the chain onward by a visit at the row ``to``, in its cheaper half-day."""
        due = int(self._dues[to] > self._dues[row])
        cheaper = self._paths.cheaper_halves(np.array([to]), np.array([0]), np.array([due]))
        return self._visit(self._own.get(to, int(cheaper[0])), to, due, gap).then(self._part_onward(to))

    def _visit(self, half: int, row: int, due: int, gap: tuple[int, int]) -> _Part:
        net = self._net
        kind = OWN if self._own.get(row) == half else due
        kept = -((half, row, 0) in net.told_set)
        return _Part((3 * int(net.session[half, row]) + kind,), (0, gap[0], kept, gap[1] + int(net.comfort[half, row, 0])))
