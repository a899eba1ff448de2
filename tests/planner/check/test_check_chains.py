"""Chains: complete, each window hanging on the visit before, nothing too early or too late."""

from dataclasses import replace

import pytest
from check_samples import (
    HORIZON,
    broken,
    centre,
    day,
    exception,
    fill,
    late,
    patient,
    plan,
    pump,
    two_patients,
    visit,
    window,
)

from refillplan.domain.plans import Horizon
from refillplan.domain.settings import ReviewRule
from refillplan.planner.check import Rule, check_plan


def test_one_visit_on_its_target_is_a_sound_plan() -> None:
    verdict = check_plan(centre(), plan(centre(), visit()))
    assert verdict.violations == ()
    assert verdict.sound


def test_nobody_is_dropped() -> None:
    assert broken(two_patients(), plan(two_patients(), visit())) == {Rule.CHAIN: 1}


def test_chain_is_complete_only_when_the_next_limit_lies_past_the_horizon() -> None:
    short = centre(protocol=replace(centre().protocol, limit_days=43))
    first = visit("01-18 08:00", window=window(days=(35, 42, 43)))
    early = visit("01-15 08:00", window=window(days=(35, 42, 43)))
    assert broken(short, plan(short, first)) == {}  # the next limit is 2 March, the first day not planned
    assert broken(short, plan(short, early)) == {Rule.CHAIN: 1}


def test_chain_ends_with_the_last_active_day() -> None:
    leaves = centre(patients=(patient(active_to=day("02-26")),))
    first = visit("01-11 08:00")  # next limit 25 February
    second = visit("02-22 08:00", window=window("01-11"))
    assert broken(leaves, plan(leaves, first)) == {Rule.CHAIN: 1}
    assert broken(leaves, plan(leaves, first, second)) == {}
    leaves_sooner = centre(patients=(patient(active_to=day("02-24")),))
    assert broken(leaves_sooner, plan(leaves_sooner, first)) == {}


def test_chain_may_go_on_while_the_earliest_date_is_inside() -> None:
    complete = visit("01-18 08:00")
    one_more = visit("02-26 08:00", window=window("01-18"))
    assert broken(centre(), plan(centre(), complete)) == {}
    assert broken(centre(), plan(centre(), complete, one_more)) == {}


def test_patient_not_planned_has_no_refill() -> None:
    without_pump = two_patients(pumps=(pump(),))
    stray = visit(code="P2", place=2, operator="D1")
    assert broken(without_pump, plan(without_pump, visit())) == {}
    assert broken(without_pump, plan(without_pump, visit(), stray)) == {Rule.NO_CHAIN: 1}


def test_first_window_hangs_on_the_actual_last_fill() -> None:
    on_an_older_fill = visit(window=window("2026-12-01"))
    two_fills = centre(fills=(fill(on="2026-12-01"), fill()))
    assert broken(two_fills, plan(two_fills, visit())) == {}
    assert broken(two_fills, plan(two_fills, on_an_older_fill)) == {Rule.WINDOW: 1}


def test_second_window_hangs_on_the_visit_before() -> None:
    first = visit("01-14 08:00")
    wrong = visit("02-25 08:00", window=window("01-18"))
    assert broken(centre(), plan(centre(), first, wrong)) == {Rule.WINDOW: 1}


def test_window_is_never_left_out_of_a_chain() -> None:
    assert broken(centre(), plan(centre(), visit(window=None))) == {Rule.WINDOW: 1}


def test_not_after_limits_the_first_window_only() -> None:
    hurried = centre(patients=(patient(not_after=day("01-15")),))
    limited = replace(window(by="not_after"), target_on=day("01-15"), limit_on=day("01-15"))
    first, second = visit("01-15 08:00", window=limited), visit("02-26 08:00", window=window("01-15"))
    assert broken(hurried, plan(hurried, first, second)) == {}
    assert broken(hurried, plan(hurried, replace(first, window=window()), second)) == {Rule.WINDOW: 1}
    beyond = visit("01-18 08:00", window=limited)
    assert broken(hurried, plan(hurried, beyond, exceptions=(late(beyond),))) == {}


def test_nothing_before_the_earliest_date() -> None:
    assert broken(centre(), plan(centre(), visit("01-11 08:00"), visit("02-22 08:00", window=window("01-11")))) == {}
    early = plan(centre(), visit("01-08 08:00"), visit("02-19 08:00", window=window("01-08")))
    assert broken(centre(), early) == {Rule.EARLIEST: 1}


def test_a_pinned_date_may_lie_before_the_earliest() -> None:
    pinned = visit("01-08 08:00", pins=["date"])
    booked = centre(visits=(pinned,))
    early = plan(booked, pinned, visit("02-19 08:00", window=window("01-08")))
    assert broken(booked, early) == {}


def test_at_most_28_days_beyond_the_limit() -> None:
    on_the_last_day, too_late = visit("02-18 08:00"), visit("02-19 08:00")
    assert broken(centre(), plan(centre(), on_the_last_day, exceptions=(late(on_the_last_day),))) == {}
    assert broken(centre(), plan(centre(), too_late, exceptions=(late(too_late),))) == {Rule.BEYOND_LIMIT: 1}


def test_a_limit_that_has_passed_is_counted_from_the_first_day_planned() -> None:
    overdue = centre(fills=(fill(on="2026-10-05"),))
    hangs = window("2026-10-05")
    on_the_last_day, too_late = visit("02-02 08:00", window=hangs), visit("02-03 08:00", window=hangs)
    assert broken(overdue, plan(overdue, on_the_last_day, exceptions=(late(on_the_last_day),))) == {}
    assert broken(overdue, plan(overdue, too_late, exceptions=(late(too_late),))) == {Rule.BEYOND_LIMIT: 1}


def test_a_pinned_date_may_lie_later() -> None:
    pinned = visit("02-22 08:00", pins=["date"])
    booked = centre(visits=(pinned,))
    assert broken(booked, plan(booked, pinned, exceptions=(late(pinned),))) == {}


def test_unplaced_visit_is_taken_as_done_on_its_limit() -> None:
    assert broken(centre(), plan(centre(), exceptions=(exception(),))) == {}
    moved = exception(assumed_on=day("01-20"))
    assert broken(centre(), plan(centre(), exceptions=(moved,))) == {Rule.ASSUMED: 1}


def test_unplaced_visit_whose_limit_has_passed_is_taken_as_done_on_the_first_day_planned() -> None:
    overdue = centre(fills=(fill(on="2026-11-02"),))
    after = visit("02-16 08:00", window=window("01-05"))
    at_once = exception(limit_on="2026-12-17", assumed_on=HORIZON.start_on)
    assert broken(overdue, plan(overdue, after, exceptions=(at_once,))) == {}
    in_the_past = replace(at_once, assumed_on=day("2026-12-17"))
    wrong = plan(overdue, visit("01-28 08:00", window=window("2026-12-17")), exceptions=(in_the_past,))
    assert broken(overdue, wrong) == {Rule.ASSUMED: 1}


def test_chain_goes_on_from_the_day_taken_as_done() -> None:
    longer = Horizon.after(day("01-04"), 12)
    after = visit("03-04 08:00", window=window("01-21"))
    assert broken(centre(), plan(centre(), after, exceptions=(exception(),), horizon=longer)) == {}
    assert broken(centre(), plan(centre(), exceptions=(exception(),), horizon=longer)) == {Rule.CHAIN: 1}


def test_visit_that_falls_due_past_the_horizon_is_not_unplaced() -> None:
    not_due = exception(limit_on="03-04")
    assert broken(centre(), plan(centre(), visit(), exceptions=(not_due,))) == {Rule.ASSUMED: 1}


def test_visit_that_falls_due_past_the_last_active_day_is_not_unplaced() -> None:
    leaves = centre(patients=(patient(active_to=day("01-20")),))
    assert broken(leaves, plan(leaves)) == {}
    assert broken(leaves, plan(leaves, exceptions=(exception(),))) == {Rule.ASSUMED: 1}


@pytest.mark.parametrize(
    ("last_review_on", "kind"), [("2026-01-18", "review"), ("2026-01-19", "refill"), ("2024-06-03", "review")]
)
def test_visit_takes_the_review_that_is_due_by_its_day(last_review_on: str, kind: str) -> None:
    yearly = centre(review=ReviewRule(kind="review", every_months=12), patients=(patient(last_review_on=day(last_review_on)),))
    right, wrong = visit(kind=kind), visit(kind="refill" if kind == "review" else "review")
    assert broken(yearly, plan(yearly, right)) == {}
    assert broken(yearly, plan(yearly, wrong)) == {Rule.REVIEW: 1}


def test_visit_takes_one_of_several_reviews() -> None:
    monthly = centre(review=ReviewRule(kind="review", every_months=1), patients=(patient(last_review_on=day("2026-12-15")),))
    assert broken(monthly, plan(monthly, visit(kind="review"))) == {}  # due on 15 January and 15 February
    assert broken(monthly, plan(monthly, visit())) == {Rule.REVIEW: 1}


def test_review_due_between_two_visits_is_taken_by_the_second_alone() -> None:
    yearly = centre(review=ReviewRule(kind="review", every_months=12), patients=(patient(last_review_on=day("2026-01-15")),))
    first = visit("01-14 08:00")
    second = visit("02-25 08:00", kind="review", window=window("01-14"))
    assert broken(yearly, plan(yearly, first, second)) == {}
    both = plan(yearly, visit("01-15 08:00", kind="review"), visit("02-25 08:00", kind="review", window=window("01-15")))
    assert broken(yearly, both) == {Rule.REVIEW: 1}


def test_review_due_before_an_unplaced_visit_is_taken_as_done_with_it() -> None:
    longer = Horizon.after(day("01-04"), 12)
    yearly = centre(review=ReviewRule(kind="review", every_months=12), patients=(patient(last_review_on=day("2026-01-15")),))
    after = visit("03-04 08:00", window=window("01-21"))
    assert broken(yearly, plan(yearly, after, exceptions=(exception(),), horizon=longer)) == {}
    assert broken(
        yearly,
        plan(
            yearly,
            replace(visit("03-04 08:00", kind="review"), window=window("01-21")),
            exceptions=(exception(),),
            horizon=longer,
        ),
    ) == {Rule.REVIEW: 1}
