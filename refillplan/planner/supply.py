"""Column generation for one goal after the other: what one of them leaves, the next begins with."""

from collections.abc import Sequence
from dataclasses import replace
from functools import reduce
from math import inf

from refillplan.planner.bends import with_bends
from refillplan.planner.corridor import NARROW, WIDE
from refillplan.planner.generation import MANY, Bound, Generated, Generator, Start, agree
from refillplan.planner.goals import ONLY, Goal
from refillplan.planner.ground import Ground
from refillplan.planner.groups import Groups
from refillplan.planner.lead import Lead
from refillplan.planner.memory import Memory
from refillplan.planner.pool import Pool
from refillplan.planner.pricing import SCALE, Column, Paths
from refillplan.planner.problem import Problem
from refillplan.planner.progress import Progress, Report, Stop
from refillplan.planner.some import learn

_LATE = Goal(costs=ONLY[1], own_minima=1, held={})
LEAD = Goal(costs=(1 << 12, 1 << 6, 1 << 4, 1), own_minima=0, held={})
"""All tiers together."""


class Supply:
    """Finds mixes of chains, and prices that prove bounds.

    Attributes
    ----------
    used
        The chains that were part of a mix, in the order in which they were found.
    """

    def __init__(self, problem: Problem, memory: Memory, report: Report, stop: Stop) -> None:
        self._problem = problem
        self._memory = memory
        self._report = report
        self._stop = stop
        self._pool = Pool()
        self._many = len(problem.starts) >= MANY
        self.used: dict[Column, None] = {}

    def remember(self, networks: Sequence[Paths]) -> None:
        """Know the chains of earlier solves."""
        for paths in networks:
            self._pool.add(self._memory.chains(self._problem, paths.network))

    def mix(self, goal: Goal, ground: Ground, plan: Sequence[Column]) -> Generated | None:
        """Return the best mix for a goal, found for groups of alike patients; None where not all can have a chain.

        Parameters
        ----------
        plan
            One that keeps to the goal; empty: none is known.
        """
        if ground.lead is not None and (settled := self._settled(goal, ground, ground.lead)) is not None:
            return settled
        known, start = self._start(goal, ground)
        generator = self._generator(goal, ground, ground.groups, [*known, *plan], start)
        generated = generator.run(self._report, self._stop)
        if generated is None:
            return None
        if ground.lead is not None:
            ground.lead.keep(generated)
        return self._keep(generated, ground.groups.spread(generated), goal, ground)

    def sharpen(
        self, goal: Goal, ground: Ground, generated: Generated, plan: Sequence[Column]
    ) -> tuple[Ground, Generated] | None:
        """Return the ground with rows for profiles that bend in, and the best mix under them; None where a mix breaks none.

        Parameters
        ----------
        generated, plan
            As `mix` returns it, and takes it.
        """
        capacity = with_bends(ground.capacity, generated, ground.groups.is_alone)
        if capacity is None:
            return None
        sharper = replace(ground, capacity=capacity, lead=None)
        mixed = self.mix(goal, sharper, plan)
        return None if mixed is None else (sharper, mixed)

    def mix_apart(self, goal: Goal, ground: Ground, plan: Sequence[Column]) -> tuple[Generator, Generated] | None:
        """Return the same found for each patient apart, and the generator, which may go on from there."""
        known, start = self._start(goal, ground)
        generator = Generator(ground.capacity, ground.networks, goal, ground.floors, [*known, *plan], start, self._stop)
        generated = generator.run(self._report, self._stop)
        return None if generated is None else (generator, self._keep(generated, generated, goal, ground))

    def prove(self, goal: Goal, ground: Ground) -> Bound | None:
        """Return what is proved of a goal without comfort, None where not all can have a chain."""
        known, start = self._start(goal, ground)
        groups = Groups(ground.networks, with_comfort=False)
        generator = self._generator(goal, ground, groups, known, replace(start, climb=self._many))
        generated = generator.run(self._report, self._stop)
        if generated is None:
            return None
        self._memory.keep_prices(self._problem, ground.capacity, goal, generated.bound)
        return generated.bound

    def lead(self, ground: Ground) -> Lead | None:
        """Plan for all tiers together, as far as shares of chains; None as above."""
        known = self._memory.prices(self._problem, ground.capacity, LEAD)
        learnt = () if known else learn(self._problem, ground.capacity, ground.networks, LEAD, self._report, self._stop)
        prices = reduce(lambda _, finer: finer, learnt, known)
        start = Start(prices=prices, climb=known is None, width=NARROW)
        generator = self._generator(LEAD, ground, ground.groups, [*self._pool.columns.values()], start)
        generated = generator.run(self._report, self._stop)
        if generated is None:
            return None
        spread = self._keep(generated, ground.groups.spread(generated), LEAD, ground)
        return Lead(ground.capacity, LEAD, generated, spread)

    def _settled(self, goal: Goal, ground: Ground, lead: Lead) -> Generated | None:
        """Return the mix for all tiers together where its prices prove that it is the best for comfort, too."""
        cost = lead.comfort(goal.held) if goal.with_comfort else inf
        if cost == inf:
            return None
        prices = lead.prices(goal)
        bound = Bound(value=ground.price(goal, prices), prices=prices)
        least = bound.value / SCALE
        if not agree(cost, least, many=self._many):
            return None
        self._report(Progress(doing=goal.doing, step=goal.step, cost=cost, bound=least, tier=goal.tier, final=True))
        self._memory.keep_prices(self._problem, ground.capacity, goal, bound)
        return replace(lead.spread, bound=bound)

    def must_be_late(self, ground: Ground) -> bool:
        """Tell whether more days beyond limits than everybody's own minima are soon proved: by prices that some teach."""
        for prices in learn(self._problem, ground.capacity, ground.networks, _LATE, self._report, self._stop):
            if prices is None or ground.price(_LATE, prices) > ground.floors[1] * SCALE:
                return True
        return False

    def _start(self, goal: Goal, ground: Ground) -> tuple[Sequence[Column], Start]:
        """Return the chains and the prices to begin with."""
        if ground.lead is not None:
            return ground.lead.chains(goal), Start(prices=ground.lead.prices(goal), width=NARROW)
        prices = self._memory.prices(self._problem, ground.capacity, goal)
        many = goal.with_comfort and self._many
        start = Start(prices=prices, climb=many and prices is None, width=WIDE if many else None)
        return [*self._pool.columns.values()], start

    def _generator(self, goal: Goal, ground: Ground, groups: Groups, known: Sequence[Column], start: Start) -> Generator:
        return Generator(ground.capacity, groups.paths, goal, ground.floors, groups.gather(known), start, self._stop)

    def _keep(self, generated: Generated, spread: Generated, goal: Goal, ground: Ground) -> Generated:
        """Keep for later what was learnt, and who uses it, and return the latter."""
        self._memory.keep_prices(self._problem, ground.capacity, goal, generated.bound)
        self._pool.add(generated.offered)
        shares = zip(spread.offered, spread.mix.shares, strict=True)
        self.used.update((column, None) for column, share in shares if share > 0)
        return spread
