"""The reserve: what each week is to keep."""

from dataclasses import replace
from datetime import time
from typing import Unpack

import pytest
from check_samples import (
    KINDS,
    CentreChanges,
    broken,
    centre,
    day,
    fill,
    patient,
    people,
    plan,
    pump,
    template,
    two_patients,
    visit,
    window,
)

from refillplan.domain.centre import Centre
from refillplan.domain.half_days import SessionKey
from refillplan.domain.sessions import Closure, Leave
from refillplan.domain.visits import Pin, Visit
from refillplan.planner.check import Rule

"""Minutes after the opening, place, operator."""


def one_session_a_week(reserve: int, **changes: Unpack[CentreChanges]) -> Centre:
    """Open on Mondays, from 8:00 to 11:00, two places: four refills a week."""
    some = centre(sessions=(template(1, closes=time(11)),), planning=replace(centre().planning, reserve_places_per_week=reserve))
    return replace(some, **changes)


def group(number: int) -> CentreChanges:
    """Return patients P1 to P``number``, all with the same dates."""
    return people(*(f"P{each}" for each in range(1, number + 1)))


def on(visited: Visit, day_text: str, hangs_on: str = "2026-12-07") -> Visit:
    """Return the visit on another day, at its hour."""
    by = day(day_text) - visited.session.on
    return replace(
        visited,
        session=SessionKey(day(day_text), visited.session.half_day),
        starts_at=visited.starts_at + by,
        ends_at=visited.ends_at + by,
        window=window(hangs_on),
    )


FOUR = tuple(
    visit(starts, code=f"P{number}", place=1 + number % 2, operator=("N1", "D1")[number % 2])
    for number, starts in enumerate(("01-18 08:00", "01-18 08:00", "01-18 09:30", "01-18 09:30"), start=1)
)


def test_each_week_keeps_its_reserve() -> None:
    assert broken(one_session_a_week(3), plan(one_session_a_week(3), FOUR[0])) == {}
    some = one_session_a_week(3, **group(2))
    assert broken(some, plan(some, *FOUR[:2])) == {Rule.RESERVE: 1}
    assert broken(one_session_a_week(2, **group(2)), plan(some, *FOUR[:2])) == {}


def test_reserve_is_counted_over_the_sessions_of_the_week_together() -> None:
    some = one_session_a_week(3, **group(3))
    more = replace(some, sessions=(*some.sessions, template(4)))
    assert broken(some, plan(some, *FOUR[:3])) == {Rule.RESERVE: 1}
    assert broken(more, plan(more, *FOUR[:3])) == {}


@pytest.mark.parametrize(("first_on", "found"), [("01-06", {}), ("01-07", {Rule.RESERVE: 1})])
def test_sessions_of_the_next_two_days_need_no_reserve(first_on: str, found: dict[Rule, int]) -> None:
    """Thursday alone counts in the first week, and takes four; Wednesday is two days away."""
    overdue = (fill(on="2026-11-24"), fill("P2", on="2026-11-24"))
    planning = replace(centre().planning, reserve_places_per_week=4)
    some = two_patients(fills=overdue, sessions=(template(3), template(4)), planning=planning)
    first = [on(each, first_on, "2026-11-24") for each in FOUR[:2]]
    rest = [on(each, "02-17", str(day(first_on))) for each in FOUR[:2]]
    assert broken(some, plan(some, *first, *rest)) == found


def test_week_keeps_no_more_than_it_could_with_its_pinned_visits() -> None:
    pinned = tuple(replace(each, pins=frozenset([Pin.DATE])) for each in FOUR)
    some = one_session_a_week(3, **group(3))
    booked = replace(some, visits=pinned[:3])
    assert broken(some, plan(some, *FOUR[:3])) == {Rule.RESERVE: 1}
    assert broken(booked, plan(booked, *pinned[:3])) == {}
    two_pinned = replace(some, visits=pinned[:2])
    assert broken(two_pinned, plan(two_pinned, *pinned[:2], FOUR[2])) == {Rule.RESERVE: 1}


def test_week_keeps_no_more_than_it_could_with_its_visits_of_other_kinds() -> None:
    rinse = visit("01-18 08:00", kind="rinse", code="P2")
    some = one_session_a_week(3, visits=(rinse,), patients=(patient(), patient("P2")))
    # beside the rinse, at the other place: two more; with the refill on Monday one
    assert broken(some, plan(some, rinse, visit(operator="N1", place=2))) == {Rule.RESERVE: 1}
    on_another = replace(some, sessions=(*some.sessions, template(4, places=1)))
    assert broken(on_another, plan(on_another, rinse, visit("01-21 08:00"))) == {}


@pytest.mark.parametrize(("told", "found"), [(True, {}), (False, {Rule.RESERVE: 1})])
def test_week_keeps_no_more_than_it_could_with_its_frozen_visits(told: bool, found: dict[Rule, int]) -> None:
    booked = tuple(replace(on(each, "01-11"), told=told) for each in FOUR[:2])
    rest = tuple(on(each, "02-22", "01-11") for each in FOUR[:2])
    usual = template(1, closes=time(11), valid_to=day("02-01"))
    later = template(1, valid_from=day("02-02"), places=5)
    some = replace(one_session_a_week(3, **group(2)), visits=booked, sessions=(usual, later))
    assert broken(some, plan(some, *booked, *rest)) == found


def test_closed_week_keeps_nothing() -> None:
    shut = one_session_a_week(3, closures=(Closure(from_on=day("01-25"), to_on=day("02-14")),))
    assert broken(shut, plan(shut, visit())) == {}


def test_leave_lowers_what_a_week_can_keep() -> None:
    away = one_session_a_week(4, leaves=(Leave(operator="D1", from_on=day("01-25"), to_on=day("01-25")),))
    short = replace(away, visit_kinds=(replace(KINDS["refill"], operator_minutes=90),))
    assert broken(short, plan(short, visit("01-18 08:00"))) == {Rule.RESERVE: 1}
    eased = replace(short, planning=replace(short.planning, reserve_places_per_week=3))
    assert broken(eased, plan(eased, visit("01-18 08:00"))) == {}


def test_pinned_visit_is_taken_where_it_leaves_less_room_as_booked_or_as_planned() -> None:
    """At 8:00 it leaves three refills of the four, at 8:45 two; its hour is not pinned."""
    early, awkward = visit("01-18 08:00", pins=["date"]), visit("01-18 08:45", pins=["date"])
    beside = visit("01-18 09:30", code="P2", operator="D1")
    booked_awkward = replace(one_session_a_week(3, **group(2)), visits=(awkward,))
    assert broken(booked_awkward, plan(booked_awkward, early, beside)) == {}
    booked_early = one_session_a_week(3, visits=(early,))
    assert broken(booked_early, plan(booked_early, awkward)) == {}


def test_frozen_visit_counts_with_the_operator_whom_the_plan_gives_it() -> None:
    """Operators bind: two refills each; the one who was booked is on leave."""
    kinds = (replace(KINDS["refill"], operator_minutes=90),)
    told = replace(on(visit(operator="D1"), "01-11"), told=True)
    away = (Leave(operator="D1", from_on=day("01-11"), to_on=day("01-11")),)
    some = one_session_a_week(2, visits=(told,), visit_kinds=kinds, leaves=away)
    rest = on(visit(), "02-22", "01-11")
    assert broken(some, plan(some, replace(told, operator="N1"), rest)) == {}


def test_rinse_that_fills_the_week_lowers_what_it_keeps() -> None:
    rinse = visit("01-18 08:00", kind="rinse", code="P2")
    some = one_session_a_week(3, visits=(rinse,), patients=(patient(), patient("P2")))
    seen = on(visit(), "01-11"), on(visit(), "02-22", "01-11")
    assert broken(some, plan(some, rinse, *seen)) == {}


def test_pins_of_patients_who_are_not_planned_lower_nothing() -> None:
    gone = tuple(visit(starts, code=code, pins=["date"]) for starts, code in (("01-18 08:00", "P3"), ("01-18 09:30", "P4")))
    some = replace(one_session_a_week(3, **group(4)), visits=gone, pumps=(pump(), pump("P2")))
    assert broken(some, plan(some, *FOUR[:2])) == {Rule.RESERVE: 1}


def test_centre_without_refills_keeps_none() -> None:
    some = one_session_a_week(3, visit_kinds=(KINDS["rinse"],))
    assert broken(some, plan(some)).get(Rule.RESERVE, 0) == 0
