"""One tier after the other: the least of each, proved, with the earlier ones held."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from refillplan.planner.bookings import Bookings
from refillplan.planner.capacity import Capacity, capacity_of
from refillplan.planner.closing import Closing, close
from refillplan.planner.generation import BIG, Generated, Generator, Goal, Pool
from refillplan.planner.network import INF, Ints, Network
from refillplan.planner.pricing import COMFORT, OWN, SCALE, Column, Paths, Weights
from refillplan.planner.problem import Problem
from refillplan.planner.profile import Profile
from refillplan.planner.progress import Report, Stop, raise_if
from refillplan.planner.remaining import Step, known_steps, remaining_steps
from refillplan.planner.walk import walk

_MOST_STEPS = 20_000  # more than this are not chosen among exactly
_MANY_STEPS = 8_000  # with more than this the steps of the chains known are looked through first
_MOST_MORE_UNPLACED = 20  # above the least that was proved, where that many cannot be planned around
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
        if own_minima:
            goal = Goal(tier=own_minima, own_minima=own_minima, held={})
            return self._minimise_from(own_minima, goal, capacity, networks, floors)
        generated = self._generate(Goal(tier=0, own_minima=0, held={}), capacity, networks, floors)
        if generated is None:
            return None
        least = -(-generated.bound.value // SCALE)
        for allowed in range(least, least + _MOST_MORE_UNPLACED):
            goal = Goal(tier=1, own_minima=0, held={0: allowed})
            chosen = self._minimise_from(1, goal, capacity, networks, floors)
            if chosen is not None:
                return replace(chosen, bounds=(least, *chosen.bounds))
        return None

    def _minimise_from(
        self, tier: int, goal: Goal, capacity: Capacity, networks: Sequence[Paths], floors: tuple[int, ...]
    ) -> Chosen | None:
        """Minimise this tier and the later ones in turn, each with those before it held.

        First each tier is held at its bound, and whole chains are looked for in the last tier alone, where costs
        tell chains apart; only if there are none does every tier get its own whole choice.
        """
        return self._at_bounds(tier, goal, capacity, networks, floors) or self._in_turn(tier, goal, capacity, networks, floors)

    def _at_bounds(
        self, tier: int, goal: Goal, capacity: Capacity, networks: Sequence[Paths], floors: tuple[int, ...]
    ) -> Chosen | None:
        held = dict(goal.held)
        for position in range(tier, COMFORT):
            generated = self._generate(replace(goal, tier=position, held=dict(held)), capacity, networks, floors)
            if generated is None:
                return None
            held[position] = -(-generated.bound.value // SCALE)
        if tier == COMFORT:
            return None
        found = self._minimise(replace(goal, tier=COMFORT, held=held), capacity, networks, floors, ())
        if found is None:
            return None
        bounds = [*floors[: goal.own_minima], *(held[position] for position in range(tier, COMFORT)), found[1]]
        return _chosen(capacity, found[0], bounds)

    def _in_turn(
        self, tier: int, goal: Goal, capacity: Capacity, networks: Sequence[Paths], floors: tuple[int, ...]
    ) -> Chosen | None:
        held = dict(goal.held)
        bounds = list(floors[: goal.own_minima])
        columns: tuple[Column, ...] = ()
        for position in range(tier, 4):
            found = self._minimise(replace(goal, tier=position, held=dict(held)), capacity, networks, floors, columns)
            if found is None:
                return None
            columns, bound = found
            bounds.append(bound)
            held[position] = sum(column.tiers[position] for column in columns)
        return _chosen(capacity, columns, bounds)

    def _generate(self, goal: Goal, capacity: Capacity, networks: Sequence[Paths], floors: tuple[int, ...]) -> Generated | None:
        return Generator(capacity, networks, goal, floors, self._pool).run(self._report, self._stop)

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
        bound = first = -(-value // SCALE)
        best = _Best(goal, capacity, known)
        within = bound  # plans up to this cost are looked through
        while best.cost is None or bound < best.cost:
            raise_if(self._stop)
            steps = remaining_steps(networks, within * SCALE - value, _MOST_STEPS)
            if (steps is None or len(steps) > _MANY_STEPS) and not best.searched:
                best.search([step for paths in networks for step in known_steps(paths.network, generated.offered)])
                continue
            if steps is None or within - first > _WIDEST:
                break
            end = best.search(steps)
            bound = max(bound, within + 1 if end.bound is None else min(end.bound, within + 1))
            if bound <= within:
                break
            within = 4 * within - 3 * first + 3
            within = within if best.cost is None else min(within, best.cost - 1)
        return None if best.cost is None else (best.columns, bound)


class _Best:
    """The best plan found for a goal so far."""

    def __init__(self, goal: Goal, capacity: Capacity, known: tuple[Column, ...]) -> None:
        self._goal = goal
        self._capacity = capacity
        self.columns = known
        self.cost = _cost(goal, capacity, known) if known else None
        self.searched = False

    def search(self, steps: Sequence[Step]) -> Closing:
        """Look for a better plan made of ``steps``."""
        self.searched = True
        end = close(self._capacity, steps, self._goal.tier, self._goal.held)
        if end.columns is not None and end.cost is not None and (self.cost is None or end.cost < self.cost):
            self.columns, self.cost = end.columns, end.cost
        return end


def _chosen(capacity: Capacity, columns: tuple[Column, ...], bounds: Sequence[int]) -> Chosen:
    sums = [sum(column.tiers[position] for column in columns) for position in range(4)]
    sums[COMFORT] += crowding_of(capacity, columns)
    return Chosen(columns=columns, tiers=tuple(sums), bounds=tuple(bounds))


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
