"""From priced steps back to chains: who stands where, of which kind, at what cost in each tier."""

import numpy as np

from refillplan.planner.network import INF, NONE, Ints
from refillplan.planner.pricing import OWN, Column, Paths

_START, _OUT = -1, -2


def walk(paths: Paths) -> list[Column | None]:
    """Return each patient's cheapest chain under the prices last given to `Paths.price`, None where there is none."""
    return _Walk(paths).columns()


class _Walk:
    """All patients step together; ties go to leaving, then to the earliest day and half-day."""

    def __init__(self, paths: Paths) -> None:
        self._paths = paths
        self._net = paths.network
        size = self._net.size
        self._row = np.full(size, _START, dtype=np.int64)
        self._tiers = np.zeros((size, 4), dtype=np.int64)
        self._stops: list[list[int]] = [[] for _ in range(size)]
        self._none = np.zeros(size, dtype=bool)
        self._own = {(row, column): half for half, row, column in self._net.own}

    def columns(self) -> list[Column | None]:
        columns = np.arange(self._net.size)
        self._first(columns)
        while (active := np.flatnonzero(self._row >= 0)).size:
            self._next(active)
        members = self._net.members
        return [None if self._none[c] else Column(int(members[c]), tuple(self._stops[c]), _four(self._tiers[c])) for c in columns]

    def _first(self, columns: Ints) -> None:
        net, paths = self._net, self._paths
        leave = paths.leaving(net.first_leave)
        steps = paths.first_steps() if len(paths.first) else np.full((1, net.size), INF)
        to = steps.argmin(axis=0)
        through = steps.min(axis=0)
        beyond = np.zeros((1, net.size), dtype=np.int64) if not len(paths.first) else net.first_beyond
        comfort = beyond if not len(paths.first) else net.first_comfort
        self._choose(columns, to, through, leave, net.first_leave, net.first_elsewhere, beyond[to, columns], comfort[to, columns])

    def _next(self, columns: Ints) -> None:
        net, paths = self._net, self._paths
        rows = self._row[columns]
        low, high = net.low[rows], net.high[rows]
        width = max(1, int((high - low).max()))
        reach = low[:, None] + np.arange(width)
        inside = reach < high[:, None]
        reach = np.minimum(reach, len(net.days) - 1)
        each = columns[:, None]
        gaps = np.clip(net.days[reach] - net.days[rows][:, None] - net.shortest, 0, len(net.gap_comfort) - 1)
        total = paths.total[0][reach, each]
        if len(paths.total) > 1:
            due = net.dues[reach, each] > net.dues[rows, columns][:, None]
            total = np.where(due, paths.total[1][reach, each], total)
        crossing = net.passes[reach - 1, each] > net.passes[rows, columns][:, None]
        cost = np.where(inside & ~crossing, paths.gap[gaps, each] + total, INF)
        pick = cost.argmin(axis=1)
        at = np.arange(len(columns))
        to, gap = reach[at, pick], gaps[at, pick]
        leave = paths.leaving(net.leave[rows, columns])
        self._choose(
            columns,
            to,
            cost[at, pick],
            leave,
            net.leave[rows, columns],
            net.elsewhere[rows, columns],
            net.gap_beyond[gap, columns],
            net.gap_comfort[gap, columns],
        )

    def _choose(
        self,
        columns: Ints,
        to: Ints,
        through: Ints,
        leave: Ints,
        leave_comfort: Ints,
        elsewhere: Ints,
        beyond: Ints,
        comfort: Ints,
    ) -> None:
        """Take the cheapest way on for each of ``columns``: out, a visit, or a visit done elsewhere."""
        paths = self._paths
        there = np.full(len(columns), INF, dtype=np.int64)
        if self._net.elastic:
            there = np.where(elsewhere >= 0, paths.onward[elsewhere, columns] + paths.weights.unplaced, INF)
        for at, column in enumerate(columns.tolist()):
            row, gap = int(to[at]), (int(beyond[at]), int(comfort[at]))
            best = min(int(leave[at]), int(through[at]), int(there[at]))
            for late in self._net.late.get(int(self._row[column]), ()):
                cost = paths.late_cost(late.to, column, int(self._row[column]), late.beyond, late.comfort)
                if late.patient == column and cost < best:
                    row, gap, best = late.to, (late.beyond, late.comfort), -1
            if best > NONE:
                self._none[column] = True
                self._row[column] = _OUT
            elif best == int(leave[at]):
                self._tiers[column, 3] += int(leave_comfort[at])
                self._row[column] = _OUT
            elif best in (-1, int(through[at])):
                self._visit(column, row, gap)
            else:
                self._tiers[column, 0] += 1
                self._stops[column].append(-1 - int(elsewhere[at]))
                self._row[column] = int(elsewhere[at])

    def _visit(self, column: int, row: int, gap: tuple[int, int]) -> None:
        net, paths = self._net, self._paths
        before = int(self._row[column])
        kind = int(net.dues[row, column] > (net.dues[before, column] if before >= 0 else 0))
        half = self._own.get((row, column))
        if half is None:
            half = paths.cheaper_half(row, column, kind)
        else:
            kind = OWN
        self._tiers[column] += (0, gap[0], -((half, row, column) in net.told_set), gap[1] + int(net.comfort[half, row, column]))
        self._stops[column].append(3 * int(net.session[half, row]) + kind)
        self._row[column] = row


def _four(tiers: Ints) -> tuple[int, int, int, int]:
    a, b, c, d = tiers.tolist()
    return a, b, c, d
