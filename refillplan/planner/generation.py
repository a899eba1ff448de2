"""Column generation: chains are offered to the master until its duals price no better one.

The duals are smoothed towards the best ones so far (Wentges 1997), which keeps them from swinging.
Every pass also gives a Lagrangian bound: the patients' cheapest chains under the prices, plus what
the rows are worth. It is exact, being made of whole numbers.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from refillplan.domain.messages import N_, Message, message
from refillplan.planner.capacity import Capacity, Duals, no_duals, prices_of, row_value, whole_duals
from refillplan.planner.master import Master, Mix
from refillplan.planner.network import INF
from refillplan.planner.pricing import COMFORT, SCALE, Column, Paths, Weights
from refillplan.planner.progress import Progress, Report, Stop, raise_if
from refillplan.planner.walk import walk

_SMOOTHING = 0.5
_ENOUGH = 1e-3  # in units of the tier: nearer than this the master and the bound agree
_TIE = 8  # in 65536ths: makes chains of equal cost in an earlier tier prefer comfort
_MOST_ROUNDS = 1000
_LEAST_PENALTY, _MOST_PENALTY = 1000.0, 10_000.0  # cost of a patient without a chain while one is looked for

BIG = (1 << 54, 1 << 42, 1 << 36)
"""Weights that make the first tiers each patient's own minimum before any price counts, in 65536ths.

A chain has fewer than 2**6 told or unplaced visits, fewer than 2**12 days beyond its limits, and
costs and prices below 2**20 points: each weight exceeds all that follow.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """What one round of column generation minimises.

    Parameters
    ----------
    tier
        Position of the tier minimised.
    own_minima
        The first so many tiers stay at each patient's own minimum.
    held
        Values that the tiers between may not exceed in sum, by position.
    """

    tier: int
    own_minima: int
    held: Mapping[int, int]

    def weights(self, multipliers: Mapping[int, int], *, tie: bool) -> Weights:
        """Return what the tiers cost, given the multipliers of the held ones; ``tie`` breaks ties by comfort."""
        each = [BIG[position] if position < self.own_minima else 0 for position in range(3)] + [_TIE if tie else 0]
        for position, multiplier in multipliers.items():
            each[position] = multiplier
        each[self.tier] = SCALE
        return Weights(unplaced=each[0], beyond=each[1], moved=each[2], comfort=each[3])

    def offset(self, floors: Sequence[int], multipliers: Mapping[int, int]) -> int:
        """Return what to take off a sum of priced chains to be left with the tier minimised, in 65536ths."""
        own = sum(BIG[position] * floors[position] for position in range(self.own_minima))
        return own + sum(multipliers[position] * value for position, value in self.held.items())


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """A proved bound of the tier, in 65536ths, and the prices that prove it."""

    value: int
    duals: Duals
    multipliers: dict[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Generated:
    """The end of column generation: the last mix of the columns offered, and the best bound; None: no mix covers all."""

    mix: Mix
    offered: tuple[Column, ...]
    bound: Bound


class Generator:
    """Column generation for one goal over the networks of all patients.

    Parameters
    ----------
    floors
        Sum over the patients of their own minima in each tier.
    pool
        Chains known from before; grows.
    """

    def __init__(self, capacity: Capacity, networks: Sequence[Paths], goal: Goal, floors: Sequence[int], pool: Pool) -> None:
        self._capacity = capacity
        self._networks = networks
        self._goal = goal
        self._floors = floors
        self._pool = pool
        self._offered: list[Column] = []
        free = dict.fromkeys(goal.held, 0)
        duals = no_duals(capacity)
        self._best = Bound(value=self._evaluate(duals, free, tie=False), duals=duals, multipliers=free)
        first = self._first()
        patients = [int(member) for paths in networks for member in paths.network.members]
        dearest = max((abs(column.tiers[goal.tier]) for column in first), default=0)
        self._penalty = _LEAST_PENALTY + 4.0 * dearest
        self._master = Master(capacity, patients, goal.tier, dict(goal.held), self._penalty)
        self._offer(first)

    def run(self, report: Report, stop: Stop) -> Generated | None:
        """Generate until the bound meets the master, or no column is missing; None where not all can have a chain."""
        for _ in range(_MOST_ROUNDS):
            raise_if(stop)
            mix = self._master.solve()
            new = self._improve(mix)
            report(Progress(doing=DOING[self._goal.tier], cost=mix.cost, bound=self._best.value / SCALE))
            if not new or mix.cost - self._best.value / SCALE < _ENOUGH:
                if mix.missing > _ENOUGH:
                    if self._penalty > _MOST_PENALTY:
                        return None
                    self._penalty *= 10
                    self._master.penalise(self._penalty)
                    continue
                return Generated(mix=mix, offered=tuple(self._offered[: len(mix.shares)]), bound=self._best)
        raise RuntimeError("column generation does not end")

    def price(self, bound: Bound) -> int:
        """Price all networks purely by a bound's prices and return its value; the paths keep these prices."""
        return self._evaluate(bound.duals, bound.multipliers, tie=False)

    def _first(self) -> list[Column]:
        """Each patient's own minimum without prices, and of the chains known from before those that keep to the goal."""
        columns = [column for paths in self._networks for column in walk(paths) if column is not None]
        own = self._goal.own_minima
        minima = {column.patient: column.tiers[:own] for column in columns}
        self._pool.add(columns)
        return [column for column in self._pool.columns.values() if column.tiers[:own] == minima.get(column.patient)]

    def _offer(self, columns: Sequence[Column]) -> int:
        self._offered.extend(columns)
        self._master.add(columns)
        return len(columns)

    def _improve(self, mix: Mix) -> int:
        """Price by smoothed duals, less and less smoothed until a column turns up; return how many are new."""
        target = whole_duals(self._capacity, mix.facets, mix.comfortable)
        multipliers = {position: round(value * SCALE) for position, value in mix.tiers.items()}
        share = _SMOOTHING
        while True:
            duals, held = self._smooth(target, multipliers, share)
            self._keep(duals, held)
            if self._goal.tier != COMFORT:
                self._evaluate(duals, held, tie=True)
            new = self._pool.add(column for paths in self._networks for column in walk(paths))
            if new:
                return self._offer(new)
            if share == 0:
                if self._goal.tier != COMFORT:
                    self._keep(duals, held)
                    return self._offer(self._pool.add(column for paths in self._networks for column in walk(paths)))
                return 0
            share = share / 3 if share > 0.02 else 0.0

    def _smooth(self, target: Duals, multipliers: dict[int, int], share: float) -> tuple[Duals, dict[int, int]]:
        best = self._best
        if share == 0:
            return target, multipliers
        facets = np.rint(share * best.duals.facets + (1 - share) * target.facets).astype(np.int64)
        comfortable = np.rint(share * best.duals.comfortable + (1 - share) * target.comfortable).astype(np.int64)
        held = {p: round(share * best.multipliers[p] + (1 - share) * value) for p, value in multipliers.items()}
        return Duals(facets=facets, comfortable=comfortable), held

    def _keep(self, duals: Duals, multipliers: dict[int, int]) -> None:
        """Evaluate the bound and keep it if it is the best."""
        value = self._evaluate(duals, multipliers, tie=False)
        if value > self._best.value:
            self._best = Bound(value=value, duals=duals, multipliers=multipliers)

    def _evaluate(self, duals: Duals, multipliers: dict[int, int], *, tie: bool) -> int:
        weights = self._goal.weights(multipliers, tie=tie)
        prices = prices_of(self._capacity, duals)
        total = 0
        for paths in self._networks:
            cheapest = paths.price(prices, weights)
            if (cheapest >= INF).any():
                raise RuntimeError("a patient lost every chain")
            total += sum(cheapest.tolist())  # as Python's integers: 64 bits may not hold the sum
        return total + row_value(self._capacity, duals) - self._goal.offset(self._floors, multipliers)


DOING: tuple[Message, ...] = (
    message(N_("finding a place for everyone")),
    message(N_("keeping within the limits")),
    message(N_("keeping what patients were told")),
    message(N_("choosing convenient days")),
)
