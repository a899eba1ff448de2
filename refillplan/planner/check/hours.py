"""Rules on one visit in its session: open, within the hours, on the grid, a place that exists, an operator who can."""

from collections.abc import Iterator
from datetime import UTC, timedelta

from refillplan.domain.messages import N_, message
from refillplan.domain.people import Role
from refillplan.domain.sessions import Session
from refillplan.domain.visits import Pin, Visit
from refillplan.planner.check.reading import Reading
from refillplan.planner.check.verdict import Rule, Violation, about


def closed_sessions(reading: Reading) -> Iterator[Violation]:
    """Every visit sits in an open session; the booked ones of other kinds too, since nobody is there to see the patient."""
    for visit in reading.plan.visits:
        if visit.session not in reading.sessions and reading.inside(visit.session.on):
            sentence = N_("{patient}: {session} is closed")
            yield about(Rule.SESSION_OPEN, visit, message(sentence, patient=visit.patient, session=str(visit.session)))


def outside_hours(reading: Reading) -> Iterator[Violation]:
    """Every visit starts after the opening and ends by the closing of its session."""
    for visit, _ in _seated(reading):
        hours = reading.hours[visit.session]
        if visit.starts_at < hours.opens_at or visit.ends_at > hours.closes_at:
            sentence = N_("{patient}: the visit in {session} is outside the hours of the session")
            yield about(Rule.HOURS, visit, message(sentence, patient=visit.patient, session=str(visit.session)))


def off_grid(reading: Reading) -> Iterator[Violation]:
    """Every visit starts on the grid, counted from the opening.

    Exempt are hours that the nurse has set: a pinned hour, and booked visits of other kinds.
    """
    grid = reading.centre.planning.grid_minutes * 60
    for visit, _ in _seated(reading):
        after_opening = reading.hours[visit.session].second(visit.starts_at)
        if after_opening % grid and visit.kind in reading.chosen_kinds and Pin.HOUR not in visit.pins:
            sentence = N_("{patient}: the visit in {session} does not start on a multiple of {minutes} minutes after the opening")
            yield about(
                Rule.GRID,
                visit,
                message(
                    sentence, patient=visit.patient, session=str(visit.session), minutes=reading.centre.planning.grid_minutes
                ),
            )


def wrong_durations(reading: Reading) -> Iterator[Violation]:
    """A refill or review ends when its place is free again; booked visits of other kinds end as booked."""
    for visit in reading.plan.visits:
        if visit.kind not in reading.chosen_kinds:
            continue
        minutes = reading.kinds[visit.kind].place_minutes
        if visit.ends_at.astimezone(UTC) - visit.starts_at.astimezone(UTC) != timedelta(minutes=minutes):
            sentence = N_("{patient}: the visit on {on} does not last {minutes} minutes")
            yield about(Rule.DURATION, visit, message(sentence, patient=visit.patient, on=str(visit.session.on), minutes=minutes))


def missing_places(reading: Reading) -> Iterator[Violation]:
    """The place of every visit is one of the session's."""
    for visit, session in _seated(reading):
        if visit.place > session.places:
            sentence = N_("{patient}: {session} has {places} places, and the visit takes place {place}")
            yield about(
                Rule.PLACE_NUMBER,
                visit,
                message(sentence, patient=visit.patient, session=str(visit.session), places=session.places, place=visit.place),
            )


def absent_operators(reading: Reading) -> Iterator[Violation]:
    """The operator of every visit is one of the session's and not on leave."""
    for visit, session in _seated(reading):
        if visit.operator not in session.operators:
            sentence = N_("{patient}: {operator} is not there in {session}")
            yield about(
                Rule.OPERATOR_PRESENT,
                visit,
                message(sentence, patient=visit.patient, operator=visit.operator, session=str(visit.session)),
            )


def unqualified_operators(reading: Reading) -> Iterator[Violation]:
    """The operator of every visit does visits of its kind."""
    for visit in reading.plan.visits:
        operator = reading.operators.get(visit.operator)
        if operator is not None and visit.kind not in operator.kinds:
            sentence = N_("{patient}: {operator} does not do visits of kind {kind}")
            yield about(
                Rule.OPERATOR_QUALIFIED,
                visit,
                message(sentence, patient=visit.patient, operator=visit.operator, kind=visit.kind),
            )


def missing_physicians(reading: Reading) -> Iterator[Violation]:
    """A kind that needs a physician needs one among the session's operators."""
    for visit, session in _seated(reading):
        kind = reading.kinds.get(visit.kind)
        if kind is not None and kind.needs_physician and not physician_there(reading, session):
            sentence = N_("{patient}: a visit of kind {kind} needs a physician, and none is there in {session}")
            yield about(
                Rule.PHYSICIAN,
                visit,
                message(sentence, patient=visit.patient, kind=visit.kind, session=str(visit.session)),
            )


def physician_there(reading: Reading, session: Session) -> bool:
    """Tell whether a physician is among the session's operators."""
    present = (reading.operators.get(operator) for operator in session.operators)
    return any(operator is not None and operator.role is Role.PHYSICIAN for operator in present)


def _seated(reading: Reading) -> Iterator[tuple[Visit, Session]]:
    for visit in reading.plan.visits:
        session = reading.sessions.get(visit.session)
        if session is not None:
            yield visit, session
