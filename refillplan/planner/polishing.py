"""A better plan around a known one: a few patients' chains at a time are chosen anew, exactly, with all others held.

Who is chosen together goes by what their chains cost more than they would at the proved prices, and by a
random number generator with a fixed seed: the same plan in gives the same plan out.
"""

from collections.abc import Callable, Sequence
from random import Random

from refillplan.planner.capacity import Capacity, prices_of
from refillplan.planner.closing import close
from refillplan.planner.generation import Bound
from refillplan.planner.goals import Goal, cost_of_plan
from refillplan.planner.pricing import OWN, Column, Paths
from refillplan.planner.progress import Stop, raise_if
from refillplan.planner.remaining import known_steps, remaining_steps

_TOGETHER = 16  # patients chosen anew at a time, but never more than half of all
_MOST_STEPS = 4_000
_MOST_NODES = 10
_PATIENCE = 12  # rounds without gain before it ends
_MOST_ROUNDS = 50


class Polisher:
    """Polishes plans for one goal.

    Parameters
    ----------
    networks
        Of all patients.
    paths_of
        Makes the network of some of them.
    bound
        Proved, with its prices.
    """

    def __init__(
        self,
        capacity: Capacity,
        networks: Sequence[Paths],
        paths_of: Callable[[Sequence[int]], Paths],
        goal: Goal,
        bound: Bound,
    ) -> None:
        self._capacity = capacity
        self._paths_of = paths_of
        self._goal = goal
        self._weights = goal.weights(bound.prices.multipliers, tie=False)
        self._prices = prices_of(capacity, bound.prices.duals)
        self._cheapest: dict[int, int] = {}
        for paths in networks:
            cheapest = paths.price(self._prices, self._weights).tolist()
            self._cheapest.update(zip(paths.network.members.tolist(), cheapest, strict=True))

    def polish(self, columns: Sequence[Column], stop: Stop) -> tuple[Column, ...]:
        """Return a plan that costs no more."""
        chance = Random(1)
        plan = {column.patient: column for column in columns}
        idle = 0
        for _ in range(_MOST_ROUNDS):
            raise_if(stop)
            members = self._pick(plan, chance)
            better = self._choose_anew(plan, members)
            idle = 0 if better else idle + 1
            plan.update({column.patient: column for column in better})
            if idle == _PATIENCE:
                break
        return tuple(plan[patient] for patient in sorted(plan))

    def _pick(self, plan: dict[int, Column], chance: Random) -> list[int]:
        """Choose whom to plan anew: some whose chains are dear, others by chance."""
        number = min(_TOGETHER, -(-len(plan) // 2))
        dearest = sorted(plan, key=lambda patient: (self._cheapest[patient] - self._priced(plan[patient]), patient))
        third = dearest[: max(1, len(dearest) // 3)]
        picked = set(chance.sample(third, min(number // 2, len(third))))
        others = [patient for patient in sorted(plan) if patient not in picked]
        return sorted([*picked, *chance.sample(others, number - len(picked))])

    def _priced(self, column: Column) -> int:
        w = self._weights
        each = (w.unplaced, w.beyond, w.moved, w.comfort)
        taken = [divmod(stop, 3) for stop in column.stops if stop >= 0 and stop % 3 != OWN]
        return sum(a * b for a, b in zip(each, column.tiers, strict=True)) + sum(int(self._prices[place]) for place in taken)

    def _choose_anew(self, plan: dict[int, Column], members: Sequence[int]) -> tuple[Column, ...]:
        """Return better chains of the members, or none."""
        chosen = [plan[patient] for patient in members]
        paths = self._paths_of(members)
        paths.price(self._prices, self._weights)
        slack = sum(self._priced(column) - self._cheapest[column.patient] for column in chosen)
        steps = remaining_steps([paths], slack, _MOST_STEPS)
        while steps is None:
            slack //= 2
            steps = remaining_steps([paths], slack, _MOST_STEPS)
        known = known_steps(paths.network, chosen)
        free = list(dict.fromkeys([*known, *steps]))
        settled = [column for patient, column in plan.items() if patient not in members]
        end = close(self._capacity, free, self._goal, frozenset(known), _MOST_NODES, settled)
        cost = cost_of_plan(self._goal, self._capacity, [*plan.values()])
        return end.columns if end.columns is not None and end.cost is not None and end.cost < cost else ()
