"""What one round of planning minimises: the cost of a chain in terms of the tiers, and what its sums must keep to."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from refillplan.domain.messages import N_, Message, message
from refillplan.planner.capacity import Capacity
from refillplan.planner.pricing import COMFORT, OWN, SCALE, Column, Weights

_TIE = 8  # in 65536ths: makes chains of equal cost in an earlier tier prefer comfort

ONLY = ((1, 0, 0, 0), (0, 1, 0, 0), (0, 0, 1, 0), (0, 0, 0, 1))
"""Costs that count one tier alone."""

BIG = (1 << 54, 1 << 42, 1 << 36)
"""Weights that make the first tiers each patient's own minimum before any price counts, in 65536ths.

A chain has fewer than 2**6 told or unplaced visits, fewer than 2**12 days beyond its limits, and
costs and prices below 2**20 points: each weight exceeds all that follow.
"""


_DOING: tuple[Message, ...] = (
    message(N_("finding a place for everyone")),
    message(N_("keeping within the limits")),
    message(N_("keeping what patients were told")),
    message(N_("choosing convenient days")),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """What one round of column generation minimises.

    Parameters
    ----------
    costs
        What one unit of each tier counts.
    own_minima
        The first so many tiers stay at each patient's own minimum.
    held
        Values that other tiers may not exceed in sum, by position.
    """

    costs: tuple[int, int, int, int]
    own_minima: int
    held: Mapping[int, int]

    def weights(self, multipliers: Mapping[int, int], *, tie: bool) -> Weights:
        """Return what the tiers cost, given the multipliers of the held ones; ``tie`` breaks ties by comfort."""
        each = [BIG[position] if position < self.own_minima else 0 for position in range(3)] + [_TIE if tie else 0]
        for position, multiplier in multipliers.items():
            each[position] = multiplier
        each = [SCALE * cost or before for cost, before in zip(self.costs, each, strict=True)]
        return Weights(unplaced=each[0], beyond=each[1], moved=each[2], comfort=each[3])

    @property
    def doing(self) -> Message:
        """What planning for this goal is called: by the first tier that counts."""
        return _DOING[self._first]

    @property
    def step(self) -> int:
        """Which step of planning this is: the sessions come before the first tier."""
        return self._first + 2

    @property
    def _first(self) -> int:
        return next(position for position, cost in enumerate(self.costs) if cost)

    @property
    def tier(self) -> int | None:
        """Position of the tier that counts alone, one for one; None where others count with it."""
        return self.costs.index(1) if sorted(self.costs) == [0, 0, 0, 1] else None

    @property
    def with_comfort(self) -> bool:
        """Whether comfort counts, and with it the crowding of sessions."""
        return self.costs[COMFORT] > 0

    def cost_of(self, column: Column) -> int:
        """Return what a chain costs, without crowding."""
        return sum(cost * value for cost, value in zip(self.costs, column.tiers, strict=True))

    def keeps(self, columns: Sequence[Column]) -> bool:
        """Tell whether these chains keep to the values held."""
        return all(sum(column.tiers[position] for column in columns) <= value for position, value in self.held.items())

    def offset(self, floors: Sequence[int], multipliers: Mapping[int, int]) -> int:
        """Return what to take off a sum of priced chains to be left with their costs, in 65536ths."""
        own = sum(BIG[position] * floors[position] for position in range(self.own_minima))
        return own + sum(multipliers[position] * value for position, value in self.held.items())


def cost_of_plan(goal: Goal, capacity: Capacity, columns: Sequence[Column]) -> int:
    """Return what a plan costs, crowding included where comfort counts."""
    crowding = crowding_of(capacity, columns) if goal.with_comfort else 0
    return sum(goal.cost_of(column) for column in columns) + crowding


def crowding_of(capacity: Capacity, columns: Sequence[Column]) -> int:
    """Return what the visits of these chains above the comfortable numbers cost."""
    visits: dict[int, int] = defaultdict(int)
    for column in columns:
        for stop in column.stops:
            if stop >= 0 and stop % 3 != OWN:
                visits[stop // 3] += 1
    above = (max(0, n - int(capacity.comfortable[s])) for s, n in visits.items() if capacity.comfortable[s] >= 0)
    return capacity.crowding * sum(above)
