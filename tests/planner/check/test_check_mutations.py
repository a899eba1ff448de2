"""Larger sound plans, and every kind of fault planted in them: none goes unnoticed."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from functools import cache
from random import Random
from typing import Unpack

import pytest
from check_greedy import clash, greedy_plan, random_centre
from check_samples import KINDS, VisitChanges

from refillplan.domain.agenda import sessions_between
from refillplan.domain.centre import Centre
from refillplan.domain.half_days import HalfDay, SessionKey
from refillplan.domain.messages import message
from refillplan.domain.plans import NotPlanned, Plan
from refillplan.domain.visits import Pin, Visit
from refillplan.domain.windows import LimitedBy
from refillplan.planner.check import check_plan

SEEDS = range(4)


@cache
def sound(seed: int) -> tuple[Centre, Plan]:
    """Return a sound plan, half of its refills and reviews told, some of them pinned, as they are."""
    made = random_centre(seed)
    first = greedy_plan(made)
    draw = Random(seed)
    visits = tuple(_as_told(draw, visit) if visit.kind in ("refill", "review") else visit for visit in first.visits)
    booked = (*made.visits, *(visit for visit in visits if visit.told))
    return replace(made, visits=booked), replace(first, visits=visits)


def _as_told(draw: Random, visit: Visit) -> Visit:
    pins = frozenset(pin for pin in Pin if draw.random() < 0.1)
    return replace(visit, told=True, pins=pins) if draw.random() < 0.5 else visit


def changed(plan: Plan, number: int, **changes: Unpack[VisitChanges]) -> Plan:
    """Change one visit and sort the visits anew."""
    visits = [*plan.visits[:number], replace(plan.visits[number], **changes), *plan.visits[number + 1 :]]
    return replace(plan, visits=tuple(sorted(visits, key=lambda visit: (visit.starts_at, visit.patient))))


def move(plan: Plan, number: int, days: int) -> Plan:
    visit, by = plan.visits[number], timedelta(days=days)
    session = SessionKey(visit.session.on + by, visit.session.half_day)
    return changed(plan, number, session=session, starts_at=visit.starts_at + by, ends_at=visit.ends_at + by)


def shift(plan: Plan, number: int, minutes: int) -> Plan:
    visit, by = plan.visits[number], timedelta(minutes=minutes)
    return changed(plan, number, starts_at=visit.starts_at + by, ends_at=visit.ends_at + by)


def lengthened(plan: Plan, number: int, minutes: int) -> Plan:
    return changed(plan, number, ends_at=plan.visits[number].ends_at + timedelta(minutes=minutes))


def other_half_day(plan: Plan, number: int) -> Plan:
    key = plan.visits[number].session
    half_day = HalfDay.PM if key.half_day is HalfDay.AM else HalfDay.AM
    return changed(plan, number, session=SessionKey(key.on, half_day))


def drop(plan: Plan, number: int) -> Plan:
    return replace(plan, visits=(*plan.visits[:number], *plan.visits[number + 1 :]))


def duplicate(plan: Plan, number: int, **changes: Unpack[VisitChanges]) -> Plan:
    return changed(replace(plan, visits=(*plan.visits, plan.visits[number])), len(plan.visits), **changes)


def wrong_window(plan: Plan, number: int, draw: Random) -> Plan:
    window = plan.visits[number].window
    if window is None:
        return changed(plan, number, window=next(visit.window for visit in plan.visits if visit.window is not None))
    by = timedelta(days=draw.choice([-1, 1]))
    wrong = draw.choice(
        [
            None,
            replace(window, hangs_on=window.hangs_on + by),
            replace(window, earliest_on=window.earliest_on + by),
            replace(window, target_on=window.target_on + by),
            replace(window, limit_on=window.limit_on + by),
            replace(window, limited_by=LimitedBy.NOT_AFTER),
        ]
    )
    return changed(plan, number, window=wrong)


def swapped(plan: Plan, number: int) -> Plan:
    earlier = max(number, 1)
    before, after = plan.visits[earlier - 1], plan.visits[earlier]
    return replace(plan, visits=(*plan.visits[: earlier - 1], after, before, *plan.visits[earlier + 1 :]))


FAULTS: dict[str, Callable[[Plan, int, Random], Plan]] = {
    "moved by some days": lambda plan, n, draw: move(plan, n, draw.choice([-7, -2, -1, 1, 3, 14])),
    "start shifted by 5 minutes": lambda plan, n, draw: shift(plan, n, draw.choice([-5, 5])),
    "other half-day": lambda plan, n, draw: other_half_day(plan, n),
    "end shifted": lambda plan, n, draw: lengthened(plan, n, draw.choice([-15, 15])),
    "dropped": lambda plan, n, draw: drop(plan, n),
    "doubled": lambda plan, n, draw: duplicate(plan, n),
    "doubled at another place": lambda plan, n, draw: duplicate(plan, n, place=6, operator="N1"),
    "other kind": lambda plan, n, draw: changed(plan, n, kind=draw.choice([k for k in KINDS if k != plan.visits[n].kind])),
    "place too many": lambda plan, n, draw: changed(plan, n, place=7),
    "operator unknown": lambda plan, n, draw: changed(plan, n, operator="N7"),
    "other patient": lambda plan, n, draw: changed(
        plan, n, patient=draw.choice(sorted({v.patient for v in plan.visits} - {plan.visits[n].patient}))
    ),
    "patient unknown": lambda plan, n, draw: changed(plan, n, patient="P999"),
    "window altered": wrong_window,
    "told flipped": lambda plan, n, draw: changed(plan, n, told=not plan.visits[n].told),
    "pin altered": lambda plan, n, draw: changed(plan, n, pins=plan.visits[n].pins ^ {draw.choice(list(Pin))}),
    "out of order": lambda plan, n, draw: swapped(plan, n),
}


@pytest.mark.parametrize("seed", range(12))
def test_naive_plan_is_sound_and_its_figures_are_those_counted_on_the_way(seed: int) -> None:
    made = random_centre(seed)
    plan = greedy_plan(made)
    verdict = check_plan(made, plan)
    assert verdict.violations == ()
    assert verdict.tiers == plan.tiers


def test_naive_plans_are_worth_mutating() -> None:
    plans = [sound(seed) for seed in SEEDS]
    assert all(check_plan(made, plan).sound for made, plan in plans)
    assert sum(plan.tiers.unplaced for _, plan in plans) > 0
    assert sum(plan.tiers.beyond_limit_days for _, plan in plans) > 0
    assert sum(len(plan.not_planned) for _, plan in plans) > 0
    assert {visit.kind for _, plan in plans for visit in plan.visits} == set(KINDS)
    assert {pin for _, plan in plans for visit in plan.visits for pin in visit.pins} == set(Pin)
    assert sum(len(plan.visits) for _, plan in plans) > 120


def settled(plan: Plan, number: int) -> bool:
    """Tell whether any other day is a fault: an untold last visit can have another that is just as good."""
    visit = plan.visits[number]
    return visit.told or visit.patient in {later.patient for later in plan.visits[number + 1 :]}


@pytest.mark.parametrize("fault", FAULTS)
def test_no_fault_in_a_visit_goes_unnoticed(fault: str) -> None:
    unnoticed = []
    for seed in SEEDS:
        made, plan = sound(seed)
        draw = Random(f"{fault} {seed}")
        for number in draw.sample([number for number in range(len(plan.visits)) if settled(plan, number)], 12):
            mutated = FAULTS[fault](plan, number, draw)
            if mutated != plan and check_plan(made, mutated).sound:
                unnoticed.append((seed, plan.visits[number]))
    assert unnoticed == []


def as_good(made: Centre, plan: Plan, before: Visit, after: Visit) -> bool:
    """Tell, visit by visit, whether another place or operator is as good as the one planned."""
    day_after = after.session.on + timedelta(days=1)
    session = next(each for each in sessions_between(made, after.session.on, day_after) if each.key == after.session)
    kinds = {operator.operator: operator.kinds for operator in made.operators}
    return (
        before.kind in ("refill", "review")
        and (before.place == after.place or Pin.PLACE not in before.pins)
        and (before.operator == after.operator or Pin.OPERATOR not in before.pins)
        and 1 <= after.place <= session.places
        and after.operator in session.operators
        and after.kind in kinds[after.operator]
        and not any(clash(after, other) for other in plan.visits if other.session == after.session and other is not before)
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_another_place_or_operator_passes_only_where_it_is_as_good(seed: int) -> None:
    made, plan = sound(seed)
    passed = set()
    for number, visit in enumerate(plan.visits[::2]):
        others = [replace(visit, operator=code) for code in ("D1", "N1", "N2") if code != visit.operator]
        for other in (*others, replace(visit, place=visit.place + 1), replace(visit, place=6)):
            mutated = replace(plan, visits=(*plan.visits[: 2 * number], other, *plan.visits[2 * number + 1 :]))
            expected = as_good(made, plan, visit, other)
            assert check_plan(made, mutated).sound is expected
            passed.add(expected)
    assert passed == {True, False}


def listing_faults(plan: Plan) -> Iterator[Plan]:
    """Alter everything of a plan that is not a visit."""
    day = timedelta(days=1)
    for number, exception in enumerate(plan.exceptions):
        rest = (*plan.exceptions[:number], *plan.exceptions[number + 1 :])
        yield replace(plan, exceptions=rest)
        yield replace(plan, exceptions=(*plan.exceptions, exception))
        yield replace(plan, exceptions=(*rest, replace(exception, patient="P999")))
        for by in (-day, day):
            yield replace(plan, exceptions=(*rest, replace(exception, limit_on=exception.limit_on + by)))
            assumed_on = (exception.assumed_on or exception.limit_on) + by
            yield replace(plan, exceptions=(*rest, replace(exception, assumed_on=assumed_on)))
        other = plan.visits[0].session if exception.placed is None else None
        yield replace(plan, exceptions=(*rest, replace(exception, placed=other)))
    yield replace(plan, not_planned=(*plan.not_planned, NotPlanned(patient="P001", reason=message("has moved"))))
    for number in range(len(plan.not_planned)):
        yield replace(plan, not_planned=(*plan.not_planned[:number], *plan.not_planned[number + 1 :]))
    for name in ("unplaced", "beyond_limit_days", "moved", "comfort"):
        figure: int = getattr(plan.tiers, name)
        yield replace(plan, tiers=replace(plan.tiers, **{name: figure - 1}))
        yield replace(plan, tiers=replace(plan.tiers, **{name: figure + 1}))
        yield replace(plan, bounds=replace(plan.tiers, **{name: figure + 1}))
    yield replace(plan, centre="CHU2")
    yield replace(plan, today=plan.today + day)
    yield replace(plan, horizon=replace(plan.horizon, start_on=plan.horizon.start_on + day))
    yield replace(plan, horizon=replace(plan.horizon, end_on=plan.horizon.end_on - day))


@pytest.mark.parametrize("seed", SEEDS)
def test_no_fault_in_the_lists_and_figures_goes_unnoticed(seed: int) -> None:
    made, plan = sound(seed)
    for mutated in listing_faults(plan):
        assert not check_plan(made, mutated).sound
