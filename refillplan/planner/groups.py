"""Column generation for groups: patients who are alike from the start on share one row, and one of them stands for all."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from dataclasses import replace

import numpy as np

from refillplan.planner.alike import first_alike
from refillplan.planner.arrays import INF
from refillplan.planner.generation import Generated
from refillplan.planner.network import Network
from refillplan.planner.parts import part_of
from refillplan.planner.pricing import Column, Paths
from refillplan.planner.sweeping import paths_in

_TRACE = 1e-6  # shares smaller than this are rounding
_COMFORTS = ("comfort", "gap_comfort", "first_comfort", "leave", "first_leave")


class Groups:
    """Groups of alike patients.

    Parameters
    ----------
    networks
        Of all patients.
    with_comfort
        Whether they are alike in comfort, too, or in all but that.

    Attributes
    ----------
    paths
        The networks of those who stand for a group.
    """

    def __init__(self, networks: Sequence[Paths], *, with_comfort: bool) -> None:
        self.paths: list[Paths] = []
        self._first: dict[int, int] = {}
        self._members: dict[int, list[int]] = defaultdict(list)
        for paths in networks:
            network = paths.network
            first = paths.alike[-1] if with_comfort else first_alike(_without_comfort(network))[-1]
            columns, group = np.unique(first, return_inverse=True)
            times = np.bincount(group, weights=network.times).astype(np.int64)
            nobody_alike = len(columns) == network.size
            self.paths.append(paths if nobody_alike else paths_in(part_of(network, columns, times)))
            for member, stands in zip(network.members.tolist(), network.members[first].tolist(), strict=True):
                self._first[member] = stands
                self._members[stands].append(member)

    def is_alone(self, patient: int) -> bool:
        """Tell whether a patient is alike to nobody."""
        return len(self._members.get(patient, ())) == 1

    def gather(self, columns: Iterable[Column]) -> Iterator[Column]:
        """Return the chains as chains of those who stand for their patients."""
        for column in columns:
            stands = self._first.get(column.patient)
            if stands is not None:
                yield column if stands == column.patient else replace(column, patient=stands)

    def spread(self, generated: Generated) -> Generated:
        """Return the chains shared out among all patients: as many as can be get one that is whole."""
        offered: dict[int, dict[Column, float]] = defaultdict(dict)
        for column, share in zip(generated.offered, generated.mix.shares.tolist(), strict=True):
            offered[column.patient][column] = share
        shared = [each for stands, shares in offered.items() for each in _share_out(self._members[stands], shares)]
        mix = replace(generated.mix, shares=np.array([share for _, share in shared]))
        return replace(generated, mix=mix, offered=tuple(column for column, _ in shared))


def _share_out(members: Sequence[int], shares: dict[Column, float]) -> Iterator[tuple[Column, float]]:
    """Share out the chains of a group among its members; who gets none that is whole is offered all of them."""
    if len(members) == 1:
        yield from shares.items()
        return
    left, waiting = dict(shares), list(members)
    for column in sorted(shares, key=lambda column: -shares[column]):
        while waiting and left[column] > 1 - _TRACE:
            left[column] -= 1
            yield replace(column, patient=waiting.pop()), 1.0
    for member in waiting:
        room = 1.0
        for column in shares:
            taken = min(room, left[column])
            taken = taken if taken > _TRACE else 0.0
            left[column] -= taken
            room -= taken
            yield replace(column, patient=member), taken


def _without_comfort(network: Network) -> Network:
    """Return the network in which all that is legal costs no comfort."""
    bare = copy(network)
    for name in _COMFORTS:
        setattr(bare, name, np.where(getattr(network, name) < INF, 0, INF))
    return bare
