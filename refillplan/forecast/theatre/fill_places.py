"""Times in the day hospital's sessions that are free for post-operative fills."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from refillplan.domain.agenda import sessions_between
from refillplan.domain.centre import Centre
from refillplan.domain.people import Role
from refillplan.domain.replacements import FillPlace
from refillplan.domain.sessions import Session
from refillplan.domain.visit_kinds import POST_OPERATIVE_FILL, VisitKind
from refillplan.domain.visits import Visit


@dataclass(frozen=True, slots=True)
class _Taken:
    """A place and an operator that are busy, in minutes from the opening."""

    place: int
    start: int
    place_end: int
    operator: str
    operator_end: int


class FillPlaces:
    """Gives out free times one by one; what it has given is taken."""

    def __init__(self, centre: Centre) -> None:
        self._centre = centre
        self._kind = centre.kind(POST_OPERATIVE_FILL)
        self._within_days = int(centre.forecast.fill_within_days.value)
        self._given: list[Visit] = []

    def take(self, theatre_on: date) -> FillPlace | None:
        """Return the first free time on the theatre day or in the days after, and keep it; None where there is none."""
        for session in sessions_between(self._centre, theatre_on, theatre_on + timedelta(days=self._within_days + 1)):
            found = self._in(session, theatre_on)
            if found is not None:
                self._given.append(found.visit("P0"))
                return found
        return None

    def _in(self, session: Session, theatre_on: date) -> FillPlace | None:
        booked = (visit for visit in (*self._centre.visits, *self._given) if visit.session == session.key)
        taken = [self._taken(session, visit) for visit in booked]
        operators = self._operators(session)
        for start in range(0, session.minutes - self._kind.place_minutes + 1, self._centre.planning.grid_minutes):
            for operator in operators:
                for place in range(1, session.places + 1):
                    if not _clashes(taken, self._kind, start, place, operator):
                        return self._place(session, theatre_on, start, place, operator)
        return None

    def _operators(self, session: Session) -> Sequence[str]:
        staff = {operator.operator: operator for operator in self._centre.operators}
        present = [staff[code] for code in session.operators if code in staff]
        if self._kind.needs_physician and all(operator.role is not Role.PHYSICIAN for operator in present):
            return ()
        return [operator.operator for operator in present if POST_OPERATIVE_FILL in operator.kinds]

    def _taken(self, session: Session, visit: Visit) -> _Taken:
        local = visit.starts_at.astimezone(ZoneInfo(self._centre.timezone)).time()
        start = _minutes(local) - _minutes(session.opens)
        busy = next((kind.operator_minutes for kind in self._centre.visit_kinds if kind.kind == visit.kind), 0)
        length = int((visit.ends_at - visit.starts_at).total_seconds()) // 60
        return _Taken(visit.place, start, start + length, visit.operator, start + busy)

    def _place(self, session: Session, theatre_on: date, start: int, place: int, operator: str) -> FillPlace:
        zone = ZoneInfo(self._centre.timezone)
        hour, minute = divmod(_minutes(session.opens) + start, 60)
        starts_at = datetime.combine(session.key.on, time(hour, minute), zone)
        ends_at = (starts_at.astimezone(UTC) + timedelta(minutes=self._kind.place_minutes)).astimezone(zone)
        return FillPlace(
            theatre_on=theatre_on,
            session=session.key,
            starts_at=starts_at,
            ends_at=ends_at,
            place=place,
            operator=operator,
        )


def fill_places(centre: Centre, wanted: Sequence[tuple[date, int]]) -> Iterator[tuple[date, tuple[FillPlace, ...]]]:
    """Give, for each theatre day with the number of fills that may follow it, the times kept for them; none is given twice."""
    if not wanted:
        return
    places = FillPlaces(centre)
    for theatre_on, count in wanted:
        found = (places.take(theatre_on) for _ in range(count))
        yield theatre_on, tuple(place for place in found if place is not None)


def _clashes(taken: Iterable[_Taken], kind: VisitKind, start: int, place: int, operator: str) -> bool:
    place_end, operator_end = start + kind.place_minutes, start + kind.operator_minutes
    return any(
        (other.place == place and other.start < place_end and start < other.place_end)
        or (other.operator == operator and other.start < operator_end and start < other.operator_end)
        for other in taken
    )


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute
