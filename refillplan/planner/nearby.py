"""The steps near everybody's cheapest chains, found a stretch of days at a time: as `remaining_steps`, where patients are few."""

from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from itertools import islice

import numpy as np

from refillplan.planner.arrays import INF, Ints
from refillplan.planner.pricing import OWN, Paths
from refillplan.planner.remaining import Step, remaining_steps
from refillplan.planner.replay import OUT, START
from refillplan.planner.sweeping import Sweep


def near_steps(networks: Iterable[Paths], slack: int, most: int, settled: AbstractSet[int] = frozenset()) -> list[Step] | None:
    """Return what `remaining_steps` returns, in another order."""
    found: list[Step] = []
    for paths in networks:
        if isinstance(paths, Sweep):
            found += islice(_Nearby(paths, slack, settled).steps(), most + 1 - len(found))
        else:
            steps = remaining_steps([paths], slack, most - len(found), settled)
            if steps is None:
                return None
            found += steps
        if len(found) > most:
            return None
    return found


class _Nearby:
    def __init__(self, paths: Sweep, slack: int, settled: AbstractSet[int]) -> None:
        self._paths = paths
        self._net = net = paths.network
        self._most = np.minimum(paths.best_start() + slack, INF - 1)
        self._most[[int(member) in settled for member in net.members]] = -INF
        self._own = {(row, column): half for half, row, column in net.own}
        self._reach = np.full_like(paths.onward, INF)
        self._row_of = np.full(paths.behind, -1, dtype=np.int64)
        self._row_of[net.days] = np.arange(len(net.days))

    def steps(self) -> Iterator[Step]:
        net = self._net
        columns = np.arange(net.size)
        nothing = np.zeros(net.size, dtype=np.int64)
        yield from self._from_start(columns)
        yield from self._others(np.full(net.size, START), columns, nothing, net.first_leave, net.first_elsewhere)
        yield from self._lates(START)
        for stretch in reversed(self._paths.stretches):
            rows = range(stretch.rows.start, stretch.rows.stop)
            for part in [[row] for row in rows] if stretch.late else [list(rows)]:
                yield from self._from(part)
                if part[0] in net.late:
                    yield from self._lates(part[0])

    def _from_start(self, columns: Ints) -> Iterator[Step]:
        net, paths = self._net, self._paths
        if not len(paths.first):
            return
        to, column = np.nonzero(paths.first_steps() <= self._most)
        due = (net.dues[to, column] > 0).astype(np.int64)
        gap = np.stack([net.first_beyond[to, column], net.first_comfort[to, column]])
        yield from self._visits(np.full(len(to), START), column, to, due, paths.first[to, column], gap)

    def _from(self, part: Sequence[int]) -> Iterator[Step]:
        """Return the steps from these rows, none of which is reached from another of them."""
        net, paths = self._net, self._paths
        at, column = np.nonzero(self._reach[part] < INF)
        if not len(at):
            return
        row = np.array(part)[at]
        here = self._reach[row, column]
        days, each = net.days[row][:, None] + net.shortest + np.arange(paths.width), column[:, None]
        due = paths.dues_at[days, each] > net.dues[row, column][:, None]
        total = paths.ahead[0][days, each]
        if len(paths.ahead) > 1:
            total = np.where(due, paths.ahead[1][days, each], total)
        total = np.where(paths.passed_at[days, each] > net.passes[row, column][:, None], INF, total)
        upto = np.minimum(here[:, None] + paths.gap[:, column].T, INF)
        one, gap = np.nonzero(upto + total <= self._most[column][:, None])
        comfort = np.stack([net.gap_beyond[gap, column[one]], net.gap_comfort[gap, column[one]]])
        to, kind = self._row_of[days[one, gap]], due[one, gap].astype(np.int64)
        yield from self._visits(row[one], column[one], to, kind, upto[one, gap], comfort)
        yield from self._others(row, column, here, net.leave[row, column], net.elsewhere[row, column])

    def _visits(self, row: Ints, column: Ints, to: Ints, due: Ints, upto: Ints, gap: Ints) -> Iterator[Step]:
        """Return the steps to a visit in each half-day of the rows ``to``; extend the reach of those kept."""
        net, paths = self._net, self._paths
        own = np.array([self._own.get(place, START) for place in zip(to.tolist(), column.tolist(), strict=True)], dtype=np.int64)
        for half in range(2):
            cost = np.minimum(upto + paths.stand_in(half, to, column, due, own == half), INF)
            kept = np.flatnonzero(cost + paths.onward[to, column] <= self._most[column])
            np.minimum.at(self._reach, (to[kept], column[kept]), cost[kept])
            comfort = gap[1] + net.comfort[half, to, column]
            for at in kept.tolist():
                place = (half, int(to[at]), int(column[at]))
                kind = OWN if own[at] != START else int(due[at])
                tiers = (0, int(gap[0, at]), -(place in net.told_set), int(comfort[at]))
                stop = 3 * int(net.session[half, to[at]]) + kind
                yield Step(int(net.members[column[at]]), int(row[at]), int(to[at]), stop, tiers)

    def _others(self, row: Ints, column: Ints, here: Ints, leave: Ints, elsewhere: Ints) -> Iterator[Step]:
        """Return the steps out of the horizon, and to a visit done elsewhere."""
        net, paths = self._net, self._paths
        for at in np.flatnonzero(here + paths.leaving(leave) <= self._most[column]).tolist():
            yield Step(int(net.members[column[at]]), int(row[at]), OUT, None, (0, 0, 0, int(leave[at])))
        if not net.may_be_elsewhere:
            return
        there = np.where(elsewhere >= 0, here + paths.weights.unplaced, INF)
        onward = paths.onward[elsewhere, column]
        for at in np.flatnonzero(np.minimum(there, INF) + onward <= self._most[column]).tolist():
            to, one = int(elsewhere[at]), int(column[at])
            self._reach[to, one] = min(self._reach[to, one], int(there[at]))
            yield Step(int(net.members[one]), int(row[at]), to, -1 - to, (1, 0, 0, 0))

    def _lates(self, row: int) -> Iterator[Step]:
        """Return the steps out of the usual reach."""
        net, paths = self._net, self._paths
        for late in net.late.get(row, ()):
            to, column = late.to, late.patient
            here = 0 if row == START else int(self._reach[row, column])
            onward = paths.late_cost(to, column, row, late.beyond, late.comfort)
            if here + onward > self._most[column]:
                continue
            self._reach[to, column] = min(self._reach[to, column], here + onward - int(paths.onward[to, column]))
            due = int(net.dues[to, column] > (0 if row == START else net.dues[row, column]))
            kind = OWN if (to, column) in self._own else due
            for half in range(2):
                if net.may_stand(half, to, column, kind):
                    tiers = (
                        0,
                        late.beyond,
                        -((half, to, column) in net.told_set),
                        late.comfort + int(net.comfort[half, to, column]),
                    )
                    yield Step(int(net.members[column]), row, to, 3 * int(net.session[half, to]) + kind, tiers)
