"""A part of a network, in which a chain may stand for several patients."""

from copy import copy
from dataclasses import replace

from refillplan.planner.arrays import Ints
from refillplan.planner.network import Network

_BY_COLUMN = (
    "comfort",
    "gap_comfort",
    "gap_beyond",
    "first_comfort",
    "first_beyond",
    "leave",
    "first_leave",
    "elsewhere",
    "first_elsewhere",
    "dues",
    "passes",
)
"""The arrays of a network whose last dimension is its chains."""


def part_of(network: Network, columns: Ints, times: Ints) -> Network:
    """Return the network of these columns, each of which stands for so many patients."""
    part = copy(network)
    part.members, part.times = network.members[columns], times
    for name in _BY_COLUMN:
        setattr(part, name, getattr(network, name)[..., columns])
    at = {int(column): position for position, column in enumerate(columns)}
    part.own = [(half, row, at[column]) for half, row, column in network.own if column in at]
    part.told = [(half, row, at[column]) for half, row, column in network.told if column in at]
    part.own_set, part.told_set = frozenset(part.own), frozenset(part.told)
    part.late = {
        row: [replace(late, patient=at[late.patient]) for late in lates if late.patient in at]
        for row, lates in network.late.items()
    }
    part.unreachable = {at[column] for column in network.unreachable if column in at}
    return part
