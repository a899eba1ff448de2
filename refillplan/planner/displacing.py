"""Who could leave a half-day for another patient: chains that keep all told visits but one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from refillplan.planner.arrays import INF, Ints
from refillplan.planner.bookings import Held
from refillplan.planner.networks import OWN_MINIMA, paths_of
from refillplan.planner.pricing import Paths
from refillplan.planner.standing import Standing, comfort_of
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
    """Patients who could leave sessions that they were told.

    Parameters
    ----------
    ways
        Who could leave which sessions; those whose date a person has fixed stay.
    """

    def __init__(self, standing: Standing, ways: Iterable[Way]) -> None:
        fixed = {(held.patient, held.session) for held in standing.bookings.held if held.fixed_by_person}
        self._standing = standing
        self._booked = {(visit.patient, visit.session): visit for visit in standing.problem.booked}
        asked = [way for way in sorted(set(ways)) if fixed.isdisjoint((way.patient, left) for left in way.left)]
        groups = ([way for way in asked if standing.networks[way.patient].elastic is elastic] for elastic in (False, True))
        self._networks = [(group, self._network(group)) for group in groups if group]

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

    def _network(self, ways: Sequence[Way]) -> Paths:
        """A chain for each way: it passes the sessions that are kept, which cost no place, and none that is left."""
        standing = self._standing
        problem = standing.problem
        held = [each for column, way in enumerate(ways) for each in self._kept(column, way)]
        alone = replace(standing.bookings, held=tuple(held), told=(), loose=())
        starts = tuple(problem.starts[way.patient] for way in ways)
        elastic = standing.networks[ways[0].patient].elastic
        paths = paths_of(replace(problem, starts=starts), alone, range(len(ways)), standing.profiles, elastic=elastic)
        network = paths.network
        kept = {
            (each.patient, network.row.get(each.day)) for each in held if (each.visit.patient, each.visit.session) in self._booked
        }
        for row, steps in network.late.items():  # only visits of a kind of their own may come before their earliest date
            network.late[row] = [step for step in steps if step.beyond or (step.patient, step.to) not in kept]
        for column, way in enumerate(ways):
            for half, row in (network.stands[session] for session in way.left if session in network.stands):
                network.comfort[half, row, column] = INF
        return paths

    def _kept(self, column: int, way: Way) -> list[Held]:
        """What a way's chain passes: what is held for the patient, and the sessions that are kept."""
        standing = self._standing
        problem = standing.problem
        mine = [held for held in standing.bookings.held if held.patient == way.patient and held.session not in way.left]
        passed = {held.day: replace(held, patient=column, own_kind=held.session is not None) for held in mine}
        code = problem.starts[way.patient].patient.patient
        for session in set(standing.staying[way.patient]).difference(way.left, way.loose):
            key = problem.sessions[session].key
            day = problem.day(key.on)
            pinned = day in passed and passed[day].fixed_by_person
            visit = self._booked[code, key]
            passed[day] = Held(patient=column, day=day, session=session, visit=visit, own_kind=True, fixed_by_person=pinned)
        return list(passed.values())
