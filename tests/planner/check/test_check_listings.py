"""The plan as a list: whose it is, which days, which codes, who is left out, which exceptions are named."""

from dataclasses import replace
from datetime import timedelta

import pytest
from check_samples import (
    HORIZON,
    TODAY,
    ExceptionChanges,
    broken,
    centre,
    day,
    exception,
    key,
    late,
    patient,
    plan,
    pump,
    two_patients,
    visit,
    window,
)

from refillplan.domain.messages import message
from refillplan.domain.plans import Horizon, NotPlanned
from refillplan.planner.check import Rule, check_plan


def test_plan_is_the_centres_own() -> None:
    assert broken(centre(), plan(centre(), visit(), centre="CHU2")) == {Rule.CENTRE: 1}


@pytest.mark.parametrize(
    "horizon",
    [
        Horizon(start_on=TODAY, end_on=TODAY + timedelta(weeks=8)),
        Horizon(start_on=HORIZON.start_on, end_on=HORIZON.end_on - timedelta(days=1)),
        Horizon(start_on=HORIZON.start_on, end_on=HORIZON.start_on),
    ],
)
def test_horizon_is_whole_weeks_from_the_day_after_today(horizon: Horizon) -> None:
    assert broken(centre(), plan(centre(), visit())) == {}
    assert Rule.HORIZON in broken(centre(), plan(centre(), visit(), horizon=horizon))


def test_no_visit_after_the_horizon() -> None:
    outside = visit("03-02 08:00", window=window("01-18"))
    assert broken(centre(), plan(centre(), visit(), outside)) == {Rule.OUTSIDE_HORIZON: 1}


def test_no_visit_today() -> None:
    overdue = plan(centre(), visit("01-04 08:00", window=window("2026-12-07")), visit("02-15 08:00", window=window("01-04")))
    assert Rule.OUTSIDE_HORIZON in broken(centre(), overdue)


def test_visits_are_sorted_by_start_then_patient() -> None:
    one, other = visit(), visit(code="P2", place=2, operator="D1")
    assert broken(two_patients(), plan(two_patients(), other, one)) == {}
    assert broken(two_patients(), replace(plan(two_patients(), one, other), visits=(other, one))) == {Rule.ORDER: 1}
    later = replace(visit("01-18 09:00"))
    assert broken(two_patients(), replace(plan(two_patients(), later, other), visits=(later, other))) == {Rule.ORDER: 1}


def test_codes_are_known() -> None:
    stranger = visit(code="P9", place=2, operator="D1")
    assert broken(centre(), plan(centre(), visit(), stranger)) == {Rule.KNOWN: 1, Rule.NO_CHAIN: 1}
    assert broken(centre(), plan(centre(), visit(operator="N9"))) == {Rule.KNOWN: 1, Rule.OPERATOR_PRESENT: 1}
    odd = replace(visit(place=2, operator="D1"), kind="massage", window=None)
    assert broken(centre(), plan(centre(), visit("01-19 08:00"), odd))[Rule.KNOWN] == 1


def test_patients_without_chain_are_listed_with_the_reason() -> None:
    left = two_patients(pumps=(pump(),))
    assert broken(left, plan(left, visit())) == {}
    assert broken(left, plan(left, visit(), not_planned=())) == {Rule.NOT_PLANNED: 1}
    twice = plan(left, visit()).not_planned * 2
    assert broken(left, plan(left, visit(), not_planned=twice)) == {Rule.NOT_PLANNED: 1}
    other_reason = (NotPlanned(patient="P2", reason=message("moved away")),)
    assert broken(left, plan(left, visit(), not_planned=other_reason)) == {Rule.NOT_PLANNED: 2}


def test_patient_with_a_chain_is_not_listed_as_not_planned() -> None:
    dropped = (NotPlanned(patient="P1", reason=message("has no pump in place")),)
    assert broken(centre(), plan(centre(), visit(), not_planned=dropped)) == {Rule.NOT_PLANNED: 1}


def test_late_visit_is_named_once() -> None:
    beyond = visit("01-22 08:00")
    named = late(beyond)
    assert broken(centre(), plan(centre(), beyond, exceptions=(named,))) == {}
    assert broken(centre(), plan(centre(), beyond)) == {Rule.EXCEPTIONS: 1}
    assert broken(centre(), plan(centre(), beyond, exceptions=(named, named))) == {Rule.EXCEPTIONS: 1}


@pytest.mark.parametrize(
    "changes",
    [
        {"placed": key("01-22-pm")},
        {"assumed_on": day("01-21")},
        {"patient": "P2"},
    ],
)
def test_exception_names_the_late_visit_as_it_is(changes: ExceptionChanges) -> None:
    beyond = visit("01-22 08:00")
    wrong = replace(late(beyond), **changes)
    assert broken(centre(), plan(centre(), beyond, exceptions=(wrong,))) == {Rule.EXCEPTIONS: 2}


def test_visit_inside_its_limit_is_no_exception() -> None:
    on_time = visit("01-21 08:00")
    assert broken(centre(), plan(centre(), on_time)) == {}
    assert broken(centre(), plan(centre(), on_time, exceptions=(late(on_time),))) == {Rule.EXCEPTIONS: 1}


def test_unplaced_visit_is_named_with_its_limit() -> None:
    wrong = exception(limit_on="01-20", assumed_on=day("01-21"))
    assert broken(centre(), plan(centre(), exceptions=(wrong,))) == {Rule.EXCEPTIONS: 2}


def test_exception_that_is_neither_placed_nor_assumed_says_nothing() -> None:
    empty = exception(assumed_on=None)
    assert broken(centre(), plan(centre(), visit(), exceptions=(empty,))) == {Rule.EXCEPTIONS: 1}


def test_exception_of_a_patient_who_is_not_planned_names_nothing() -> None:
    left = two_patients(pumps=(pump(),))
    assert broken(left, plan(left, visit(), exceptions=(exception("P2"),))) == {Rule.EXCEPTIONS: 1}


def test_patient_who_has_left_is_not_planned() -> None:
    gone = centre(patients=(patient(active_to=TODAY),))
    assert check_plan(gone, plan(gone)).sound


def test_one_week_is_a_horizon() -> None:
    week = Horizon.after(TODAY, 1)
    assert broken(centre(), plan(centre(), horizon=week)) == {}


def test_booked_visit_of_a_kind_that_is_gone_is_named_and_disturbs_no_rule() -> None:
    gone = replace(visit("01-11 08:00", code="P2", place=2), kind="massage", window=None)
    some = centre(visits=(gone, visit("01-11 08:00", told=True)), patients=(patient(), patient("P2")))
    moved = visit("01-12 08:00"), visit("02-23 08:00", window=window("01-12"))
    assert broken(some, plan(some, gone, *moved)) == {Rule.KNOWN: 1, Rule.OPERATOR_QUALIFIED: 1, Rule.FROZEN: 1}
