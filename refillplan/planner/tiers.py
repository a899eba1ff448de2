"""One tier after the other: the least of each, proved, with the earlier ones held."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from enum import Enum, auto
from functools import partial, reduce
from math import inf
from operator import and_

from refillplan.planner.best import LEAST_NODES, Best
from refillplan.planner.bookings import Bookings
from refillplan.planner.capacity import Capacity, capacity_of
from refillplan.planner.diving import dive
from refillplan.planner.generation import MANY, Bound, Generated
from refillplan.planner.goals import ONLY, Goal, cost_of_plan, crowding_of
from refillplan.planner.ground import Ground
from refillplan.planner.groups import Groups
from refillplan.planner.jointly import JOINTLY, apart
from refillplan.planner.memory import Memory
from refillplan.planner.narrowing import WIDEST, look_through_few, narrow
from refillplan.planner.networks import own_minima_of, paths_of, split_paths
from refillplan.planner.polishing import Polisher
from refillplan.planner.pricing import COMFORT, SCALE, Column
from refillplan.planner.problem import Problem
from refillplan.planner.profile import Profile
from refillplan.planner.progress import Progress, Report, Stop
from refillplan.planner.remaining import Step, remaining_steps
from refillplan.planner.splitting import choose_split
from refillplan.planner.supply import LEAD, Supply

_NEAR = 4  # units above the bound: a plan so near is soon proved, or made better
_MOST_KEPT = 60_000  # steps: where earlier tiers leave more, looking through them takes longer than it saves
_TOGETHER = ((1 << 14, 1 << 8, 1 << 6, 1), (0, 1 << 8, 1 << 6, 1), (0, 0, 1 << 6, 1), (0, 0, 0, 1))  # from each tier on


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """A chain for every patient, with the sums of each tier and their proved bounds (as in `Column.tiers`)."""

    columns: tuple[Column, ...]
    tiers: tuple[int, ...]
    bounds: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _First:
    """The best plan known after a first search, and where the search goes on: ``value`` is proved, in 65536ths."""

    best: Best
    ground: Ground
    generated: Generated
    value: int


class Failed(Enum):
    """Why there are no chains for a goal."""

    FULL = auto()  # not even shares of chains fit into the sessions
    GAP = auto()  # whole chains were not found


_Found = tuple[tuple[Column, ...], int] | Failed  # chains, and a bound


class Chooser:
    """Chooses the chains under given profiles; keeps what it learns for the next profiles."""

    def __init__(self, problem: Problem, bookings: Bookings, memory: Memory, report: Report, stop: Stop) -> None:
        self._problem = problem
        self._bookings = bookings
        self._memory = memory
        self._report = report
        self._stop = stop
        self._supply = Supply(problem, memory, report, stop)

    def choose(self, profiles: Sequence[Profile]) -> Chosen | None:
        """Return the best chains, tier by tier, or None where the held visits do not fit into the sessions.

        First each tier is held at its bound, at everybody's own minimum if the sessions allow that, and whole
        chains are looked for in comfort alone, where costs tell chains apart. Only where there are none, chains
        are settled one by one, and each tier gets its own whole choice from there.
        """
        capacity = capacity_of(self._problem, self._bookings, profiles)
        split = split_paths(self._problem, self._bookings, profiles)
        everyone = range(len(self._problem.starts))
        elastic = partial(paths_of, self._problem, self._bookings, profiles=profiles, elastic=True)
        ground = Ground(
            capacity=capacity,
            networks=split,
            groups=Groups(split, with_comfort=True),
            paths_of=elastic,
            floors=own_minima_of(len(profiles), split),
        )
        chosen: Chosen | Failed = Failed.FULL
        for own_minima in self._own_minima(ground):
            if own_minima == 0:
                ground = ground.on([elastic(everyone)])
            if own_minima in (COMFORT, 0):
                self._supply.remember(ground.networks)
            chosen = self._at_bounds(own_minima, ground)
            if chosen is not Failed.FULL:
                break
        if chosen is Failed.GAP:
            chosen = self._in_turn(own_minima, ground)
        if isinstance(chosen, Failed) and own_minima:
            chosen = self._in_turn(0, ground.on([elastic(everyone)]))
        if isinstance(chosen, Failed):
            return None
        self._memory.keep_chains(self._problem, self._supply.used, chosen.columns)
        return chosen

    def _own_minima(self, ground: Ground) -> tuple[int, ...]:
        """Return for how many tiers to try everybody's own minimum, one after the other."""
        everyone = range(len(self._problem.starts))
        if len(everyone) >= MANY and self._supply.must_be_late(ground.on([ground.paths_of(everyone)])):
            return (0,)
        told = len(self._bookings.told)
        if told and -ground.floors[COMFORT - 1] < told:  # somebody has to move, and then others mostly do, too
            return (COMFORT - 1, 0)
        return (COMFORT, COMFORT - 1, 0) if told else (COMFORT, 0)

    def _at_bounds(self, own_minima: int, ground: Ground) -> Chosen | Failed:
        """Hold tiers at their bounds."""
        if own_minima == COMFORT - 1 and len(self._problem.starts) < MANY:
            return self._jointly(ground)
        if own_minima == 0:
            return self._led(ground)
        held: dict[int, int] = {}
        bounds = [*ground.floors[:own_minima]]
        known: tuple[Column, ...] = ()
        if own_minima == COMFORT - 1:  # told visits alone are soon chosen exactly
            found = self._minimise(Goal(costs=ONLY[COMFORT - 1], own_minima=own_minima, held={}), ground, ())
            if isinstance(found, Failed):
                return found
            known, bound = found
            held[COMFORT - 1] = sum(column.tiers[COMFORT - 1] for column in known)
            bounds.append(bound)
        found = self._minimise(Goal(costs=ONLY[COMFORT], own_minima=own_minima, held=held), ground, known)
        return found if isinstance(found, Failed) else _chosen(ground.capacity, found[0], [*bounds, found[1]])

    def _led(self, ground: Ground) -> Chosen | Failed:
        """Plan for all tiers together, prove each by itself from there, and hold it at its bound."""
        lead = self._supply.lead(ground)
        if lead is None:
            return Failed.FULL
        led = replace(ground, lead=lead)
        least = min(COMFORT, lead.least(ground.floors))
        held = dict(enumerate(ground.floors[:least]))
        for position in range(least, COMFORT):
            if position == COMFORT - 1 and not self._bookings.told:
                held[position] = 0
                continue
            goal = Goal(costs=ONLY[position], own_minima=0, held=dict(held))
            proved = self._supply.prove(goal, led)
            if proved is None:
                return Failed.FULL
            held[position] = -(-proved.value // SCALE)
            if len(self._problem.starts) >= MANY:  # with fewer it gains nothing
                slack = held[position] * SCALE - led.price(goal, proved.prices)
                led = led.on([paths.cut(slack) for paths in led.networks])
        found = self._minimise(Goal(costs=ONLY[COMFORT], own_minima=0, held=held), led, ())
        return found if isinstance(found, Failed) else _chosen(ground.capacity, found[0], [*held.values(), found[1]])

    def _jointly(self, ground: Ground) -> Chosen | Failed:
        """Settle told visits and comfort from one column generation; a tier that it does not settle gets one of its own."""
        if (generated := self._supply.mix(JOINTLY, ground, ())) is None:
            return Failed.FULL
        first = self._first_plan(JOINTLY, ground, (), generated)
        known, ground, generated = first.best.columns, first.ground, first.generated
        bounds, held = [*ground.floors[: COMFORT - 1]], dict[int, int]()
        for alone, prices in apart(generated.bound.prices):
            goal = replace(alone, held=dict(held))
            bound = Bound(value=ground.price(goal, prices), prices=prices)
            self._memory.keep_prices(self._problem, ground.capacity, goal, bound)
            least, cost = -(-bound.value // SCALE), cost_of_plan(goal, ground.capacity, known) if known else inf
            if cost - least <= (WIDEST if goal.with_comfort else 0):
                self._report(Progress(doing=goal.doing, step=goal.step, cost=cost, bound=least, tier=goal.tier, final=True))
                found: _Found = self._close(goal, ground, known, replace(generated, bound=bound))
            else:
                found = self._minimise(goal, ground, known)
            if isinstance(found, Failed):
                return found
            known = found[0]
            bounds.append(found[1])
            held[COMFORT - 1] = sum(column.tiers[COMFORT - 1] for column in known)
        return _chosen(ground.capacity, known, bounds)

    def _in_turn(self, own_minima: int, ground: Ground) -> Chosen | Failed:
        held: dict[int, int] = {}
        columns = self._good(own_minima, ground, held, ()) or ()
        bounds = [*ground.floors[:own_minima]]
        for position in range(own_minima, len(ONLY)):
            found = self._minimise(Goal(costs=ONLY[position], own_minima=own_minima, held=dict(held)), ground, columns)
            if isinstance(found, Failed):
                return found
            better = found[0] is not columns
            columns, bound = found
            bounds.append(bound)
            held[position] = sum(column.tiers[position] for column in columns)
            if better and position < COMFORT:  # so far the later tiers did not count in it
                columns = self._good(own_minima, ground, held, columns) or columns
        return _chosen(ground.capacity, columns, bounds)

    def _good(
        self, own_minima: int, ground: Ground, held: Mapping[int, int], known: tuple[Column, ...]
    ) -> tuple[Column, ...] | None:
        """Return a plan that is good in all tiers together: made from the one known, or from nothing."""
        goal = Goal(costs=_TOGETHER[own_minima], own_minima=own_minima, held=dict(held))
        mixed = self._supply.mix_apart(goal, ground, known)
        if mixed is None:
            return None
        columns = known or dive(*mixed, ground.capacity, len(self._problem.starts), self._stop)
        if columns is None:
            return None
        polisher = Polisher(ground.capacity, ground.networks, ground.paths_of, goal, mixed[1].bound)
        return polisher.polish(columns, self._stop)

    def _find_one(self, best: Best, goal: Goal, ground: Ground, generated: Generated, value: int) -> None:
        """Look for a first plan, or one better than that known, among the patients whose chain is split."""
        if best.cost is not None and best.cost <= -(-value // SCALE):
            return
        near_only = self._may_dive(best, goal)
        together = LEAD if len(self._problem.starts) >= MANY and ground.lead is not None else None
        split = partial(choose_split, ground.capacity, ground.networks, generated, goal, LEAST_NODES)
        best.take(split(near_only=near_only, together=together))

    def _may_dive(self, best: Best, goal: Goal) -> bool:
        """Tell whether a plan is to be made chain by chain: none is known, and costs tell the chains apart."""
        return goal.tier == COMFORT and best.cost is None and len(self._problem.starts) < MANY

    def _dived(self, goal: Goal, ground: Ground) -> tuple[Column, ...] | None:
        """Return a plan made chain by chain; the generator that it spends is one of its own."""
        mixed = self._supply.mix_apart(goal, ground, ())
        found = None if mixed is None else dive(*mixed, ground.capacity, len(self._problem.starts), self._stop)
        if mixed is None or found is None:
            return None
        return Polisher(ground.capacity, ground.networks, ground.paths_of, goal, mixed[1].bound).polish(found, self._stop)

    def _minimise(self, goal: Goal, ground: Ground, known: tuple[Column, ...]) -> _Found:
        """Return chains of least cost and a bound; ``known`` is a plan that keeps the tiers held."""
        generated = self._supply.mix(goal, ground, known)
        return Failed.FULL if generated is None else self._close(goal, ground, known, generated)

    def _close(self, goal: Goal, ground: Ground, known: tuple[Column, ...], generated: Generated) -> _Found:
        """Choose whole chains exactly from the end of column generation."""
        first = self._first_plan(goal, ground, known, generated)
        that_keep = partial(self._that_keep, goal, first)
        bound = narrow(first.best, first.generated, first.value, that_keep, self._stop)
        return Failed.GAP if first.best.cost is None else (first.best.columns, bound)

    def _that_keep(self, goal: Goal, first: _First) -> AbstractSet[Step] | None:
        """Return the steps that plans can use which keep to the tiers held, by the prices that prove these; None: all can."""
        ground, kept = first.ground, list[AbstractSet[Step]]()
        for position, value in goal.held.items():
            earlier = {before: most for before, most in goal.held.items() if before < position}
            alone = Goal(costs=ONLY[position], own_minima=goal.own_minima, held=earlier)
            if (prices := self._memory.prices(self._problem, ground.capacity, alone)) is not None:
                slack = value * SCALE - ground.price(alone, prices)
                steps = remaining_steps(ground.networks, slack, _MOST_KEPT)
                kept += [] if steps is None else [set(steps)]
        ground.price(goal, first.generated.bound.prices)
        return reduce(and_, kept) if kept else None

    def _first_plan(self, goal: Goal, ground: Ground, known: tuple[Column, ...], generated: Generated) -> _First:
        """Return a first plan and a bound; where they are far apart, profiles that bend in get rows of their own."""
        value = ground.price(goal, generated.bound.prices)
        best = Best(goal, ground.capacity, ground.networks, known)
        self._find_one(best, goal, ground, generated, value)
        while len(self._problem.starts) < MANY and (best.cost is None or best.cost * SCALE - value > _NEAR * SCALE):
            sharper = self._supply.sharpen(goal, ground, generated, best.columns)
            if sharper is None:
                break
            ground, generated = sharper
            value = ground.price(goal, generated.bound.prices)
            self._find_one(best, goal, ground, generated, value)
        if self._may_dive(best, goal) and not look_through_few(best):
            best.take(self._dived(goal, ground))
            ground.price(goal, generated.bound.prices)
        return _First(best=best, ground=ground, generated=generated, value=value)


def _chosen(capacity: Capacity, columns: tuple[Column, ...], bounds: Sequence[int]) -> Chosen:
    sums = [sum(column.tiers[position] for column in columns) for position in range(4)]
    sums[COMFORT] += crowding_of(capacity, columns)
    return Chosen(columns=columns, tiers=tuple(sums), bounds=tuple(bounds))
