"""What is chosen on: the rows of the sessions and the networks of all patients, as they are cut to what may still be used."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from refillplan.planner.bounding import price_all
from refillplan.planner.capacity import Capacity, Prices
from refillplan.planner.goals import Goal
from refillplan.planner.groups import Groups
from refillplan.planner.lead import Lead
from refillplan.planner.pricing import Paths


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """The rows, the networks, and what is known of them.

    Parameters
    ----------
    networks
        Of all patients.
    groups
        Of those who are alike in them.
    paths_of
        Makes the network of some patients.
    floors
        Sums of all patients' own minima, tier by tier.
    lead
        What planning for all tiers together has found, where that was done.
    """

    capacity: Capacity
    networks: Sequence[Paths]
    groups: Groups
    paths_of: Callable[[Sequence[int]], Paths]
    floors: tuple[int, ...]
    lead: Lead | None = None

    def on(self, networks: Sequence[Paths]) -> "Ground":
        """Return the ground with other networks of the same patients."""
        return replace(self, networks=networks, groups=Groups(networks, with_comfort=True))

    def price(self, goal: Goal, prices: Prices) -> int:
        """Price all networks purely and return what that proves of a goal, in 65536ths; the paths keep these prices."""
        return price_all(self.networks, self.capacity, self.floors, goal, prices)
