"""Entries that would contradict what is fixed already are refused before they are kept."""

from datetime import date

from refillplan.domain.centre import Centre
from refillplan.domain.messages import InvalidValue, Message
from refillplan.planner.bookings import sort_bookings
from refillplan.planner.problem import build_problem


def require_no_contradiction(before: Centre, after: Centre, today: date) -> None:
    """Raise `InvalidValue` if an edit makes pins and bookings contradict each other, the sessions or the patients.

    Contradictions that were there before are not this edit's.
    """
    known = _contradictions(before, today)
    for found in _contradictions(after, today):
        if found not in known:
            raise InvalidValue(found)


def _contradictions(centre: Centre, today: date) -> tuple[Message, ...]:
    return sort_bookings(build_problem(centre, today, centre.planning.weeks)).conflicts
