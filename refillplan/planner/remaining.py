"""The steps that a better plan could still use.

A step is kept if the cheapest chain through it, at the final prices, is no further above its
patient's cheapest chain than a plan's allowed distance from the bound: in a plan within that
distance no chain can use any other.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from refillplan.planner.network import INF, Ints
from refillplan.planner.pricing import OWN, Paths

START, OUT = -1, -2


@dataclass(frozen=True, slots=True)
class Step:
    """One step of one patient's chain: rows (-1 the start, -2 out of the horizon), stop (None: out), tier values."""

    patient: int
    before: int
    after: int
    stop: int | None
    tiers: tuple[int, int, int, int]


def remaining_steps(paths: Paths, slack: int) -> list[Step]:
    """Return the steps through which a chain costs at most ``slack`` (65536ths) more than its patient's cheapest.

    The prices are those last given to ``paths.price``.
    """
    return _Remaining(paths, slack).steps()


class _Remaining:
    def __init__(self, paths: Paths, slack: int) -> None:
        self._paths = paths
        self._net = paths.network
        self._most = np.minimum(paths.best_start() + slack, INF - 1)
        self._told = set(self._net.told)
        self._own = {(row, column) for _, row, column in self._net.own}
        self._reach = np.full_like(paths.onward, INF)

    def steps(self) -> list[Step]:
        found = list(self._from_start())
        for row in range(len(self._net.days)):
            if (self._reach[row] < INF).any():
                found.extend(self._from(row))
        return found

    def _from_start(self) -> Iterable[Step]:
        net, paths = self._net, self._paths
        here = np.zeros(net.size, dtype=np.int64)
        rows = np.arange(len(paths.first))
        gone = np.zeros(net.size, dtype=np.int64)
        yield from self._visits(START, here, rows, paths.first, net.first_beyond, net.first_comfort, gone, gone)
        yield from self._others(START, here, net.first_leave, net.first_elsewhere)

    def _from(self, row: int) -> Iterable[Step]:
        net, paths = self._net, self._paths
        here = self._reach[row]
        rows = np.arange(net.low[row], net.high[row])
        gaps = net.days[rows] - net.days[row] - net.shortest
        yield from self._visits(
            row, here, rows, paths.gap[gaps], net.gap_beyond[gaps], net.gap_comfort[gaps], net.dues[row], net.passes[row]
        )
        yield from self._others(row, here, net.leave[row], net.elsewhere[row])

    def _visits(
        self, row: int, here: Ints, rows: Ints, gap: Ints, beyond: Ints, comfort: Ints, dues: Ints, passes: Ints
    ) -> Iterable[Step]:
        """Steps to a visit in each half-day of ``rows``; extends the reach of those kept."""
        if not len(rows):
            return
        net, paths = self._net, self._paths
        due = net.dues[rows] > dues
        before = np.where((rows > 0)[:, None], net.passes[rows - 1], 0)
        gap = np.where(before > passes, INF, gap)
        for half in range(2):
            stand = paths.half_cost(half, rows, due)
            upto = np.minimum(here + gap, INF) + stand
            for at, column in np.argwhere(upto + paths.onward[rows] <= self._most).tolist():
                to = int(rows[at])
                self._reach[to, column] = min(self._reach[to, column], int(upto[at, column]))
                kind = OWN if (to, column) in self._own else int(due[at, column])
                kept = -((half, to, column) in self._told)
                yield Step(
                    int(net.members[column]),
                    row,
                    to,
                    3 * int(net.session[half, to]) + kind,
                    (0, int(beyond[at, column]), kept, int(comfort[at, column] + net.comfort[half, to, column])),
                )

    def _others(self, row: int, here: Ints, leave: Ints, elsewhere: Ints) -> Iterable[Step]:
        """Steps out of the horizon, to a visit done elsewhere, and to a date that a person has fixed."""
        net, paths = self._net, self._paths
        for column in np.flatnonzero(here + paths.leaving(leave) <= self._most).tolist():
            yield Step(int(net.members[column]), row, OUT, None, (0, 0, 0, int(leave[column])))
        if not net.elastic:
            return
        there = np.where(elsewhere >= 0, here + paths.weights.unplaced, INF)
        onward = paths.onward[elsewhere, np.arange(net.size)]
        for column in np.flatnonzero(np.minimum(there, INF) + onward <= self._most).tolist():
            to = int(elsewhere[column])
            self._reach[to, column] = min(self._reach[to, column], int(there[column]))
            yield Step(int(net.members[column]), row, to, -1 - to, (1, 0, 0, 0))
        for late in net.late.get(row, ()):
            yield from self._late(row, int(here[late.patient]), late.to, late.patient, late.beyond, late.comfort)

    def _late(self, row: int, here: int, to: int, column: int, beyond: int, comfort: int) -> Iterable[Step]:
        net, paths = self._net, self._paths
        onward = paths.late_cost(to, column, row, beyond, comfort)
        if here + onward > self._most[column]:
            return
        self._reach[to, column] = min(self._reach[to, column], here + onward - int(paths.onward[to, column]))
        due = int(net.dues[to, column] > (net.dues[row, column] if row >= 0 else 0))
        for half in range(2):
            if net.comfort[half, to, column] < INF:
                kind = OWN if (to, column) in self._own else due
                kept = -((half, to, column) in self._told)
                cost = comfort + int(net.comfort[half, to, column])
                yield Step(int(net.members[column]), row, to, 3 * int(net.session[half, to]) + kind, (0, beyond, kept, cost))
