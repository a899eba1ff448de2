"""All tiers together, and from there each by itself.

Where a centre is overloaded, the days beyond limits alone tell few chains apart: column generation for them wanders.
With comfort counted in, too, every chain has a cost of its own, and prices are soon found; those of each tier alone,
with the earlier ones held, are near to them.
"""

from collections.abc import Mapping, Sequence
from math import inf

import numpy as np

from refillplan.planner.capacity import Capacity, Duals, Prices
from refillplan.planner.generation import Generated
from refillplan.planner.goals import Goal
from refillplan.planner.pool import cheapest_of
from refillplan.planner.pricing import COMFORT, SCALE, Column

_TRACE = 1e-6  # sums below this are rounding
_CHAINS = 20  # of each patient, offered at first


class Lead:
    """What planning for all tiers together has found, for goals of one tier with the earlier ones held.

    Parameters
    ----------
    together
        The goal that was planned for; a unit of each tier counts for many of the next.
    generated
        The end of column generation for it, for groups of alike patients.
    spread
        The same, with a chain for each of the patients.

    Attributes
    ----------
    spread
        As given.
    """

    def __init__(self, capacity: Capacity, together: Goal, generated: Generated, spread: Generated) -> None:
        self._capacity = capacity
        self._costs = together.costs
        self._prices = generated.bound.prices
        self.spread = spread
        self._known: dict[Column, None] = {}
        self._used: dict[Column, None] = {}
        shares = zip(generated.offered, generated.mix.shares.tolist(), strict=True)
        self._spent = [float(value) for value in sum((share * np.array(column.tiers) for column, share in shares), np.zeros(4))]
        self.keep(generated)

    def keep(self, generated: Generated) -> None:
        """Keep the chains that were generated, and know those that were used."""
        self._known.update(dict.fromkeys(generated.offered))
        shares = zip(generated.offered, generated.mix.shares, strict=True)
        self._used.update((column, None) for column, share in shares if share > 0)

    def least(self, floors: Sequence[int]) -> int:
        """Return in how many tiers, from the first on, the mix for all together takes no more than everybody's own minimum."""
        more = (spent > floor + _TRACE for spent, floor in zip(self._spent, floors, strict=True))
        return next((position for position, is_more in enumerate(more) if is_more), len(floors))

    def comfort(self, held: Mapping[int, int]) -> float:
        """Return what the mix costs in comfort alone, infinite where it takes more of a tier than is held."""
        if any(self._spent[position] > value + _TRACE for position, value in held.items()):
            return inf
        return self.spread.mix.cost - sum(cost * spent for cost, spent in zip(self._costs[:COMFORT], self._spent, strict=False))

    def prices(self, goal: Goal) -> Prices:
        """Return the prices in units of the tier that counts for the goal."""
        unit = next(cost for cost, counts in zip(self._costs, goal.costs, strict=True) if counts)
        duals = self._prices.duals
        comfortable = duals.comfortable if goal.with_comfort else 0 * duals.comfortable
        multipliers = {position: SCALE * self._costs[position] // unit for position in goal.held}
        return Prices(duals=Duals(facets=duals.facets // unit, comfortable=comfortable), multipliers=multipliers)

    def chains(self, goal: Goal) -> list[Column]:
        """Return the chains to begin with: those used, and each patient's cheapest under these prices."""
        return [*self._used, *cheapest_of(self._known, self._capacity, goal, self.prices(goal), _CHAINS)]
