"""From chosen chains to a plan: every session's timetable, every visit's window, every exception's reason."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from refillplan.domain.plans import PlanException
from refillplan.domain.sessions import Session
from refillplan.domain.visits import Pin, Visit
from refillplan.domain.windows import Window, interval_of, window_after
from refillplan.planner.bookings import NEAR_DAYS, Bookings, Held
from refillplan.planner.capacity import Capacity
from refillplan.planner.pricing import OWN, Column
from refillplan.planner.problem import Problem, request_for
from refillplan.planner.reasons import Explainer
from refillplan.planner.shapes import Request, Work
from refillplan.planner.timetable import Slot, arrange


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One visit of a chain before it has a time: where it sits, its kind, its window, what was booked before."""

    patient: int
    session: int
    work: Work
    own: Visit | None
    window: Window
    held: Held | None
    booked: Visit | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Misfit:
    """A session whose visits have no timetable together: the mix, and whether only held visits are to blame."""

    session: int
    refills: int
    reviews: int
    certain: bool


class Assembler:
    """Turns chains into visits and exceptions."""

    def __init__(self, problem: Problem, bookings: Bookings) -> None:
        self._problem = problem
        self._held = {(held.patient, held.day): held for held in bookings.held}
        self._booked: dict[str, list[Visit]] = defaultdict(list)
        for visit in problem.booked:
            self._booked[visit.patient].append(visit)

    def places(self, columns: Sequence[Column]) -> tuple[list[Place], list[tuple[int, Window, date]]]:
        """Return the places of all visits, and the visits that have none: patient, window, the day they are taken as done."""
        places: list[Place] = []
        unplaced: list[tuple[int, Window, date]] = []
        for column in columns:
            start = self._problem.starts[column.patient]
            interval = interval_of(self._problem.centre.protocol, start.patient)
            window = start.window
            for stop in column.stops:
                if stop < 0:
                    on = self._problem.horizon.start_on + timedelta(days=-1 - stop)
                    unplaced.append((column.patient, window, on))
                else:
                    place = self._place(column.patient, stop, window)
                    places.append(place)
                    on = self._problem.sessions[place.session].key.on
                window = window_after(interval, on)
        return places, unplaced

    def _place(self, patient: int, stop: int, window: Window) -> Place:
        index, kind = divmod(stop, 3)
        session = self._problem.sessions[index]
        held = self._held.get((patient, self._problem.day(session.key.on)))
        own = held.visit if held is not None and held.own_kind else None
        work = self._problem.review if kind == 1 and self._problem.review is not None else self._problem.refill
        booked = held.visit if held is not None else self._booked_near(self._problem.starts[patient].patient.patient, session)
        return Place(
            patient=patient, session=index, work=work, own=own if kind == OWN else None, window=window, held=held, booked=booked
        )

    def _booked_near(self, patient: str, session: Session) -> Visit | None:
        """The booked visit that a visit in ``session`` continues: in the same session, or with pins and near."""
        mine = self._booked[patient]
        same = next((visit for visit in mine if visit.session == session.key), None)
        if same is not None:
            return same
        near = [v for v in mine if v.pins and Pin.DATE not in v.pins and abs((v.session.on - session.key.on).days) <= NEAR_DAYS]
        return min(near, key=lambda visit: abs((visit.session.on - session.key.on).days), default=None)

    def visits(self, places: Sequence[Place], capacity: Capacity) -> list[Visit] | list[Misfit]:
        """Return all visits with their times, or the sessions that have no timetable."""
        by_session: dict[int, list[Place]] = defaultdict(list)
        own = {place.own: replace(place.own, window=place.window) for place in places if place.own is not None}
        for place in places:
            if place.own is None:
                by_session[place.session].append(place)
        reserve = spread_reserve(capacity, self.mixes(places))
        visits = [own.get(visit, visit) for visit in self._problem.kept]
        misfits: list[Misfit] = []
        for session, mine in sorted(by_session.items()):
            timed = self.timetable(session, mine, reserve.get(session, 0))
            if isinstance(timed, Misfit):
                misfits.append(timed)
            else:
                visits.extend(timed)
        return misfits or visits

    def mixes(self, places: Sequence[Place]) -> dict[int, tuple[int, int]]:
        """Return the numbers of refills and reviews that chains put into each session."""
        mixes: dict[int, tuple[int, int]] = {}
        for place in places:
            if place.own is None:
                refills, reviews = mixes.get(place.session, (0, 0))
                longer = place.work == self._problem.review
                mixes[place.session] = (refills + (not longer), reviews + longer)
        return mixes

    def timetable(self, session: int, places: list[Place], reserve: int) -> list[Visit] | Misfit:
        """Return the visits of one session with their times, beside so many refills kept in reserve."""
        requests = [self._request(place) for place in places]
        free = (Request(work=self._problem.refill),) * reserve
        slots = arrange(self._problem.shapes[session], (*requests, *free))
        if slots is None:
            certain = all(place.held is not None for place, request in zip(places, requests, strict=True) if request.fixed)
            refills, reviews = self.mixes(places)[session]
            return Misfit(session=session, refills=refills + reserve, reviews=reviews, certain=certain)
        return [self._visit(place, slot) for place, slot in zip(places, slots[: len(places)], strict=True)]

    def _request(self, place: Place) -> Request:
        session = self._problem.sessions[place.session]
        preferred = self._problem.starts[place.patient].patient.preferred_operator
        if place.booked is None:
            asked = Request(work=place.work)
        else:
            frozen = place.held is not None and place.held.frozen
            asked = replace(request_for(self._problem, place.booked, session, frozen=frozen), work=place.work)
        if preferred is not None and preferred in session.operators and asked.operator is None:
            asked = replace(asked, usual_operator=preferred)
        return asked

    def _visit(self, place: Place, slot: Slot) -> Visit:
        session = self._problem.sessions[place.session]
        zone = ZoneInfo(self._problem.centre.timezone)
        opening = datetime.combine(session.key.on, session.opens)
        starts_at = (opening + timedelta(minutes=slot.start)).replace(tzinfo=zone)
        ends_at = (opening + timedelta(minutes=slot.start + place.work.place_minutes)).replace(tzinfo=zone)
        booked = place.booked
        same = booked is not None and booked.session == session.key and booked.starts_at == starts_at
        return Visit(
            patient=self._problem.starts[place.patient].patient.patient,
            kind=place.work.kind,
            session=session.key,
            starts_at=starts_at,
            ends_at=ends_at,
            place=slot.place,
            operator=slot.operator,
            told=booked is not None and booked.told and same,
            pins=frozenset() if booked is None else booked.pins,
            window=place.window,
        )

    def exceptions(
        self, places: Sequence[Place], unplaced: Sequence[tuple[int, Window, date]], capacity: Capacity
    ) -> list[PlanException]:
        """Return every visit beyond its limit or without a session, with its reason, by patient and limit."""
        explainer = Explainer(self._problem, capacity, self.mixes(places))
        found = []
        for place in places:
            key = self._problem.sessions[place.session].key
            if key.on > place.window.limit_on:
                found.append(explainer.exception(place.patient, place.window, placed=place.session, assumed_on=None))
        for patient, window, assumed_on in unplaced:
            found.append(explainer.exception(patient, window, placed=None, assumed_on=assumed_on))
        return sorted(found, key=lambda exception: (exception.patient, exception.limit_on))


def spread_reserve(capacity: Capacity, mixes: Mapping[int, tuple[int, int]]) -> dict[int, int]:
    """Put each week's reserve where most room is left beside the (refills, reviews) of each session."""
    reserve: dict[int, int] = {}
    for week in capacity.weeks:
        room = {s: capacity.room(s, *mixes.get(s, (0, 0))) for s in week.sessions}
        left = week.needed
        for s in sorted(week.sessions, key=lambda s: (-room[s], s)):
            reserve[s] = min(left, room[s])
            left -= reserve[s]
    return reserve
