"""Column generation: chains are offered to the master until its duals price no better one.

The duals are smoothed towards the best ones so far (Wentges 1997), which keeps them from swinging.
Every pass also gives a Lagrangian bound.
"""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from math import ceil

import numpy as np

from refillplan.planner.arrays import Ints
from refillplan.planner.bounding import price_all
from refillplan.planner.capacity import Capacity, Duals, Prices, no_duals, whole_duals
from refillplan.planner.goals import Goal
from refillplan.planner.master import Master, Mix
from refillplan.planner.pool import Pool
from refillplan.planner.pricing import SCALE, Column, Paths
from refillplan.planner.progress import Progress, Report, Stop, raise_if
from refillplan.planner.starting import Ascent
from refillplan.planner.walk import columns_of, trace, walk

_SMOOTHING = 0.3
_ENOUGH = 1e-3  # in units of cost: nearer than this the master and the bound agree
_NEAR = 0.1  # the same where they agree in whole units
_PART = 2e-5  # the same, as a part of the bound, where there are many patients
MANY = 500  # patients: with so many, prices climb before there is a master, and less is looked through
_PASSES, _LAST_PASSES = 160, 8  # of that climb, and those at its end whose chains are offered
_MOST_ROUNDS = 1000
_MOST_MORE_ROUNDS = 20  # after chains are settled
_PENALTY = 1000.0  # least cost of a patient without a chain while one is looked for
_MOST_STOPS = 64  # no chain has more
_FULL = 1 << 42  # price of a place that is gone, above that of any chain without it


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """A proved bound of the goal's cost, in 65536ths, and the prices that prove it."""

    value: int
    prices: Prices


@dataclass(frozen=True, slots=True, kw_only=True)
class Generated:
    """The end of column generation: the last mix of the columns offered, and the best bound; None: no mix covers all."""

    mix: Mix
    offered: tuple[Column, ...]
    bound: Bound


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """Where column generation begins.

    Parameters
    ----------
    prices
        Known from before; None: the sessions cost nothing at first.
    climb
        Whether better ones are climbed to before there is a master.
    width
        Of the corridor around them in which the duals are kept; None: they are free.
    """

    prices: Prices | None = None
    climb: bool = False
    width: float | None = None


def agree(cost: float, bound: float, *, many: bool) -> bool:
    """Tell whether a bound is near the cost of a mix and proves the same whole number of points; a part of it if ``many``."""
    if many and cost - bound < _PART * bound:
        return True
    return cost - bound < _ENOUGH or (cost - bound < _NEAR and ceil(bound) >= ceil(cost - _ENOUGH))


class Generator:
    """Column generation for one goal over the networks of all patients.

    Parameters
    ----------
    floors
        Sum over the patients of their own minima in each tier.
    known
        Chains from before.
    lumps
        As in `Master`.
    """

    def __init__(
        self,
        capacity: Capacity,
        networks: Sequence[Paths],
        goal: Goal,
        floors: Sequence[int],
        known: Iterable[Column],
        start: Start,
        stop: Stop,
        *,
        lumps: Ints | None = None,
    ) -> None:
        self._capacity = capacity
        self._networks = networks
        self._goal = goal
        self._floors = floors
        self._pool = Pool()
        self._pool.add(known)
        self._offered: list[Column] = []
        self._settled: set[int] = set()
        self._full_ones = np.zeros((len(capacity.profiles), 2), dtype=np.int64)
        free = Prices(duals=no_duals(capacity), multipliers=dict.fromkeys(goal.held, 0))
        self._best = Bound(value=self._evaluate(free, tie=False), prices=free)
        first = self._first()
        each = [zip(paths.network.members.tolist(), paths.network.times.tolist(), strict=True) for paths in networks]
        times = {patient: number for pairs in each for patient, number in pairs}
        if start.prices is not None:
            self._keep(start.prices)
        if start.climb:
            first += self._ascend(start.prices, stop)
        dearest = max((abs(goal.cost_of(column)) for column in first), default=0)
        self._penalty = max(_PENALTY, _MOST_STOPS * max(goal.costs)) + 4.0 * dearest
        self._last_penalty = 10 * self._penalty
        near = None if start.width is None else (self._best.prices, start.width)
        self._master = Master(capacity, times, goal, self._penalty, near, lumps)
        self._offer(first)
        if near is not None:
            self._begin()

    def run(self, report: Report, stop: Stop) -> Generated | None:
        """Generate until the bound meets the master, or no column is missing; None where not all can have a chain."""
        for _ in range(_MOST_ROUNDS):
            raise_if(stop)
            mix = self._master.solve()
            before = self._best.value / SCALE
            new = self._improve(mix)
            bound = self._best.value / SCALE
            cost = mix.cost + mix.outside.cost
            news = Progress(doing=self._goal.doing, step=self._goal.step, cost=cost, bound=bound, tier=self._goal.tier)
            report(news)
            if self._master.corridor is not None and (mix.outside.overbooked > _ENOUGH or not self._agree(cost)):
                near = max(_NEAR, _PART * bound)
                if not self._master.corridor.steer(gain=bound - before, hoped=mix.cost - before, near=near) and not new:
                    return None
                self._master.keep_near(self._best.prices)
                continue
            if self._full(mix):
                return None
            if not new or self._agree(cost):
                if mix.missing > _ENOUGH:
                    if self._penalty >= self._last_penalty:
                        return None
                    self._penalty *= 10
                    self._master.penalise(self._penalty)
                    continue
                report(replace(news, final=True))
                return Generated(mix=mix, offered=tuple(self._offered[: len(mix.shares)]), bound=self._best)
        raise RuntimeError("column generation does not end")

    def _agree(self, cost: float) -> bool:
        return agree(cost, self._best.value / SCALE, many=self._master.corridor is not None and self._goal.with_comfort)

    def _full(self, mix: Mix) -> bool:
        """Tell whether the best prices prove, whatever chains cost, that the rows do not hold a chain for everybody."""
        if mix.missing <= _ENOUGH or self._best.value / SCALE <= mix.cost - self._penalty * mix.missing:
            return False
        duals, multipliers = self._best.prices.duals, self._best.prices.multipliers
        hard = Prices(duals=replace(duals, comfortable=np.zeros_like(duals.comfortable)), multipliers=multipliers)
        return self._evaluate(hard, replace(self._goal, costs=(0, 0, 0, 0)), tie=False) > 0

    def offered(self, position: int) -> Column:
        """Return the chain whose share a mix names at this position."""
        return self._offered[position]

    def settle(self, positions: Iterable[int], full: AbstractSet[int], stop: Stop) -> Mix | None:
        """Give patients the chains at these positions for good, and generate what that makes the others need.

        None where no chains of the others keep to the goal beside them.

        Parameters
        ----------
        full
            Stops (as in `Column`) for which whole chains have no room any more.
        """
        if self._master.corridor is not None:
            self._master.corridor.leave()
        for position in positions:
            self._master.settle(position)
            self._settled.add(self._offered[position].patient)
        for position, column in enumerate(self._offered):
            if column.patient not in self._settled and not full.isdisjoint(column.stops):
                self._master.withdraw(position)
        for stop_at in full:
            self._full_ones[divmod(stop_at, 3)] = _FULL
        mix = self._master.solve_settled()
        for _ in range(_MOST_MORE_ROUNDS):
            raise_if(stop)
            if mix is None:
                break
            self._evaluate(self._prices(mix), tie=False)
            walked = [column for paths in self._networks for column in walk(paths)]
            new = self._pool.add(column for column in walked if column is not None and column.patient not in self._settled)
            if not new:
                break
            self._offer(new)
            mix = self._master.solve_settled()
        return mix

    def _prices(self, mix: Mix) -> Prices:
        multipliers = {position: round(value * SCALE) for position, value in mix.tiers.items()}
        return Prices(duals=whole_duals(self._capacity, mix.facets, mix.comfortable), multipliers=multipliers)

    def _first(self) -> list[Column]:
        """Each patient's own minimum without prices, and of the chains known from before those that keep to the goal."""
        columns = [column for paths in self._networks for column in walk(paths) if column is not None]
        own = self._goal.own_minima
        minima = {column.patient: column.tiers[:own] for column in columns}
        self._pool.add(columns)
        return [column for column in self._pool.columns.values() if column.tiers[:own] == minima.get(column.patient)]

    def _begin(self) -> None:
        """Let the master begin with everybody's cheapest chain at the best prices."""
        self._evaluate(self._best.prices, tie=False)
        cheapest = [column for paths in self._networks for column in walk(paths) if column is not None]
        self._offer(self._pool.add(cheapest))
        offered = {(column.patient, column.stops): position for position, column in enumerate(self._offered)}
        self._master.begin_with({offered[column.patient, column.stops]: column for column in cheapest})

    def _ascend(self, start: Prices | None, stop: Stop) -> list[Column]:
        """Climb to better prices before there is a master; return the chains met at the end."""
        ascent = Ascent(self._capacity, self._goal, start)
        met: list[Column] = []
        for left in range(_PASSES, 0, -1):
            raise_if(stop)
            duals, multipliers = ascent.prices()
            value = self._evaluate(Prices(duals=duals, multipliers=multipliers), tie=False)
            traces = [trace(paths) for paths in self._networks]
            if left <= _LAST_PASSES:
                for paths, traced in zip(self._networks, traces, strict=True):
                    met += self._pool.add(columns_of(paths, traced))
            ascent.step(value / SCALE, traces)
        duals, multipliers = ascent.prices(best=True)
        self._keep(Prices(duals=duals, multipliers=multipliers))
        return met

    def _offer(self, columns: Sequence[Column]) -> int:
        self._offered.extend(columns)
        self._master.add(columns)
        return len(columns)

    def _improve(self, mix: Mix) -> int:
        """Price by duals, less and less smoothed until a chain is new, in a corridor by plain ones, too; return how many are."""
        target = self._prices(mix)
        share, new = _SMOOTHING, 0
        while share > 0 and not new:
            new = self._meet(self._smooth(target, share), ties=(True,))
            share = share / 3 if share > 0.02 else 0.0
        if new and self._master.corridor is None:
            return new
        return new + self._meet(target, ties=(True, False))

    def _meet(self, prices: Prices, ties: Iterable[bool]) -> int:
        """Offer everybody's cheapest chain, comfort breaking ties or not, until one is new; return how many are."""
        self._keep(prices)
        for tie in (False,) if self._goal.with_comfort else ties:
            if tie or not self._goal.with_comfort:
                self._evaluate(prices, tie=tie)
            if new := self._pool.add(column for paths in self._networks for column in walk(paths)):
                return self._offer(new)
        return 0

    def _smooth(self, target: Prices, share: float) -> Prices:
        """Return prices between the target and the best so far, of which they have this share."""
        best = self._best.prices
        facets = np.rint(share * best.duals.facets + (1 - share) * target.duals.facets).astype(np.int64)
        comfortable = np.rint(share * best.duals.comfortable + (1 - share) * target.duals.comfortable).astype(np.int64)
        held = {p: round(share * best.multipliers[p] + (1 - share) * value) for p, value in target.multipliers.items()}
        return Prices(duals=Duals(facets=facets, comfortable=comfortable), multipliers=held)

    def _keep(self, prices: Prices) -> None:
        """Evaluate the bound and keep it if it is the best."""
        value = self._evaluate(prices, tie=False)
        if value > self._best.value:
            self._best = Bound(value=value, prices=prices)

    def _evaluate(self, prices: Prices, goal: Goal | None = None, *, tie: bool) -> int:
        goal = self._goal if goal is None else goal
        return price_all(self._networks, self._capacity, self._floors, goal, prices, tie=tie, full=self._full_ones)
