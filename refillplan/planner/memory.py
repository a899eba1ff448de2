"""What one solve leaves to the next: chains and prices, by patient and half-day rather than by position."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np

from refillplan.domain.half_days import SessionKey
from refillplan.planner.capacity import Capacity, Duals, Prices
from refillplan.planner.generation import Bound
from refillplan.planner.goals import Goal
from refillplan.planner.network import Network
from refillplan.planner.pricing import Column
from refillplan.planner.problem import Problem
from refillplan.planner.replay import replay

_Row = tuple[SessionKey, int, int, frozenset[str]]
"""A row of a session: what a refill and a review count in it, and whose reviews count more."""

Halts = tuple[SessionKey | date, ...]
"""Where a chain halts: in sessions, and on the days of visits taken as done elsewhere."""


@dataclass(frozen=True, slots=True)
class _Priced:
    """Prices of facets, of comfortable numbers by session, and multipliers by tier."""

    facets: dict[_Row, int]
    comfortable: dict[SessionKey, int]
    multipliers: dict[int, int]


@dataclass(slots=True)
class Memory:
    """Filled by each solve for the next of the same centre; an empty one is as good as none.

    It makes a solve faster and never changes what is proved of its plan.
    """

    _chains: dict[tuple[str, Halts], None] = field(default_factory=dict)
    _plan: dict[str, Halts] = field(default_factory=dict)
    _prices: dict[tuple[tuple[int, ...], int], _Priced] = field(default_factory=dict)

    def keep_chains(self, problem: Problem, columns: Iterable[Column], plan: Sequence[Column]) -> None:
        """Replace the chains known by ``columns`` and those of the plan."""
        self._plan = dict(_halts_of(problem, column) for column in plan)
        self._chains = dict.fromkeys([*self._plan.items(), *(_halts_of(problem, column) for column in columns)])

    def keep_prices(self, problem: Problem, capacity: Capacity, goal: Goal, bound: Bound) -> None:
        """Keep the prices that prove a bound for a goal."""
        keys = [session.key for session in problem.sessions]
        rows = zip(_rows(problem, capacity), bound.prices.duals.facets.tolist(), strict=True)
        self._prices[goal.costs, goal.own_minima] = _Priced(
            facets={row: dual for row, dual in rows if dual},
            comfortable={key: int(dual) for key, dual in zip(keys, bound.prices.duals.comfortable, strict=True) if dual},
            multipliers=dict(bound.prices.multipliers),
        )

    def chains(self, problem: Problem, network: Network) -> Iterator[Column]:
        """Return the chains known of the network's patients, as far as they are legal there."""
        return self._replayed(problem, network, self._chains)

    def plan(self, problem: Problem, network: Network) -> Iterator[Column]:
        """Return the last plan's chains of the network's patients, as far as they are legal there."""
        return self._replayed(problem, network, self._plan.items())

    def prices(self, problem: Problem, capacity: Capacity, goal: Goal) -> Prices | None:
        """Return the prices kept for a goal, as far as the sessions are the same; None where there are none."""
        priced = self._prices.get((goal.costs, goal.own_minima))
        if priced is None:
            return None
        keys = [session.key for session in problem.sessions]
        facets = [priced.facets.get(row, 0) for row in _rows(problem, capacity)]
        comfortable = [priced.comfortable.get(key, 0) for key in keys]
        duals = Duals(facets=np.array(facets, dtype=np.int64), comfortable=np.array(comfortable, dtype=np.int64))
        return Prices(duals=duals, multipliers={position: priced.multipliers.get(position, 0) for position in goal.held})

    def _replayed(self, problem: Problem, network: Network, known: Iterable[tuple[str, Halts]]) -> Iterator[Column]:
        index = problem.session_index()
        column_of = {problem.starts[int(member)].patient.patient: column for column, member in enumerate(network.members)}
        for patient, halts in known:
            if patient not in column_of:
                continue
            stops = [_stop(problem, index, halt) for halt in halts]
            found = replay(network, column_of[patient], [stop for stop in stops if stop is not None])
            if found is not None and None not in stops:
                yield found


def _rows(problem: Problem, capacity: Capacity) -> Iterator[_Row]:
    of_facets = zip(capacity.session.tolist(), capacity.refills.tolist(), capacity.reviews.tolist(), strict=True)
    for facet, (session, refills, reviews) in enumerate(of_facets):
        whose = frozenset(problem.starts[patient].patient.patient for patient in capacity.more.get(facet, ()))
        yield problem.sessions[session].key, refills, reviews, whose


def _halts_of(problem: Problem, column: Column) -> tuple[str, Halts]:
    halts = [
        problem.sessions[stop // 3].key if stop >= 0 else problem.horizon.start_on + timedelta(days=-1 - stop)
        for stop in column.stops
    ]
    return problem.starts[column.patient].patient.patient, tuple(halts)


def _stop(problem: Problem, index: Mapping[SessionKey, int], halt: SessionKey | date) -> int | None:
    if isinstance(halt, SessionKey):
        return 3 * index[halt] if halt in index else None
    day = problem.day(halt)
    return -1 - day if 0 <= day < problem.horizon.days else None
