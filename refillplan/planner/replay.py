"""Chains of one problem walked again in another: legal there or not, and at what cost."""

from collections.abc import Iterable

from refillplan.planner.arrays import INF
from refillplan.planner.network import Network
from refillplan.planner.pricing import OWN, Column

START, OUT = -1, -2


def replay(network: Network, column: int, stops: Iterable[int]) -> Column | None:
    """Return the chain through these stops with its kinds and tiers in this network, None where it is illegal.

    Parameters
    ----------
    column
        The patient's column in the network.
    stops
        As in `Column`; the kinds named there do not count.
    """
    walker = _Walker(network, column)
    for stop in stops:
        if not (walker.elsewhere(-1 - stop) if stop < 0 else walker.visit(stop // 3)):
            return None
    return walker.end()


def gap(network: Network, row: int, to: int, column: int) -> tuple[int, int]:
    """Return days beyond the limit and comfort of the step between two rows (-1: the start), INF where it is illegal."""
    for late in network.late.get(row, ()):
        if (late.patient, late.to) == (column, to):
            return late.beyond, late.comfort
    if row == START:
        if to >= len(network.first_beyond):
            return INF, INF
        return int(network.first_beyond[to, column]), int(network.first_comfort[to, column])
    days = int(network.days[to] - network.days[row]) - network.shortest
    if not 0 <= days < len(network.gap_beyond):
        return INF, INF
    return int(network.gap_beyond[days, column]), int(network.gap_comfort[days, column])


class _Walker:
    def __init__(self, network: Network, column: int) -> None:
        self._net = network
        self._column = column
        self._row = START
        self._tiers = [0, 0, 0, 0]
        self._stops: list[int] = []

    def visit(self, session: int) -> bool:
        net, column = self._net, self._column
        if session not in net.stands:
            return False
        half, to = net.stands[session]
        beyond, comfort = gap(net, self._row, to, column)
        due = net.dues[to, column] > (net.dues[self._row, column] if self._row >= 0 else 0)
        kind = OWN if (half, to, column) in net.own_set else int(due)
        if comfort >= INF or not net.may_stand(half, to, column, kind) or self._passed(to):
            return False
        self._stops.append(3 * session + kind)
        self._tiers[1] += beyond
        self._tiers[2] -= (half, to, column) in net.told_set
        self._tiers[3] += comfort + int(net.comfort[half, to, column])
        self._row = to
        return True

    def elsewhere(self, day: int) -> bool:
        net, column = self._net, self._column
        there = net.first_elsewhere[column] if self._row == START else net.elsewhere[self._row, column]
        if not net.may_be_elsewhere or there != day:
            return False
        self._stops.append(-1 - day)
        self._tiers[0] += 1
        self._row = day
        return True

    def end(self) -> Column | None:
        net, column = self._net, self._column
        leave = int(net.first_leave[column] if self._row == START else net.leave[self._row, column])
        if leave >= INF or column in net.unreachable:
            return None
        self._tiers[3] += leave
        unplaced, beyond, told, comfort = self._tiers
        return Column(int(net.members[column]), tuple(self._stops), (unplaced, beyond, told, comfort))

    def _passed(self, to: int) -> bool:
        """Whether a step to this row skips a held visit."""
        passes = self._net.passes
        before = passes[to - 1, self._column] if to > 0 else 0
        return bool(before > (passes[self._row, self._column] if self._row >= 0 else 0))
