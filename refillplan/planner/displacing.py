"""Who could leave a half-day for another patient: chains that keep all told visits but one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from refillplan.planner.bookings import Held
from refillplan.planner.network import INF, Ints
from refillplan.planner.networks import OWN_MINIMA, paths_of
from refillplan.planner.pricing import Paths
from refillplan.planner.standing import Standing, comfort_of
from refillplan.planner.walk import walk

Pair = tuple[int, int]
"""A patient, and a session that they were told."""


@dataclass(frozen=True, slots=True)
class Leaving:
    """A patient leaves one session: where the chain halts then, and what that adds to comfort, in 65536ths."""

    patient: int
    stops: tuple[int, ...]
    extra: int


class Leavers:
    """Patients who could leave a session that they were told.

    Parameters
    ----------
    pairs
        Who could leave which session; those whose date a person has fixed stay.
    """

    def __init__(self, standing: Standing, pairs: Iterable[Pair]) -> None:
        fixed = {(held.patient, held.session) for held in standing.bookings.held if held.fixed_by_person}
        self._standing = standing
        self._booked = {(visit.patient, visit.session): visit for visit in standing.problem.booked}
        asked = [pair for pair in sorted(set(pairs)) if pair not in fixed]
        groups = ([pair for pair in asked if standing.networks[pair[0]].elastic is elastic] for elastic in (False, True))
        self._networks = [(group, self._network(group)) for group in groups if group]

    def cheapest(self, room: Ints, comfort: Mapping[int, int]) -> dict[Pair, Leaving]:
        """Return the cheapest chain of each pair that has one, no later and no less complete than the patient's own.

        Parameters
        ----------
        room
            (sessions, 2) prices of one more refill and review.
        comfort
            What each patient's chain costs now, in 65536ths.
        """
        found: dict[Pair, Leaving] = {}
        for pairs, paths in self._networks:
            costs = paths.price(room, OWN_MINIMA).tolist()
            for pair, chain, cost in zip(pairs, walk(paths), costs, strict=True):
                if chain is None or cost >= INF // 16 or chain.tiers[:2] > self._standing.free_least[pair[0]][:2]:
                    continue
                found[pair] = Leaving(pair[0], chain.stops, comfort_of(chain, cost) - comfort[pair[0]])
        return found

    def _network(self, pairs: Sequence[Pair]) -> Paths:
        """A chain for each pair: it passes the sessions that are kept, which cost no place, and not the one that is left."""
        standing = self._standing
        problem = standing.problem
        held = [each for way, pair in enumerate(pairs) for each in self._kept(way, pair)]
        alone = replace(standing.bookings, held=tuple(held), told=(), loose=())
        ways = replace(problem, starts=tuple(problem.starts[patient] for patient, _ in pairs))
        paths = paths_of(ways, alone, range(len(pairs)), standing.profiles, elastic=standing.networks[pairs[0][0]].elastic)
        network = paths.network
        kept = {
            (each.patient, network.row.get(each.day)) for each in held if (each.visit.patient, each.visit.session) in self._booked
        }
        for row, steps in network.late.items():  # only visits of a kind of their own may come before their earliest date
            network.late[row] = [step for step in steps if step.beyond or (step.patient, step.to) not in kept]
        for way, (_, left) in enumerate(pairs):
            if left in network.stands:
                half, row = network.stands[left]
                network.comfort[half, row, way] = INF
        return paths

    def _kept(self, way: int, pair: Pair) -> list[Held]:
        """What a pair's chain passes: what is held for the patient, and the sessions that are kept."""
        (patient, left), standing = pair, self._standing
        problem = standing.problem
        mine = [held for held in standing.bookings.held if held.patient == patient and held.session != left]
        passed = {held.day: replace(held, patient=way, own_kind=held.session is not None) for held in mine}
        code = problem.starts[patient].patient.patient
        for session in standing.staying[patient]:
            key = problem.sessions[session].key
            day = problem.day(key.on)
            if session != left:
                pinned = day in passed and passed[day].fixed_by_person
                visit = self._booked[code, key]
                passed[day] = Held(patient=way, day=day, session=session, visit=visit, own_kind=True, fixed_by_person=pinned)
        return list(passed.values())
