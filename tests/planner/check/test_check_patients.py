"""What a patient can do: days of care, days away, one visit a day."""

from dataclasses import replace

import pytest
from check_samples import broken, centre, day, patient, plan, two_patients, visit, window

from refillplan.domain.half_days import HalfDay
from refillplan.domain.people import Unavailability
from refillplan.domain.visits import Visit
from refillplan.planner.check import Rule


def away(from_on: str, to_on: str, half_day: str | None = None, *, hard: bool = True, code: str = "P1") -> Unavailability:
    half = None if half_day is None else HalfDay(half_day)
    return Unavailability(patient=code, from_on=day(from_on), to_on=day(to_on), half_day=half, hard=hard)


@pytest.mark.parametrize(
    ("entry", "allowed"),
    [
        (away("01-18", "01-18"), False),
        (away("01-11", "01-18", "am"), False),
        (away("01-18", "01-22", "pm"), True),
        (away("01-19", "01-22"), True),
        (away("01-18", "01-18", hard=False), True),
        (away("01-18", "01-18", code="P2"), True),
    ],
)
def test_no_visit_where_the_patient_cannot_come(entry: Unavailability, *, allowed: bool) -> None:
    some = two_patients(unavailabilities=(entry,))
    seen = plan(some, visit(), visit("01-19 08:00", code="P2"))
    assert broken(some, seen) == ({} if allowed else {Rule.UNAVAILABLE: 1})


def test_booked_visit_that_does_not_fill_only_takes_its_place() -> None:
    rinse = visit("01-11 08:00", kind="rinse")
    some = centre(visits=(rinse,), unavailabilities=(away("01-11", "01-11"),))
    assert broken(some, plan(some, rinse, visit())) == {}


def test_no_visit_outside_the_active_days() -> None:
    comes = centre(patients=(patient(active_from=day("01-18")),))
    assert broken(comes, plan(comes, visit())) == {}
    assert broken(comes, plan(comes, visit("01-15 08:00"), visit("02-26 08:00", window=window("01-15")))) == {Rule.ACTIVE: 1}
    leaves = centre(patients=(patient(active_to=day("01-21")),))
    assert broken(leaves, plan(leaves, visit("01-21 08:00"))) == {}
    on_the_day_after = plan(leaves, visit("01-22 08:00"))
    assert Rule.ACTIVE in broken(leaves, on_the_day_after)


def test_one_visit_a_day() -> None:
    rinse = visit("01-18 14:00", kind="rinse", operator="N1")
    afternoons = [replace(t, operators=("D1", "N1")) for t in centre().sessions]
    booked = centre(visits=(rinse,), sessions=tuple(afternoons))
    assert broken(booked, plan(booked, rinse, visit("01-19 08:00"))) == {}
    assert broken(booked, plan(booked, rinse, visit("01-18 08:00"))) == {Rule.ONE_PER_DAY: 1}


def test_two_fills_on_one_day_are_one_too_many() -> None:
    twice = plan(centre(), visit(), visit("01-18 14:00", window=window("01-18")))
    assert broken(centre(), twice) == {Rule.ONE_PER_DAY: 1, Rule.EARLIEST: 1}


def test_nurse_may_pin_a_refill_to_the_day_of_a_rinse_but_not_to_its_hour() -> None:
    rinse, pinned = visit("01-18 08:00", kind="rinse"), visit("01-18 14:00", pins=["date"])
    booked = centre(visits=(rinse, pinned))
    assert broken(booked, plan(booked, rinse, pinned)) == {}
    at_once = replace(visit("01-18 10:00", pins=["date"]), place=2)
    assert broken(booked, plan(booked, rinse, at_once)) == {Rule.ONE_PER_DAY: 1}


def test_frozen_refill_stays_on_the_day_of_a_rinse() -> None:
    rinse, told = visit("01-11 08:00", kind="rinse"), visit("01-11 14:00", told=True)
    booked = centre(visits=(rinse, told))
    rest = visit("02-22 08:00", window=window("01-11"))
    assert broken(booked, plan(booked, rinse, told, rest)) == {}
    moved = visit("01-12 08:00"), visit("02-23 08:00", window=window("01-12"))
    assert broken(booked, plan(booked, rinse, *moved)) == {}


@pytest.mark.parametrize(
    ("booked", "found"),
    [
        (visit("01-18 14:00", kind="postop", operator="D1"), {}),
        (visit("01-18 14:00"), {Rule.ONE_PER_DAY: 1}),
        (visit("01-18 14:00", told=True), {Rule.ONE_PER_DAY: 1}),
    ],
    ids=["booked fill of another kind", "untold", "told but not frozen"],
)
def test_only_what_was_set_before_stays_on_the_day_of_a_rinse(booked: Visit, found: dict[Rule, int]) -> None:
    rinse = visit("01-18 08:00", kind="rinse")
    sessions = tuple(replace(each, operators=("D1", "N1")) for each in centre().sessions)
    some = centre(visits=(rinse, booked), sessions=sessions)
    assert broken(some, plan(some, rinse, booked)) == found


def test_untold_refill_of_the_next_days_is_not_put_on_the_day_of_a_rinse() -> None:
    rinse = visit("01-11 08:00", kind="rinse")
    some = centre(visits=(rinse,))
    rest = visit("02-22 08:00", window=window("01-11"))
    assert broken(some, plan(some, rinse, visit("01-11 14:00"), rest)) == {Rule.ONE_PER_DAY: 1}
