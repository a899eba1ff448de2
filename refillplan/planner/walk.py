"""From priced steps back to chains: who stands where, of which kind, at what cost in each tier."""

from dataclasses import dataclass

import numpy as np

from refillplan.planner.arrays import INF, NONE, Ints
from refillplan.planner.pricing import OWN, Column, Paths

_START, _OUT = -1, -2

NO_STOP = -(1 << 40)
"""Fills up the stops of a chain that is shorter than others."""


@dataclass(frozen=True, slots=True)
class Traces:
    """Each patient's cheapest chain, as arrays.

    Parameters
    ----------
    stops
        (k, p) as in `Column`, `NO_STOP` where a chain has no such stop.
    tiers
        (p, 4) as in `Column`.
    times
        (p,) for how many patients each stands.
    lost
        (p,) whether there is no chain.
    """

    stops: Ints
    tiers: Ints
    times: Ints
    lost: np.ndarray


def walk(paths: Paths) -> list[Column | None]:
    """Return each patient's cheapest chain under the prices last given to `Paths.price`, None where there is none."""
    return columns_of(paths, trace(paths))


def columns_of(paths: Paths, traces: Traces) -> list[Column | None]:
    """Return the chains traced, one by one."""
    found: list[Column | None] = []
    for member, stops, tiers, lost in zip(
        paths.network.members.tolist(), traces.stops.T.tolist(), traces.tiers.tolist(), traces.lost.tolist(), strict=True
    ):
        chain = Column(member, tuple(stop for stop in stops if stop != NO_STOP), (tiers[0], tiers[1], tiers[2], tiers[3]))
        found.append(None if lost else chain)
    return found


def trace(paths: Paths) -> Traces:
    """Trace each patient's cheapest chain under the prices last given to `Paths.price`."""
    return _Walk(paths).traces()


class _Walk:
    """All patients step together; ties go to leaving, then to the earliest day and half-day."""

    def __init__(self, paths: Paths) -> None:
        self._paths = paths
        self._net = paths.network
        size = self._net.size
        self._row = np.full(size, _START, dtype=np.int64)
        self._tiers = np.zeros((size, 4), dtype=np.int64)
        self._stops: list[Ints] = []
        self._none = np.zeros(size, dtype=bool)
        self._own = {(row, column): half for half, row, column in self._net.own}

    def traces(self) -> Traces:
        columns = np.arange(self._net.size)
        self._first(columns)
        while (active := np.flatnonzero(self._row >= 0)).size:
            self._next(active)
        stops = np.array(self._stops, dtype=np.int64).reshape(-1, self._net.size)
        return Traces(stops, self._tiers, self._net.times, self._none)

    def _first(self, columns: Ints) -> None:
        net, paths = self._net, self._paths
        leave = paths.leaving(net.first_leave)
        steps = paths.first_steps() if len(paths.first) else np.full((1, net.size), INF)
        to = steps.argmin(axis=0)
        through = steps.min(axis=0)
        beyond = np.zeros((1, net.size), dtype=np.int64) if not len(paths.first) else net.first_beyond
        comfort = beyond if not len(paths.first) else net.first_comfort
        gap = np.stack([beyond[to, columns], comfort[to, columns]])
        self._choose(columns, to, through, leave, net.first_leave, net.first_elsewhere, gap)

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
        to, days = reach[at, pick], gaps[at, pick]
        gap = np.stack([net.gap_beyond[days, columns], net.gap_comfort[days, columns]])
        leave = net.leave[rows, columns]
        self._choose(columns, to, cost[at, pick], paths.leaving(leave), leave, net.elsewhere[rows, columns], gap)

    def _choose(
        self, columns: Ints, to: Ints, through: Ints, leave: Ints, leave_comfort: Ints, elsewhere: Ints, gap: Ints
    ) -> None:
        """Take the cheapest way on for each of ``columns``: out, a visit, or a visit done elsewhere.

        ``gap`` holds days beyond the limit and comfort of the steps ``to`` a visit.
        """
        there = np.full(len(columns), INF, dtype=np.int64)
        if self._net.may_be_elsewhere:
            there = np.where(elsewhere >= 0, self._paths.onward[elsewhere, columns] + self._paths.weights.unplaced, INF)
        best = np.minimum(np.minimum(leave, through), there)
        to, gap, by_late = self._latest(columns, to, gap, best)
        lost = (best > NONE) & ~by_late
        leaves = (best == leave) & ~by_late & ~lost
        visits = by_late | ((best == through) & ~leaves & ~lost)
        gone = ~(leaves | visits | lost)
        stops = np.full(self._net.size, NO_STOP, dtype=np.int64)
        self._none[columns[lost]] = True
        self._tiers[columns[leaves], 3] += leave_comfort[leaves]
        self._visit(columns[visits], to[visits], gap[:, visits], stops)
        self._tiers[columns[gone], 0] += 1
        stops[columns[gone]] = -1 - elsewhere[gone]
        self._row[columns[leaves | lost]] = _OUT
        self._row[columns[gone]] = elsewhere[gone]
        self._stops.append(stops)

    def _latest(self, columns: Ints, to: Ints, gap: Ints, best: Ints) -> tuple[Ints, Ints, np.ndarray]:
        """Put steps to held visits out of the usual reach where they are cheaper still."""
        by_late = np.zeros(len(columns), dtype=bool)
        if not self._net.late:
            return to, gap, by_late
        to, gap, least = to.copy(), gap.copy(), best.copy()
        for at, (column, row) in enumerate(zip(columns.tolist(), self._row[columns].tolist(), strict=True)):
            for late in self._net.late.get(row, ()):
                cost = self._paths.late_cost(late.to, column, row, late.beyond, late.comfort)
                if late.patient == column and cost < least[at]:
                    to[at], gap[:, at], least[at], by_late[at] = late.to, (late.beyond, late.comfort), -1, True
        return to, gap, by_late

    def _visit(self, columns: Ints, to: Ints, gap: Ints, stops: Ints) -> None:
        """Stand in the cheaper half-day of the rows ``to``."""
        net, paths = self._net, self._paths
        before = self._row[columns]
        seen = np.where(before >= 0, net.dues[np.maximum(before, 0), columns], 0)
        kind = (net.dues[to, columns] > seen).astype(np.int64)
        half = paths.cheaper_halves(to, columns, kind)
        for at, place in enumerate(zip(to.tolist(), columns.tolist(), strict=True)) if self._own else ():
            if place in self._own:
                half[at], kind[at] = self._own[place], OWN
        self._tiers[columns, 1] += gap[0]
        self._tiers[columns, 3] += gap[1] + net.comfort[half, to, columns]
        self._tiers[columns, 2] -= self._paths.told_there[half, to, columns]
        stops[columns] = 3 * net.session[half, to] + kind
        self._row[columns] = to
