"""Who could leave a half-day for another patient: chains that keep all told visits but one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import pairwise, takewhile

import numpy as np

from refillplan.domain.windows import interval_of
from refillplan.planner.arrays import INF, Ints
from refillplan.planner.bookings import Held
from refillplan.planner.network import Network
from refillplan.planner.networks import OWN_MINIMA
from refillplan.planner.pricing import OWN, Column, Paths
from refillplan.planner.standing import Standing, comfort_of
from refillplan.planner.sweeping import paths_in
from refillplan.planner.walk import walk


@dataclass(frozen=True, slots=True, order=True)
class Way:
    """A patient leaves some of the sessions that they were told, and others if that is cheaper."""

    patient: int
    left: tuple[int, ...]
    loose: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Leaving:
    """A patient leaves sessions: where the chain halts then, and what that adds to comfort, in 65536ths."""

    patient: int
    stops: tuple[int, ...]
    extra: int


class Leavers:
    """Chains of patients who leave sessions that they were told.

    Parameters
    ----------
    networks
        Who leaves which sessions, and the networks of their chains then.
    """

    def __init__(self, standing: Standing, networks: Sequence[tuple[Sequence[Way], Paths]]) -> None:
        self._standing = standing
        self._networks = networks

    def cheapest(self, room: Ints, comfort: Mapping[int, int]) -> dict[Way, Leaving]:
        """Return the cheapest chain of each way that has one, no later and no less complete than the patient's own.

        Parameters
        ----------
        room
            (sessions, 2) prices of one more refill and review.
        comfort
            What each patient's chain costs now, in 65536ths.
        """
        found: dict[Way, Leaving] = {}
        for ways, paths in self._networks:
            costs = paths.price(room, OWN_MINIMA).tolist()
            for way, chain, cost in zip(ways, walk(paths), costs, strict=True):
                if chain is None or cost >= INF // 16 or chain.tiers[:2] > self._standing.free_least[way.patient][:2]:
                    continue
                found[way] = Leaving(way.patient, chain.stops, comfort_of(chain, cost) - comfort[way.patient])
        return found


class Displacing:
    """Who could leave sessions of a best plan that they were told: what is the same for all questions, worked out once.

    Attributes
    ----------
    told
        By patient, the chain as far as it keeps what they were told.
    there, told_there
        By session, who was told it and is there by their chain, or by that part of it, and the kind of their visit, if it
        takes a place.
    early_reviews
        By session, whose review there may become a refill, as they leave the session before and have it between the two.
    """

    def __init__(self, standing: Standing) -> None:
        self._standing = standing
        self.told = {i: self._until_untold(standing.chains[i]) for i in standing.staying if i in standing.chains}
        self.there, self.told_there = self._staying_in(standing.chains.values()), self._staying_in(self.told.values())
        self.early_reviews: dict[int, set[int]] = {}
        for column in self.told.values():
            for session in self._early_reviews(column):
                self.early_reviews.setdefault(session, set()).add(column.patient)
        self._fixed = {(held.patient, held.session) for held in standing.bookings.held if held.fixed_by_person}
        self._booked = {(visit.patient, visit.session): visit for visit in standing.problem.booked}
        self._bare: dict[int, Network] = {}
        self._stays: dict[int, list[Held]] = {}
        self._held: dict[int, list[Held]] = {}
        for held in standing.bookings.held:  # only visits of a kind of their own may come before their earliest date
            stays = (held.visit.patient, held.visit.session) in self._booked
            passed = replace(held, own_kind=held.session is not None, stays=stays)
            self._held.setdefault(held.patient, []).append(passed)

    def leavers(self, ways: Iterable[Way]) -> Leavers:
        """Return the chains of patients who leave sessions; those whose date a person has fixed stay."""
        asked = [way for way in sorted(set(ways)) if self._fixed.isdisjoint((way.patient, left) for left in way.left)]
        groups: dict[int, list[Way]] = {}
        for way in asked:
            groups.setdefault(id(self._standing.networks[way.patient]), []).append(way)
        return Leavers(self._standing, [(group, self._network(group)) for group in groups.values()])

    def _until_untold(self, column: Column) -> Column:
        told = self._standing.staying[column.patient]
        return replace(column, stops=tuple(takewhile(lambda stop: stop >= 0 and stop // 3 in told, column.stops)))

    def _staying_in(self, chains: Iterable[Column]) -> dict[int, list[tuple[int, int]]]:
        found: dict[int, list[tuple[int, int]]] = {}
        for column in chains:
            told = self._standing.staying.get(column.patient, ())
            for s, kind in (divmod(stop, 3) for stop in column.stops if stop >= 0):
                if kind != OWN and s in told:
                    found.setdefault(s, []).append((column.patient, kind))
        return found

    def _early_reviews(self, column: Column) -> Iterable[int]:
        problem = self._standing.problem
        start = problem.starts[column.patient]
        least_days = interval_of(problem.centre.protocol, start.patient).min_days
        for (before, _), (s, kind) in pairwise(divmod(stop, 3) for stop in column.stops):
            first, last = (problem.sessions[each].key.on for each in (before, s))
            if kind == 1 and any(first < due <= last - timedelta(days=least_days) for due in start.review_dues):
                yield s

    def _network(self, ways: Sequence[Way]) -> Paths:
        """A chain for each way: it passes the sessions that are kept, which cost no place, and none that is left."""
        standing = self._standing
        usual = standing.networks[ways[0].patient]
        if id(usual) not in self._bare:
            members = usual.members.tolist()
            self._bare[id(usual)] = Network(
                standing.problem, None, members, usual.takes, elastic=usual.elastic, elsewhere=usual.may_be_elsewhere
            )
        held = [each for column, way in enumerate(ways) for each in self._kept(column, way)]
        bookings = replace(standing.bookings, held=tuple(held), told=(), loose=())
        columns = np.searchsorted(usual.members, [way.patient for way in ways]).tolist()
        network = self._bare[id(usual)].copies(columns, bookings)
        for column, way in enumerate(ways):
            for half, row in (network.stands[session] for session in way.left if session in network.stands):
                network.comfort[half, row, column] = INF
        return paths_in(network)

    def _kept(self, column: int, way: Way) -> list[Held]:
        """What a way's chain passes: what is held for the patient, and the sessions that are kept."""
        if way.patient not in self._stays:
            self._stays[way.patient] = self._told(way.patient)
        held = self._held.get(way.patient, ())
        passed = {each.day: replace(each, patient=column) for each in held if each.session not in way.left}
        for each in self._stays[way.patient]:
            if each.session not in way.left and each.session not in way.loose:
                pinned = each.day in passed and passed[each.day].fixed_by_person
                passed[each.day] = replace(each, patient=column, fixed_by_person=pinned)
        return list(passed.values())

    def _told(self, patient: int) -> list[Held]:
        """Return the sessions that a patient was told and that their least chain keeps, as held."""
        problem, found = self._standing.problem, []
        code = problem.starts[patient].patient.patient
        for session in self._standing.staying[patient]:
            key = problem.sessions[session].key
            visit = self._booked[code, key]
            found.append(Held(patient=patient, day=problem.day(key.on), session=session, visit=visit, own_kind=True, stays=True))
        return found
