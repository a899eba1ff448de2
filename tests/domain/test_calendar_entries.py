from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from refillplan.domain.calendar_entries import KEEP_CANCELLED_DAYS, KEEP_PAST_DAYS, CalendarEntry, revise, visible
from refillplan.domain.half_days import HalfDay, SessionKey
from refillplan.domain.visits import Visit

PARIS = ZoneInfo("Europe/Paris")
START = date(2027, 1, 5)
MONDAY = datetime(2027, 1, 4, 17, 30, tzinfo=UTC)
TUESDAY = MONDAY + timedelta(days=1)
HOURS = {HalfDay.AM: time(9), HalfDay.PM: time(14)}


def visit_on(on: date, patient: str = "P017", half_day: HalfDay = HalfDay.AM, kind: str = "refill") -> Visit:
    starts_at = datetime.combine(on, HOURS[half_day], PARIS)
    return Visit(
        patient=patient,
        kind=kind,
        session=SessionKey(on, half_day),
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=90),
        place=1,
        operator="OP1",
    )


def numbers() -> Callable[[], str]:
    numbered = count(1)
    return lambda: f"uid-{next(numbered)}"


def booked(*visits: Visit) -> tuple[CalendarEntry, ...]:
    return revise((), visits, MONDAY, START, numbers())


def replanned(entries: Iterable[CalendarEntry], *visits: Visit, from_on: date = START) -> tuple[CalendarEntry, ...]:
    fresh = numbers()
    return revise(entries, visits, TUESDAY, from_on, lambda: f"new-{fresh()}")


def content(of: CalendarEntry | Visit) -> tuple[object, ...]:
    return (of.patient, of.kind, of.session, of.starts_at, of.ends_at, of.place, of.operator, of.told)


def test_a_new_visit_gets_an_identity_and_sequence_0() -> None:
    visit = visit_on(START)
    (entry,) = booked(visit)
    assert (entry.uid, entry.sequence, entry.revised_at, entry.cancelled) == ("uid-1", 0, MONDAY, False)
    assert content(entry) == content(visit)


def test_an_unchanged_visit_keeps_its_entry_to_the_last_attribute() -> None:
    visits = (visit_on(START), visit_on(START + timedelta(days=42)))
    assert replanned(booked(*visits), *visits) == booked(*visits)


@pytest.mark.parametrize("days", [1, 7, 17, -17])
def test_a_moved_visit_keeps_its_identity_and_counts_one_revision(days: int) -> None:
    on = START + timedelta(days=42)
    visit = visit_on(on + timedelta(days=days))
    assert replanned(booked(visit_on(on)), visit) == (replace(booked(visit)[0], uid="uid-1", sequence=1, revised_at=TUESDAY),)


def test_a_visit_that_goes_from_morning_to_afternoon_keeps_its_identity() -> None:
    (entry,) = replanned(booked(visit_on(START)), visit_on(START, half_day=HalfDay.PM))
    assert (entry.uid, entry.sequence, entry.session.half_day) == ("uid-1", 1, HalfDay.PM)


def test_a_visit_18_days_away_is_another_visit() -> None:
    old, new = replanned(booked(visit_on(START)), visit_on(START + timedelta(days=18)))
    assert (old.uid, old.cancelled, old.sequence) == ("uid-1", True, 1)
    assert (new.uid, new.cancelled, new.sequence) == ("new-uid-1", False, 0)


@pytest.mark.parametrize(
    "change",
    [
        {"place": 2},
        {"operator": "OP2"},
        {"told": True},
        {"kind": "refill-review"},
        {"starts_at": datetime(2027, 1, 5, 9, 15, tzinfo=PARIS)},
        {"ends_at": datetime(2027, 1, 5, 11, tzinfo=PARIS)},
    ],
)
def test_any_change_that_a_calendar_shows_counts_one_revision(change: dict[str, object]) -> None:
    visit = replace(visit_on(START), **change)  # type: ignore[arg-type]
    (entry,) = replanned(booked(visit_on(START)), visit)
    assert (entry.uid, entry.sequence, entry.revised_at) == ("uid-1", 1, TUESDAY)
    assert content(entry) == content(visit)


def test_a_visit_that_disappears_is_cancelled_where_it_stood() -> None:
    (before,) = booked(visit_on(START))
    assert replanned([before]) == (replace(before, cancelled=True, sequence=1, revised_at=TUESDAY),)


def test_another_patient_in_the_same_session_gets_another_identity() -> None:
    entries = replanned(booked(visit_on(START, "P017")), visit_on(START, "P018"))
    assert [(entry.patient, entry.uid, entry.cancelled) for entry in entries] == [
        ("P017", "uid-1", True),
        ("P018", "new-uid-1", False),
    ]


def test_a_chain_that_shifts_by_a_week_moves_every_visit_and_cancels_none() -> None:
    chain = [START + timedelta(days=42 * number) for number in range(4)]
    before = booked(*map(visit_on, chain))
    after = replanned(before, *(visit_on(on + timedelta(days=7)) for on in chain))
    assert [entry.uid for entry in after] == [entry.uid for entry in before]
    assert {(entry.sequence, entry.cancelled) for entry in after} == {(1, False)}


def test_what_lies_before_the_plan_stays_as_it_is() -> None:
    past = booked(visit_on(START), visit_on(START + timedelta(days=1), "P018"))
    from_on = START + timedelta(days=2)
    after = replanned(past, visit_on(from_on), visit_on(START, "P019"), from_on=from_on)
    assert after[:2] == past
    assert [(entry.uid, entry.patient) for entry in after[2:]] == [("new-uid-1", "P017")]


def test_a_cancelled_visit_is_gone_after_fourteen_days_and_a_live_one_is_not() -> None:
    live, gone = replanned(booked(visit_on(START, "P017"), visit_on(START, "P018")), visit_on(START, "P017"))
    cancelled_on = TUESDAY.date()
    assert visible([live, gone], cancelled_on + timedelta(days=KEEP_CANCELLED_DAYS)) == (live, gone)
    assert visible([live, gone], cancelled_on + timedelta(days=KEEP_CANCELLED_DAYS + 1)) == (live,)


def test_a_visit_that_is_over_stays_visible_for_two_intervals() -> None:
    (done,) = booked(visit_on(START))
    assert KEEP_PAST_DAYS == 2 * 42
    assert visible([done], START + timedelta(days=KEEP_PAST_DAYS)) == (done,)
    assert visible([done], START + timedelta(days=KEEP_PAST_DAYS + 1)) == ()
    assert visible([done], START - timedelta(days=400)) == (done,)


@st.composite
def plans(draw: st.DrawFn) -> list[Visit]:
    """Draw the chains of a few patients, at most one visit of a patient in a session."""
    visits = []
    for patient in ("P001", "P002", "P003"):
        on = START - timedelta(days=20)
        for gap in draw(st.lists(st.integers(1, 50), max_size=5)):
            on += timedelta(days=gap)
            visit = visit_on(on, patient, draw(st.sampled_from(HalfDay)), draw(st.sampled_from(("refill", "rinse"))))
            visits.append(replace(visit, place=draw(st.integers(1, 2)), told=draw(st.booleans())))
    return visits


@given(st.lists(plans(), min_size=1, max_size=4))
@settings(deadline=None)
def test_through_any_replanning_every_visit_has_exactly_one_live_entry(history: list[list[Visit]]) -> None:
    fresh = numbers()
    entries: tuple[CalendarEntry, ...] = ()
    for step, visits in enumerate(history):
        before = {entry.uid: entry for entry in entries}
        at = MONDAY + timedelta(days=step)
        from_on = START + timedelta(days=step)
        entries = revise(entries, visits, at, from_on, fresh)
        after = {entry.uid: entry for entry in entries}
        live = [entry for entry in entries if not entry.cancelled and entry.session.on >= from_on]
        assert len(after) == len(entries)
        assert sorted(map(content, live)) == sorted(content(visit) for visit in visits if visit.session.on >= from_on)
        assert before.keys() <= after.keys()
        for uid, old in before.items():
            new = after[uid]
            changed = replace(new, sequence=old.sequence, revised_at=old.revised_at) != old
            assert new.patient == old.patient
            assert (new.sequence, new.revised_at) == ((old.sequence + 1, at) if changed else (old.sequence, old.revised_at))
            assert not changed or old.session.on >= from_on


@given(plans(), plans(), st.data())
@settings(deadline=None)
def test_the_same_plan_again_changes_nothing_in_whatever_order_it_comes(
    first: list[Visit], second: list[Visit], data: st.DataObject
) -> None:
    once = replanned(booked(*first), *second)
    shuffled = data.draw(st.permutations(second))
    again = revise(data.draw(st.permutations(once)), shuffled, TUESDAY + timedelta(days=1), START, numbers())
    assert again == once


def test_of_two_visits_in_one_session_the_one_that_stays_keeps_its_identity() -> None:
    refill, rinse = visit_on(START), replace(visit_on(START, kind="rinse"), starts_at=datetime(2027, 1, 5, 10, tzinfo=PARIS))
    first, second = replanned(booked(refill, rinse), rinse)
    assert (first.uid, first.kind, first.cancelled) == ("uid-1", "refill", True)
    assert (second.uid, second.kind, second.sequence, second.cancelled) == ("uid-2", "rinse", 0, False)


def test_two_visits_in_one_session_keep_their_identities_in_whatever_order_they_come() -> None:
    visits = (visit_on(START), visit_on(START, kind="rinse"))
    once = booked(*visits)
    assert replanned(reversed(once), *reversed(visits)) == once


def test_a_visit_that_comes_back_where_it_was_cancelled_takes_its_entry_up_again() -> None:
    visit = visit_on(START)
    (back,) = revise(replanned(booked(visit)), [visit], TUESDAY + timedelta(hours=1), START, numbers())
    assert (back.uid, back.sequence, back.cancelled) == ("uid-1", 2, False)
