from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from refillplan.domain.half_days import HalfDay
from refillplan.domain.messages import InvalidValue
from tui.typed_dates import read_day, read_days, read_half_day_of_week, read_hour, read_moment

MONDAY = date(2027, 1, 4)
DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))


@pytest.mark.parametrize(
    ("text", "on"),
    [
        ("today", MONDAY),
        ("auj", MONDAY),
        ("demain", date(2027, 1, 5)),
        ("hier", date(2027, 1, 3)),
        ("+6w", date(2027, 2, 15)),
        ("+6s", date(2027, 2, 15)),
        ("6w", date(2027, 2, 15)),
        ("+3j", date(2027, 1, 7)),
        ("-2d", date(2027, 1, 2)),
        ("lun", MONDAY),
        ("mar", date(2027, 1, 5)),
        ("Sunday", date(2027, 1, 10)),
        ("15/3", date(2027, 3, 15)),
        ("15.3", date(2027, 3, 15)),
        ("3/1", date(2028, 1, 3)),
        ("15/3/28", date(2028, 3, 15)),
        ("15/03/2026", date(2026, 3, 15)),
        ("29/2", date(2028, 2, 29)),
        (" 2027-03-15 ", date(2027, 3, 15)),
    ],
)
def test_days_are_read_as_people_type_them(text: str, on: date) -> None:
    assert read_day(text, MONDAY) == on


@pytest.mark.parametrize(
    ("text", "on"), [("mar", date(2026, 12, 29)), ("15/3", date(2026, 3, 15)), ("lun", MONDAY), ("4/1", MONDAY)]
)
def test_days_of_what_was_done_are_read_backwards(text: str, on: date) -> None:
    assert read_day(text, MONDAY, past=True) == on


@pytest.mark.parametrize(
    ("text", "hour", "half_day"),
    [
        ("mar 9h", time(9), HalfDay.AM),
        ("mar 9h30", time(9, 30), HalfDay.AM),
        ("tue 13:30", time(13, 30), HalfDay.PM),
        ("mar matin", None, HalfDay.AM),
        ("tue pm", None, HalfDay.PM),
        ("tue", None, None),
    ],
)
def test_an_hour_or_a_half_day_may_follow(text: str, hour: time | None, half_day: HalfDay | None) -> None:
    moment = read_moment(text, MONDAY)
    assert (moment.on, moment.hour, moment.half_day) == (date(2027, 1, 5), hour, half_day)


@pytest.mark.parametrize("text", ["", "x", "32/1", "31/2", "0/1", "2027-02-30", "mar 25h", "mar 9h 30", "+w", "+9999w", "15/3/1"])
def test_what_is_no_day_is_said_in_one_sentence(text: str) -> None:
    with pytest.raises(InvalidValue, match="is not a day: write"):
        read_moment(text, MONDAY)


@pytest.mark.parametrize("text", ["9", "24h", "9h60", ""])
def test_what_is_no_hour_is_said_in_one_sentence(text: str) -> None:
    with pytest.raises(InvalidValue, match="is not an hour: write"):
        read_hour(text)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2/8 15/8", date(2027, 8, 2), date(2027, 8, 15)),
        ("2/8 - 15/8", date(2027, 8, 2), date(2027, 8, 15)),
        ("2/8 +2w", date(2027, 8, 2), date(2027, 8, 16)),
        ("28/12 3/1", date(2027, 12, 28), date(2028, 1, 3)),
        ("2/8", date(2027, 8, 2), date(2027, 8, 2)),
    ],
)
def test_first_and_last_day_are_read(text: str, first: date, last: date) -> None:
    assert read_days(text, MONDAY) == (first, last)


@pytest.mark.parametrize("text", ["", "2/8 3/8 4/8", "-", "x 2/8"])
def test_what_is_no_first_and_last_day_is_said(text: str) -> None:
    with pytest.raises(InvalidValue, match="is not a day"):
        read_days(text, MONDAY)


def test_a_weekday_about_a_visit_is_that_of_its_week() -> None:
    near = date(2027, 1, 28)
    assert read_moment("mer", MONDAY, near=near).on == date(2027, 1, 27)
    assert read_moment("fri", MONDAY, near=near).on == date(2027, 1, 29)
    assert read_moment("jeu", date(2027, 1, 29), near=near).on == date(2027, 2, 4)  # that of its week is past
    assert read_moment("+1w", MONDAY, near=near).on == date(2027, 1, 11)


@pytest.mark.parametrize(
    ("text", "read"), [("mar mat", (2, HalfDay.AM)), ("fri pm", (5, HalfDay.PM)), ("dim apm", (7, HalfDay.PM))]
)
def test_a_half_day_of_the_week_is_read(text: str, read: tuple[int, HalfDay]) -> None:
    assert read_half_day_of_week(text) == read


@given(today=DAYS, on=DAYS)
def test_a_day_written_out_is_that_day(today: date, on: date) -> None:
    assert read_day(f"{on:%d/%m/%Y}", today) == read_day(on.isoformat(), today) == on


@given(today=DAYS, on=DAYS)
def test_a_day_and_month_are_the_nearest_on_the_side_that_is_meant(today: date, on: date) -> None:
    coming, last = read_day(f"{on.day}/{on.month}", today), read_day(f"{on.day}/{on.month}", today, past=True)
    assert last <= today <= coming
    assert (coming.day, coming.month) == (last.day, last.month) == (on.day, on.month)
    leap = (on.day, on.month) == (29, 2)
    assert coming - last <= timedelta(days=8 * 366 if leap else 366)


@given(today=DAYS, weeks=st.integers(0, 104))
def test_weeks_keep_the_weekday(today: date, weeks: int) -> None:
    assert read_day(f"+{weeks}w", today) == today + timedelta(weeks=weeks)


@given(text=st.text(max_size=12), today=DAYS)
def test_whatever_is_typed_is_a_day_or_a_sentence(text: str, today: date) -> None:
    try:
        read_moment(text, today)
    except InvalidValue as error:
        assert "is not a day" in str(error)
