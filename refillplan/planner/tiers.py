"""One tier after the other: the least of each, proved, with the earlier ones held."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from refillplan.planner.bookings import Bookings
from refillplan.planner.capacity import Capacity, capacity_of
from refillplan.planner.closing import close
from refillplan.planner.generation import BIG, Generated, Generator, Goal, Pool
from refillplan.planner.network import INF, Ints, Network
from refillplan.planner.pricing import COMFORT, OWN, SCALE, Column, Paths, Weights
from refillplan.planner.problem import Problem
from refillplan.planner.profile import Profile
from refillplan.planner.progress import Report, Stop, raise_if
from refillplan.planner.remaining import remaining_steps
from refillplan.planner.selection import select
from refillplan.planner.walk import walk

_MOST_STEPS = 60_000  # more than this are not chosen among exactly
_WIDEST = 64  # units above the bound within which plans are looked for exactly
_OWN_MINIMA = Weights(unplaced=BIG[0], beyond=BIG[1], moved=BIG[2], comfort=SCALE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """A chain for every patient, with the sums of each tier and their proved bounds (as in `Column.tiers`)."""

    columns: tuple[Column, ...]
    tiers: tuple[int, ...]
    bounds: tuple[int, ...]


class Chooser:
    """Chooses the chains under given profiles; keeps what it learns for the next profiles."""

    def __init__(self, problem: Problem, bookings: Bookings, report: Report, stop: Stop) -> None:
        self._problem = problem
        self._bookings = bookings
        self._report = report
        self._stop = stop
        self._pool = Pool()

    def unreachable(self, profiles: Sequence[Profile]) -> tuple[int, ...]:
        """Return the patients whom no chain can serve at all, because what is held for them contradicts."""
        everyone = range(len(self._problem.starts))
        paths = self._paths(everyone, profiles, elastic=True)
        cheapest = paths.price(self._free(), _OWN_MINIMA)
        return tuple(int(i) for i in everyone if cheapest[i] >= INF)

    def choose(self, profiles: Sequence[Profile]) -> Chosen | None:
        """Return the best chains, tier by tier, or None where the held visits do not fit into the sessions."""
        capacity = capacity_of(self._problem, self._bookings, profiles)
        split = self._split(profiles)
        floors = self._floors(split)
        everyone = range(len(self._problem.starts))
        for own_minima in (3, 2, 1, 0):
            networks = split if own_minima >= 2 else [self._paths(everyone, profiles, elastic=True)]
            chosen = self._choose_from(own_minima, capacity, networks, floors)
            if chosen is not None:
                return chosen
        return None

    def _free(self) -> Ints:
        """Sessions that cost nothing."""
        return np.zeros((len(self._problem.sessions), 2), dtype=np.int64)

    def _split(self, profiles: Sequence[Profile]) -> list[Paths]:
        """Plain networks for those whom they serve, elastic ones for the others."""
        everyone = range(len(self._problem.starts))
        plain = self._paths(everyone, profiles, elastic=False)
        cheapest = plain.price(self._free(), Weights(comfort=SCALE))
        hard = [int(i) for i in everyone if cheapest[i] >= INF]
        if not hard:
            return [plain]
        easy = [int(i) for i in everyone if cheapest[i] < INF]
        networks = [self._paths(easy, profiles, elastic=False)] if easy else []
        return [*networks, self._paths(hard, profiles, elastic=True)]

    def _paths(self, members: Sequence[int], profiles: Sequence[Profile], *, elastic: bool) -> Paths:
        usable = [any(profile.most) for profile in profiles]
        held = {h.session for h in self._bookings.held if h.own_kind}
        usable = [use or s in held for s, use in enumerate(usable)]
        return Paths(Network(self._problem, self._bookings, members, usable, elastic=elastic))

    def _floors(self, networks: Sequence[Paths]) -> tuple[int, ...]:
        sums = [0, 0, 0, 0]
        for paths in networks:
            paths.price(self._free(), _OWN_MINIMA)
            for column in walk(paths):
                if column is not None:
                    sums = [a + b for a, b in zip(sums, column.tiers, strict=True)]
        return tuple(sums)

    def _choose_from(
        self, own_minima: int, capacity: Capacity, networks: Sequence[Paths], floors: tuple[int, ...]
    ) -> Chosen | None:
        """Keep the first tiers at everybody's own minimum and minimise the others in turn."""
        held: dict[int, int] = {}
        bounds = list(floors[:own_minima])
        columns: tuple[Column, ...] = ()
        for tier in range(own_minima, 4):
            goal = Goal(tier=tier, own_minima=own_minima, held=dict(held))
            found = self._minimise(goal, capacity, networks, floors, columns)
            if found is None:
                return None
            columns, bound = found
            bounds.append(bound)
            held[tier] = sum(column.tiers[tier] for column in columns)
        sums = [sum(column.tiers[tier] for column in columns) for tier in range(4)]
        sums[COMFORT] += crowding_of(capacity, columns)
        return Chosen(columns=columns, tiers=tuple(sums), bounds=tuple(bounds))

    def _minimise(
        self,
        goal: Goal,
        capacity: Capacity,
        networks: Sequence[Paths],
        floors: tuple[int, ...],
        known: tuple[Column, ...],
    ) -> tuple[tuple[Column, ...], int] | None:
        """Return chains of least cost in the goal's tier and a bound; ``known`` is a plan that keeps the tiers held."""
        generator = Generator(capacity, networks, goal, floors, self._pool)
        generated = generator.run(self._report, self._stop)
        if generated is None:
            return None
        return self._close_gap(goal, capacity, networks, generator, generated, known)

    def _close_gap(
        self,
        goal: Goal,
        capacity: Capacity,
        networks: Sequence[Paths],
        generator: Generator,
        generated: Generated,
        known: tuple[Column, ...],
    ) -> tuple[tuple[Column, ...], int] | None:
        """Choose among the steps of plans near the bound, then among those of every better plan than the one found."""
        value = generator.price(generated.bound)
        bound = -(-value // SCALE)
        columns, cost = (known, _cost(goal, capacity, known)) if known else (None, None)
        within = bound  # plans up to this cost are looked through
        while cost is None or bound < cost:
            raise_if(self._stop)
            steps = [step for paths in networks for step in remaining_steps(paths, within * SCALE - value)]
            if len(steps) > _MOST_STEPS or within - bound > _WIDEST:
                break
            end = close(capacity, steps, goal.tier, goal.held)
            if end.columns is not None and end.cost is not None and (cost is None or end.cost < cost):
                columns, cost = end.columns, end.cost
            bound = within + 1 if end.bound is None else min(end.bound, within + 1)
            if cost is None:
                within += max(1, within - -(-value // SCALE))
            elif bound <= within < cost:
                break
            else:
                within = cost - 1
        if columns is None:
            columns = self._select(goal, capacity, generated)
        return None if columns is None else (columns, bound)

    def _select(self, goal: Goal, capacity: Capacity, generated: Generated) -> tuple[Column, ...] | None:
        """Keep the whole chains of the master's mix and choose among the split ones; widen where that does not fit."""
        offered: dict[int, list[Column]] = defaultdict(list)
        for column in generated.offered:
            offered[column.patient].append(column)
        whole = {c.patient: c for c, share in zip(generated.offered, generated.mix.shares, strict=True) if share > 1 - 1e-6}
        narrow = {patient: [whole[patient]] if patient in whole else columns for patient, columns in offered.items()}
        raise_if(self._stop)
        return select(capacity, narrow, goal.tier, goal.held) or select(capacity, offered, goal.tier, goal.held)


def _cost(goal: Goal, capacity: Capacity, columns: Sequence[Column]) -> int:
    crowding = crowding_of(capacity, columns) if goal.tier == COMFORT else 0
    return sum(column.tiers[goal.tier] for column in columns) + crowding


def crowding_of(capacity: Capacity, columns: Sequence[Column]) -> int:
    """Return what the visits of these chains above the comfortable numbers cost."""
    visits: dict[int, int] = defaultdict(int)
    for column in columns:
        for stop in column.stops:
            if stop >= 0 and stop % 3 != OWN:
                visits[stop // 3] += 1
    above = (max(0, n - int(capacity.comfortable[s])) for s, n in visits.items() if capacity.comfortable[s] >= 0)
    return capacity.crowding * sum(above)
