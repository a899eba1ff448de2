"""What prices some of the patients teach for all: each of them stands for so many, and little is lost.

How many days beyond limits a centre enforces hangs on few weeks in which too much is due at once. The prices of those
weeks are nearly the same whoever exactly comes, so that a part of the patients finds them, in a small part of the time.
What they prove is worked out anew, exactly, for all patients.
"""

from collections.abc import Sequence
from copy import copy
from dataclasses import replace

import numpy as np

from refillplan.planner.capacity import Capacity, Prices
from refillplan.planner.generation import Generator, Pool
from refillplan.planner.goals import Goal
from refillplan.planner.network import Network
from refillplan.planner.networks import own_minima_of
from refillplan.planner.pricing import Paths
from refillplan.planner.progress import Stop, quiet

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

_SOME, _PART = 250, 4  # patients, as a rule, and at most one of so many
_LEAST_PART = 10  # where more is to be learned, at least one of so many


def learn(capacity: Capacity, networks: Sequence[Paths], goal: Goal, stop: Stop, *, exactly: bool) -> Prices | None:
    """Return prices for a goal that some of the patients teach; None where not even they find places.

    Parameters
    ----------
    exactly
        Whether the bound is to be as near as can be, so that more teach where there are many.
    """
    patients = sum(paths.network.size for paths in networks)
    most = max(_SOME, patients // _LEAST_PART) if exactly else _SOME
    weight = max(1, patients // min(most, patients // _PART + 1))
    some = [Paths(_every(weight, paths.network)) for paths in networks]
    floors = own_minima_of(len(capacity.profiles), some)
    generator = Generator(capacity, some, goal, floors, Pool(), None, stop, weight=weight)
    generated = generator.run(quiet, stop)
    return None if generated is None else generated.bound.prices


def _every(number: int, network: Network) -> Network:
    """Return the network of the first chain and every so many after it."""
    some = copy(network)
    columns = np.arange(0, network.size, number)
    some.members = network.members[columns]
    for name in _BY_COLUMN:
        setattr(some, name, getattr(network, name)[..., columns])
    at = {int(column): position for position, column in enumerate(columns)}
    some.own = [(half, row, at[column]) for half, row, column in network.own if column in at]
    some.told = [(half, row, at[column]) for half, row, column in network.told if column in at]
    some.own_set, some.told_set = frozenset(some.own), frozenset(some.told)
    some.late = {
        row: [replace(late, patient=at[late.patient]) for late in lates if late.patient in at]
        for row, lates in network.late.items()
    }
    some.unreachable = {at[column] for column in network.unreachable if column in at}
    return some
