"""Inside a session: open, within the hours, on the grid, places and operators never taken twice."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, time
from typing import Unpack

import pytest
from check_samples import (
    KINDS,
    TemplateChanges,
    at,
    broken,
    centre,
    day,
    fill,
    key,
    patient,
    people,
    plan,
    template,
    two_patients,
    visit,
    window,
)

from refillplan.domain.centre import Centre
from refillplan.domain.people import Operator, Role
from refillplan.domain.sessions import Closure, Leave, Opening
from refillplan.domain.visits import Visit
from refillplan.planner.check import Rule

THE_18TH = visit("01-18 08:00")


def with_monday(**changes: Unpack[TemplateChanges]) -> Centre:
    return centre(sessions=(template(1, **changes), *centre().sessions[1:]))


@pytest.mark.parametrize("kind", ["refill", "rinse"])
def test_session_is_open(kind: str) -> None:
    seen = visit("01-18 08:00", kind=kind)
    refill = () if kind == "refill" else (visit("01-19 08:00"),)
    closed = centre(visits=(seen,) if kind == "rinse" else (), closures=(Closure(from_on=day("01-18"), to_on=day("01-18")),))
    assert broken(closed, plan(closed, seen, *refill)) == {Rule.SESSION_OPEN: 1}
    assert broken(closed, plan(closed, *((seen,) if kind == "rinse" else ()), visit("01-19 08:00"))) == (
        {} if kind == "refill" else {Rule.SESSION_OPEN: 1}
    )


def test_session_is_closed_on_a_holiday_unless_opened() -> None:
    some = centre(fills=(fill(on="02-15"),))
    easter_monday = visit("03-29 08:00", window=window("02-15"))
    assert broken(some, plan(some, easter_monday, today=day("03-01"))) == {Rule.SESSION_OPEN: 1}
    opening = Opening(
        on=day("03-29"), half_day=key("03-29-am").half_day, opens=time(8), closes=time(10), places=1, operators=("N1",)
    )
    opened = replace(some, openings=(opening,))
    assert broken(opened, plan(opened, easter_monday, today=day("03-01"))) == {}


def test_opening_replaces_closure() -> None:
    opening = Opening(
        on=day("01-18"), half_day=key("01-18-am").half_day, opens=time(8), closes=time(10), places=1, operators=("N1",)
    )
    some = centre(closures=(Closure(from_on=day("01-18"), to_on=day("01-18")),), openings=(opening,))
    assert broken(some, plan(some, THE_18TH)) == {}


def test_visit_is_within_the_hours() -> None:
    assert broken(with_monday(opens=time(8, 15)), plan(with_monday(opens=time(8, 15)), visit("01-18 08:15"))) == {}
    assert broken(with_monday(opens=time(8, 15)), plan(with_monday(opens=time(8, 15)), THE_18TH)) == {Rule.HOURS: 1}
    assert broken(centre(), plan(centre(), visit("01-18 10:30"))) == {}
    assert broken(centre(), plan(centre(), visit("01-18 10:45"))) == {Rule.HOURS: 1}


def test_visit_is_on_the_day_of_its_session() -> None:
    astray = replace(visit("01-19 08:00"), session=key("01-18-am"))
    assert broken(centre(), plan(centre(), astray)) == {Rule.HOURS: 1}


def test_grid_counts_from_the_opening() -> None:
    some = with_monday(opens=time(8, 10))
    assert broken(some, plan(some, visit("01-18 08:25"))) == {}
    assert broken(some, plan(some, visit("01-18 08:30"))) == {Rule.GRID: 1}


def test_hours_that_the_nurse_set_need_no_grid() -> None:
    pinned = visit("01-18 08:05", pins=["hour"])
    booked = centre(visits=(pinned,))
    assert broken(booked, plan(booked, pinned)) == {}
    rinse = visit("01-11 08:05", kind="rinse")
    rinsed = centre(visits=(rinse,))
    assert broken(rinsed, plan(rinsed, rinse, THE_18TH)) == {}


@pytest.mark.parametrize("minutes", ["09:15", "09:45"])
def test_visit_ends_when_its_place_is_free(minutes: str) -> None:
    wrong = replace(THE_18TH, ends_at=at(f"01-18 {minutes}"))
    assert broken(centre(), plan(centre(), wrong)) == {Rule.DURATION: 1}


def test_minutes_are_counted_across_the_change_of_the_clocks() -> None:
    some = centre(sessions=(*centre().sessions, template(7, opens=time(1), closes=time(6))), fills=(fill(on="02-14"),))
    by_the_clock = visit("03-28 01:30", window=window("02-14"))
    right = replace(by_the_clock, ends_at=at("03-28 04:00"))  # 90 minutes, and the hour that the clocks skip
    assert broken(some, plan(some, right, today=day("03-01"))) == {}
    assert broken(some, plan(some, by_the_clock, today=day("03-01"))) == {Rule.DURATION: 1}


def test_instants_may_be_written_in_another_zone() -> None:
    elsewhere = replace(THE_18TH, starts_at=THE_18TH.starts_at.astimezone(UTC), ends_at=THE_18TH.ends_at.astimezone(UTC))
    assert broken(centre(), plan(centre(), elsewhere)) == {}


def test_place_is_one_of_the_sessions() -> None:
    assert broken(centre(), plan(centre(), visit(place=2))) == {}
    assert broken(centre(), plan(centre(), visit(place=3))) == {Rule.PLACE_NUMBER: 1}


def two_visits(other: Visit) -> Mapping[Rule, int]:
    return broken(two_patients(), plan(two_patients(), visit(), replace(other, patient="P2")))


def test_no_place_is_taken_twice() -> None:
    assert two_visits(visit("01-18 09:15")) == {Rule.PLACE_TAKEN: 1}
    assert two_visits(visit("01-18 09:30")) == {}
    assert two_visits(visit("01-18 09:15", place=2)) == {}


def test_place_is_taken_for_as_long_as_a_visit_was_booked() -> None:
    rinse = replace(visit("01-18 08:00", kind="rinse", code="P2"), ends_at=at("01-18 10:30"))
    some = replace(centre(visits=(rinse,)), patients=(patient(), patient("P2", active_to=day("01-04"))))
    assert broken(some, plan(some, rinse, visit("01-18 10:30"))) == {}
    assert broken(some, plan(some, rinse, visit("01-18 10:15"))) == {Rule.PLACE_TAKEN: 1}


def test_no_operator_is_with_two_patients_at_once() -> None:
    assert two_visits(visit("01-18 08:15", place=2)) == {Rule.OPERATOR_BUSY: 1}
    assert two_visits(visit("01-18 08:30", place=2)) == {}
    assert two_visits(visit("01-18 08:15", place=2, operator="D1")) == {}


def test_half_days_that_overlap_share_places_and_operators() -> None:
    some = replace(two_patients(), sessions=(template(1), template(1, "pm", opens=time(11), operators=("N1",), places=2)))
    one, other = visit("01-18 10:30"), replace(visit("01-18 11:00", code="P2", place=2), session=key("01-18-pm"))
    assert broken(some, plan(some, one, other)) == {}
    assert broken(some, plan(some, one, replace(other, place=1))) == {Rule.PLACE_TAKEN: 1}
    at_once = replace(some, visit_kinds=tuple(replace(k, operator_minutes=45) for k in some.visit_kinds))
    assert broken(at_once, plan(at_once, one, other)) == {Rule.OPERATOR_BUSY: 1}


def test_long_visit_is_seen_past_a_short_one() -> None:
    rinse = visit("01-18 08:00", kind="rinse", code="P2")  # place until 11:00, operator until 10:00
    some = replace(two_patients(visits=(rinse,)), fills=(fill(), fill("P2", on="01-04")))
    short, second = visit("01-18 10:00", operator="N1"), visit("02-15 08:00", code="P2", window=window("01-04"))
    assert broken(some, plan(some, rinse, short, second)) == {Rule.PLACE_TAKEN: 1}


def test_operator_is_there() -> None:
    assert broken(centre(), plan(centre(), visit(operator="D1"))) == {}
    assert broken(centre(), plan(centre(), visit(operator="N2"))) == {Rule.OPERATOR_PRESENT: 1}
    away = centre(leaves=(Leave(operator="N1", from_on=day("01-18"), to_on=day("01-19")),))
    assert broken(away, plan(away, visit())) == {Rule.OPERATOR_PRESENT: 1}
    assert broken(away, plan(away, visit(operator="D1"))) == {}


def test_operator_does_visits_of_the_kind() -> None:
    no_refills = Operator(operator="N1", role=Role.NURSE, kinds=frozenset(["rinse"]))
    some = centre(operators=(centre().operators[0], no_refills))
    assert broken(some, plan(some, visit())) == {Rule.OPERATOR_QUALIFIED: 1}
    assert broken(some, plan(some, visit(operator="D1"))) == {}


def test_physician_is_among_the_operators_where_needed() -> None:
    needed = centre(visit_kinds=(replace(KINDS["refill"], needs_physician=True),))
    assert broken(needed, plan(needed, visit())) == {}  # D1 is there, busy or not
    assert broken(needed, plan(needed, visit("01-18 14:00"))) == {Rule.PHYSICIAN: 1}
    unknown = replace(needed, sessions=(template(1, operators=("X9", "N1")),))
    assert broken(unknown, plan(unknown, visit())) == {Rule.PHYSICIAN: 1}


def test_visit_that_outlasts_the_one_before_is_remembered() -> None:
    rinse = visit("01-18 09:00", kind="rinse", code="P2")  # until 12:00, over the end of the first at 9:30
    some = centre(**people("P1", "P2", "P3"))
    booked = replace(some, visits=(rinse,), fills=(fill(), fill("P2", on="01-04"), fill("P3")))
    seen = plan(
        booked,
        visit("01-18 08:00"),
        rinse,
        visit("01-18 10:30", code="P3"),
        visit("02-15 08:00", code="P2", window=window("01-04")),
    )
    assert broken(booked, seen) == {Rule.PLACE_TAKEN: 2}


def test_operator_who_is_not_needed_is_never_busy() -> None:
    instant = two_patients(visit_kinds=(replace(KINDS["refill"], operator_minutes=0),))
    assert broken(instant, plan(instant, visit(), visit(code="P2", place=2))) == {}
