"""Everybody but one patient: what they leave free, who of them could make room, and the least that they cost."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import combinations, product

import numpy as np

from refillplan.domain.plans import Tiers
from refillplan.planner.displacing import Displacing, Leaving, Way
from refillplan.planner.goals import BIG, crowding_of
from refillplan.planner.pricing import OWN, SCALE, Column
from refillplan.planner.replay import replay
from refillplan.planner.standing import FULL, Standing, Sums, mixes_of, spare_of

Stop = tuple[int, int]
"""A session, and the kind of a visit there: 0 refill, 1 review."""

_MOVE = BIG[2]  # what one more told visit that is left counts among prices
_KNOWN = 3  # so many of those who could leave are tried
_UNKNOWN = _MOVE - _MOVE // 4  # the same where it is not known who leaves: they may even gain comfort by it


class Surroundings:
    """The others, as the best plan has them.

    Parameters
    ----------
    told_total
        Number of visits that patients were told, without the one that is to be fixed.

    Attributes
    ----------
    room : (sessions, 2)
        Prices for the patient's chain beside the others' as they are, but for those known who can make room.
    least_room : (sessions, 2)
        Prices by which a chain costs no more than in any plan in which the others leave at most one told session.
    """

    def __init__(self, standing: Standing, displacing: Displacing, patient: int, told_total: int) -> None:
        self._standing = standing
        self._displacing = displacing
        self._patient = patient
        self._told_total = told_total
        self._others = {i: column for i, column in standing.chains.items() if i != patient}
        self._told = [column for i, column in displacing.told.items() if i != patient]
        self._sums = _total(column.tiers for column in self._others.values())
        self._crowding = crowding_of(standing.capacity, list(self._others.values()))
        self._told_crowding = crowding_of(standing.capacity, self._told)
        self._least = _total(least for i, least in standing.least.items() if i != patient)
        self._free_least = _total(least for i, least in standing.free_least.items() if i != patient)
        self._mixes, self._told_mixes = mixes_of(self._others.values()), mixes_of(self._told)
        self._room, self._told_room = standing.room(self._mixes, reserve=True), standing.room(self._told_mixes, reserve=True)
        self.room, self.least_room = self._room.copy(), self._told_room.copy()
        self.least_room[self._told_room >= FULL] = _UNKNOWN
        self._leaving: dict[Stop, tuple[Leaving, ...]] = {}
        self._answered: set[Stop] = set()
        self._paid: dict[int, int] = {}  # by session, what is counted there at most beyond one visit moved
        self._saved: list[int] | None = None
        self._all_told = all(len(told.stops) == len(self._others[told.patient].stops) for told in self._told)

    def ask(self, chains: Iterable[Column]) -> bool:
        """Find out who could make room where these chains need it; return whether that was not known before."""
        stops = {divmod(stop, 3) for chain in chains for stop in chain.stops if stop >= 0 and stop % 3 != OWN}
        asked = [stop for stop in sorted(stops) if self.least_room[stop] == _UNKNOWN and stop not in self._answered]
        if not asked:
            return False
        self._answered.update(asked)
        standing = self._standing
        now = {stop: self._to_leave(stop, self._displacing.there, self._mixes) for stop in asked}
        least = {stop: self._to_leave(stop, self._displacing.told_there, self._told_mixes) for stop in asked}
        leavers = self._displacing.leavers(way for groups in (now, least) for group in groups.values() for way in group)
        comfort = {i: SCALE * column.tiers[3] for i, column in self._others.items()}
        rooms = (self._room, standing.room(self._mixes, reserve=False))  # whoever leaves may free the reserve that they take
        leaving = [leavers.cheapest(room, comfort) for room in rooms]
        comfort = {i: sums[3] for i, sums in standing.free_least.items()}
        cheapest = leavers.cheapest(standing.room(self._told_mixes, reserve=False), comfort)
        crowd = SCALE * standing.capacity.crowding
        for stop in asked:
            first = min((cheapest[way].extra for way in least[stop] if way in cheapest), default=None)
            less = crowd * self._frees(stop, self._told_mixes, (0, 0))
            if first is not None:
                self.least_room[stop] = _MOVE + first - less
                self._paid |= {s: max(first - less, self._paid.get(s, -FULL)) for s in self._needed(stop, self._told_mixes)}
            known = {each.stops: each for found in leaving for way, each in found.items() if way in now[stop]}
            if known:
                ordered = sorted(known.values(), key=lambda each: (each.extra, each.patient))
                self._leaving[stop] = tuple(ordered[:_KNOWN])
                self.room[stop] = _MOVE + ordered[0].extra
            if self._changes_kind(stop):
                self.least_room[stop] = 0
        self._saved = None
        return True

    def least(self, sums: Sums) -> Tiers:
        """Return the least of any plan in which the patient's chain has at least these sums under the standing prices."""
        total = _total((sums, self._least))
        comfort = -(-(total[3] + self._standing.rows) // SCALE) + self._standing.capacity.crowded
        return self._tiers(total, comfort)

    def least_near(self, sums: Sums | None, bound: Sums) -> Tiers:
        """Return the least of any plan, from a chain's sums under `least_room`, and from its least under standing prices."""
        total = _total((bound, self._least))
        beyond_that = self._tiers((total[0], total[1], total[2] + 2, 0), 0)
        if sums is None:
            return beyond_that
        moves, comfort = divmod(sums[3] + _MOVE // 2, _MOVE)
        total = _total(((sums[0], sums[1], sums[2] + moves, comfort - _MOVE // 2), self._free_least))
        nearly = min(self._tiers(total, self._comfort(total[3])), beyond_that)
        if nearly < beyond_that or not self._all_told:
            return nearly
        one_more = self._tiers((total[0], total[1], total[2] + 1, 0), 0)
        leavers = (total[2] - bound[2] - self._least[2]) // 2  # so many at most leave several sessions, with no more moved
        return max(nearly, min(self._tiers(total, self._comfort(total[3] + sum(self._savings()[:leavers]))), one_more))

    def _comfort(self, sums: int) -> int:
        return -(-sums // SCALE) + self._told_crowding + self._standing.capacity.crowded

    def _savings(self) -> list[int]:
        """Return what patients save by leaving several sessions asked about at once, in 65536ths, below 0, the most first."""
        if self._saved is None:
            paid = self._paid
            room = self._standing.room(self._told_mixes, reserve=False)
            room[list(paid)] = np.minimum(room[list(paid)], np.array(list(paid.values()), dtype=np.int64).reshape(-1, 1))
            ways = []
            for column in self._told:
                mine = tuple(stop // 3 for stop in column.stops if stop // 3 in paid)
                ways += [Way(column.patient, pair, tuple(s for s in mine if s not in pair)) for pair in combinations(mine, 2)]
            comfort = {i: sums[3] for i, sums in self._standing.free_least.items()}
            saved: dict[int, int] = {}
            for way, leaving in self._displacing.leavers(ways).cheapest(room, comfort).items():
                extra = leaving.extra - sum(paid[s] for s in (*way.left, *way.loose))
                saved[way.patient] = min(extra, saved.get(way.patient, 0))
            self._saved = sorted(saved.values())
        return self._saved

    def plan(self, chain: Column | None) -> tuple[tuple[Column, ...], Tiers] | None:
        """Return the chains that change where the patient gets ``chain``, with what the plan costs; None if it does not fit."""
        if chain is None:
            return None
        stops = [divmod(stop, 3) for stop in chain.stops if stop >= 0]
        needed = [self._leaving[stop] for stop in stops if stop in self._leaving and self.room[stop] >= _MOVE // 2]
        plans = (self._fitting(chain, leaving) for leaving in product(*needed))
        return min((plan for plan in plans if plan is not None), key=lambda plan: plan[1], default=None)

    def _fitting(self, chain: Column, leaving: Sequence[Leaving]) -> tuple[tuple[Column, ...], Tiers] | None:
        standing = self._standing
        changed = {self._patient: replace(chain, patient=self._patient)}
        for each in leaving:
            network = standing.networks[each.patient]
            moved = replay(network, network.members.tolist().index(each.patient), each.stops)
            if moved is None or each.patient in changed:
                return None
            changed[each.patient] = moved
        gone = [self._others[i] for i in changed if i in self._others]
        come = list(changed.values())
        mixes = self._mixes | _added(self._mixes, come, gone)
        touched = {stop // 3 for column in (*gone, *come) for stop in column.stops if stop >= 0}
        fits = all(standing.capacity.profiles[s].holds(*mixes.get(s, (0, 0))) for s in touched)
        if not fits or any(left < 0 for left in spare_of(standing.capacity, mixes).values()):
            return None
        return tuple(come), self._cost(come, gone, mixes, touched)

    def _cost(
        self, come: Iterable[Column], gone: Iterable[Column], mixes: Mapping[int, tuple[int, int]], touched: Iterable[int]
    ) -> Tiers:
        """Return what the others' chains cost with some exchanged."""
        sums = _total((self._sums, *(column.tiers for column in come)))
        less = _total(column.tiers for column in gone)
        capacity, crowding = self._standing.capacity, self._crowding
        for s in touched:
            if capacity.comfortable[s] >= 0:
                now, before = sum(mixes.get(s, (0, 0))), sum(self._mixes.get(s, (0, 0)))
                above, had = (max(0, n - int(capacity.comfortable[s])) for n in (now, before))
                crowding += capacity.crowding * (above - had)
        return self._tiers(
            (sums[0] - less[0], sums[1] - less[1], sums[2] - less[2], 0), sums[3] - less[3] + crowding + capacity.crowded
        )

    def _to_leave(
        self, stop: Stop, there: Mapping[int, Sequence[tuple[int, int]]], mixes: Mapping[int, tuple[int, int]]
    ) -> frozenset[Way]:
        """Return who could make room for a visit by leaving a session: that one, or any of a week that keeps its reserve."""
        frees = [self._frees(stop, mixes, gone) for gone in ((1, 0), (0, 1))]
        needed = self._needed(stop, mixes)
        mine = self._patient
        found = ((s, patient, kind) for s in needed for patient, kind in there.get(s, ()))
        return frozenset(Way(patient, (s,)) for s, patient, kind in found if frees[kind] and patient != mine)

    def _needed(self, stop: Stop, mixes: Mapping[int, tuple[int, int]]) -> tuple[int, ...]:
        """Return the sessions in one of which room has to be made for a visit."""
        if not self._frees(stop, mixes, (0, 0)):
            return (stop[0],)
        return next((week.sessions for week in self._standing.capacity.weeks if stop[0] in week.sessions), (stop[0],))

    def _frees(self, stop: Stop, mixes: Mapping[int, tuple[int, int]], gone: tuple[int, int]) -> bool:
        """Whether one more visit fits into a session itself where so many refills and reviews are gone from it."""
        (s, kind), (refills, reviews) = stop, mixes.get(stop[0], (0, 0))
        return self._standing.capacity.profiles[s].holds(refills + (kind == 0) - gone[0], reviews + (kind == 1) - gone[1])

    def _changes_kind(self, stop: Stop) -> bool:
        """Whether somebody's review may become a refill, as they leave the session before it and have it there."""
        if not (self._frees(stop, self._told_mixes, (0, 0)) or self._frees(stop, self._told_mixes, (-1, 1))):
            return False
        early = self._displacing.early_reviews
        return any(early.get(s, set()) - {self._patient} for s in self._needed(stop, self._told_mixes))

    def _tiers(self, sums: Sums, comfort: int) -> Tiers:
        moved = self._told_total + sums[2]
        return Tiers(unplaced=sums[0], beyond_limit_days=sums[1], moved=moved, comfort=max(0, comfort))


def _total(sums: Iterable[Sums]) -> Sums:
    total = (0, 0, 0, 0)
    for each in sums:
        total = (total[0] + each[0], total[1] + each[1], total[2] + each[2], total[3] + each[3])
    return total


def _added(mixes: Mapping[int, tuple[int, int]], come: Iterable[Column], gone: Iterable[Column]) -> dict[int, tuple[int, int]]:
    """Return the mixes of the sessions that chains come into or go from."""
    found: dict[int, tuple[int, int]] = {}
    for sign, columns in ((1, come), (-1, gone)):
        for s, (refills, reviews) in mixes_of(columns).items():
            n, m = found.get(s, mixes.get(s, (0, 0)))
            found[s] = (n + sign * refills, m + sign * reviews)
    return found
