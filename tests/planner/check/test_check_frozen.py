"""Told visits of the next days stay in their session at their hour, as long as that is still legal."""

from dataclasses import replace
from datetime import time

import pytest
from check_frozen_visits import KEPT, LATER, MOVED, TOLD, leave
from check_samples import (
    KINDS,
    CentreChanges,
    broken,
    centre,
    day,
    fill,
    late,
    patient,
    people,
    plan,
    template,
    two_patients,
    visit,
    window,
)

from refillplan.domain.people import Unavailability
from refillplan.domain.sessions import Closure
from refillplan.domain.settings import ReviewRule
from refillplan.domain.visits import Visit
from refillplan.planner.check import Rule

BUT_MONDAY = centre().sessions[2:]
YEARLY = ReviewRule(kind="review", every_months=12)


def test_told_visit_of_the_frozen_days_stays_in_its_session_at_its_hour() -> None:
    some = centre(visits=(TOLD,))
    assert broken(some, plan(some, *KEPT)) == {}
    assert broken(some, plan(some, *MOVED)) == {Rule.FROZEN: 1}
    assert broken(some, plan(some, *LATER)) == {Rule.FROZEN: 1}


def test_place_and_operator_of_a_frozen_visit_may_change() -> None:
    some = centre(visits=(TOLD,))
    assert broken(some, plan(some, replace(TOLD, place=2, operator="D1"), KEPT[1])) == {}


def test_visit_that_was_not_told_may_move() -> None:
    some = centre(visits=(replace(TOLD, told=False),))
    assert broken(some, plan(some, *MOVED)) == {}


def test_told_visit_after_the_frozen_days_may_move() -> None:
    some = centre(visits=(TOLD,), planning=replace(centre().planning, frozen_days=6))
    assert broken(some, plan(some, *MOVED)) == {}


@pytest.mark.parametrize(
    "changes",
    [
        {"closures": (Closure(from_on=day("01-11"), to_on=day("01-11")),)},
        {"unavailabilities": (Unavailability(patient="P1", from_on=day("01-11"), to_on=day("01-11"), hard=True),)},
        {"patients": (patient(active_from=day("01-12")),)},
        {"fills": (fill(on="2026-12-08"),)},
        {"leaves": (leave("D1"), leave("N1"))},
        {"sessions": (template(1, opens=time(8, 30)), *BUT_MONDAY)},
        {"sessions": (template(1, opens=time(7, 50)), *BUT_MONDAY)},
        {"sessions": (template(1, closes=time(9)), *BUT_MONDAY)},
        {"sessions": (template(1, places=0), *BUT_MONDAY)},
        {"sessions": (template(1, operators=("N1",)), *BUT_MONDAY), "review": YEARLY},
        {"sessions": (template(1, closes=time(9, 45)), *BUT_MONDAY), "review": YEARLY},
    ],
    ids=[
        "closed",
        "cannot come",
        "not active",
        "too early",
        "nobody there",
        "opens later",
        "off the grid",
        "closes sooner",
        "no place",
        "review without physician",
        "review too long",
    ],
)
def test_frozen_visit_gives_way_where_it_is_no_longer_legal(changes: CentreChanges) -> None:
    some = replace(centre(visits=(TOLD,)), **changes)
    hangs = window("2026-12-08") if "fills" in changes else window()
    first = visit("01-12 08:00", kind="review" if "review" in changes else "refill", window=hangs)
    assert broken(some, plan(some, first, MOVED[1])) == {}


def test_session_that_no_longer_holds_its_frozen_visits_together_freezes_none() -> None:
    told = (
        TOLD,
        visit("01-11 08:00", code="P2", place=2, operator="D1", told=True),
        visit("01-11 09:30", code="P3", told=True),
    )
    rest = tuple(
        visit(starts, code=code, place=place, operator=operator, window=window("01-11"))
        for starts, code, place, operator in (
            ("02-22 08:00", "P1", 1, "N1"),
            ("02-22 08:00", "P2", 2, "D1"),
            ("02-22 10:00", "P3", 1, "N1"),
        )
    )
    some = replace(centre(**people("P1", "P2", "P3")), visits=told)
    assert broken(some, plan(some, *told, *rest)) == {}
    third_later = visit("01-11 10:00", code="P3")
    assert broken(some, plan(some, *told[:2], third_later, *rest)) == {Rule.FROZEN: 1}
    on_leave = replace(some, leaves=(leave("D1"),))
    second_later = visit("01-11 08:30", code="P2", place=2)
    assert broken(on_leave, plan(on_leave, TOLD, second_later, third_later, *rest)) == {}


def test_visit_that_cannot_stay_by_itself_frees_no_other() -> None:
    too_late_now = visit("01-11 09:30", code="P2", told=True)
    some = two_patients(visits=(TOLD, too_late_now), sessions=(template(1, closes=time(10, 30)), *centre().sessions[1:]))
    other = visit("01-12 10:00", code="P2"), visit("02-23 10:00", code="P2", window=window("01-12"))
    assert broken(some, plan(some, *KEPT, *other)) == {}
    assert broken(some, plan(some, *MOVED, *other)) == {Rule.FROZEN: 1}


def test_frozen_visit_gives_way_to_a_booked_visit_in_its_place() -> None:
    rinse = visit("01-11 08:00", code="P2", kind="rinse", operator="N1")
    patients = (patient(), patient("P2"))
    one_place = centre(visits=(TOLD, rinse), sessions=(template(1, places=1), *centre().sessions[1:]), patients=patients)
    assert broken(one_place, plan(one_place, rinse, *MOVED)) == {}
    two_places = centre(visits=(TOLD, rinse), patients=patients)
    assert broken(two_places, plan(two_places, rinse, *MOVED)) == {Rule.FROZEN: 1}


def test_second_frozen_visit_hangs_on_the_first() -> None:
    second = visit("02-22 08:00", told=True, window=window("01-11"))
    some = centre(visits=(TOLD, second), planning=replace(centre().planning, frozen_days=60))
    assert broken(some, plan(some, TOLD, second)) == {}
    assert broken(some, plan(some, TOLD, replace(MOVED[1], window=window("01-11")))) == {Rule.FROZEN: 1}


def test_frozen_visit_hangs_on_the_booked_fill_before_it() -> None:
    postop = visit("01-07 08:00", kind="postop")
    some = centre(visits=(postop, TOLD))
    after = visit("02-18 08:00", window=window("01-07"))
    assert broken(some, plan(some, postop, after)) == {}


def test_rinse_takes_its_own_place_for_as_long_as_it_was_booked() -> None:
    told = visit("01-11 11:00", told=True, pins=["place"])
    patients = (patient(), patient("P2"))
    long_morning = (template(1, closes=time(13)), *centre().sessions[1:])
    rinse = visit("01-11 08:00", code="P2", kind="rinse")  # until 11:00
    moved = visit("01-12 08:00", pins=["place"]), MOVED[1]
    for booked, found in (
        (rinse, {Rule.FROZEN: 1}),
        (replace(rinse, ends_at=told.ends_at), {}),
        (replace(rinse, ends_at=told.ends_at, place=2), {Rule.FROZEN: 1}),
    ):
        some = centre(visits=(told, booked), patients=patients, sessions=long_morning)
        assert broken(some, plan(some, booked, *moved)) == found


def test_told_refill_takes_the_time_of_the_review_that_it_becomes() -> None:
    told = visit("01-11 08:00", told=True), visit("01-11 09:30", code="P2", told=True)
    one_place = (template(1, places=1), *centre().sessions[1:])
    patients = (patient(), patient("P2", last_review_on=day("2026-12-01")))
    some = two_patients(visits=told, sessions=one_place, patients=patients)
    second = visit("01-12 10:00", code="P2"), visit("02-23 10:00", code="P2", window=window("01-12"))
    assert broken(some, plan(some, *MOVED, *second)) == {Rule.FROZEN: 2}
    yearly = replace(some, review=YEARLY)
    first = visit("01-12 08:00", kind="review"), MOVED[1]
    assert broken(yearly, plan(yearly, *first, *second)) == {}


def test_frozen_visit_may_be_far_beyond_its_limit() -> None:
    told = visit("02-18 08:00", told=True)
    some = centre(visits=(told,), planning=replace(centre().planning, frozen_days=60))
    sooner = visit("02-17 08:00")
    assert broken(some, plan(some, sooner, exceptions=(late(sooner),))) == {Rule.FROZEN: 1}
    too_far = centre(visits=(visit("02-19 08:00", told=True),), planning=some.planning)
    assert broken(too_far, plan(too_far, sooner, exceptions=(late(sooner),))) == {}


@pytest.mark.parametrize(
    ("told", "moved"),
    [
        (visit("01-11 10:30", told=True), visit("01-12 10:30")),
        (visit("01-11 14:00", told=True), visit("01-12 14:00")),
        (visit("01-11 08:05", told=True, pins=["hour"]), visit("01-12 08:05", pins=["hour"])),
    ],
    ids=["to the closing", "without physician", "pinned hour off the grid"],
)
def test_frozen_visit_stays_where_it_just_fits(told: Visit, moved: Visit) -> None:
    some = centre(visits=(told,))
    assert broken(some, plan(some, moved, MOVED[1])) == {Rule.FROZEN: 1}


def test_frozen_visit_gives_way_where_its_kind_needs_a_physician_and_none_comes() -> None:
    needy = replace(centre(visits=(TOLD,)), visit_kinds=(replace(KINDS["refill"], needs_physician=True),))
    assert broken(needy, plan(needy, *MOVED)) == {Rule.FROZEN: 1}
    alone = replace(needy, leaves=(leave("D1"),))
    assert broken(alone, plan(alone, *MOVED)) == {}


@pytest.mark.parametrize(
    ("second_at", "pins", "qualified", "found"),
    [
        ("08:30", ["operator"], "refill", {Rule.FROZEN: 2}),
        ("08:15", [], "refill", {Rule.FROZEN: 2}),
        ("08:15", ["operator"], "refill", {}),
        ("08:15", [], "review", {}),
        ("08:30", [], "review", {Rule.FROZEN: 2}),
    ],
)
def test_frozen_visits_share_the_operators_that_can(
    second_at: str, pins: list[str], qualified: str, found: dict[Rule, int]
) -> None:
    """Both are with N1, pinned or not, and D1 does refills or not."""
    told = visit("01-11 08:00", told=True, pins=pins), visit(f"01-11 {second_at}", code="P2", place=2, told=True, pins=pins)
    operators = (replace(centre().operators[0], kinds=frozenset([qualified])), *centre().operators[1:])
    some = two_patients(visits=told, operators=operators)
    moved = visit("01-12 08:00", pins=pins), MOVED[1]
    second = visit("01-12 10:00", code="P2", pins=pins), visit("02-23 10:00", code="P2", window=window("01-12"))
    assert broken(some, plan(some, *moved, *second)) == found
