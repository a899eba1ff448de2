"""One tier after the other: the least of each, proved, with the earlier ones held."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from functools import partial, reduce
from math import inf

from refillplan.planner.best import LEAST_NODES, Best
from refillplan.planner.bookings import Bookings
from refillplan.planner.capacity import Capacity, Prices, capacity_of, prices_of, row_value
from refillplan.planner.corridor import NARROW, WIDE
from refillplan.planner.diving import dive
from refillplan.planner.generation import MANY, Bound, Generated, Generator, Start
from refillplan.planner.goals import Goal, cost_of_plan, crowding_of
from refillplan.planner.jointly import JOINTLY, apart
from refillplan.planner.lead import Lead
from refillplan.planner.memory import Memory
from refillplan.planner.narrowing import WIDEST, narrow
from refillplan.planner.networks import own_minima_of, paths_of, split_paths
from refillplan.planner.polishing import Polisher
from refillplan.planner.pool import Pool
from refillplan.planner.pricing import COMFORT, SCALE, Column, Paths
from refillplan.planner.problem import Problem
from refillplan.planner.profile import Profile
from refillplan.planner.progress import Progress, Report, Stop
from refillplan.planner.some import learn
from refillplan.planner.splitting import choose_split

_ONLY = ((1, 0, 0, 0), (0, 1, 0, 0), (0, 0, 1, 0), (0, 0, 0, 1))  # costs that count one tier
_TOGETHER = ((1 << 14, 1 << 8, 1 << 6, 1), (0, 1 << 8, 1 << 6, 1), (0, 0, 1 << 6, 1), (0, 0, 0, 1))  # from each tier on
_LEAD = (1 << 14, 1 << 6, 1 << 4, 1)  # the same, where prices alone are wanted

_LATE = Goal(costs=_ONLY[1], own_minima=1, held={})


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """A chain for every patient, with the sums of each tier and their proved bounds (as in `Column.tiers`)."""

    columns: tuple[Column, ...]
    tiers: tuple[int, ...]
    bounds: tuple[int, ...]


class Failed(Enum):
    """Why there are no chains for a goal."""

    FULL = auto()  # not even shares of chains fit into the sessions
    GAP = auto()  # whole chains were not found


_Found = tuple[tuple[Column, ...], int] | Failed  # chains, and a bound


@dataclass(frozen=True, slots=True)
class _Ground:
    """What is chosen on: rows of the sessions, networks of all patients, of some, sums of all their own minima."""

    capacity: Capacity
    networks: Sequence[Paths]
    paths_of: Callable[[Sequence[int]], Paths]
    floors: tuple[int, ...]

    def price(self, goal: Goal, prices: Prices) -> int:
        """Price all networks purely and return what that proves of a goal, in 65536ths; the paths keep these prices."""
        weights, places = goal.weights(prices.multipliers, tie=False), prices_of(self.capacity, prices.duals)
        value = sum(sum(paths.price(places, weights).tolist()) for paths in self.networks)
        return value + row_value(self.capacity, prices.duals) - goal.offset(self.floors, prices.multipliers)


class Chooser:
    """Chooses the chains under given profiles; keeps what it learns for the next profiles."""

    def __init__(self, problem: Problem, bookings: Bookings, memory: Memory, report: Report, stop: Stop) -> None:
        self._problem = problem
        self._bookings = bookings
        self._memory = memory
        self._report = report
        self._stop = stop
        self._pool = Pool()
        self._used: dict[Column, None] = {}

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
        ground = _Ground(capacity, split, elastic, own_minima_of(len(profiles), split))
        chosen: Chosen | Failed = Failed.FULL
        for own_minima in self._own_minima(ground):
            if own_minima == 0:
                ground = replace(ground, networks=[elastic(everyone)])
            if own_minima in (COMFORT, 0):
                self._remember(ground.networks)
            chosen = self._at_bounds(own_minima, ground)
            if chosen is not Failed.FULL:
                break
        if chosen is Failed.GAP:
            chosen = self._in_turn(own_minima, ground)
        if isinstance(chosen, Failed) and own_minima:
            chosen = self._in_turn(0, replace(ground, networks=[elastic(everyone)]))
        if isinstance(chosen, Failed):
            return None
        self._memory.keep_chains(self._problem, self._used, chosen.columns)
        return chosen

    def _remember(self, networks: Sequence[Paths]) -> None:
        for paths in networks:
            self._pool.add(self._memory.chains(self._problem, paths.network))

    def _own_minima(self, ground: _Ground) -> tuple[int, ...]:
        """Return for how many tiers to try everybody's own minimum, one after the other."""
        if len(self._problem.starts) >= MANY and self._must_be_late(ground):
            return (0,)
        return (COMFORT, 2, 0) if self._bookings.told else (COMFORT, 0)

    def _must_be_late(self, ground: _Ground) -> bool:
        """Tell whether more days beyond limits than everybody's own minima are soon proved: by prices that some teach."""
        elastic = replace(ground, networks=[ground.paths_of(range(len(self._problem.starts)))])
        for prices in learn(self._problem, ground.capacity, elastic.networks, _LATE, self._report, self._stop):
            if prices is None or elastic.price(_LATE, prices) > ground.floors[1] * SCALE:
                return True
        return False

    def _lead(self, ground: _Ground) -> Lead | None:
        """Plan for all tiers together, as far as shares of chains; None where not all can have a chain."""
        goal = Goal(costs=_LEAD, own_minima=0, held={})
        known = self._memory.prices(self._problem, ground.capacity, goal)
        learnt = () if known else learn(self._problem, ground.capacity, ground.networks, goal, self._report, self._stop)
        prices = reduce(lambda _, finer: finer, learnt, known)
        start = Start(prices=prices, climb=known is None, width=NARROW)
        generator = Generator(ground.capacity, ground.networks, goal, ground.floors, self._pool, start, self._stop)
        generated = self._generate(generator, goal, ground)
        return None if generated is None else Lead(ground.capacity, goal, generated)

    def _at_bounds(self, own_minima: int, ground: _Ground) -> Chosen | Failed:
        """Hold tiers at their bounds."""
        if own_minima == COMFORT - 1 and len(self._problem.starts) < MANY:
            return self._jointly(ground)
        held: dict[int, int] = {}
        lead = None
        if own_minima == 0:
            lead = self._lead(ground)
            if lead is None:
                return Failed.FULL
        bounds = [*ground.floors[:own_minima]]
        known: tuple[Column, ...] = ()
        for position in range(own_minima, COMFORT):
            if position == COMFORT - 1 and not self._bookings.told:
                bounds.append(0)
                continue
            goal = Goal(costs=_ONLY[position], own_minima=own_minima, held=dict(held))
            if position == own_minima == COMFORT - 1:  # told visits alone are soon chosen exactly
                found = self._minimise(goal, ground, ())
                if isinstance(found, Failed):
                    return found
                known, bound = found
                held[position] = sum(column.tiers[position] for column in known)
            else:
                generator = self._generator(goal, ground, lead)
                generated = self._generate(generator, goal, ground, lead)
                if generated is None:
                    return Failed.FULL
                proved = generated.bound
                bound = held[position] = -(-proved.value // SCALE)
                if len(self._problem.starts) >= MANY:  # with fewer it gains nothing
                    slack = bound * SCALE - ground.price(goal, proved.prices)
                    ground = replace(ground, networks=[paths.cut(slack) for paths in ground.networks])
            bounds.append(bound)
        found = self._minimise(Goal(costs=_ONLY[COMFORT], own_minima=own_minima, held=held), ground, known, lead)
        return found if isinstance(found, Failed) else _chosen(ground.capacity, found[0], [*bounds, found[1]])

    def _jointly(self, ground: _Ground) -> Chosen | Failed:
        """Settle told visits and comfort from one column generation; a tier that it does not settle gets one of its own."""
        if (generated := self._generate(self._generator(JOINTLY, ground), JOINTLY, ground)) is None:
            return Failed.FULL
        ground.price(JOINTLY, generated.bound.prices)
        known = choose_split(ground.capacity, ground.networks, generated, JOINTLY, LEAST_NODES, near_only=False) or ()
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

    def _in_turn(self, own_minima: int, ground: _Ground) -> Chosen | Failed:
        held: dict[int, int] = {}
        columns = self._good(own_minima, ground, held, ()) or ()
        bounds = [*ground.floors[:own_minima]]
        for position in range(own_minima, len(_ONLY)):
            found = self._minimise(Goal(costs=_ONLY[position], own_minima=own_minima, held=dict(held)), ground, columns)
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
        self, own_minima: int, ground: _Ground, held: Mapping[int, int], known: tuple[Column, ...]
    ) -> tuple[Column, ...] | None:
        """Return a plan that is good in all tiers together: made from the one known, or from nothing."""
        goal = Goal(costs=_TOGETHER[own_minima], own_minima=own_minima, held=dict(held))
        generator = self._generator(goal, ground)
        generated = self._generate(generator, goal, ground)
        if generated is None:
            return None
        columns = known or dive(generator, generated, ground.capacity, len(self._problem.starts), self._stop)
        if columns is None:
            return None
        polisher = Polisher(ground.capacity, ground.networks, ground.paths_of, goal, generated.bound)
        return polisher.polish(columns, self._stop)

    def _find_one(self, best: Best, goal: Goal, ground: _Ground, generated: Generated, lead: Lead | None) -> None:
        """Look for a first plan, or one better than that known: among the patients whose chain is split, or chain by chain."""
        may_dive = goal.with_comfort and best.cost is None and len(self._problem.starts) < MANY
        best.take(choose_split(ground.capacity, ground.networks, generated, goal, LEAST_NODES, near_only=may_dive))
        if may_dive and best.cost is None:
            best.take(self._dived(goal, ground, lead))
            ground.price(goal, generated.bound.prices)

    def _dived(self, goal: Goal, ground: _Ground, lead: Lead | None) -> tuple[Column, ...] | None:
        """Return a plan made chain by chain; the generator that it spends is one of its own."""
        generator = self._generator(goal, ground, lead)
        generated = self._generate(generator, goal, ground, lead)
        found = None if generated is None else dive(generator, generated, ground.capacity, len(self._problem.starts), self._stop)
        if generated is None or found is None:
            return None
        return Polisher(ground.capacity, ground.networks, ground.paths_of, goal, generated.bound).polish(found, self._stop)

    def _generator(self, goal: Goal, ground: _Ground, lead: Lead | None = None) -> Generator:
        if lead is not None:
            pool, start = lead.pool(goal), Start(prices=lead.prices(goal), width=NARROW)
        else:
            many = goal.with_comfort and len(self._problem.starts) >= MANY
            known = self._memory.prices(self._problem, ground.capacity, goal)
            pool, start = self._pool, Start(prices=known, climb=many and known is None, width=WIDE if many else None)
        return Generator(ground.capacity, ground.networks, goal, ground.floors, pool, start, self._stop)

    def _generate(self, generator: Generator, goal: Goal, ground: _Ground, lead: Lead | None = None) -> Generated | None:
        generated = generator.run(self._report, self._stop)
        if generated is not None:
            self._memory.keep_prices(self._problem, ground.capacity, goal, generated.bound)
            shares = zip(generated.offered, generated.mix.shares, strict=True)
            self._used.update((column, None) for column, share in shares if share > 0)
            if lead is not None:
                lead.keep(generated)
        return generated

    def _minimise(self, goal: Goal, ground: _Ground, known: tuple[Column, ...], lead: Lead | None = None) -> _Found:
        """Return chains of least cost and a bound; ``known`` is a plan that keeps the tiers held."""
        generated = self._generate(self._generator(goal, ground, lead), goal, ground, lead)
        return Failed.FULL if generated is None else self._close(goal, ground, known, generated, lead)

    def _close(
        self, goal: Goal, ground: _Ground, known: tuple[Column, ...], generated: Generated, lead: Lead | None = None
    ) -> _Found:
        """Choose whole chains exactly from the end of column generation."""
        value = ground.price(goal, generated.bound.prices)
        best = Best(goal, ground.capacity, ground.networks, known)
        if best.cost is None or best.cost > -(-value // SCALE):
            self._find_one(best, goal, ground, generated, lead)
        bound = narrow(best, generated, value, self._stop)
        return Failed.GAP if best.cost is None else (best.columns, bound)


def _chosen(capacity: Capacity, columns: tuple[Column, ...], bounds: Sequence[int]) -> Chosen:
    sums = [sum(column.tiers[position] for column in columns) for position in range(4)]
    sums[COMFORT] += crowding_of(capacity, columns)
    return Chosen(columns=columns, tiers=tuple(sums), bounds=tuple(bounds))
