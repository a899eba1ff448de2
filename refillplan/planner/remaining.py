"""The steps that a better plan could still use.

A step is kept if the cheapest chain through it, at the final prices, is no further above its
patient's cheapest chain than a plan's allowed distance from the bound: in a plan within that
distance no chain can use any other.
"""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import islice

import numpy as np

from refillplan.planner.arrays import INF, Ints
from refillplan.planner.network import Network
from refillplan.planner.pricing import OWN, Column, Paths
from refillplan.planner.replay import OUT, START, gap


@dataclass(frozen=True, slots=True)
class Step:
    """One step of one patient's chain: rows (-1 the start, -2 out of the horizon), stop (None: out), tier values."""

    patient: int
    before: int
    after: int
    stop: int | None
    tiers: tuple[int, int, int, int]


def remaining_steps(
    networks: Iterable[Paths], slack: int, most: int, settled: AbstractSet[int] = frozenset()
) -> list[Step] | None:
    """Return the steps through which a chain costs at most ``slack`` (65536ths) more than its patient's cheapest.

    The prices are those last given to `Paths.price`. None where there are more than ``most`` steps. Patients who are
    settled have none.
    """
    steps = list(islice((step for paths in networks for step in _Remaining(paths, slack, settled).steps()), most + 1))
    return None if len(steps) > most else steps


def known_steps(network: Network, columns: Iterable[Column]) -> list[Step]:
    """Return the steps that these chains of patients in ``network`` are made of, each once."""
    column_of = {int(member): column for column, member in enumerate(network.members)}
    found: dict[Step, None] = {}
    for chain in columns:
        if chain.patient in column_of:
            found.update(dict.fromkeys(_steps_of(network, chain, column_of[chain.patient])))
    return list(found)


def _steps_of(net: Network, chain: Column, column: int) -> Iterable[Step]:
    row = START
    for stop in chain.stops:
        if stop < 0:
            to, tiers = -1 - stop, (1, 0, 0, 0)
        else:
            half, to = net.stands[stop // 3]
            beyond, comfort = gap(net, row, to, column)
            kept = -((half, to, column) in net.told_set)
            tiers = (0, beyond, kept, comfort + int(net.comfort[half, to, column]))
        yield Step(chain.patient, row, to, stop, tiers)
        row = to
    leave = net.first_leave[column] if row == START else net.leave[row, column]
    yield Step(chain.patient, row, OUT, None, (0, 0, 0, int(leave)))


class _Remaining:
    def __init__(self, paths: Paths, slack: int, settled: AbstractSet[int]) -> None:
        self._paths = paths
        self._net = paths.network
        self._most = np.minimum(paths.best_start() + slack, INF - 1)
        self._most[[int(member) in settled for member in self._net.members]] = -INF
        self._own = {(row, column) for _, row, column in self._net.own_set}
        self._reach = np.full_like(paths.onward, INF)

    def steps(self) -> Iterable[Step]:
        yield from self._from_start()
        for row in range(len(self._net.days)):
            if (self._reach[row] < INF).any():
                yield from self._from(row)

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
                kept = -((half, to, column) in net.told_set)
                yield Step(
                    int(net.members[column]),
                    row,
                    to,
                    3 * int(net.session[half, to]) + kind,
                    (0, int(beyond[at, column]), kept, int(comfort[at, column] + net.comfort[half, to, column])),
                )

    def _others(self, row: int, here: Ints, leave: Ints, elsewhere: Ints) -> Iterable[Step]:
        """Steps out of the horizon, to a held visit out of the usual reach, and to a visit done elsewhere."""
        net, paths = self._net, self._paths
        for column in np.flatnonzero(here + paths.leaving(leave) <= self._most).tolist():
            yield Step(int(net.members[column]), row, OUT, None, (0, 0, 0, int(leave[column])))
        for late in net.late.get(row, ()):
            yield from self._late(row, int(here[late.patient]), late.to, late.patient, late.beyond, late.comfort)
        if not net.may_be_elsewhere:
            return
        there = np.where(elsewhere >= 0, here + paths.weights.unplaced, INF)
        onward = paths.onward[elsewhere, np.arange(net.size)]
        for column in np.flatnonzero(np.minimum(there, INF) + onward <= self._most).tolist():
            to = int(elsewhere[column])
            self._reach[to, column] = min(self._reach[to, column], int(there[column]))
            yield Step(int(net.members[column]), row, to, -1 - to, (1, 0, 0, 0))

    def _late(self, row: int, here: int, to: int, column: int, beyond: int, comfort: int) -> Iterable[Step]:
        net, paths = self._net, self._paths
        onward = paths.late_cost(to, column, row, beyond, comfort)
        if here + onward > self._most[column]:
            return
        self._reach[to, column] = min(self._reach[to, column], here + onward - int(paths.onward[to, column]))
        due = int(net.dues[to, column] > (net.dues[row, column] if row >= 0 else 0))
        kind = OWN if (to, column) in self._own else due
        for half in range(2):
            if net.may_stand(half, to, column, kind):
                kept = -((half, to, column) in net.told_set)
                cost = comfort + int(net.comfort[half, to, column])
                yield Step(int(net.members[column]), row, to, 3 * int(net.session[half, to]) + kind, (0, beyond, kept, cost))
