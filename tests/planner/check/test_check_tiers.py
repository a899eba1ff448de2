"""The plan's figures, counted by hand."""

from dataclasses import replace
from datetime import timedelta
from typing import Unpack

import pytest
from check_samples import (
    HORIZON,
    TODAY,
    PatientChanges,
    PlanChanges,
    broken,
    centre,
    day,
    exception,
    fill,
    late,
    patient,
    plan,
    pump,
    template,
    two_patients,
    visit,
    window,
)
from hypothesis import given
from hypothesis import strategies as st

from refillplan.domain.centre import Centre
from refillplan.domain.half_days import HalfDay
from refillplan.domain.people import Unavailability
from refillplan.domain.plans import Horizon, Tiers
from refillplan.domain.settings import ComfortWeights, ReviewRule
from refillplan.domain.visits import Visit
from refillplan.planner.check import Rule, check_plan

ODD = ComfortWeights(early_day=2, late_day=5, other_weekday=11, other_half_day=13, soft_unavailability=17, crowding=19)
LEAVING = patient(active_to=day("02-25"))
"""With P1 gone after 25 February no gap past the end costs anything after a visit from 15 January on."""


def comfort(of: Centre, *visits: Visit, **changes: Unpack[PlanChanges]) -> int:
    return check_plan(of, plan(of, *visits, **changes)).tiers.comfort


def leaving(**changes: Unpack[PatientChanges]) -> Centre:
    return centre(comfort=ODD, patients=(replace(LEAVING, **changes),))


def test_on_target_costs_nothing() -> None:
    assert comfort(leaving(), visit("01-18 08:00")) == 0


def test_days_before_the_target() -> None:
    assert comfort(leaving(), visit("01-15 08:00")) == 3 * 2


def test_days_after_the_target() -> None:
    assert comfort(leaving(), visit("01-20 08:00")) == 2 * 5


def test_days_after_the_target_count_beyond_the_limit_too() -> None:
    beyond = visit("01-25 08:00")
    some = leaving()
    tiers = check_plan(some, plan(some, beyond, exceptions=(late(beyond),))).tiers
    assert tiers == Tiers(unplaced=0, beyond_limit_days=4, moved=0, comfort=7 * 5)


def test_another_weekday() -> None:
    assert comfort(leaving(usual_weekday=1), visit("01-18 08:00")) == 0
    assert comfort(leaving(usual_weekday=2), visit("01-18 08:00")) == 11


def test_another_half_day() -> None:
    assert comfort(leaving(preferred_half_day=HalfDay.AM), visit("01-18 08:00")) == 0
    assert comfort(leaving(preferred_half_day=HalfDay.PM), visit("01-18 08:00")) == 13


def test_soft_unavailability_costs_once() -> None:
    soft = Unavailability(patient="P1", from_on=day("01-18"), to_on=day("01-18"), hard=False)
    assert comfort(replace(leaving(), unavailabilities=(soft, soft)), visit("01-18 08:00")) == 17
    afternoon = replace(soft, half_day=HalfDay.PM)
    assert comfort(replace(leaving(), unavailabilities=(afternoon,)), visit("01-18 08:00")) == 0


def test_visits_above_the_comfortable_number_of_any_kind() -> None:
    rinse = visit("01-18 08:00", kind="rinse", code="P2", place=2)
    roomy = replace(leaving(), visits=(rinse,))
    assert comfort(roomy, visit(), rinse) == 0
    for comfortable, crowding in ((2, 0), (1, 1), (0, 2)):
        some = replace(roomy, sessions=(template(1, comfortable_visits=comfortable), *centre().sessions[1:]))
        assert comfort(some, visit(), rinse) == 19 * crowding


def test_booked_fill_of_another_kind_costs_like_any_visit_of_the_chain() -> None:
    postop = visit("01-15 08:00", kind="postop")
    some = replace(leaving(usual_weekday=1), visits=(postop,))
    assert comfort(some, postop) == 3 * 2 + 11


def test_visit_that_does_not_fill_costs_no_comfort_of_its_own() -> None:
    rinse = visit("01-15 08:00", kind="rinse")
    some = replace(leaving(usual_weekday=1), visits=(rinse,))
    assert comfort(some, rinse, visit("01-18 08:00")) == 0


def test_unplaced_visit_costs_no_comfort_but_for_the_gap_after_it() -> None:
    some = leaving(usual_weekday=1, preferred_half_day=HalfDay.AM)
    tiers = check_plan(some, plan(some, exceptions=(exception(),))).tiers
    assert tiers == Tiers(unplaced=1, beyond_limit_days=0, moved=0, comfort=0)
    overdue = centre(comfort=ODD, fills=(fill(on="2026-11-02"),))
    at_once = exception(limit_on="2026-12-17", assumed_on=day("01-05"))
    # 14 days over the 42 from 5 January to the first day not planned
    assert comfort(overdue, exceptions=(at_once,)) == 14 * 5


def test_gap_past_the_horizon_costs_its_days_after_the_target() -> None:
    some = centre(comfort=ODD)  # first day not planned: 2 March, 43 days after 18 January
    assert comfort(some, visit("01-18 08:00")) == 5
    assert comfort(some, visit("01-19 08:00")) == 5  # one day late, and exactly 42 days to the end
    assert comfort(some, visit("01-20 08:00")) == 10


def test_gap_past_the_last_active_day() -> None:
    stays_to = {"02-28": 0, "03-01": 5, "03-02": 5}
    for last, cost in stays_to.items():
        some = centre(comfort=ODD, patients=(patient(active_to=day(last)),))
        assert comfort(some, visit("01-18 08:00")) == cost


@pytest.mark.parametrize(("filled_on", "cost"), [("01-04", 0), ("2026-12-22", 0), ("2026-12-20", 10)])
def test_empty_chain_is_left_by_its_first_window(filled_on: str, cost: int) -> None:
    some = centre(comfort=ODD, fills=(fill(on=filled_on),))
    assert comfort(some, horizon=Horizon.after(day("01-04"), 4)) == cost  # the first day not planned is 2 February


@given(
    since=st.integers(1, 300),
    numbers=st.tuples(*[st.integers(1, 365)] * 3).map(sorted),
    weights=st.tuples(st.integers(0, 9), st.integers(0, 9)),
)
def test_leaving_costs_the_cheapest_gap_that_reaches_past_the_end(
    since: int, numbers: list[int], weights: tuple[int, int]
) -> None:
    """Counted for an empty chain against every gap that the protocol allows."""
    shortest, target, longest = numbers
    some = centre(
        protocol=replace(centre().protocol, min_days=shortest, target_days=target, limit_days=longest),
        comfort=replace(ODD, early_day=weights[0], late_day=weights[1]),
        pumps=(pump(implanted_on="2020-01-01"),),
        fills=(fill(on=str(TODAY - timedelta(days=since))),),
    )
    to_the_end = since + (HORIZON.end_on - TODAY).days
    costs = [
        weights[0] * max(0, target - gap) + weights[1] * max(0, gap - target)
        for gap in range(max(shortest, to_the_end), longest + 1)
    ]
    if costs:
        assert check_plan(some, plan(some)).tiers.comfort == min(costs)


def test_unplaced_and_late_visits_are_counted() -> None:
    overdue = centre(fills=(fill(on="2026-11-02"),))
    first = visit("01-06 08:00", window=window("2026-11-02"))  # limit 17 December, twenty days before
    second = visit("02-17 08:00", window=window("01-06"))
    tiers = check_plan(overdue, plan(overdue, first, second, exceptions=(late(first),))).tiers
    assert (tiers.unplaced, tiers.beyond_limit_days) == (0, 20)


@pytest.mark.parametrize(
    ("booked", "moved"),
    [
        (visit("01-18 10:00", told=True, place=2), 0),
        (visit("01-19 08:00", told=True), 1),
        (visit("01-18 14:00", told=True), 1),
        (visit("01-19 08:00", told=False), 0),
        (visit("01-18 08:00", kind="rinse", told=True), 0),
        (visit("01-19 08:00", code="P2", told=True), 1),
        (visit("01-04 08:00", told=True), 0),
        (visit("03-02 08:00", told=True), 0),
    ],
)
def test_moved_counts_told_visits_that_fill_and_leave_their_session(booked: Visit, moved: int) -> None:
    some = centre(visits=(booked,), patients=(patient(), patient("P2")))
    expected_today = booked.session.on == day("01-04")
    hangs = window("01-04") if expected_today else window()
    seen = visit("02-15 08:00", window=hangs) if expected_today else visit("01-18 08:00")
    also = (booked,) if booked.kind == "rinse" else ()
    assert check_plan(some, plan(some, seen, *also)).tiers.moved == moved


def test_review_in_the_told_session_has_not_moved() -> None:
    told = visit("01-18 08:00", told=True)
    some = centre(visits=(told,), review=ReviewRule(kind="review", every_months=12))
    assert check_plan(some, plan(some, visit(kind="review", told=True))).tiers.moved == 0


def test_figures_of_all_patients_are_summed() -> None:
    some = replace(two_patients(), comfort=ODD)
    tiers = check_plan(some, plan(some, visit("01-20 08:00"), visit("01-20 10:00", code="P2"))).tiers
    assert tiers.comfort == 20


@pytest.mark.parametrize("figure", ["unplaced", "beyond_limit_days", "moved", "comfort"])
@pytest.mark.parametrize("by", [-1, 1])
def test_stated_figures_are_those_that_the_visits_come_to(figure: str, by: int) -> None:
    right = plan(centre(), visit())
    stated = replace(right.tiers, **{figure: getattr(right.tiers, figure) + by})
    assert broken(centre(), replace(right, tiers=stated)) == {Rule.TIERS: 1}


@pytest.mark.parametrize("figure", ["unplaced", "beyond_limit_days", "moved", "comfort"])
def test_no_bound_lies_above_its_figure(figure: str) -> None:
    right = plan(centre(), visit())
    assert broken(centre(), replace(right, bounds=right.tiers)) == {}
    above = replace(right.tiers, **{figure: getattr(right.tiers, figure) + 1})
    assert broken(centre(), replace(right, bounds=above)) == {Rule.BOUNDS: 1}
