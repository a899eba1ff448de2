"""Who could leave a half-day for another patient: chains that keep all told visits but one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from refillplan.planner.bookings import Bookings, Held
from refillplan.planner.network import INF, Ints
from refillplan.planner.networks import OWN_MINIMA, paths_of
from refillplan.planner.pricing import Paths
from refillplan.planner.problem import Problem
from refillplan.planner.profile import Profile
from refillplan.planner.walk import walk


@dataclass(frozen=True, slots=True)
class Leaving:
    """A patient leaves one session: where the chain halts then, and what that adds to comfort, in 65536ths."""

    patient: int
    stops: tuple[int, ...]
    extra: int


class Leavers:
    """The patients who could leave some sessions that they were told.

    Parameters
    ----------
    sessions
        Those that somebody should leave.
    staying
        By patient asked, the sessions that they were told.
    """

    def __init__(
        self,
        problem: Problem,
        bookings: Bookings,
        profiles: Sequence[Profile],
        sessions: frozenset[int],
        staying: Mapping[int, tuple[int, ...]],
    ) -> None:
        fixed = {(held.patient, held.session) for held in bookings.held if held.fixed_by_person}
        self._staying = staying
        self._pairs = [
            (patient, session)
            for patient, told in sorted(staying.items())
            for session in told
            if session in sessions and (patient, session) not in fixed
        ]
        self._paths = self._network(problem, bookings, profiles) if self._pairs else None

    def cheapest(self, room: Ints, comfort: Mapping[int, int]) -> dict[int, Leaving]:
        """Return by session who leaves it at the least cost, where anybody can.

        Parameters
        ----------
        room
            (sessions, 2) prices of one more refill and review.
        comfort
            What each patient's chain costs now, in 65536ths.
        """
        found: dict[int, Leaving] = {}
        if self._paths is None:
            return found
        costs = self._paths.price(room, OWN_MINIMA).tolist()
        for (patient, session), chain, cost in zip(self._pairs, walk(self._paths), costs, strict=True):
            if chain is None or cost >= INF // 16:
                continue
            extra = cost - comfort[patient]
            if session not in found or extra < found[session].extra:
                found[session] = Leaving(patient, chain.stops, extra)
        return found

    def _network(self, problem: Problem, bookings: Bookings, profiles: Sequence[Profile]) -> Paths:
        """A chain for each pair: it passes the sessions that are kept, which cost no place, and not the one that is left."""
        booked = {(visit.patient, visit.session): visit for visit in problem.booked}
        held = []
        for way, (patient, left) in enumerate(self._pairs):
            code = problem.starts[patient].patient.patient
            for session in self._staying[patient]:
                key = problem.sessions[session].key
                if session != left:
                    visit = booked[code, key]
                    held.append(Held(patient=way, day=problem.day(key.on), session=session, visit=visit, own_kind=True))
        alone = replace(bookings, held=tuple(held), told=(), loose=())
        ways = replace(problem, starts=tuple(problem.starts[patient] for patient, _ in self._pairs))
        paths = paths_of(ways, alone, range(len(self._pairs)), profiles, elastic=False)
        for way, (_, left) in enumerate(self._pairs):
            if left in paths.network.stands:
                half, row = paths.network.stands[left]
                paths.network.comfort[half, row, way] = INF
        return paths
