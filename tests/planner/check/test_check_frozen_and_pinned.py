"""Told visits of the next days beside what nurses have pinned."""

from dataclasses import replace

import pytest
from check_frozen_visits import KEPT, LATER, MOVED, TOLD, leave
from check_samples import (
    broken,
    centre,
    fill,
    late,
    patient,
    plan,
    template,
    two_patients,
    visit,
    window,
)

from refillplan.planner.check import Rule


def test_frozen_visit_gives_way_to_the_date_that_the_nurse_pins_instead() -> None:
    pinned = visit("01-14 08:00", pins=["date"])
    some = centre(visits=(TOLD, pinned))
    assert broken(some, plan(some, pinned, visit("02-25 08:00", window=window("01-14")))) == {}


def test_frozen_visit_gives_way_to_one_pinned_to_the_session() -> None:
    pinned = visit("01-11 08:30", code="P2", pins=["date", "half_day"])
    some = two_patients(visits=(TOLD, pinned), sessions=(template(1, places=1), *centre().sessions[1:]))
    rest = visit("02-22 08:00", code="P2", window=window("01-11"))
    assert broken(some, plan(some, pinned, rest, *MOVED)) == {}


def test_pinned_place_and_operator_can_keep_frozen_visits_apart() -> None:
    """Both visits are pinned to the one place that the first has until half past nine."""
    told = (
        visit("01-11 08:00", told=True, pins=["place"]),
        visit("01-11 09:00", code="P2", told=True, pins=["place"], operator="D1"),
    )
    some = two_patients(visits=told)
    moved = (replace(MOVED[0], pins=told[0].pins), MOVED[1])
    second = visit("01-12 10:00", code="P2", pins=["place"]), visit("02-23 10:00", code="P2", window=window("01-12"))
    assert broken(some, plan(some, *moved, *second)) == {}
    unpinned = two_patients(visits=(told[0], replace(told[1], pins=frozenset())))
    freely = replace(second[0], pins=frozenset()), second[1]
    assert broken(unpinned, plan(unpinned, *moved, *freely)) == {Rule.FROZEN: 2}


def test_told_visit_of_a_pinned_date_keeps_its_hour_too() -> None:
    told = replace(TOLD, pins=visit(pins=["date"]).pins)
    some = centre(visits=(told,))
    assert broken(some, plan(some, told, KEPT[1])) == {}
    assert broken(some, plan(some, replace(LATER[0], pins=told.pins), LATER[1])) == {Rule.FROZEN: 1}
    before_its_window = centre(visits=(told,), fills=(fill(on="2026-12-08"),))
    later = replace(LATER[0], pins=told.pins, window=window("2026-12-08"))
    assert broken(before_its_window, plan(before_its_window, later, LATER[1])) == {Rule.FROZEN: 1}


def test_frozen_visit_of_a_pinned_date_is_counted_once_in_its_session() -> None:
    told = replace(TOLD, pins=visit(pins=["date"]).pins), visit("01-11 08:00", code="P2", told=True, operator="D1", place=2)
    some = two_patients(visits=told)
    other = visit("01-12 08:00", code="P2"), visit("02-23 08:00", code="P2", window=window("01-12"))
    assert broken(some, plan(some, told[0], KEPT[1], *other)) == {Rule.FROZEN: 1}


@pytest.mark.parametrize(("pinned_on", "found"), [("01-28", {}), ("01-29", {Rule.FROZEN: 1})])
def test_pin_speaks_of_a_told_visit_at_most_17_days_away(pinned_on: str, found: dict[Rule, int]) -> None:
    pinned = visit(f"{pinned_on} 08:00", pins=["date"])
    some = centre(visits=(TOLD, pinned))
    late_pin = replace(pinned, window=window())
    assert broken(some, plan(some, late_pin, exceptions=(late(late_pin),))) == found


def test_pinned_visit_of_another_kind_does_not_speak_of_a_told_one() -> None:
    rinse = visit("01-13 08:00", kind="rinse", pins=["date"])
    some = centre(visits=(TOLD, rinse))
    assert broken(some, plan(some, rinse, *MOVED)) == {Rule.FROZEN: 1}


def test_rinse_with_pins_takes_its_place_once() -> None:
    rinse = visit("01-11 08:00", code="P2", kind="rinse", operator="D1", pins=["date"])
    some = centre(visits=(TOLD, rinse), patients=(patient(), patient("P2")))
    assert broken(some, plan(some, rinse, *MOVED)) == {Rule.FROZEN: 1}


def test_pinned_operator_on_leave_frees_the_visit_and_no_other() -> None:
    gone = visit("01-11 10:00", code="P2", told=True, pins=["operator"], operator="D1")
    some = two_patients(visits=(TOLD, gone), leaves=(leave("D1"),))
    other = (
        visit("01-12 10:00", code="P2", pins=["operator"], operator="D1"),
        visit("02-23 10:00", code="P2", window=window("01-12")),
    )
    assert broken(some, plan(some, *KEPT, *other)) == {}
    assert broken(some, plan(some, *MOVED, *other)) == {Rule.FROZEN: 1}
