"""Where one visit could go instead: what follows if at most one other moves, and the least that any plan there costs.

Everybody else's least is worked out once, under the prices of the best plan. For each half-day that leaves one
chain to find, the patient's own; where it costs no more than the least of any plan, it is the best there.
Sums are compared tier by tier, so the least of a sum is the sum of the leasts.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import Enum, auto

from refillplan.domain.centre import Centre
from refillplan.domain.half_days import SessionKey
from refillplan.domain.plans import Plan, Tiers
from refillplan.domain.visits import Visit
from refillplan.domain.windows import Window
from refillplan.planner.assembly import Assembler, Misfit, Place, spread_reserve
from refillplan.planner.bookings import Bookings, conflicts_in, sort_bookings
from refillplan.planner.capacity import RESERVE_FREE_DAYS, capacity_of, keeps_reserve
from refillplan.planner.displacing import Displacing
from refillplan.planner.fixing import fixed_problem, fixed_visit, held_in, loosened, rebooked, side_by_side
from refillplan.planner.memory import Memory
from refillplan.planner.networks import paths_of
from refillplan.planner.passing import Passing
from refillplan.planner.pricing import Column
from refillplan.planner.problem import Problem, build_problem
from refillplan.planner.rearranging import Rearranging
from refillplan.planner.standing import FULL, mixes_of, spare_of, standing_of
from refillplan.planner.surroundings import Surroundings


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """A visit in another half-day.

    Parameters
    ----------
    fixed
        The visit, pinned there.
    least
        No plan with the visit there has less, tier by tier.
    chains, tiers
        New chains, the patient's and at most one other's, and what that plan costs, where it is proved to be the best;
        none: not known.
    """

    fixed: Visit
    least: Tiers
    chains: tuple[Column, ...] = ()

    @property
    def session(self) -> SessionKey:
        """The half-day."""
        return self.fixed.session


class Room(Enum):
    """What a half-day has left for one more visit beside the others."""

    FREE = auto()
    RESERVE = auto()
    FULL = auto()


class Alternatives:
    """Answers for one centre on one day, from its best plan.

    Parameters
    ----------
    plan, memory
        The best plan of the centre as it is, and what solving it has left.
    """

    def __init__(self, centre: Centre, today: date, plan: Plan, memory: Memory) -> None:
        self._problem = problem = build_problem(centre, today, (plan.horizon.days + 6) // 7)
        self._bookings = sort_bookings(problem)
        self._standing = standing = standing_of(problem, self._bookings, plan, memory)
        self._of_code = {start.patient.patient: i for i, start in enumerate(problem.starts)}
        chains = list(standing.chains.values())
        self._places, self._unplaced = Assembler(problem, self._bookings).places(chains)
        self._reserve = spread_reserve(standing.capacity, mixes_of(chains))
        self._displacing = Displacing(standing)
        self._rearranging: Rearranging | None = None

    def of(self, visit: Visit, keys: Sequence[SessionKey], most: int) -> tuple[Alternative, ...] | None:
        """Return an alternative for each half-day that the patient's chain can pass; None: nothing is known.

        Parameters
        ----------
        visit
            As booked, or as the best plan has it.
        keys
            Half-days; those that are not open or not planned are left out.
        most
            How many of the best are wanted; the others may stay less well known.
        """
        problem, standing = self._problem, self._standing
        patient = self._of_code.get(visit.patient)
        index = problem.session_index()
        keys = [key for key in keys if key in index]
        if patient is None or not keys or not self._answers(patient, visit):
            return None
        loose = loosened(problem, self._bookings, patient, visit)
        fixed = [fixed_visit(problem.centre, visit, key) for key in keys]
        passing = Passing(problem, loose, patient, [index[key] for key in keys], standing.profiles)
        others = Surroundings(standing, self._displacing, patient, loose.told_total)
        bounds = [sums for _, sums in passing.cheapest(standing.prices)]
        least = [None if sums is None else others.least(sums) for sums in bounds]
        plans = [others.plan(chain) for chain, _ in passing.cheapest(others.room)]
        if _open(least, plans, most):
            near = list(passing.cheapest(others.least_room))
            while others.ask(chain for chain, _ in near if chain is not None):
                near = list(passing.cheapest(others.least_room))
            for i, ((_, sums), bound) in enumerate(zip(near, bounds, strict=True)):
                known = least[i]
                if bound is not None and known is not None:
                    least[i] = max(known, others.least_near(sums, bound))
            plans = [others.plan(chain) for chain, _ in passing.cheapest(others.room)]
        found = []
        for there, known, plan in zip(fixed, least, plans, strict=True):
            if known is None:
                continue
            if not self._same_reserve(_with(loose, problem, patient, there), visit.session, there.session):
                found.append(Alternative(fixed=there, least=Tiers()))
            elif plan is None or plan[1] > known or not self._same_frozen(loose, visit, there):
                found.append(Alternative(fixed=there, least=known))
            else:
                found.append(Alternative(fixed=there, least=known, chains=plan[0]))
        return tuple(found)

    def proved(self, visit: Visit, there: Alternative) -> Alternative:
        """Return an alternative with the chains of the best plan there, where that is soon proved; otherwise as it is."""
        problem, standing = self._problem, self._standing
        patient = self._of_code.get(visit.patient)
        if there.chains or patient is None or not self._answers(patient, visit):
            return there
        loose = loosened(problem, self._bookings, patient, visit)
        reserve = self._same_reserve(_with(loose, problem, patient, there.fixed), visit.session, there.session)
        if not reserve or not self._same_frozen(loose, visit, there.fixed):
            return there
        way, bookings = side_by_side(problem, loose, patient, [there.fixed])
        own = paths_of(way, bookings, [0], standing.profiles, elastic=True)
        room = standing.room(mixes_of(column for i, column in standing.chains.items() if i != patient), reserve=True)
        if self._rearranging is None:
            self._rearranging = Rearranging(standing)
        best = self._rearranging.best(patient, own, (room, standing.prices), loose.told_total)
        return there if best is None else replace(there, chains=best[0], least=best[1])

    def _same_reserve(self, bookings: Bookings, *keys: SessionKey) -> bool:
        """Whether the weeks of these half-days keep the same reserve beside other bookings."""
        problem, standing = self._problem, self._standing
        index = problem.session_index()
        sessions = {index[key] for key in keys if key in index}
        weeks = [week for week in standing.capacity.weeks if not sessions.isdisjoint(week.sessions)]
        without = sessions - {s for week in weeks for s in week.sessions}
        reserved = problem.centre.planning.reserve_places_per_week > 0
        if reserved and any(problem.sessions[s].key.on > problem.today + timedelta(days=RESERVE_FREE_DAYS) for s in without):
            return False
        return all(keeps_reserve(problem, bookings, standing.profiles, week) for week in weeks)

    def contradicts(self, fixed: Centre) -> bool:
        """Tell whether pins and bookings contradict each other or the sessions where a visit is fixed: there is no plan then."""
        return bool(conflicts_in(rebooked(self._problem, fixed)))

    def room(self, visit: Visit, key: SessionKey) -> Room:
        """Return what an open half-day has left for a visit beside everybody else's in the best plan."""
        standing, patient = self._standing, self._of_code.get(visit.patient)
        session = self._problem.session_index()[key]
        mixes = mixes_of(column for i, column in standing.chains.items() if i != patient)
        longer = self._problem.review is not None and visit.kind == self._problem.review.kind
        if standing.room(mixes, reserve=True)[session, int(longer)] < FULL:
            return Room.FREE
        return Room.RESERVE if standing.room(mixes, reserve=False)[session, int(longer)] < FULL else Room.FULL

    def _same_frozen(self, loose: Bookings, visit: Visit, fixed: Visit) -> bool:
        """Whether the told visits of the next days stay at their hours beside the visit that is fixed.

        Where they do not fit together, the planner moves them; the least stays what it is, as they stay in every least.
        """
        if all(held.visit.session != fixed.session for held in loose.held if held.frozen):
            return True
        beside = sort_bookings(fixed_problem(self._problem, visit, fixed))
        return _frozen(beside) == _frozen(loose)

    def plan(self, visit: Visit, there: Alternative) -> Plan | None:
        """Return the plan of an alternative's chains; None where it has none, or the hours do not fit."""
        if not there.chains:
            return None
        problem = fixed_problem(self._problem, visit, there.fixed)
        capacity, patient = self._standing.capacity, self._of_code[visit.patient]
        bookings = _with(loosened(self._problem, self._bookings, patient, visit), self._problem, patient, there.fixed)
        assembler = Assembler(problem, bookings)
        new = {column.patient: column for column in there.chains}
        columns = list((dict(self._standing.chains) | new).values())
        mine, unplaced = assembler.places(there.chains)
        before = {(place.patient, place.session): place for place in self._places if place.patient in new}
        changed = {session for _, session in before.keys() ^ {(place.patient, place.session) for place in mine}}
        for place in mine:  # elsewhere only the windows change
            was = before.get((place.patient, place.session), place)
            if replace(was, window=place.window) != place:
                changed.add(place.session)
        places = [*(place for place in self._places if place.patient not in new), *mine]
        visits = self._timed(assembler, bookings, places, changed)
        windows = {(place.patient, problem.sessions[place.session].key): place.window for place in mine}
        if visits is None:
            return None
        missing = [*(each for each in self._unplaced if each[0] not in new), *unplaced]
        tiers = self._standing.tiers(columns, bookings.told_total)
        return replace(
            self._standing.plan,
            visits=tuple(self._windowed(visit, windows) for visit in visits),
            exceptions=tuple(assembler.exceptions(places, missing, capacity)),
            tiers=tiers,
            bounds=tiers,
        )

    def _windowed(self, visit: Visit, windows: Mapping[tuple[int, SessionKey], Window]) -> Visit:
        """Return a visit with the window that the chains give it now."""
        window = windows.get((self._of_code.get(visit.patient, -1), visit.session), visit.window)
        return visit if visit.window in (None, window) else replace(visit, window=window)

    def _timed(
        self, assembler: Assembler, bookings: Bookings, places: Sequence[Place], changed: set[int]
    ) -> tuple[Visit, ...] | None:
        """Return all visits, those of changed sessions timed anew; where hours do not fit, the week's reserve goes elsewhere."""
        standing = self._standing
        capacity, mixes = standing.capacity, assembler.mixes(places)
        while not any(left < 0 for left in spare_of(capacity, mixes).values()):
            reserve = spread_reserve(capacity, mixes)
            anew = changed | {s for s in reserve.keys() | self._reserve.keys() if reserve.get(s, 0) != self._reserve.get(s, 0)}
            timed = {s: assembler.timetable(s, there, reserve.get(s, 0)) for s, there in _in(places, anew).items()}
            misfits = [each for each in timed.values() if isinstance(each, Misfit)]
            if not misfits:
                kept = {(visit.patient, visit.session) for visit in self._problem.kept}
                keys = {self._problem.sessions[s].key for s in anew}
                own = {(v.patient, v.session): v for v in (_own_visit(place) for place in places) if v is not None}
                same = [v for v in standing.plan.visits if v.session not in keys or (v.patient, v.session) in kept]
                same = [own.get((v.patient, v.session), v) for v in same]
                found = [visit for each in timed.values() if not isinstance(each, Misfit) for visit in each]
                return tuple(sorted((*same, *found), key=lambda visit: (visit.starts_at, visit.patient)))
            profiles = list(capacity.profiles)
            for misfit in misfits:
                profiles[misfit.session] = profiles[misfit.session].without(misfit.refills, misfit.reviews)
                if not misfit.certain or not profiles[misfit.session].holds(*mixes[misfit.session]):
                    return None
            capacity = capacity_of(self._problem, bookings, profiles)
        return None

    def _answers(self, patient: int, visit: Visit) -> bool:
        """Whether all chains of the best plan are known, and nothing but chains is in the way."""
        frozen = [held.visit for held in self._bookings.held if held.patient == patient and held.frozen]
        return self._standing.complete and visit not in self._problem.kept and (visit not in frozen or len(frozen) == 1)


def _open(least: Sequence[Tiers | None], plans: Sequence[tuple[tuple[Column, ...], Tiers] | None], most: int) -> bool:
    """Whether a half-day whose best plan is not known yet can be among the best."""
    known: list[Tiers] = []
    unknown: list[Tiers] = []
    for bound, plan in zip(least, plans, strict=True):
        if bound is not None:
            (known if plan is not None and plan[1] <= bound else unknown).append(bound)
    return bool(unknown) and (len(known) < most or min(unknown) <= sorted(known)[most - 1])


def _frozen(bookings: Bookings) -> set[tuple[int, int]]:
    return {(held.patient, held.day) for held in bookings.held if held.frozen}


def _with(bookings: Bookings, problem: Problem, patient: int, fixed: Visit) -> Bookings:
    held = sorted((*bookings.held, held_in(problem, patient, fixed)), key=lambda h: (h.patient, h.day))
    return replace(bookings, held=tuple(held))


def _own_visit(place: Place) -> Visit | None:
    return None if place.own is None else replace(place.own, window=place.window)


def _in(places: Iterable[Place], sessions: set[int]) -> dict[int, list[Place]]:
    """Return by session the places of visits that are given a time there."""
    found: dict[int, list[Place]] = defaultdict(list)
    for place in places:
        if place.session in sessions and place.own is None:
            found[place.session].append(place)
    return dict(sorted(found.items()))
