"""Told visits kept and comfort by one column generation, in which one told visit counts more than all comfort together.

Its prices prove both: divided by what a told visit counts they bound how many can be kept, and as they are they bound
comfort among the plans that keep as many. Two column generations would find nearly the same chains one after the other.
"""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from refillplan.planner.capacity import Duals, Prices
from refillplan.planner.goals import Goal
from refillplan.planner.pricing import COMFORT, SCALE

_APART = 1 << 13  # points of comfort for a told visit: the bound of those kept is off by all comfort over this, at most
_TOLD = COMFORT - 1

JOINTLY = Goal(costs=(0, 0, _APART, 1), own_minima=_TOLD, held={})
"""What is generated for."""


def apart(prices: Prices) -> Iterator[tuple[Goal, Prices]]:
    """Return each tier's own goal, nothing held yet, and what these prices of `JOINTLY` are for it."""
    told = Duals(facets=prices.duals.facets // _APART, comfortable=np.zeros_like(prices.duals.comfortable))
    yield replace(JOINTLY, costs=(0, 0, 1, 0)), Prices(duals=told, multipliers={})
    yield replace(JOINTLY, costs=(0, 0, 0, 1)), Prices(duals=prices.duals, multipliers={_TOLD: _APART * SCALE})
