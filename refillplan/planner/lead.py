"""All tiers together, and from there each by itself.

Where a centre is overloaded, the days beyond limits alone tell few chains apart: column generation for them wanders.
With comfort counted in, too, every chain has a cost of its own, and prices are soon found; those of each tier alone,
with the earlier ones held, are near to them.
"""

from refillplan.planner.capacity import Capacity, Duals, Prices
from refillplan.planner.generation import Generated
from refillplan.planner.goals import Goal
from refillplan.planner.pool import Pool, cheapest_of
from refillplan.planner.pricing import SCALE, Column

_CHAINS = 20  # of each patient, offered at first


class Lead:
    """What planning for all tiers together has found, for goals of one tier with the earlier ones held.

    Parameters
    ----------
    together
        The goal that was planned for; a unit of each tier counts for many of the next.
    """

    def __init__(self, capacity: Capacity, together: Goal, generated: Generated) -> None:
        self._capacity = capacity
        self._costs = together.costs
        self._prices = generated.bound.prices
        self._known: dict[Column, None] = {}
        self._used: dict[Column, None] = {}
        self.keep(generated)

    def keep(self, generated: Generated) -> None:
        """Keep the chains that were generated, and know those that were used."""
        self._known.update(dict.fromkeys(generated.offered))
        shares = zip(generated.offered, generated.mix.shares, strict=True)
        self._used.update((column, None) for column, share in shares if share > 0)

    def prices(self, goal: Goal) -> Prices:
        """Return the prices in units of the tier that counts for the goal."""
        unit = next(cost for cost, counts in zip(self._costs, goal.costs, strict=True) if counts)
        duals = self._prices.duals
        comfortable = duals.comfortable if goal.with_comfort else 0 * duals.comfortable
        multipliers = {position: SCALE * self._costs[position] // unit for position in goal.held}
        return Prices(duals=Duals(facets=duals.facets // unit, comfortable=comfortable), multipliers=multipliers)

    def pool(self, goal: Goal) -> Pool:
        """Return the chains to begin with: those used, and each patient's cheapest under these prices."""
        pool = Pool()
        pool.add(self._used)
        pool.add(cheapest_of(self._known, self._capacity, goal, self.prices(goal), _CHAINS))
        return pool
