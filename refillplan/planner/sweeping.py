"""The same shortest paths, many days at a time: faster where patients are few and days are many.

Whoever stands on a day goes on at least the shortest gap later. So all days of a stretch of that length are worked out
together, from what lies behind the stretch. Days on which nobody can stand count as days, too: each gap is then one shift.
"""

from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from refillplan.planner.arrays import INF, NONE, Ints
from refillplan.planner.network import Network
from refillplan.planner.pricing import Paths

_FEW = 400  # patients: beyond that day by day is as fast, and needs less memory


@dataclass(frozen=True, slots=True)
class _Level:
    """Some columns at some rows of a stretch that have the same reviews and held visits behind them, and how many."""

    columns: Ints
    dues: Ints
    passes: Ints
    there: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days ``first_day`` to before ``end_day``, their rows, and the levels of each column, the last one first."""

    first_day: int
    end_day: int
    rows: slice
    levels: tuple[_Level, ...]
    late: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Lates:
    """The steps out of the usual reach from one row, as arrays."""

    to: Ints
    column: Ints
    beyond: Ints
    comfort: Ints
    review: Ints


class Sweep(Paths):
    """Cheapest chains in one network under given prices, as `Paths` finds them.

    Attributes
    ----------
    stretches
        The last one first.
    width
        Number of gaps, from the shortest on.
    dues_at, passed_at : (days, p)
        Reviews fallen due up to each day, and held visits before it, where somebody can stand on it.
    ahead
        By kind, the (days, p) cost onward from each day and of standing there, INF where nobody can.
    """

    def _lay_out(self) -> None:
        n = self.network
        self.width = len(n.gap_comfort)
        self.behind = int(n.days[-1]) + 1 + n.shortest + self.width if len(n.days) else 0
        self.dues_at = self._by_day(n.dues)
        before = np.zeros_like(n.passes)
        before[1:] = n.passes[:-1]
        self._held = bool(n.passes.any())
        self.passed_at = self._by_day(before)
        self._lates = {row: self._late_of(row) for row, steps in n.late.items() if steps and row >= 0}
        self.stretches = self._cut_days()

    def cut(self, slack: int) -> Paths:
        """Return the paths as they are: where patients are few, fewer steps save nothing."""
        return self

    def stand_in(self, half: int, rows: Ints, columns: Ints, dues: Ints, own: NDArray[np.bool_]) -> Ints:
        """Return the cost of standing in one half-day of each row: as a review where one is due, ``own`` where held."""
        cost = self._halves[0][half][rows, columns]
        if len(self._halves) > 1:
            cost = np.where(dues > 0, self._halves[1][half][rows, columns], cost)
        for at in np.flatnonzero(own).tolist():
            cost[at] = self.own_costs[half, int(rows[at]), int(columns[at])]
        return cost

    def _by_day(self, of_rows: Ints) -> Ints:
        found = np.zeros((self.behind, self.network.size), dtype=np.int64)
        found[self.network.days] = of_rows
        return found

    def _late_of(self, row: int) -> _Lates:
        n = self.network
        found = np.array([(late.to, late.patient, late.beyond, late.comfort) for late in n.late[row]], dtype=np.int64).T
        review = n.dues[found[0], found[1]] > n.dues[row, found[1]]
        return _Lates(found[0], found[1], found[2], found[3], review.astype(np.int64) * self._any_due)

    def _cut_days(self) -> list[Stretch]:
        days, found = self.network.days, []
        end = int(days[-1]) + 1 if len(days) else 0
        while end > 0:
            first = max(0, end - self.network.shortest)
            rows = slice(*np.searchsorted(days, [first, end]).tolist())
            if rows.start < rows.stop:
                late = tuple(row for row in range(rows.stop - 1, rows.start - 1, -1) if row in self._lates)
                found.append(Stretch(first, end, rows, self._levels(rows), late))
            end = first
        return found

    def _levels(self, rows: slice) -> tuple[_Level, ...]:
        """Everybody at the last row's level, then those whose level is lower at earlier rows."""
        dues, passes = self.network.dues[rows], self.network.passes[rows]
        behind = (dues[-1] - dues) + (passes[-1] - passes)
        everyone = np.arange(self.network.size)
        levels = [_Level(everyone, dues[-1], passes[-1], np.ones_like(behind, dtype=bool))]
        for number in range(1, int(behind.max(initial=0)) + 1):
            columns = np.flatnonzero((behind == number).any(axis=0))
            there = behind[:, columns] == number
            at = there.argmax(axis=0)
            if len(columns):
                levels.append(_Level(columns, dues[at, columns], passes[at, columns], there))
        return tuple(levels)

    def _fill(self) -> None:
        self.ahead = [np.full((self.behind, self.network.size), INF, dtype=np.int64) for _ in self._stand]
        for stretch in self.stretches:
            rows = stretch.rows
            best = self._through(stretch)
            if self._may_leave[rows].any():
                best = np.minimum(best, self.leaving(self.network.leave[rows]))
            if self.network.may_be_elsewhere:
                there = self.network.elsewhere[rows]
                onward = self.onward[there, self._columns] + self.weights.unplaced
                best = np.minimum(best, np.where(there >= 0, onward, INF))
            self._enter(rows, best)
            for row in stretch.late:
                self._enter(slice(row, row + 1), self._by_late(row)[None, :])
            for ahead, total in zip(self.ahead, self.total, strict=True):
                ahead[self.network.days[rows]] = total[rows]

    def _enter(self, rows: slice, best: Ints) -> None:
        self.onward[rows] = onward = np.where(best > NONE, INF, best)
        for total, stand in zip(self.total, self._stand, strict=True):
            total[rows] = np.where(onward >= INF, INF, np.minimum(stand[rows] + onward, INF))

    def _by_late(self, row: int) -> Ints:
        lates = self._lates[row]
        there = np.stack([total[lates.to, lates.column] for total in self.total])
        cost = lates.beyond * self.weights.beyond + lates.comfort * self.weights.comfort
        best: Ints = self.onward[row].copy()
        np.minimum.at(best, lates.column, np.minimum(INF, cost + there[lates.review, np.arange(len(lates.to))]))
        return best

    def _through(self, stretch: Stretch) -> Ints:
        """Return the (rows, p) cost onward by a visit within the usual reach."""
        days = self.network.days[stretch.rows] - stretch.first_day
        first = stretch.first_day + self.network.shortest
        reach = slice(first, first + stretch.end_day - stretch.first_day - 1 + self.width)
        found = np.full((len(days), self.network.size), INF, dtype=np.int64)
        for number, level in enumerate(stretch.levels):
            columns = slice(None) if number == 0 else level.columns
            best = self._shifted(reach, columns, level)[days]
            if number == 0:
                found = best
            else:
                found[:, columns] = np.where(level.there, best, found[:, columns])
        return found

    def _shifted(self, reach: slice, columns: slice | Ints, level: _Level) -> Ints:
        """Return the cheapest of all gaps from each day of a stretch, for chains with so much behind them."""
        ahead = self.ahead[0][reach, columns]
        if len(self.ahead) > 1:
            ahead = np.where(self.dues_at[reach, columns] > level.dues, self.ahead[1][reach, columns], ahead)
        if self._held:
            ahead = np.where(self.passed_at[reach, columns] > level.passes, INF, ahead)
        windows = sliding_window_view(ahead, self.width, axis=0).transpose(0, 2, 1)
        best: Ints = (windows + self.gap[:, columns]).min(axis=1)
        return best


def paths_in(network: Network) -> Paths:
    """Return what finds the cheapest chains of a network the faster way."""
    return Sweep(network) if network.size <= _FEW else Paths(network)
