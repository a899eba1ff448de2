"""What was booked before: pins, visits of other kinds, what patients have been told."""

from dataclasses import replace

import pytest
from check_samples import (
    VisitChanges,
    at,
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

from refillplan.domain.centre import Centre
from refillplan.domain.plans import Plan
from refillplan.domain.settings import ReviewRule
from refillplan.planner.check import Rule, check_plan


def booked_with(*pins: str) -> Centre:
    return centre(visits=(visit("01-19 09:00", pins=pins, place=2),))


def test_pinned_date_holds_and_the_rest_is_free() -> None:
    pinned = booked_with("date")
    assert broken(pinned, plan(pinned, visit("01-19 14:00", pins=["date"]))) == {}
    assert broken(pinned, plan(pinned, visit("01-18 08:00"))) == {Rule.PINS: 1}
    assert broken(pinned, plan(pinned, exceptions=(exception(),))) == {Rule.PINS: 1}


HELD = pytest.mark.parametrize(
    ("pin", "held", "lost"),
    [
        ("half_day", ("08:00", 1, "N1"), ("14:00", 1, "N1")),
        ("hour", ("09:00", 1, "N1"), ("09:15", 1, "N1")),
        ("place", ("08:00", 2, "N1"), ("08:00", 1, "N1")),
        ("operator", ("08:00", 1, "N1"), ("08:00", 1, "D1")),
    ],
)


@HELD
def test_other_pins_hold_with_the_pinned_date(pin: str, held: tuple[str, int, str], lost: tuple[str, int, str]) -> None:
    pinned = booked_with("date", pin)
    for (hour, place, operator), found in ((held, {}), (lost, {Rule.PINS: 1})):
        seen = visit(f"01-19 {hour}", place=place, operator=operator, pins=["date", pin])
        assert broken(pinned, plan(pinned, seen)) == found


@HELD
def test_pins_without_a_date_hold_for_the_nearest_visit(pin: str, held: tuple[str, int, str], lost: tuple[str, int, str]) -> None:
    pinned = booked_with(pin)
    for (hour, place, operator), found in ((held, {}), (lost, {Rule.PINS: 1})):
        seen = visit(f"01-18 {hour}", place=place, operator=operator, pins=[pin])
        assert broken(pinned, plan(pinned, seen)) == found


def test_pins_without_a_date_lapse_more_than_17_days_away() -> None:
    pinned = centre(visits=(visit("01-18 09:00", pins=["half_day"]),))
    near, far = visit("02-04 14:00"), visit("02-05 14:00")  # 17 and 18 days after 18 January
    assert broken(pinned, plan(pinned, far, exceptions=(late(far),))) == {}
    assert broken(pinned, plan(pinned, near, exceptions=(late(near),))) == {Rule.PINS: 2}


def test_of_two_visits_equally_near_the_earlier_answers_the_pins() -> None:
    often, days = replace(centre().protocol, min_days=4, target_days=7, limit_days=10), (4, 7, 10)
    some = centre(
        protocol=often,
        patients=(patient(active_to=day("01-22")),),
        fills=(fill(on="01-04"),),
        visits=(visit("01-13 14:00", pins=["half_day"]),),
    )

    def two_visits(earlier: str, later: str, pins_of_earlier: list[str], pins_of_later: list[str]) -> Plan:
        return plan(
            some,
            visit(earlier, window=window("01-04", days), pins=pins_of_earlier),
            visit(later, window=window("01-11", days), pins=pins_of_later),
        )

    assert broken(some, two_visits("01-11 14:00", "01-15 08:00", ["half_day"], [])) == {}
    assert broken(some, two_visits("01-11 08:00", "01-15 14:00", ["half_day"], [])) == {Rule.PINS: 1}
    assert broken(some, two_visits("01-11 14:00", "01-15 14:00", [], ["half_day"])) == {Rule.PINS: 2}
    assert broken(some, two_visits("01-11 14:00", "01-18 08:00", ["half_day"], [])) == {}


def test_visit_carries_the_pins_that_hold_for_it_and_no_others() -> None:
    pinned = booked_with("date")
    assert broken(pinned, plan(pinned, visit("01-19 08:00"))) == {Rule.PINS: 1}
    assert broken(pinned, plan(pinned, visit("01-19 08:00", pins=["date", "hour"]))) == {Rule.PINS: 1}
    assert broken(centre(), plan(centre(), visit(pins=["place"]))) == {Rule.PINS: 1}


def test_pins_of_a_patient_who_is_not_planned_hold_nothing() -> None:
    pinned = visit("01-19 08:00", code="P2", pins=["date"])
    some = two_patients(pumps=(pump(),), visits=(pinned,))
    assert broken(some, plan(some, visit())) == {}


def test_pins_of_today_are_past() -> None:
    some = centre(visits=(visit("01-04 08:00", kind="rinse", pins=["date"]),))
    assert broken(some, plan(some, visit())) == {}


@pytest.mark.parametrize("kind", ["rinse", "postop"])
@pytest.mark.parametrize(
    "changes",
    [
        {"place": 2},
        {"operator": "N1"},
        {"told": True},
        {"pins": frozenset()},
        {"starts_at": at("01-18 08:15")},
        {"ends_at": at("01-18 11:15")},
        {"kind": "refill"},
    ],
)
def test_visits_of_other_kinds_stay_exactly_as_booked(kind: str, changes: VisitChanges) -> None:
    booked = visit("01-18 08:00", kind=kind, pins=["hour"], window=None)
    some = centre(visits=(booked,))
    refill = () if kind == "postop" else (visit("01-19 08:00"),)
    as_booked = booked if kind == "rinse" else replace(booked, window=window())
    assert broken(some, plan(some, as_booked, *refill)) == {}
    assert Rule.BOOKED in broken(some, plan(some, replace(as_booked, **changes), *refill))
    assert Rule.BOOKED in broken(some, plan(some, *refill))


def test_visits_of_other_kinds_are_only_those_booked() -> None:
    rinse = visit("01-11 08:00", kind="rinse")
    assert broken(centre(), plan(centre(), rinse, visit())) == {Rule.BOOKED: 1}
    booked = centre(visits=(rinse,))
    assert Rule.BOOKED in broken(booked, plan(booked, rinse, rinse, visit()))


def test_booked_fill_of_another_kind_is_part_of_the_chain_even_before_its_earliest() -> None:
    postop = visit("01-07 08:00", kind="postop", window=None)
    some = centre(visits=(postop,))
    in_chain, after = replace(postop, window=window()), visit("02-18 08:00", window=window("01-07"))
    assert broken(some, plan(some, in_chain, after)) == {}
    assert broken(some, plan(some, postop, after)) == {Rule.WINDOW: 1}
    assert broken(some, plan(some, in_chain, visit("02-18 08:00", window=window()))) == {Rule.WINDOW: 1}


def test_booked_fill_of_a_patient_without_a_pump_stays_as_booked() -> None:
    postop = visit("01-11 08:00", code="P2", kind="postop", window=None)
    some = two_patients(pumps=(pump(),), visits=(postop,))
    assert broken(some, plan(some, postop, visit())) == {}
    assert broken(some, plan(some, replace(postop, window=window()), visit())) == {Rule.BOOKED: 2}


def test_booked_visits_outside_the_horizon_are_not_planned() -> None:
    some = centre(visits=(visit("01-04 08:00", kind="rinse"), visit("03-02 08:00", kind="rinse")))
    assert broken(some, plan(some, visit())) == {}


def test_told_visit_that_keeps_session_and_start_is_told() -> None:
    told = visit(told=True)
    some = centre(visits=(told,))
    assert broken(some, plan(some, told)) == {}
    assert broken(some, plan(some, replace(told, place=2, operator="D1"))) == {}
    assert broken(some, plan(some, replace(told, told=False))) == {Rule.TOLD: 1}


def test_visit_at_another_hour_or_session_is_not_told() -> None:
    some = centre(visits=(visit(told=True),))
    assert broken(some, plan(some, visit("01-18 08:15"))) == {}
    assert broken(some, plan(some, visit("01-18 08:15", told=True))) == {Rule.TOLD: 1}
    assert broken(some, plan(some, visit("01-19 08:00", told=True))) == {Rule.TOLD: 1}
    never_told = centre(visits=(visit(),))
    assert broken(never_told, plan(never_told, visit(told=True))) == {Rule.TOLD: 1}


def test_told_refill_that_becomes_a_review_at_its_hour_is_still_told() -> None:
    told = visit(told=True, operator="D1")
    some = centre(visits=(told,), review=ReviewRule(kind="review", every_months=12))
    now = visit(kind="review", told=True)
    assert broken(some, plan(some, now)) == {}
    assert broken(some, plan(some, replace(now, told=False))) == {Rule.TOLD: 1}


def test_what_is_wrong_is_said_in_the_sentence() -> None:
    some = centre(visits=(visit(told=True),))
    (untold,) = check_plan(some, plan(some, visit())).violations
    assert str(untold.sentence) == "P1 was told the visit on 2027-01-18, and it is not shown as told"
    (told,) = check_plan(some, plan(some, visit("01-19 08:00", told=True))).violations
    assert str(told.sentence) == "P1 was not told the visit on 2027-01-19 at its hour, and it is shown as told"
