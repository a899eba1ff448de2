"""What prices prove: the patients' cheapest chains under them, plus what the rows are worth. It is exact, in whole numbers."""

from collections.abc import Sequence

from refillplan.planner.arrays import INF, Ints
from refillplan.planner.capacity import Capacity, Prices, dearer_of, prices_of, row_value
from refillplan.planner.goals import Goal
from refillplan.planner.pricing import Paths


def price_all(
    networks: Sequence[Paths],
    capacity: Capacity,
    floors: Sequence[int],
    goal: Goal,
    prices: Prices,
    *,
    tie: bool = False,
    full: Ints | int = 0,
) -> int:
    """Price all networks and return what that proves of a goal, in 65536ths; the paths keep these prices.

    Parameters
    ----------
    floors
        Sum over the patients of their own minima in each tier.
    tie
        Whether comfort breaks ties; then nothing is proved.
    full
        (s, 2) what places cost beside their prices: more than any chain without them, where they are gone.

    Raises
    ------
    RuntimeError
        If a patient has no chain at all.
    """
    weights = goal.weights(prices.multipliers, tie=tie)
    places, dearer = prices_of(capacity, prices.duals) + full, dearer_of(capacity, prices.duals)
    total = 0
    for paths in networks:
        cheapest = paths.price(places, weights, dearer)
        if (cheapest >= INF).any():
            raise RuntimeError("a patient lost every chain")
        each = zip(cheapest.tolist(), paths.network.times.tolist(), strict=True)
        total += sum(cost * number for cost, number in each)  # as Python's integers: 64 bits may not hold the sum
    return total + row_value(capacity, prices.duals) - goal.offset(floors, prices.multipliers)
