"""Other calendars read: repeating events as single days, bounded, with their exceptions."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from refillplan.calendars.reading import ReadEvent, read_events

PARIS = ZoneInfo("Europe/Paris")
FIRST, LAST = date(2027, 1, 4), date(2029, 1, 4)
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def read(*events: str, first_on: date = FIRST, last_on: date = LAST) -> tuple[ReadEvent, ...]:
    parts = "".join(f"BEGIN:VEVENT\nDTSTAMP:20270101T000000Z\n{event}\nEND:VEVENT\n" for event in events)
    text = f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//somebody//EN\n{parts}END:VCALENDAR\n"
    return read_events(text.replace("\n", "\r\n").encode(), "Europe/Paris", first_on, last_on)


def starts(*events: str) -> list[date]:
    found = read(*events)
    assert not [event.problem for event in found if event.problem is not None]
    return [event.from_on for event in found]


def test_an_endless_rule_ends_with_the_span() -> None:
    days = starts("UID:1\nDTSTART;VALUE=DATE:20270105\nRRULE:FREQ=WEEKLY")
    assert days == [date(2027, 1, 5) + timedelta(days=7 * week) for week in range(105)]


def test_a_rule_that_began_long_ago_is_read_from_the_first_day_of_the_span() -> None:
    days = starts("UID:1\nDTSTART;VALUE=DATE:19500101\nDTEND;VALUE=DATE:19500103\nRRULE:FREQ=YEARLY")
    assert days == [date(2027, 1, 1), date(2028, 1, 1), date(2029, 1, 1)]  # the first may not be over yet


def test_an_hour_stays_on_the_wall_clock_over_both_clock_changes() -> None:
    found = read(
        "UID:1\nDTSTART;TZID=Europe/Paris:20270322T090000\nDTEND;TZID=Europe/Paris:20270322T120000\n"
        "RRULE:FREQ=WEEKLY;UNTIL=20271108T080000Z"
    )
    assert len(found) == 34
    assert found[-1].from_on == date(2027, 11, 8)
    for event in found:
        assert event.hours is not None
        assert [at.astimezone(PARIS).time() for at in event.hours] == [time(9), time(12)]


def test_days_taken_out_added_moved_and_cancelled() -> None:
    series = (
        "UID:1\nDTSTART;TZID=Europe/Paris:20270301T090000\nDURATION:PT2H\nRRULE:FREQ=WEEKLY;COUNT=5\n"
        "EXDATE;TZID=Europe/Paris:20270308T090000\nRDATE;TZID=Europe/Paris:20270310T090000"
    )
    moved = "UID:1\nRECURRENCE-ID;TZID=Europe/Paris:20270315T090000\nDTSTART:20270316T080000Z\nDTEND:20270316T090000Z"
    cancelled = "UID:1\nRECURRENCE-ID:20270322T080000Z\nSTATUS:CANCELLED\nDTSTART:20270322T080000Z"
    days = [(3, 1), (3, 10), (3, 16), (3, 29)]
    assert starts(series, moved, cancelled) == [date(2027, month, day) for month, day in days]


def test_several_days_are_taken_each_time() -> None:
    found = read("UID:1\nDTSTART;VALUE=DATE:20270802\nDTEND;VALUE=DATE:20270807\nRRULE:FREQ=YEARLY;COUNT=2")
    assert [(event.from_on, event.to_on) for event in found] == [
        (date(2027, 8, 2), date(2027, 8, 6)),
        (date(2028, 8, 2), date(2028, 8, 6)),
    ]


@pytest.mark.parametrize(
    ("rule", "says"),
    [
        ("FREQ=HOURLY", "it repeats within a day"),
        ("FREQ=SECONDLY;COUNT=5", "it repeats within a day"),
        ("FREQ=SOMETIMES", "cannot be read"),
        ("FREQ=WEEKLY;BYDAY=XX", "cannot be read"),
    ],
)
def test_what_cannot_be_read_as_days_is_said(rule: str, says: str) -> None:
    (found,) = read(f"UID:1\nDTSTART:20270301T080000Z\nRRULE:{rule}")
    assert says in str(found.problem)


def test_a_rule_that_gives_too_many_days_is_taken_for_a_mistake() -> None:
    event = "UID:1\nDTSTART;VALUE=DATE:20270105\nRRULE:FREQ=DAILY"
    (found,) = read(event, last_on=date(2030, 1, 4))
    assert str(found.problem) == "it repeats more than 1000 times"
    assert len(read(event)) == 731


def test_a_rule_that_never_holds_comes_to_an_end() -> None:
    assert starts("UID:1\nDTSTART;VALUE=DATE:20270105\nRRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30") == [date(2027, 1, 5)]


def test_a_change_of_all_later_times_is_said() -> None:
    series = "UID:1\nDTSTART;VALUE=DATE:20270301\nRRULE:FREQ=WEEKLY;COUNT=2"
    later = "UID:1\nRECURRENCE-ID;RANGE=THISANDFUTURE;VALUE=DATE:20270308\nDTSTART;VALUE=DATE:20270309"
    assert "all later times" in str(read(series, later)[-1].problem)


@settings(deadline=None)
@given(
    begins=st.dates(date(2026, 6, 1), date(2027, 6, 1)),
    days=st.sets(st.sampled_from(range(7)), min_size=1),
    weeks=st.integers(1, 4),
    until=st.dates(date(2027, 6, 8), date(2028, 6, 1)),
    taken_out=st.sets(st.integers(0, 800), max_size=5),
)
def test_weekly_rules_are_those_of_a_calendar_on_the_wall(
    begins: date, days: set[int], weeks: int, until: date, taken_out: set[int]
) -> None:
    begins += timedelta(days=(min(days) - begins.weekday()) % 7)  # the start is one of the days
    gone = [begins + timedelta(days=number) for number in sorted(taken_out)]
    excepted = "".join(f"\nEXDATE;VALUE=DATE:{day:%Y%m%d}" for day in gone)
    by_day = ",".join(DAYS[day] for day in sorted(days))
    rule = f"RRULE:FREQ=WEEKLY;INTERVAL={weeks};BYDAY={by_day};UNTIL={until:%Y%m%d}"
    monday = begins - timedelta(days=begins.weekday())
    span = (begins + timedelta(days=number) for number in range((until - begins).days + 1))
    right = [on for on in span if on.weekday() in days and ((on - monday).days // 7) % weeks == 0 and on not in gone]
    found = [event.from_on for event in read(f"UID:1\nDTSTART;VALUE=DATE:{begins:%Y%m%d}\n{rule}{excepted}")]
    assert [on for on in found if on >= FIRST] == [on for on in right if FIRST <= on <= LAST]
    assert all(isinstance(on, date) and not isinstance(on, datetime) for on in found)
