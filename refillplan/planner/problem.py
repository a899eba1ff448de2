"""What is to be planned: the centre's entries turned into sessions, chain starts and sorted bookings."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from refillplan.domain.agenda import sessions_between
from refillplan.domain.centre import Centre
from refillplan.domain.chains import ChainStart, chain_starts
from refillplan.domain.half_days import SessionKey
from refillplan.domain.messages import N_, InvalidValue, message
from refillplan.domain.people import Role
from refillplan.domain.plans import Horizon, NotPlanned
from refillplan.domain.sessions import Session
from refillplan.domain.visit_kinds import REFILL, VisitKind
from refillplan.domain.visits import Pin, Visit
from refillplan.planner.shapes import Request, Shape, Taken, Work


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """The planner's input, sorted and indexed; days are counted from the first day planned.

    Parameters
    ----------
    shapes
        One per session, with the bookings that stay as they are taken out.
    review
        The review's work; None where the centre has none.
    kept
        Booked visits that stay exactly as they are: their kinds are not chosen by chains.
    booked
        The other booked visits of the horizon that fill, by time: told ones, pinned ones.
    """

    centre: Centre
    today: date
    horizon: Horizon
    sessions: tuple[Session, ...]
    shapes: tuple[Shape, ...]
    starts: tuple[ChainStart, ...]
    not_planned: tuple[NotPlanned, ...]
    refill: Work
    review: Work | None
    kept: tuple[Visit, ...]
    booked: tuple[Visit, ...]
    _index: Mapping[SessionKey, int] = field(compare=False, repr=False)

    def day(self, on: date) -> int:
        """Return the number of days from the first day planned to ``on``."""
        return (on - self.horizon.start_on).days

    def last_day(self, start: ChainStart) -> int:
        """Return the first day for which this patient needs nothing any more from this plan."""
        active_to = start.patient.active_to
        return self.horizon.days if active_to is None else min(self.horizon.days, self.day(active_to) + 1)

    def session_index(self) -> Mapping[SessionKey, int]:
        """Return the position of each open session."""
        return self._index

    def work(self, kind: str) -> Work:
        """Return what a visit of a chain's ``kind`` occupies."""
        return self.review if self.review is not None and kind == self.review.kind else self.refill


def build_problem(centre: Centre, today: date, weeks: int) -> Problem:
    """Sort what the centre has entered into the problem of planning ``weeks`` weeks from the day after ``today``.

    Raises
    ------
    InvalidValue
        If the centre has no patient, or patients need visits and no half-day is open in the days planned.
    """
    horizon = Horizon.after(today, weeks)
    sessions = sessions_between(centre, horizon.start_on, horizon.end_on)
    starts, not_planned = chain_starts(centre, today, horizon)
    _require_something(centre, horizon, sessions, starts)
    chosen = {REFILL} if centre.review is None else {REFILL, centre.review.kind}
    coming = sorted(
        (visit for visit in centre.visits if horizon.start_on <= visit.session.on < horizon.end_on),
        key=lambda visit: (visit.starts_at, visit.patient),
    )
    kept = tuple(visit for visit in coming if visit.kind not in chosen)
    return Problem(
        centre=centre,
        today=today,
        horizon=horizon,
        sessions=sessions,
        shapes=tuple(_shape(centre, session, kept) for session in sessions),
        starts=starts,
        not_planned=not_planned,
        refill=_work(centre.kind(REFILL)),
        review=None if centre.review is None else _work(centre.kind(centre.review.kind)),
        kept=kept,
        booked=tuple(visit for visit in coming if visit.kind in chosen),
        _index={session.key: index for index, session in enumerate(sessions)},
    )


def _require_something(centre: Centre, horizon: Horizon, sessions: tuple[Session, ...], starts: tuple[ChainStart, ...]) -> None:
    if not centre.patients:
        raise InvalidValue(message(N_("the centre {centre} has no patients yet: there is nothing to plan"), centre=centre.code))
    if starts and not sessions:
        raise InvalidValue(
            message(
                N_("no half-day is open from {start_on} to before {end_on}: there is nowhere to plan a visit"),
                start_on=str(horizon.start_on),
                end_on=str(horizon.end_on),
            )
        )


def request_for(problem: Problem, visit: Visit, session: Session, *, frozen: bool) -> Request:
    """Return what a booked visit asks of the timetable of ``session``: its pins, its hour if frozen, else its habits."""
    minute = _minute_in(problem.centre, session, visit.starts_at)
    hold_hour = frozen or Pin.HOUR in visit.pins
    same = visit.session == session.key
    return Request(
        work=problem.work(visit.kind),
        start=minute if hold_hour else None,
        place=visit.place if Pin.PLACE in visit.pins else None,
        operator=visit.operator if Pin.OPERATOR in visit.pins else None,
        told_start=minute if visit.told and same and not hold_hour else None,
        usual_operator=visit.operator if same and Pin.OPERATOR not in visit.pins else None,
        usual_place=visit.place if same and Pin.PLACE not in visit.pins else None,
    )


def _minute_in(centre: Centre, session: Session, at: datetime) -> int:
    """Minutes from the opening to ``at``, by the clock on the wall."""
    local = at.astimezone(ZoneInfo(centre.timezone))
    return (local.hour - session.opens.hour) * 60 + local.minute - session.opens.minute


def _work(kind: VisitKind) -> Work:
    return Work(
        kind=kind.kind,
        place_minutes=kind.place_minutes,
        operator_minutes=kind.operator_minutes,
        needs_physician=kind.needs_physician,
    )


def _shape(centre: Centre, session: Session, kept: tuple[Visit, ...]) -> Shape:
    staff = {operator.operator: operator for operator in centre.operators}
    present = [staff[code] for code in session.operators]
    return Shape(
        minutes=session.minutes,
        grid=centre.planning.grid_minutes,
        places=session.places,
        skills=tuple((operator.operator, operator.kinds) for operator in present),
        physician=any(operator.role is Role.PHYSICIAN for operator in present),
        taken=tuple(
            Taken(
                start=_minute_in(centre, session, visit.starts_at),
                place=visit.place,
                place_minutes=int((visit.ends_at - visit.starts_at).total_seconds()) // 60,
                operator=visit.operator,
                operator_minutes=centre.kind(visit.kind).operator_minutes,
            )
            for visit in kept
            if visit.session == session.key
        ),
    )
