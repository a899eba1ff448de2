"""Patients who have the same before them.

From a day on which two patients' wishes, intervals, reviews and held visits to come are equal, they can go on in the same ways at
the same cost: it makes no difference who of them goes which. What chooses among whole chains need not tell them apart.
"""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from refillplan.planner.arrays import Ints
from refillplan.planner.network import Network


def first_alike(network: Network) -> Ints:
    """Return the (n + 1, p) first column that has the same before it, by row and column; the last row is the start."""
    n = network
    found = np.empty((len(n.days) + 1, n.size), dtype=np.int64)
    marks = _marks(n)
    kinds = _Kinds(n.size)
    kinds.part(n.gap_beyond, n.gap_comfort)
    for row in range(len(n.days) - 1, -1, -1):
        kinds.part([n.leave[row], n.elsewhere[row]], _late(n, row))
        found[row] = kinds.first()
        since = [counts[row] - counts[row - 1] if row else counts[row] for counts in (n.dues, n.passes)]
        kinds.part(n.comfort[:, row], marks[:, row], since)
    unreachable = np.isin(np.arange(n.size), list(n.unreachable))
    kinds.part([n.first_leave, n.first_elsewhere, unreachable], n.first_beyond, n.first_comfort, _late(n, -1))
    found[-1] = kinds.first()
    return found


class _Kinds:
    """Columns of one kind are equal in everything by which they were parted."""

    def __init__(self, size: int) -> None:
        self._kind = np.zeros(size, dtype=np.int64)

    def part(self, *tables: Iterable[NDArray[np.generic]]) -> None:
        """Part those that differ in any row of these tables."""
        for table in tables:
            for values in table:
                if len(values) and (values != values[0]).any():
                    each = np.unique(values, return_inverse=True)[1]
                    self._kind = np.unique(self._kind * len(values) + each, return_inverse=True)[1]

    def first(self) -> Ints:
        """Return for each column the first one of its kind."""
        _, first, kind = np.unique(self._kind, return_index=True, return_inverse=True)
        return first[kind]


def _marks(n: Network) -> Ints:
    """Return by half-day, row and column which visits were told there, and which stay as booked."""
    marks = np.zeros(n.comfort.shape, dtype=np.int64)
    for value, places in ((1, n.told_set), (2, n.own_set)):
        for place in places:
            marks[place] += value
    return marks


def _late(n: Network, row: int) -> list[Ints]:
    """Return what parts all who have steps of their own from a row."""
    own = sorted({late.patient for late in n.late.get(row, ())})
    return [np.where(np.arange(n.size) == column, 1, 0) for column in own]
