"""Pricing: the cheapest chain of every patient under the sessions' prices, by shortest paths over all patients at once.

Everything is counted in whole 65536ths, so that costs, prices and the bounds made from them are
exact and the same on every machine.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from refillplan.planner.alike import first_alike
from refillplan.planner.arrays import INF, NONE, Ints
from refillplan.planner.network import Network

SCALE = 1 << 16
"""Units of one point of comfort."""

COMFORT = 3
"""Position of comfort among the tiers."""

OWN = 2
"""Kind of a stop that stays as booked and takes no capacity from the chain."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """What one unit of each tier costs, in 65536ths."""

    unplaced: int = 0
    beyond: int = 0
    moved: int = 0
    comfort: int = 0


@dataclass(frozen=True, slots=True)
class Column:
    """One chain of one patient.

    Parameters
    ----------
    stops
        In order of time: ``3 * session + kind`` (0 refill, 1 review, 2 as booked), or ``-1 - day``
        for a visit taken as done elsewhere on that day.
    tiers
        Unplaced, days beyond limits, minus the told sessions kept, comfort.
    """

    patient: int
    stops: tuple[int, ...]
    tiers: tuple[int, int, int, int]


class Paths:
    """Cheapest chains in one network under given prices; see `price`."""

    def __init__(self, network: Network) -> None:
        self.network = network
        n = network
        self._columns = np.arange(n.size)
        self._may_leave: NDArray[np.bool_] = np.any(n.leave < INF, axis=1)
        self._any_due = bool(n.dues.any())
        self._told = np.array(n.told, dtype=np.int64).reshape(-1, 3).T
        self.told_there = np.zeros(n.comfort.shape, dtype=bool)
        self.told_there[tuple(self._told)] = True
        self._own = np.array(n.own, dtype=np.int64).reshape(-1, 3).T
        self._own_told = np.array([place in n.told_set for place in n.own], dtype=bool)
        self._column_of = {member: column for column, member in enumerate(n.members.tolist())}
        self._lay_out()

    def _lay_out(self) -> None:
        """Work out what `_fill` needs whatever the prices are."""
        n = self.network
        spans = [slice(low, high) for low, high in zip(n.low, n.high, strict=True)]
        self._gaps = [n.days[span] - day - n.shortest for span, day in zip(spans, n.days, strict=True)]
        last = [max(int(high) - 1, row) for row, high in enumerate(n.high)]
        self._review = [bool((n.dues[last[row]] > n.dues[row]).any()) for row in range(len(n.days))]
        self._passing = [bool((n.passes[last[row]] > n.passes[row]).any()) for row in range(len(n.days))]

    @cached_property
    def alike(self) -> Ints:
        """(n + 1, p) by row and column, the first column that has the same before it there; the last row is the start."""
        return first_alike(self.network)

    def price(self, prices: Ints, weights: Weights, dearer: Mapping[tuple[int, int], int] | None = None) -> Ints:
        """Find the cheapest chain of every patient.

        Parameters
        ----------
        prices
            (sessions, 2) price of a refill and of a review in each session, in 65536ths.
        weights
            What the tiers cost.
        dearer
            By session and patient, what a review of theirs costs more there; who stands for others is left out.

        Returns
        -------
        (p,) cost of the cheapest chain, INF where a patient has none; `chains` then names them.
        """
        n = self.network
        self.weights = weights
        self.gap = self._join(n.gap_beyond, n.gap_comfort)
        self.first = self._join(n.first_beyond, n.first_comfort)
        self.own_costs = self._cost_own()
        self._dearer = self._places_of(dearer or {})
        self._halves: list[list[Ints]] = []
        self._stand = [self._standing(prices, kind) for kind in range(2 if self._any_due else 1)]
        rows = len(n.days)
        self.onward = np.full((rows, n.size), INF, dtype=np.int64)
        self.total = [np.full((rows, n.size), INF, dtype=np.int64) for _ in self._stand]
        self._fill()
        return self.best_start()

    def _fill(self) -> None:
        """Fill `onward` and `total`, the last rows first."""
        for row in range(len(self.network.days) - 1, -1, -1):
            self.onward[row] = self._best_onward(row)
            ends = self.onward[row] >= INF  # a told visit's bonus must not make these look legal
            for kind, stand in enumerate(self._stand):
                self.total[kind][row] = np.where(ends, INF, np.minimum(stand[row] + self.onward[row], INF))

    def _join(self, beyond: Ints, comfort: Ints) -> Ints:
        legal = comfort < INF
        cost = np.where(legal, beyond, 0) * self.weights.beyond + np.where(legal, comfort, 0) * self.weights.comfort
        return np.where(legal, cost, INF)

    def _standing(self, prices: Ints, kind: int) -> Ints:
        """(n, p) the cheaper half-day of each day, for a visit of the kind."""
        halves = [self._half(half, prices, kind) for half in range(2)]
        self._halves.append(halves)
        best = np.minimum(halves[0], halves[1])
        _, row, column = self._own
        best[row, column] = [self.own_costs[place] for place in self.network.own]
        return best

    def _cost_own(self) -> dict[tuple[int, int, int], int]:
        """Return by place what held visits cost that pay no capacity; a told one of the patient there counts as kept."""
        n = self.network
        half, row, column = self._own
        comfort = n.comfort[half, row, column]
        legal = comfort < INF
        kept = np.where(self._own_told, self.weights.moved, 0)
        costs = np.where(legal, np.where(legal, comfort, 0) * self.weights.comfort - kept, INF)
        return dict(zip(n.own, costs.tolist(), strict=True))

    def _half(self, half: int, prices: Ints, kind: int) -> Ints:
        """(n, p) a visit of the kind in one half-day; the arrays of a day without that half-day stay illegal."""
        n = self.network
        comfort = n.comfort[half]
        price = np.where(n.session[half] >= 0, prices[n.session[half], kind], 0)
        legal = (comfort < INF) & n.takes[kind, n.session[half]][:, None]
        cost = np.where(legal, comfort * self.weights.comfort + price[:, None], INF)
        if self.weights.moved:
            row, column = self._told[1:, self._told[0] == half]
            cost[row, column] -= np.where(cost[row, column] < INF, self.weights.moved, 0)
        for row, column, more in self._dearer[half] if kind else ():
            cost[row, column] += more if cost[row, column] < INF else 0
        return cost

    def _places_of(self, dearer: Mapping[tuple[int, int], int]) -> tuple[list[tuple[int, int, int]], ...]:
        """Return by half-day the rows and columns in which a review costs more, and how much."""
        found: tuple[list[tuple[int, int, int]], ...] = ([], [])
        for (session, patient), more in dearer.items():
            column = self._column_of.get(patient)
            if session in self.network.stands and column is not None and self.network.times[column] == 1:
                half, row = self.network.stands[session]
                found[half].append((row, column, more))
        return found

    def _steps(self, row: int) -> Ints:
        """(w, p) cost of the chain onward from ``row`` through each row of its reach."""
        n = self.network
        low, high = n.low[row], n.high[row]
        gap = self.gap[self._gaps[row]]
        cost: Ints = gap + self.total[0][low:high]
        if self._review[row]:
            cost = np.where(n.dues[low:high] > n.dues[row], gap + self.total[1][low:high], cost)
        if self._passing[row]:
            crossing = n.passes[low - 1 : high - 1] > n.passes[row]
            cost = np.where(crossing, INF, cost)
        return cost

    def _best_onward(self, row: int) -> Ints:
        n = self.network
        best = np.full(n.size, INF, dtype=np.int64)
        if n.low[row] < n.high[row]:
            best = np.minimum(best, self._steps(row).min(axis=0))
        if self._may_leave[row]:
            best = np.minimum(best, self.leaving(n.leave[row]))
        if n.may_be_elsewhere:
            best = np.minimum(best, self._done_elsewhere(n.elsewhere[row]))
        for late in n.late.get(row, ()):
            best[late.patient] = min(best[late.patient], self.late_cost(late.to, late.patient, row, late.beyond, late.comfort))
        return np.where(best > NONE, INF, best)

    def cheaper_halves(self, rows: Ints, columns: Ints, kinds: Ints) -> Ints:
        """Return the half-days (0 morning, 1 afternoon) in which visits of these kinds cost less; the morning on a tie."""
        cost = np.stack([self._halves[0][half][rows, columns] for half in range(2)])
        if len(self._halves) > 1:
            cost = np.where(kinds == 1, [self._halves[1][half][rows, columns] for half in range(2)], cost)
        cheaper: Ints = cost.argmin(axis=0)
        return cheaper

    def leaving(self, leave: Ints) -> Ints:
        """Return the cost of leaving the horizon, from its comfort."""
        return np.where(leave < INF, leave * self.weights.comfort, INF)

    def _done_elsewhere(self, rows: Ints) -> Ints:
        there = self.onward[rows, self._columns] + self.weights.unplaced
        return np.where(rows >= 0, there, INF)

    def late_cost(self, to: int, column: int, row: int, beyond: int, comfort: int) -> int:
        """Return the cost onward from ``row`` (-1: the start) by a `Late` step."""
        n = self.network
        review = n.dues[to, column] > (n.dues[row, column] if row >= 0 else 0)
        step = beyond * self.weights.beyond + comfort * self.weights.comfort
        return min(INF, step + int(self.total[1 if review else 0][to, column]))

    def first_steps(self) -> Ints:
        """Return the (f, p) cost of every chain through each first row."""
        n = self.network
        rows = len(self.first)
        cost: Ints = self.first + self.total[0][:rows]
        if self._any_due:
            cost = np.where(n.dues[:rows] > 0, self.first + self.total[1][:rows], cost)
        if n.passes.any():
            cost[1:] = np.where(n.passes[: rows - 1] > 0, INF, cost[1:])
        return cost

    def half_cost(self, half: int, rows: Ints, review: NDArray[np.bool_]) -> Ints:
        """Return the (w, p) cost of standing in one half-day of ``rows``, as a review where ``review`` says so."""
        n = self.network
        cost = self._halves[0][half][rows]
        if len(self._halves) > 1:
            cost = np.where(review, self._halves[1][half][rows], cost)
        for own_half, row, column in n.own:
            at = np.flatnonzero(rows == row)
            if own_half == half:
                cost[at, column] = self.own_costs[half, row, column]
        return cost

    def cut(self, slack: int) -> "Paths":
        """Return the paths without the longest steps where, under the prices last given, they are dear for everybody.

        From each row steps go only as far as somebody can go at a cost onward that is at most
        ``slack`` above the cheapest onward from there: no chain that goes further is that near to its patient's cheapest.
        """
        n = self.network
        high = n.low.copy()
        for row in range(len(n.days)):
            if n.low[row] < n.high[row]:
                near = (self._steps(row) <= np.minimum(self.onward[row] + slack, NONE)).any(axis=1)
                high[row] += np.max(np.flatnonzero(near) + 1, initial=0)
        return Paths(n.within(high))

    def best_start(self) -> Ints:
        """Return the (p,) cost of every patient's cheapest chain."""
        n = self.network
        best = self.leaving(n.first_leave)
        if len(self.first):
            best = np.minimum(best, self.first_steps().min(axis=0))
        if n.may_be_elsewhere:
            best = np.minimum(best, self._done_elsewhere(n.first_elsewhere))
        for late in n.late.get(-1, ()):
            best[late.patient] = min(best[late.patient], self.late_cost(late.to, late.patient, -1, late.beyond, late.comfort))
        best[list(n.unreachable)] = INF
        return np.where(best > NONE, INF, best)
