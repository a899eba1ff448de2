"""A review stands where one fits: no chain has it elsewhere, and whoever is fixed elsewhere is named."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from refillplan.domain.centre import Centre
from refillplan.domain.half_days import SessionKey
from refillplan.domain.people import Role
from refillplan.domain.plans import Infeasible, Planned
from refillplan.domain.sessions import Leave
from refillplan.domain.visit_kinds import REFILL
from refillplan.domain.visits import Visit
from refillplan.generator import CentreSpec, generate_centre
from refillplan.planner.bookings import sort_bookings
from refillplan.planner.capacity import profiles_of
from refillplan.planner.check import check_plan
from refillplan.planner.fixing import fixed_visit
from refillplan.planner.networks import free, paths_of
from refillplan.planner.pricing import OWN, SCALE, Weights
from refillplan.planner.problem import build_problem
from refillplan.planner.remaining import remaining_steps
from refillplan.planner.replay import replay
from refillplan.planner.solve import solve
from refillplan.planner.walk import walk

TODAY, WEEKS = date(2027, 1, 4), 20
REVIEW = "refill_review"
SOON = TODAY + timedelta(days=30)
SPEC = CentreSpec(code="MADE", patients=20, seed=3, today=TODAY, load=0.8, weeks=WEEKS, frozen_days=0)


def overdue_centre() -> Centre:
    """Everybody's review has been due for long; on every other day no physician is there."""
    centre = generate_centre(SPEC)
    long_ago, days = TODAY - timedelta(days=3000), [TODAY + timedelta(days=day) for day in range(0, 7 * WEEKS, 2)]
    physicians = [operator.operator for operator in centre.operators if operator.role is Role.PHYSICIAN]
    return replace(
        centre,
        visits=(),
        patients=tuple(replace(patient, last_review_on=long_ago) for patient in centre.patients),
        leaves=tuple(Leave(operator=one, from_on=on, to_on=on) for one in physicians for on in days),
    )


def half_days(centre: Centre, *, with_review: bool) -> list[SessionKey]:
    problem = build_problem(centre, TODAY, WEEKS)
    profiles = zip(problem.sessions, profiles_of(problem), strict=True)
    return [session.key for session, profile in profiles if (len(profile.most) > 1) == with_review]


def fixed_in_first_window(centre: Centre, keys: list[SessionKey]) -> tuple[Centre, Visit]:
    """Fix a patient's next visit, at which the review is due, as a refill in one of these half-days: no visit fits before."""
    outcome = solve(centre, TODAY, WEEKS)
    assert isinstance(outcome, Planned)
    firsts = {visit.patient: visit for visit in reversed(outcome.plan.visits)}
    reviews = [visit for visit in firsts.values() if visit.kind == REVIEW]
    visit, key = next(
        (visit, key)
        for visit in reviews
        for key in keys
        if key.on < SOON and visit.window is not None and visit.window.earliest_on <= key.on <= visit.window.limit_on
    )
    fixed = fixed_visit(centre, replace(visit, kind=REFILL), key)
    return replace(centre, visits=(fixed,)), fixed


def test_a_visit_fixed_where_no_review_fits_is_named_if_one_is_due_there() -> None:
    centre, fixed = fixed_in_first_window(overdue_centre(), half_days(overdue_centre(), with_review=False))
    outcome = solve(centre, TODAY, WEEKS)
    assert isinstance(outcome, Infeasible)
    assert [str(conflict).startswith(f"{fixed.patient}: ") for conflict in outcome.conflicts] == [True]
    assert str(fixed.session.on) in str(outcome.conflicts[0])
    assert "a review is due at a visit fixed on" in str(outcome.conflicts[0])


def test_a_review_pinned_where_no_physician_is_there_is_named() -> None:
    centre, fixed = fixed_in_first_window(overdue_centre(), half_days(overdue_centre(), with_review=False))
    outcome = solve(replace(centre, visits=(replace(fixed, kind=REVIEW),)), TODAY, WEEKS)
    assert isinstance(outcome, Infeasible)
    assert [str(conflict) for conflict in outcome.conflicts] == [
        f"{fixed.session}: no physician is there, and the visit of {fixed.patient} that is pinned there needs one"
    ]


def test_whoever_has_no_session_for_want_of_a_physician_is_told_so() -> None:
    centre = overdue_centre()
    physicians = {operator.operator for operator in centre.operators if operator.role is Role.PHYSICIAN}
    away = tuple(Leave(operator=one, from_on=TODAY, to_on=TODAY + timedelta(days=7 * WEEKS)) for one in sorted(physicians))
    outcome = solve(replace(centre, leaves=away), TODAY, WEEKS)
    assert isinstance(outcome, Planned)
    assert check_plan(replace(centre, leaves=away), outcome.plan).sound
    reasons = {str(exception.reason).partition(" from ")[0] for exception in outcome.plan.exceptions}
    assert "a review is due, and none fits into any half-day open" in reasons
    calm = solve(generate_centre(SPEC), TODAY, WEEKS)
    assert isinstance(calm, Planned)
    assert not any("review" in str(exception.reason) for exception in calm.plan.exceptions)


def test_a_visit_fixed_where_a_review_fits_takes_it() -> None:
    centre, fixed = fixed_in_first_window(overdue_centre(), half_days(overdue_centre(), with_review=True))
    outcome = solve(centre, TODAY, WEEKS)
    assert isinstance(outcome, Planned)
    assert next(visit.kind for visit in outcome.plan.visits if visit.patient == fixed.patient) == REVIEW


@pytest.mark.parametrize("elastic", [False, True])
def test_neither_a_cheapest_chain_nor_a_step_has_a_review_where_none_fits(elastic: bool) -> None:
    problem = build_problem(overdue_centre(), TODAY, WEEKS)
    bookings, profiles = sort_bookings(problem), profiles_of(problem)
    paths = paths_of(problem, bookings, range(len(problem.starts)), profiles, elastic=elastic)
    prices = free(problem)
    prices[[len(profile.most) > 1 for profile in profiles]] = 1000 * SCALE  # who may would rather come to the others
    paths.price(prices, Weights(unplaced=1 << 40, beyond=SCALE, comfort=SCALE))
    stops = [stop for column in walk(paths) if column is not None for stop in column.stops]
    steps = remaining_steps([paths], 100 * SCALE, 1_000_000)
    assert steps is not None
    stops += [step.stop for step in steps if step.stop is not None]
    taken = {divmod(stop, 3) for stop in stops if stop >= 0}
    assert any(kind == 1 for _, kind in taken)
    assert any(kind == 0 and len(profiles[session].most) == 1 for session, kind in taken)
    assert not any(kind == 1 and len(profiles[session].most) == 1 for session, kind in taken)


def test_a_chain_known_from_before_is_illegal_where_its_review_fits_no_more() -> None:
    problem = build_problem(overdue_centre(), TODAY, WEEKS)
    bookings, profiles = sort_bookings(problem), list(profiles_of(problem))
    everyone = range(len(problem.starts))
    paths = paths_of(problem, bookings, everyone, profiles, elastic=True)
    paths.price(free(problem), Weights(unplaced=1 << 40, beyond=SCALE, comfort=SCALE))
    column = next(column for column in walk(paths) if column is not None and any(stop % 3 == 1 for stop in column.stops))
    assert replay(paths.network, column.patient, column.stops) == column
    session = next(stop // 3 for stop in column.stops if stop >= 0 and stop % 3 == 1)
    profiles[session] = profiles[session].without(0, 1)
    without = paths_of(problem, bookings, everyone, profiles, elastic=True)
    assert replay(without.network, column.patient, column.stops) is None
    assert all(stop % 3 != OWN for stop in column.stops)
