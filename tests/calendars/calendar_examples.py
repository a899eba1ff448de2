"""Entries for the tests of calendars: one made to measure, a year of one centre, any."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from refillplan.domain.calendar_entries import CalendarEntry
from refillplan.domain.half_days import HalfDay, SessionKey

PARIS = ZoneInfo("Europe/Paris")
CLOCK_CHANGES = (date(2026, 3, 29), date(2026, 10, 25))


def entry_at(on: date, at: time = time(9), *, uid: str = "uid-1", patient: str = "P017", minutes: int = 90) -> CalendarEntry:
    starts_at = datetime.combine(on, at, PARIS)
    return CalendarEntry(
        uid=uid,
        sequence=0,
        revised_at=datetime(2026, 1, 2, 10, 30, tzinfo=UTC),
        patient=patient,
        kind="refill",
        session=SessionKey(on, HalfDay.AM if at.hour < 12 else HalfDay.PM),
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=minutes),
        place=2,
        operator="OP1",
        told=True,
    )


def year_of_entries() -> tuple[CalendarEntry, ...]:
    """Return 2026 of a small centre: a visit on the weekday before and after each clock change, and one of every state."""
    around = [change + timedelta(days=days) for change in CLOCK_CHANGES for days in (-2, 1)]
    plain = [entry_at(on, uid=f"uid-{number}", patient=f"P{number:03}") for number, on in enumerate(around)]
    afternoon = replace(
        entry_at(date(2026, 6, 16), time(14, 15), uid="uid-review", patient="P017", minutes=120),
        kind="refill-review",
        operator="OP2",
        told=False,
    )
    moved = replace(entry_at(date(2026, 2, 3), uid="uid-moved"), sequence=2, revised_at=datetime(2026, 1, 20, 16, 5, tzinfo=UTC))
    cancelled = replace(entry_at(date(2026, 9, 8), uid="uid-cancelled", patient="P004"), sequence=1, cancelled=True)
    return (*plain, afternoon, moved, cancelled)


@st.composite
def any_entries(draw: st.DrawFn, most: int = 8) -> list[CalendarEntry]:
    """Draw entries in clinic hours over three years, with unique identities."""
    codes = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._-]{0,31}", fullmatch=True)
    uids = draw(st.lists(st.uuids().map(str), max_size=most, unique=True))
    entries = []
    for uid in uids:
        on = draw(st.dates(date(2025, 12, 1), date(2028, 12, 31)))
        at = time(draw(st.integers(6, 20)), draw(st.sampled_from((0, 15, 30, 45))))
        entry = entry_at(on, at, uid=uid, patient=draw(codes), minutes=draw(st.integers(1, 240)))
        revised_at = datetime(2025, 1, 1, tzinfo=UTC) + draw(st.timedeltas(timedelta(0), timedelta(days=1000)))
        entries.append(
            replace(
                entry,
                sequence=draw(st.integers(0, 10_000)),
                revised_at=revised_at,
                kind=draw(codes),
                place=draw(st.integers(1, 20)),
                operator=draw(st.sampled_from(("OP1", "OP2"))),
                told=draw(st.booleans()),
                cancelled=draw(st.booleans()),
            )
        )
    return entries
