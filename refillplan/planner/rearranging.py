"""The best plan beside one visit that is fixed, by as much re-arranging as it takes.

The flow of the best plan is kept; a question changes one patient's part of it. Its prices give an exact bound, as in
column generation; where it leaves chains in shares, the few steps that a better plan could use are chosen among in
whole. What is found here is proved to be best, or it is not given.
"""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

import numpy as np

from refillplan.domain.plans import Tiers
from refillplan.planner.arrays import INF, Ints
from refillplan.planner.capacity import prices_of, row_value, whole_duals
from refillplan.planner.closing import chains_of, close
from refillplan.planner.flow import Flow, Flowing
from refillplan.planner.goals import BIG, Goal, cost_of_plan, crowding_of
from refillplan.planner.nearby import near_steps
from refillplan.planner.network import Network
from refillplan.planner.networks import OWN_MINIMA
from refillplan.planner.places import Alike
from refillplan.planner.pricing import COMFORT, SCALE, Column, Paths, Weights
from refillplan.planner.remaining import Step, known_steps
from refillplan.planner.standing import Standing, mixes_of, spare_of
from refillplan.planner.walk import walk

_NEAR, _NEW, _OWN = 3 * SCALE, 2 * SCALE, 8 * SCALE  # above the cheapest chain: steps known first, added later, and own ones
_MOST_ROUNDS = 12
_MOST_STEPS = 6000
_NODES = 200  # of branch and bound
_WIDEST = 64  # points above the bound within which whole chains are looked for
_FIXED = -1  # whose chain is asked for, among the patients of the flow
_MOST_COMFORT = BIG[2] // SCALE  # of a whole plan, so that no told visit moved is ever outweighed
_COSTS = (
    float(1 << 28),
    BIG[1] / SCALE,
    BIG[2] / SCALE,
    1.0,
)  # more than this for the first the simplex method cannot tell apart
_MISSING = 2 * _COSTS[0]
_AGREE = 1e-3  # points; nearer than this a flow and its bound agree


@dataclass(frozen=True, slots=True)
class _Bound:
    """No plan costs less than this, in 65536ths: these prices prove it, with these weights of the tiers."""

    value: int
    prices: Ints
    weights: Weights


@dataclass(frozen=True, slots=True)
class _Question:
    """A patient, the network of the chain asked for, and the least of the first two tiers in any plan with it."""

    patient: int
    own: Paths
    floor: tuple[int, int]


class Rearranging:
    """Questions about a best plan."""

    def __init__(self, standing: Standing) -> None:
        self._standing = standing
        self._networks = networks = standing.paths
        for paths in networks:
            paths.price(standing.prices, OWN_MINIMA)
        self._close = self._is_close()
        self._dearest = sum(_dearest(paths.network, standing.capacity.crowding) for paths in networks)
        self._flow = Flow(standing.capacity, _COSTS, _MISSING, standing.facets / SCALE)
        self._flow.add(step for paths in networks for step in known_steps(paths.network, standing.chains.values()))
        self._flow.add(near_steps(networks, _NEAR, _MOST_STEPS) or ())
        self._flow.keep()

    def best(self, patient: int, own: Paths, rooms: Iterable[Ints], told_total: int) -> tuple[tuple[Column, ...], Tiers] | None:
        """Return the chains that change and what the plan with them costs, proved least; None where that is not soon proved.

        Parameters
        ----------
        own
            Network of the patient's chain alone, past the visit that is fixed.
        rooms
            Prices under which that chain is looked for first.
        told_total
            Number of visits that patients were told, without the one that is fixed.
        """
        if not self._close:
            return None
        steps: list[Step] = []
        for prices in rooms:
            own.price(prices, OWN_MINIMA)
            steps += near_steps([own], _OWN, _MOST_STEPS) or ()
        chain = walk(own)[0]
        if chain is None or not steps or self._outweighs(own):
            return None
        question = _Question(patient, own, self._floor(patient, chain))
        self._flow.count(patient, 0)
        self._flow.add(replace(step, patient=_FIXED) for step in steps)
        columns = self._search(question)
        self._flow.forget(_FIXED)
        self._flow.reset()
        self._flow.count(patient, 1)
        if columns is None:
            return None
        known = self._standing.chains
        changed = tuple(column for column in columns if column.patient == patient or known[column.patient].stops != column.stops)
        return changed, self._standing.tiers(columns, told_total)

    def _is_close(self) -> bool:
        """Whether prices alone prove the best plan: where they do not, they seldom prove one beside a visit that is fixed."""
        standing = self._standing
        least = sum(sums[COMFORT] for sums in standing.least.values()) + standing.rows
        columns = list(standing.chains.values())
        return (
            SCALE * (sum(column.tiers[COMFORT] for column in columns) + crowding_of(standing.capacity, columns)) - least < SCALE
        )

    def _search(self, question: _Question) -> tuple[Column, ...] | None:
        """Return chains of all patients, proved best."""
        best: _Bound | None = None
        most_kept = 0
        for number in range(_MOST_ROUNDS):
            flowing = self._flow.solve() if number else self._flow.ask(_FIXED)
            if flowing is None:
                return None
            bound = self._bound(flowing, question, most_kept)
            best = bound if best is None or bound.value >= best.value else best
            if -(-bound.value // SCALE) + _AGREE > flowing.cost:
                if not most_kept and (most_kept := self._most_kept(bound, question)):
                    self._flow.keep_at_most(most_kept)
                    continue
                return self._whole(bound, question, self._mended(flowing, bound, question))
            if not self._flow.add(self._near(question, _NEW, _FIXED)):
                break
        return None if best is None else self._whole(best, question, ())

    def _mended(self, flowing: Flowing, bound: _Bound, question: _Question) -> tuple[Column, ...]:
        """Return a plan in which only those are chosen for in whole whose chains a flow leaves in shares; none: there is none."""
        split = flowing.split
        whole = [_named(step, question.patient) for step in flowing.shares if step.patient not in split]
        columns = chains_of(whole, {step.patient for step in whole}, Alike())
        if split:
            least, goal = self._goal(bound, question)
            steps = self._near(question, least * SCALE - bound.value, question.patient, {column.patient for column in columns})
            chosen = close(self._standing.capacity, steps, goal, None, _NODES, columns).columns
            columns = () if chosen is None else (*columns, *chosen)
        return columns

    def _most_kept(self, bound: _Bound, question: _Question) -> int:
        """Return how many told visits a plan can keep where the bound lies between two numbers of them; 0: it does not.

        Shares of chains may keep a part of a visit more. Where no plan has so much comfort as is left then, it keeps one less.
        """
        least, goal = self._goal(bound, question)
        moved = goal.held[2]
        left = least - sum(big // SCALE * tier for big, tier in zip(BIG, (*question.floor, moved), strict=True))
        dearest = self._dearest + _dearest(question.own.network, self._standing.capacity.crowding)
        return max(0, -moved - 1) if left > dearest else 0

    def _bound(self, flowing: Flowing, question: _Question, most_kept: int) -> _Bound:
        """Return the bound that the prices of a flow prove; the networks keep these prices."""
        capacity = self._standing.capacity
        duals = whole_duals(capacity, flowing.facets, flowing.comfortable)
        prices, less = prices_of(capacity, duals), min(BIG[2], round(flowing.kept * SCALE))
        weights = replace(OWN_MINIMA, moved=BIG[2] - less)
        return _Bound(self._priced(prices, weights, question) + row_value(capacity, duals) - less * most_kept, prices, weights)

    def _priced(self, prices: Ints, weights: Weights, question: _Question) -> int:
        """Return the sum of everybody's cheapest chain under these prices."""
        total = int(question.own.price(prices, weights)[0])
        for paths in self._networks:
            costs = paths.price(prices, weights).tolist()
            members = paths.network.members.tolist()
            total += sum(cost for cost, member in zip(costs, members, strict=True) if member != question.patient)
        return total

    def _near(self, question: _Question, slack: int, name: int, settled: AbstractSet[int] = frozenset()) -> list[Step]:
        """Return the steps of chains that cost at most ``slack`` more than the cheapest, those asked for under this name."""
        others = near_steps(self._networks, slack, _MOST_STEPS, {*settled, question.patient})
        mine = [] if question.patient in settled else near_steps([question.own], slack, _MOST_STEPS)
        if others is None or mine is None:
            return []
        return [*others, *(replace(step, patient=name) for step in mine)]

    def _whole(self, bound: _Bound, question: _Question, best: tuple[Column, ...]) -> tuple[Column, ...] | None:
        """Choose in whole among the steps that a plan near the bound can use, or one that costs less than a plan known."""
        self._priced(bound.prices, bound.weights, question)
        least, goal = self._goal(bound, question)
        above = self._above(best, least, question) if best else None
        wider = 1 if above is None else above - 1
        while 0 <= wider <= _WIDEST:  # points above the bound within which every plan is looked through
            steps = self._near(question, (least + wider) * SCALE - bound.value, question.patient)
            if not steps:
                return None
            below = None if above is None else cost_of_plan(goal, self._standing.capacity, best)
            end = close(self._standing.capacity, steps, goal, None, _NODES, below=below)
            if end.columns is not None:
                best, above = end.columns, self._above(end.columns, least, question)
                if above is None:
                    return None
            if end.bound <= (INF if end.cost is None else end.cost - 1):  # not all of them were
                break
            if above is not None and above <= wider + 1:
                return best
            wider = 3 * wider + 1 if above is None else above - 1
        return best if above is not None and above <= 0 else None

    def _goal(self, bound: _Bound, question: _Question) -> tuple[int, Goal]:
        """Return a bound in points, and what is to be kept to in comfort's choice where it is reached."""
        least = -(-bound.value // SCALE)
        kept = (least - sum(big // SCALE * tier for big, tier in zip(BIG, question.floor, strict=False))) // _MOST_COMFORT
        return least, Goal(costs=(0, 0, 0, 1), own_minima=COMFORT, held={2: kept})

    def _above(self, columns: Sequence[Column], least: int, question: _Question) -> int | None:
        """Return how many points a plan costs more than ``least``, None where it is not sound.

        The first two tiers have to be everybody's own minima: then told visits moved and comfort, of which no plan has
        so much that it outweighs one of them, are least together, tier by tier.
        """
        capacity, mixes = self._standing.capacity, mixes_of(columns)
        sums = [sum(column.tiers[position] for column in columns) for position in range(4)]
        fits = all(capacity.profiles[s].holds(*mix) for s, mix in mixes.items())
        if len(columns) != len(self._standing.chains) or not fits or any(left < 0 for left in spare_of(capacity, mixes).values()):
            return None
        if tuple(sums[:2]) != question.floor:
            return None
        comfort = sums[COMFORT] + crowding_of(capacity, columns)
        return sum(big // SCALE * tier for big, tier in zip(BIG, sums, strict=False)) + comfort - least

    def _outweighs(self, own: Paths) -> bool:
        """Whether a plan could have so much comfort that it counts as a told visit moved."""
        crowding = self._standing.capacity.crowding
        return self._dearest + _dearest(own.network, crowding) + _WIDEST >= _MOST_COMFORT

    def _floor(self, patient: int, chain: Column) -> tuple[int, int]:
        others = [sums for i, sums in self._standing.free_least.items() if i != patient]
        return chain.tiers[0] + sum(sums[0] for sums in others), chain.tiers[1] + sum(sums[1] for sums in others)


def _named(step: Step, patient: int) -> Step:
    return replace(step, patient=patient) if step.patient == _FIXED else step


def _dearest(network: Network, crowding: int) -> int:
    """Return what no chains of these patients exceed in comfort, crowding included."""
    late = [step for steps in network.late.values() for step in steps]
    gaps = [network.gap_comfort, network.first_comfort, np.array([step.comfort for step in late], dtype=np.int64)]
    each = max(_most(gap) for gap in gaps) + _most(network.comfort) + crowding
    stops = int((int(network.days[-1]) // np.maximum(1, network.least) + 2 + len(late)).sum())
    return stops * each + network.size * max(_most(network.leave), _most(network.first_leave))


def _most(costs: Ints) -> int:
    """Return the dearest of the legal ones."""
    return int(costs[costs < INF].max(initial=0))
