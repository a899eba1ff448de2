"""The arithmetic of load: refills needed in a year against refills that the sessions hold."""

from datetime import date
from fractions import Fraction
from functools import cache

from refillplan.domain.agenda import sessions_between
from refillplan.domain.centre import Centre
from refillplan.domain.sessions import Session
from refillplan.domain.visit_kinds import REFILL

YEAR_DAYS = 364
"""A planner's year, in days: whole weeks."""

REVIEW_IN_REFILLS = 2
"""A review takes an operator for 60 minutes, a refill for 30 (facts, the procedure): it counts as two."""


def yearly_refills(patients: int, interval_days: int, *, reviews_per_year: int) -> Fraction:
    """Return the refills that ``patients`` need in 364 days, one every ``interval_days``.

    A review rides on a refill and counts as two, so each adds one.
    """
    return patients * (Fraction(YEAR_DAYS, interval_days) + reviews_per_year * (REVIEW_IN_REFILLS - 1))


def refills_held_between(centre: Centre, start_on: date, end_on: date) -> int:
    """Return how many refills the open sessions from ``start_on`` to the day before ``end_on`` hold, leaves taken out."""
    return sum(refills_held(centre, session) for session in sessions_between(centre, start_on, end_on))


def refills_held(centre: Centre, session: Session) -> int:
    """Return how many refills one session holds, if nothing else is done in it."""
    refill = centre.kind(REFILL)
    able = {operator.operator for operator in centre.operators if REFILL in operator.kinds}
    return refills_in(
        session.minutes,
        places=session.places,
        operators=sum(operator in able for operator in session.operators),
        place_minutes=refill.place_minutes,
        operator_minutes=refill.operator_minutes,
        grid_minutes=centre.planning.grid_minutes,
    )


@cache
def refills_in(minutes: int, *, places: int, operators: int, place_minutes: int, operator_minutes: int, grid_minutes: int) -> int:
    """Return the most refills of one length that start on the grid and end within ``minutes``.

    All are alike, so starting each as early as a place and an operator are free is best: with 90 and
    30 minutes, one operator and three places, 210 minutes hold five (0, 30, 60, 90, 120).
    """
    if operators == 0:
        return 0
    places_free_at, operators_free_at = [0] * places, [0] * operators
    held = 0
    for start in range(0, minutes - place_minutes + 1, grid_minutes):
        free_places = [index for index, free_at in enumerate(places_free_at) if free_at <= start]
        free_operators = [index for index, free_at in enumerate(operators_free_at) if free_at <= start]
        for place, operator in zip(free_places, free_operators, strict=False):
            places_free_at[place] = start + place_minutes
            operators_free_at[operator] = start + operator_minutes
            held += 1
    return held
