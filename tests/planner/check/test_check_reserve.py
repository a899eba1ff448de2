"""The reserve: how many more refills a session could take, and what each week is to keep."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import time, timedelta
from itertools import product
from typing import Unpack

import pytest
from check_samples import (
    KINDS,
    CentreChanges,
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
    pump,
    template,
    two_patients,
    visit,
    window,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from refillplan.domain.centre import Centre
from refillplan.domain.half_days import SessionKey
from refillplan.domain.people import Operator, Role
from refillplan.domain.sessions import Closure, Leave
from refillplan.domain.visit_kinds import VisitKind
from refillplan.domain.visits import Pin, Visit
from refillplan.planner.check import Rule
from refillplan.planner.check.reading import read
from refillplan.planner.check.room import extra_refills
from refillplan.planner.check.sharing import Use, can_share

MONDAY = key("01-18-am")


def room(of: Centre, *visits: Visit, needed: int = 100, session: SessionKey = MONDAY) -> int:
    reading = read(of, plan(of, *visits))
    return extra_refills(reading, reading.sessions[session], visits, needed)


def with_monday(**changes: Unpack[TemplateChanges]) -> Centre:
    return centre(sessions=(template(1, **changes), *centre().sessions[1:]))


def test_empty_session_takes_what_its_places_take() -> None:
    assert room(centre()) == 4  # two places, two refills of 90 minutes after each other in four hours
    assert room(centre(), needed=3) == 3
    assert room(centre(), needed=0) == 0


def test_operators_can_be_scarcer_than_places() -> None:
    assert room(with_monday(places=25, operators=("N1",))) == 6  # starts from 8:00 to 10:30, half an hour each
    assert room(with_monday(places=25, operators=("N1", "D1"))) == 12


def test_operator_who_does_no_refills_adds_nothing() -> None:
    rinser = Operator(operator="N1", role=Role.NURSE, kinds=frozenset(["rinse"]))
    some = centre(operators=(rinser,), sessions=(template(1, operators=("N1",)),))
    assert room(some) == 0


def test_refill_that_needs_a_physician_needs_one_there() -> None:
    needy = centre(visit_kinds=(replace(KINDS["refill"], needs_physician=True),))
    assert room(needy) == 4
    assert room(needy, session=key("01-18-pm")) == 0


def test_added_refills_start_on_the_grid_beside_the_visits_there() -> None:
    assert room(centre(), visit()) == 3
    assert room(centre(), visit("01-18 08:45")) == 3  # its place takes one more at 10:15
    assert room(centre(), visit("01-18 09:15")) == 2  # 75 minutes before it and 75 after are too few


def test_no_operator_time_binds_nobody() -> None:
    instant = centre(visit_kinds=(replace(KINDS["refill"], operator_minutes=0),))
    some = replace(instant, sessions=(template(1, places=5, operators=("N1",)),))
    assert room(some) == 10
    assert room(replace(some, sessions=(template(1, places=5, operators=()),))) == 0


def small_session(places: int, operators: int, minutes: int, grid: int, kind: VisitKind) -> Centre:
    names = tuple(f"N{number}" for number in range(1, operators + 1))
    return centre(
        visit_kinds=(kind,),
        planning=replace(centre().planning, grid_minutes=grid),
        operators=tuple(Operator(operator=name, role=Role.NURSE, kinds=frozenset(["refill"])) for name in names),
        sessions=(template(1, places=places, operators=names, closes=(at("01-18 08:00") + timedelta(minutes=minutes)).time()),),
    )


Slot = tuple[int, int, int]
"""Minutes after the opening, place, operator."""


def most_by_trying(taken: Sequence[Slot], slots: Sequence[Slot], kind: VisitKind) -> int:
    """Add slot after slot in every way that keeps places and operators apart."""

    def clash(one: Slot, other: Slot) -> bool:
        apart = abs(one[0] - other[0])
        return (one[1] == other[1] and apart < kind.place_minutes) or (one[2] == other[2] and apart < kind.operator_minutes)

    def grow(chosen: tuple[Slot, ...], rest: Sequence[Slot]) -> int:
        best = len(chosen)
        for number, slot in enumerate(rest):
            if not any(clash(slot, other) for other in (*taken, *chosen)):
                best = max(best, grow((*chosen, slot), rest[number + 1 :]))
        return best

    return grow((), slots)


@settings(max_examples=80, deadline=None)
@given(
    places=st.integers(1, 2),
    operators=st.integers(1, 2),
    grid=st.sampled_from([20, 30]),
    lengths=st.sampled_from([(60, 20), (50, 50), (90, 30), (60, 0), (70, 40)]),
    minutes=st.sampled_from([100, 120, 150, 170]),
    wanted=st.lists(st.tuples(st.integers(0, 12), st.integers(1, 2), st.integers(1, 3)), max_size=2),
)
def test_room_agrees_with_trying_everything(
    places: int, operators: int, grid: int, lengths: tuple[int, int], minutes: int, wanted: list[Slot]
) -> None:
    kind = replace(KINDS["refill"], place_minutes=lengths[0], operator_minutes=lengths[1])
    taken = [(tens * 10, place, operator) for tens, place, operator in wanted]
    visits = [
        visit(
            place=place,
            operator=f"N{operator}",
            starts_at=at("01-18 08:00") + timedelta(minutes=minute),
            ends_at=at("01-18 08:00") + timedelta(minutes=minute + kind.place_minutes),
        )
        for minute, place, operator in taken
    ]
    starts = range(0, minutes - kind.place_minutes + 1, grid)
    slots = list(product(starts, range(1, places + 1), range(1, operators + 1)))
    assert room(small_session(places, operators, minutes, grid, kind), *visits) == most_by_trying(taken, slots, kind)


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 8), st.integers(0, 4), st.frozensets(st.sampled_from("abc"))).map(
            lambda use: Use(from_second=use[0], to_second=use[0] + use[1], allowed=use[2])
        ),
        max_size=6,
    )
)
def test_sharing_agrees_with_trying_every_assignment(uses: list[Use]) -> None:
    lasting = [use for use in uses if use.from_second < use.to_second]

    def assign(number: int, held: Mapping[str, tuple[Use, ...]]) -> bool:
        if number == len(lasting):
            return True
        use = lasting[number]
        return any(
            all(other.to_second <= use.from_second or use.to_second <= other.from_second for other in held[one])
            and assign(number + 1, {**held, one: (*held[one], use)})
            for one in use.allowed
        )

    assert can_share(uses) is assign(0, {"a": (), "b": (), "c": ()})


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
