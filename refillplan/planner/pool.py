"""The chains known, each once."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from heapq import nsmallest

from refillplan.planner.capacity import Capacity, Prices, prices_of
from refillplan.planner.goals import Goal
from refillplan.planner.pricing import OWN, Column


@dataclass(slots=True)
class Pool:
    """All chains known so far, each once."""

    columns: dict[tuple[int, tuple[int, ...]], Column] = field(default_factory=dict)

    def add(self, columns: Iterable[Column | None]) -> list[Column]:
        """Keep the new ones and return them."""
        new = []
        for column in columns:
            if column is not None and (column.patient, column.stops) not in self.columns:
                self.columns[column.patient, column.stops] = column
                new.append(column)
        return new


def cheapest_of(columns: Iterable[Column], capacity: Capacity, goal: Goal, prices: Prices, each: int) -> list[Column]:
    """Return of every patient's chains so many that cost least under these prices."""
    weights, places = goal.weights(prices.multipliers, tie=False), prices_of(capacity, prices.duals).tolist()
    per_tier = (weights.unplaced, weights.beyond, weights.moved, weights.comfort)
    chains: dict[int, list[tuple[int, tuple[int, ...], Column]]] = defaultdict(list)
    for column in columns:
        cost = sum(weight * value for weight, value in zip(per_tier, column.tiers, strict=True))
        cost += sum(places[stop // 3][stop % 3] for stop in column.stops if stop >= 0 and stop % 3 != OWN)
        chains[column.patient].append((cost, column.stops, column))
    return [column for mine in chains.values() for _, _, column in nsmallest(each, mine)]
