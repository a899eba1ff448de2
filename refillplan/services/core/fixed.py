"""What is fixed: entries that would contradict it are refused before they are kept, told visits of the next days stay."""

from datetime import date

from refillplan.domain.centre import Centre
from refillplan.domain.messages import InvalidValue, Message
from refillplan.domain.visits import Visit
from refillplan.planner.bookings import Bookings, sort_bookings
from refillplan.planner.problem import build_problem


def require_no_contradiction(before: Centre, after: Centre, today: date) -> None:
    """Raise `InvalidValue` if an edit makes pins and bookings contradict each other, the sessions or the patients.

    Contradictions that were there before are not this edit's.
    """
    known = _contradictions(before, today)
    for found in _contradictions(after, today):
        if found not in known:
            raise InvalidValue(found)


def near_visits(centre: Centre, today: date) -> tuple[Visit, ...]:
    """Return the told visits that are too near to be moved and can stay: those that every plan keeps at their hours."""
    return tuple(held.visit for held in _bookings(centre, today).held if held.frozen)


def _contradictions(centre: Centre, today: date) -> tuple[Message, ...]:
    return _bookings(centre, today).conflicts


def _bookings(centre: Centre, today: date) -> Bookings:
    return sort_bookings(build_problem(centre, today, centre.planning.weeks))
