"""Good prices to start from: the volume algorithm (Barahona and Anbil 2000) on the sessions' rows.

A pass of pricing is cheap beside a master with everybody's chains, whose duals swing widely while few chains are
known. Here prices climb by what averaged chains overbook. Nothing is proved by averages: a bound is always made
anew, exactly, from the prices that are kept.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from refillplan.planner.capacity import Capacity, Duals, Prices, cheapest_reserve, whole_duals
from refillplan.planner.goals import Goal
from refillplan.planner.pricing import OWN, SCALE
from refillplan.planner.walk import Traces

Floats = NDArray[np.float64]

_NEWEST = 0.035  # share of the newest chains in the averaged ones
_STEP, _LONGER, _SHORTER = 0.5, 1.02, 0.7
_TARGET = 0.05  # how much above the best value the next one is hoped for
_EACH = 0.25  # points that a chain is taken to cost where nothing is known
_PATIENCE = 5  # passes without gain after which steps get shorter


class Ascent:
    """Climbs from pass to pass: price by `prices`, then `step` with what came of it."""

    def __init__(self, capacity: Capacity, goal: Goal, start: Prices | None) -> None:
        self._capacity = capacity
        self._held = list(goal.held.items())
        crowding = np.where(capacity.comfortable >= 0, capacity.crowding if goal.with_comfort else 0, 0)
        self._most = np.concatenate([np.full(len(capacity.most), np.inf), crowding, np.full(len(self._held), np.inf)])
        self._levels = self._best = np.zeros(len(self._most))
        if start is not None:
            multipliers = [start.multipliers.get(position, 0) for position, _ in self._held]
            self._levels = self._best = np.concatenate([start.duals.facets, start.duals.comfortable, multipliers]) / SCALE
        self._value = -np.inf
        self._mean: Floats | None = None
        self._length = _STEP
        self._idle = 0

    def prices(self, *, best: bool = False) -> tuple[Duals, dict[int, int]]:
        """Return prices of the sessions and of the tiers held: those to try next, or the best so far."""
        facets, comfortable, held = self._parts(self._best if best else self._levels)
        multipliers = {position: round(float(price) * SCALE) for (position, _), price in zip(self._held, held, strict=True)}
        return whole_duals(self._capacity, facets, comfortable), multipliers

    def step(self, value: float, traces: Sequence[Traces]) -> None:
        """Go on from the bound that the prices gave, in points, and the chains that gave it."""
        excess = self._excess(traces)
        if value > self._value:
            if self._mean is not None and float((excess * self._mean).sum()) > 0:
                self._length = min(2.0, self._length * _LONGER)
            self._value, self._best, self._idle = value, self._levels, 0
        else:
            self._idle += 1
            if self._idle == _PATIENCE:
                self._length, self._idle = self._length * _SHORTER, 0
        self._mean = excess if self._mean is None else (1 - _NEWEST) * self._mean + _NEWEST * excess
        way = np.where((self._best > 0) | (self._mean > 0), self._mean, 0)
        square = float((way * way).sum())
        if square > 0:
            chains = sum(int(traced.times.sum()) for traced in traces)
            hoped = _TARGET * max(_EACH * chains, abs(self._value))
            self._levels = np.clip(self._best + self._length * hoped / square * way, 0, self._most)

    def _parts(self, levels: Floats) -> tuple[Floats, Floats, Floats]:
        facets, sessions = len(self._capacity.most), len(self._capacity.profiles)
        return levels[:facets], levels[facets : facets + sessions], levels[facets + sessions :]

    def _excess(self, traces: Sequence[Traces]) -> Floats:
        """By how much the chains use more than there is, row by row."""
        capacity = self._capacity
        visits = np.zeros(3 * len(capacity.profiles), dtype=np.int64)
        for traced in traces:
            there = traced.stops >= 0
            times = np.broadcast_to(traced.times, there.shape)[there]
            visits += np.bincount(traced.stops[there], weights=times, minlength=len(visits)).astype(np.int64)
        refills, reviews, _ = visits.reshape(-1, OWN + 1).T
        crowd = np.where(capacity.comfortable >= 0, refills + reviews - capacity.comfortable, 0)
        refills = refills + cheapest_reserve(capacity, self.prices()[0])
        s = capacity.session
        facets = capacity.refills * refills[s] + capacity.reviews * reviews[s] - capacity.most
        spent = sum((traced.times @ traced.tiers for traced in traces), np.zeros(4, dtype=np.int64))
        sums = [int(spent[position]) - value for position, value in self._held]
        return np.concatenate([facets, crowd, sums]).astype(np.float64)
