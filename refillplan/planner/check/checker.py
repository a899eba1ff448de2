"""The independent checker: reads a plan against the planner's specification, rule by rule."""

from collections.abc import Callable, Iterator
from itertools import chain

from refillplan.domain.centre import Centre
from refillplan.domain.plans import Plan
from refillplan.planner.check import bookings, chains, frozen, hours, listings, occupancy, patients, reserve, tiers
from refillplan.planner.check.reading import Reading, read
from refillplan.planner.check.verdict import Verdict, Violation

_RULES: tuple[Callable[[Reading], Iterator[Violation]], ...] = (
    listings.wrong_centre,
    listings.wrong_horizon,
    listings.outside_horizon,
    listings.unsorted_visits,
    listings.unknown_codes,
    listings.wrong_left_out,
    chains.visits_without_chain,
    chains.incomplete_chains,
    chains.wrong_windows,
    chains.early_visits,
    chains.late_visits,
    chains.wrong_assumptions,
    listings.wrong_exceptions,
    chains.wrong_kinds,
    patients.crowded_days,
    patients.unavailable_patients,
    patients.inactive_patients,
    bookings.broken_pins,
    bookings.changed_bookings,
    frozen.moved_frozen_visits,
    bookings.wrong_told,
    hours.closed_sessions,
    hours.outside_hours,
    hours.off_grid,
    hours.wrong_durations,
    hours.missing_places,
    occupancy.places_taken_twice,
    hours.absent_operators,
    hours.unqualified_operators,
    occupancy.operators_busy_twice,
    hours.missing_physicians,
    reserve.short_reserves,
)


def check_plan(centre: Centre, plan: Plan) -> Verdict:
    """Check ``plan`` against every rule of the planner's specification, and count its figures anew.

    Parameters
    ----------
    centre
        What the plan was made from; its visits are what was booked then: told visits, pinned visits, visits
        of other kinds.
    plan
        Its today and horizon say which days it plans; its own figures are compared, never used.

    Returns
    -------
    Verdict
        Every violation, rule by rule in a fixed order; none for a sound plan.

    Raises
    ------
    InvalidValue
        If the centre's holiday zone is unknown.
    """
    reading = read(centre, plan)
    counted = tiers.count_tiers(reading)
    found = chain(
        chain.from_iterable(rule(reading) for rule in _RULES),
        tiers.wrong_tiers(reading, counted),
        tiers.wrong_bounds(reading, counted),
    )
    return Verdict(violations=tuple(found), tiers=counted)
