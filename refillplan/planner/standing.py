"""The best plan as chains, and the least that every patient's chain can cost: worked out once, asked often."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from refillplan.domain.plans import Plan, Tiers
from refillplan.planner.arrays import Ints
from refillplan.planner.bookings import Bookings
from refillplan.planner.capacity import Capacity, capacity_of, no_duals, prices_of, profiles_of, row_value
from refillplan.planner.goals import BIG, Goal, crowding_of
from refillplan.planner.memory import Memory
from refillplan.planner.network import Network
from refillplan.planner.networks import OWN_MINIMA, free, split_paths
from refillplan.planner.pricing import COMFORT, OWN, SCALE, Column, Paths
from refillplan.planner.problem import Problem
from refillplan.planner.profile import Profile
from refillplan.planner.walk import walk

FULL = 1 << 57
"""Price of a place that is gone, above all else that a chain can cost."""

Sums = tuple[int, int, int, int]
"""Unplaced, days beyond limits, minus told visits kept, comfort with prices in 65536ths."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A best plan, ready for questions.

    Parameters
    ----------
    most : (sessions, m)
        The most refills beside so many reviews, -1 where no refill and no so many reviews fit.
    chains, networks
        By patient.
    paths
        The networks with what they are priced by.
    least, free_least
        By patient, the least of any chain under ``prices``, and where sessions cost nothing.
    staying
        By patient, the sessions that they were told, where their least chain keeps all of them.
    facets
        What one unit more of each facet would save, in 65536ths.
    prices, rows
        (sessions, 2) prices made of these, and what the rows add to a bound under them.
    """

    plan: Plan
    problem: Problem
    bookings: Bookings
    profiles: tuple[Profile, ...]
    capacity: Capacity
    most: Ints
    chains: Mapping[int, Column]
    networks: Mapping[int, Network]
    paths: Sequence[Paths]
    least: Mapping[int, Sums]
    free_least: Mapping[int, Sums]
    staying: Mapping[int, tuple[int, ...]]
    facets: Ints
    prices: Ints
    rows: int

    @property
    def complete(self) -> bool:
        """Whether every patient's chain and least are known."""
        return len(self.chains) == len(self.problem.starts) == len(self.least)

    def tiers(self, columns: Sequence[Column], told_total: int) -> Tiers:
        """Return what chains for all patients cost, where so many visits are told."""
        sums = [sum(column.tiers[position] for column in columns) for position in range(4)]
        comfort = sums[3] + crowding_of(self.capacity, columns) + self.capacity.crowded
        return Tiers(unplaced=sums[0], beyond_limit_days=sums[1], moved=told_total + sums[2], comfort=comfort)

    def room(self, mixes: Mapping[int, tuple[int, int]], *, reserve: bool) -> Ints:
        """Return the (sessions, 2) price of one more refill and review beside these mixes, the week's reserve kept or not."""
        capacity = self.capacity
        sessions = np.arange(len(capacity.profiles))
        n, m = np.array([mixes.get(s, (0, 0)) for s in range(len(sessions))], dtype=np.int64).reshape(-1, 2).T
        most = [self.most[sessions, np.minimum(m + more, self.most.shape[1] - 1)] for more in (0, 1)]
        room = np.maximum(0, most[0] - n)
        spare = np.full(len(sessions), FULL, dtype=np.int64)
        for week in capacity.weeks if reserve else ():
            spare[list(week.sessions)] = room[list(week.sessions)].sum() - week.needed
        crowd = (capacity.comfortable >= 0) & (capacity.comfortable <= n + m)
        dear = SCALE * capacity.crowding * crowd
        prices = np.full((len(sessions), 2), FULL, dtype=np.int64)
        for kind, left in enumerate((most[0] - n - 1, most[1] - n)):
            fits = (left >= 0) & (room - np.maximum(0, left) <= spare)
            prices[fits, kind] = dear[fits]
        return prices


def standing_of(problem: Problem, bookings: Bookings, plan: Plan, memory: Memory) -> Standing:
    """Return a best plan as solving it has left it in ``memory``."""
    profiles = profiles_of(problem)
    capacity = capacity_of(problem, bookings, profiles)
    priced = memory.prices(problem, capacity, Goal(costs=(0, 0, 0, 1), own_minima=COMFORT, held={}))
    duals = no_duals(capacity) if priced is None else priced.duals
    prices = prices_of(capacity, duals)
    chains: dict[int, Column] = {}
    networks: dict[int, Network] = {}
    least: dict[int, Sums] = {}
    free_least: dict[int, Sums] = {}
    split = split_paths(problem, bookings, profiles)
    for paths in split:
        networks |= {int(member): paths.network for member in paths.network.members}
        chains |= {column.patient: column for column in memory.plan(problem, paths.network)}
        free_least |= {column.patient: sums for column, sums in cheapest(paths, free(problem)) if column and sums}
        least |= {column.patient: sums for column, sums in cheapest(paths, prices) if column and sums}
    return Standing(
        plan=plan,
        problem=problem,
        bookings=bookings,
        profiles=profiles,
        capacity=capacity,
        most=_table(profiles),
        chains=chains,
        networks=networks,
        paths=tuple(split),
        least=least,
        free_least=free_least,
        staying=_staying(bookings, least),
        facets=duals.facets,
        prices=prices,
        rows=row_value(capacity, duals),
    )


def _table(profiles: Sequence[Profile]) -> Ints:
    most = np.full((len(profiles), 1 + max((len(profile.most) for profile in profiles), default=0)), -1, dtype=np.int64)
    for s, profile in enumerate(profiles):
        most[s, : len(profile.most)] = profile.most
    return most


def _staying(bookings: Bookings, least: Mapping[int, Sums]) -> dict[int, tuple[int, ...]]:
    told: dict[int, list[int]] = {}
    for patient, session in bookings.told:
        told.setdefault(patient, []).append(session)
    return {i: tuple(sessions) for i, sessions in told.items() if i in least and -least[i][2] == len(sessions)}


def cheapest(paths: Paths, prices: Ints) -> Iterator[tuple[Column | None, Sums | None]]:
    """Return each patient's cheapest chain, tier by tier, and its sums; None where every chain takes a place that is gone."""
    costs = paths.price(prices, OWN_MINIMA).tolist()
    for column, cost in zip(walk(paths), costs, strict=True):
        if column is None or cost >= FULL // 2:
            yield None, None
        else:
            yield column, (*column.tiers[:3], comfort_of(column, cost))


def comfort_of(column: Column, cost: int) -> int:
    """Return the part of a chain's cost, under weights by which the tiers count in turn, that is comfort and prices."""
    return cost - sum(big * tier for big, tier in zip(BIG, column.tiers, strict=False))


def mixes_of(columns: Iterable[Column]) -> dict[int, tuple[int, int]]:
    """Return the numbers of refills and reviews that chains put into each session."""
    taken = Counter(divmod(stop, 3) for column in columns for stop in column.stops if stop >= 0 and stop % 3 != OWN)
    return {s: (taken[s, 0], taken[s, 1]) for s in {s for s, _ in taken}}


def spare_of(capacity: Capacity, mixes: Mapping[int, tuple[int, int]]) -> dict[int, int]:
    """Return by session how many refills more than its week's reserve the week has room for beside these mixes."""
    spare: dict[int, int] = {}
    for week in capacity.weeks:
        left = sum(capacity.room(s, *mixes.get(s, (0, 0))) for s in week.sessions) - week.needed
        spare |= dict.fromkeys(week.sessions, left)
    return spare
