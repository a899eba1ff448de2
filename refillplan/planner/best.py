"""The best plan known for a goal, from which every exact search for a better one begins."""

from collections.abc import Sequence

from refillplan.planner.capacity import Capacity
from refillplan.planner.closing import Closing, close
from refillplan.planner.goals import Goal, cost_of_plan
from refillplan.planner.places import Alike
from refillplan.planner.pricing import Column, Paths
from refillplan.planner.remaining import Step, known_steps

LEAST_NODES = 100
"""Nodes of branch and bound that one whole choice may have in any case."""

_EFFORT = 1_000_000  # nodes times steps of one whole choice


class Best:
    """The best plan found for a goal so far.

    Parameters
    ----------
    networks
        Of all patients.
    known
        A plan that keeps the tiers held; empty: none.

    Attributes
    ----------
    goal, networks
        As given.
    columns, cost
        Everybody's chain and what they cost; empty and None where no plan is known.
    """

    def __init__(self, goal: Goal, capacity: Capacity, networks: Sequence[Paths], known: tuple[Column, ...]) -> None:
        self.goal = goal
        self._capacity = capacity
        self.networks = networks
        self._alike = Alike(networks)
        self.columns = known
        self.cost = cost_of_plan(goal, capacity, known) if known else None

    def take(self, columns: tuple[Column, ...] | None) -> None:
        """Keep a plan if it is better."""
        cost = None if columns is None else cost_of_plan(self.goal, self._capacity, columns)
        if columns is not None and cost is not None and (self.cost is None or cost < self.cost):
            self.columns, self.cost = columns, cost

    def search(self, steps: Sequence[Step]) -> Closing:
        """Look for a better plan, made of ``steps`` and its own."""
        known = dict.fromkeys(step for paths in self.networks for step in known_steps(paths.network, self.columns))
        every = list(dict.fromkeys([*known, *steps]))
        nodes = max(LEAST_NODES, _EFFORT // max(1, len(steps)))
        end = close(self._capacity, every, self.goal, known.keys() if self.columns else None, nodes, alike=self._alike)
        self.take(end.columns)
        return end
