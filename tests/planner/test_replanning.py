"""Told visits, frozen days and pins, in a centre that has published a plan."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from flow_reference import reference_tiers

from refillplan.domain.centre import Centre
from refillplan.domain.plans import Infeasible, Plan, Planned
from refillplan.domain.sessions import Closure
from refillplan.domain.visits import Pin, Visit
from refillplan.generator import CentreSpec, generate_centre
from refillplan.planner.check import check_plan
from refillplan.planner.memory import Memory
from refillplan.planner.solve import solve

TODAY = date(2027, 1, 4)
WEEKS = 13


def planned(centre: Centre) -> Plan:
    outcome = solve(centre, TODAY, WEEKS)
    assert isinstance(outcome, Planned), outcome
    verdict = check_plan(centre, outcome.plan)
    assert verdict.sound, [str(violation.sentence) for violation in verdict.violations]
    return outcome.plan


def told_centre() -> Centre:
    centre = generate_centre(CentreSpec(code="TOLD", patients=20, seed=11, today=TODAY, load=0.6, frozen_days=7))
    return replace(centre, visits=tuple(replace(visit, told=True) for visit in planned(centre).visits))


def busiest_after(centre: Centre, day: date) -> date:
    days = [visit.session.on for visit in centre.visits if visit.session.on > day]
    return max(sorted(set(days)), key=days.count)


def test_an_unchanged_centre_keeps_every_told_visit_and_hour() -> None:
    centre = told_centre()
    plan = planned(centre)
    assert plan.tiers.moved == 0
    assert {(v.patient, v.starts_at) for v in plan.visits} >= {(v.patient, v.starts_at) for v in centre.visits}
    assert all(
        visit.told
        for visit in plan.visits
        if (visit.patient, visit.starts_at) in {(v.patient, v.starts_at) for v in centre.visits}
    )


def test_closing_a_day_moves_only_whom_it_must() -> None:
    centre = told_centre()
    day = busiest_after(centre, TODAY + timedelta(days=28))
    closed = replace(centre, closures=(*centre.closures, Closure(from_on=day, to_on=day)))
    plan = planned(closed)
    assert plan.bounds.moved == plan.tiers.moved
    assert plan.tiers.moved >= sum(visit.session.on == day for visit in centre.visits)
    assert not any(visit.session.on == day for visit in plan.visits)


def test_a_pinned_day_and_hour_hold() -> None:
    centre = told_centre()
    visit = next(visit for visit in centre.visits if visit.session.on > TODAY + timedelta(days=10))
    pinned = replace(visit, pins=frozenset({Pin.DATE, Pin.HALF_DAY, Pin.HOUR}))
    only = replace(centre, visits=(pinned,))
    plan = planned(only)
    assert any((v.patient, v.starts_at) == (visit.patient, visit.starts_at) for v in plan.visits)


def test_a_pin_to_a_day_that_is_closed_is_named_as_a_conflict() -> None:
    centre = told_centre()
    sunday = date(2027, 1, 31)
    starts_at = datetime(2027, 1, 31, 9, tzinfo=ZoneInfo(centre.timezone))
    visit = centre.visits[0]
    pinned = Visit(
        patient=visit.patient,
        kind=visit.kind,
        session=replace(visit.session, on=sunday),
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=90),
        place=1,
        operator=visit.operator,
        pins=frozenset({Pin.DATE}),
    )
    outcome = solve(replace(centre, visits=(pinned,)), TODAY, WEEKS)
    assert isinstance(outcome, Infeasible)
    assert visit.patient in str(outcome.conflicts[0])


def test_two_pins_nearer_than_the_earliest_date_are_named_as_a_conflict() -> None:
    centre = told_centre()
    visit = next(visit for visit in centre.visits if visit.session.on > TODAY + timedelta(days=20))
    other = next(v for v in centre.visits if 7 <= (v.session.on - visit.session.on).days <= 14)
    pins = frozenset({Pin.DATE})
    first = replace(visit, pins=pins)
    second = replace(other, patient=visit.patient, pins=pins)
    outcome = solve(replace(centre, visits=(first, second)), TODAY, WEEKS)
    assert isinstance(outcome, Infeasible)
    assert str(other.session.on) in str(outcome.conflicts[0])


@pytest.mark.parametrize("seed", range(20))
def test_closing_a_busy_day_moves_as_few_told_visits_as_the_flow_reference(seed: int) -> None:
    spec = CentreSpec(
        code="REF", patients=9 + seed % 4, seed=seed, today=TODAY, load=0.6 + 0.03 * (seed % 10), refill_only=True, frozen_days=0
    )
    centre = generate_centre(spec)
    told = replace(centre, visits=tuple(replace(visit, told=True) for visit in planned(centre).visits))
    on = busiest_after(told, TODAY + timedelta(days=14))
    shut = replace(told, closures=(*told.closures, Closure(from_on=on, to_on=on, half_day=None, reason="works")))
    plan = planned(shut)
    assert plan.proven_optimal
    assert plan.tiers.moved > 0
    assert plan.tiers == reference_tiers(shut, TODAY, WEEKS)


@pytest.mark.parametrize("seed", range(6))
def test_closing_a_busy_week_of_a_full_centre_equals_the_flow_reference_in_every_tier(seed: int) -> None:
    spec = CentreSpec(
        code="REF", patients=9 + seed, seed=seed, today=TODAY, load=1.0 + 0.05 * seed, refill_only=True, frozen_days=0
    )
    centre = generate_centre(spec)
    memory = Memory()
    first = solve(centre, TODAY, WEEKS, memory=memory)
    assert isinstance(first, Planned)
    told = replace(centre, visits=tuple(replace(visit, told=True) for visit in first.plan.visits))
    on = busiest_after(told, TODAY + timedelta(days=14))
    week = Closure(from_on=on, to_on=on + timedelta(days=6), half_day=None, reason="works")
    shut = replace(told, closures=(*told.closures, week))
    warm, cold = solve(shut, TODAY, WEEKS, memory=memory), solve(shut, TODAY, WEEKS)
    assert isinstance(warm, Planned)
    assert isinstance(cold, Planned)
    assert warm.plan.proven_optimal
    assert cold.plan.proven_optimal
    assert warm.plan.tiers.beyond_limit_days + warm.plan.tiers.unplaced > 0
    assert warm.plan.tiers == cold.plan.tiers == reference_tiers(shut, TODAY, WEEKS)


@pytest.mark.parametrize("seed", range(6))
def test_what_earlier_solves_leave_changes_no_figure(seed: int) -> None:
    centre = generate_centre(CentreSpec(code="WARM", patients=16, seed=seed, today=TODAY, load=0.7))
    memory = Memory()
    first = solve(centre, TODAY, WEEKS, memory=memory)
    assert isinstance(first, Planned)
    told = replace(centre, visits=tuple(replace(visit, told=True) for visit in first.plan.visits))
    for days in (10, 30, 50):
        on = busiest_after(told, TODAY + timedelta(days=days))
        told = replace(told, closures=(*told.closures, Closure(from_on=on, to_on=on, half_day=None, reason="works")))
        warm, cold = solve(told, TODAY, WEEKS, memory=memory), solve(told, TODAY, WEEKS)
        assert isinstance(warm, Planned)
        assert isinstance(cold, Planned)
        assert warm.plan.tiers == cold.plan.tiers
        assert warm.plan.bounds == cold.plan.bounds
        assert check_plan(told, warm.plan).sound


@pytest.mark.parametrize("number", [1, 2, 6])
def test_the_day_of_a_rinse_gets_no_refill_of_its_patient(number: int) -> None:
    centre = generate_centre(CentreSpec(code="RINSE", patients=12, seed=5, today=TODAY, load=0.6))
    short = replace(centre.kind("rinse"), place_minutes=15, operator_minutes=15, needs_physician=False)
    kinds = tuple(short if kind.kind == "rinse" else kind for kind in centre.visit_kinds)
    centre = replace(centre, visit_kinds=kinds)
    first = planned(centre).visits[number]
    able = next(operator.operator for operator in centre.operators if "rinse" in operator.kinds)
    rinse = replace(first, kind="rinse", ends_at=first.starts_at + timedelta(minutes=15), operator=able, window=None)
    plan = planned(replace(centre, visits=(rinse,)))
    assert [v.kind for v in plan.visits if (v.patient, v.session.on) == (first.patient, first.session.on)] == ["rinse"]
