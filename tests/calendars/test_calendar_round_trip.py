"""Every event, read back by two parsers that share nothing (RFC 5545)."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import icalendar
import vobject  # type: ignore[import-untyped]
from calendar_examples import CLOCK_CHANGES, PARIS, any_entries, entry_at
from hypothesis import example, given, settings

from refillplan.calendars.export import calendar_bytes, event_files
from refillplan.calendars.lint import lint
from refillplan.calendars.texts import public_fields, summary
from refillplan.domain.calendar_entries import CalendarEntry
from refillplan.services.core.language import translator

LEAP_DAY = date(2028, 2, 29)
SPECIAL = [
    entry_at(on, uid=f"uid-{on}", patient=f"P{number:03}")
    for number, on in enumerate([*CLOCK_CHANGES, *(day + timedelta(days=1) for day in CLOCK_CHANGES), LEAP_DAY], start=1)
]
ACCENTS = translator("fr")


def said(entry: CalendarEntry) -> tuple[object, ...]:
    instants = (entry.starts_at, entry.ends_at, entry.revised_at.replace(microsecond=0))
    return (entry.uid, str(entry.sequence), *(instant.astimezone(UTC) for instant in instants), _title(entry))


def _title(entry: CalendarEntry) -> str:
    return ACCENTS(summary(public_fields(entry), cancelled=entry.cancelled))


def by_icalendar(content: bytes) -> set[tuple[object, ...]]:
    events = icalendar.Calendar.from_ical(content).walk("VEVENT")
    return {
        (
            str(event["UID"]),
            str(event["SEQUENCE"]),
            *(event.decoded(name).astimezone(UTC) for name in ("DTSTART", "DTEND", "LAST-MODIFIED")),
            str(event["SUMMARY"]),
        )
        for event in events
    }


def by_vobject(content: bytes) -> set[tuple[object, ...]]:
    calendar = vobject.readOne(content.decode(), validate=True)
    return {
        (
            event.uid.value,
            event.sequence.value,
            *(instant.astimezone(UTC) for instant in (event.dtstart.value, event.dtend.value, event.last_modified.value)),
            event.summary.value,
        )
        for event in calendar.contents.get("vevent", [])
    }


@settings(deadline=None, max_examples=25)
@example(SPECIAL)
@given(any_entries())
def test_two_parsers_read_every_event_as_it_was(entries: list[CalendarEntry]) -> None:
    content = calendar_bytes("Diabétologie", "Europe/Paris", entries, translate=ACCENTS)
    assert by_icalendar(content) == by_vobject(content) == {said(entry) for entry in entries}
    assert lint(content) == ()
    for name, alone in event_files("Europe/Paris", entries, translate=ACCENTS).items():
        (entry,) = (entry for entry in entries if entry.uid in name)
        assert by_icalendar(alone) == by_vobject(alone) == {said(entry)}
        assert lint(alone) == ()


def test_hours_stay_those_of_the_clock_across_both_changes_and_on_the_leap_day() -> None:
    content = calendar_bytes("x", "Europe/Paris", SPECIAL)
    starts = [event.dtstart.value for event in vobject.readOne(content.decode()).vevent_list]
    assert sorted(start.replace(tzinfo=None) for start in starts) == sorted(
        datetime.combine(entry.session.on, time(9)) for entry in SPECIAL
    )
    assert {start.utcoffset() for start in starts} == {timedelta(hours=1), timedelta(hours=2)}


def test_a_visit_across_the_night_of_a_change_lasts_as_long_as_it_lasts() -> None:
    evening = datetime.combine(CLOCK_CHANGES[0] - timedelta(days=1), time(23), PARIS)
    entry = replace(entry_at(CLOCK_CHANGES[0]), starts_at=evening, ends_at=(evening.astimezone(UTC) + timedelta(hours=6)))
    (read,) = by_icalendar(calendar_bytes("x", "Europe/Paris", [entry]))
    assert read == by_vobject(calendar_bytes("x", "Europe/Paris", [entry])).pop()
    assert isinstance(read[2], datetime)
    assert isinstance(read[3], datetime)
    assert read[3] - read[2] == timedelta(hours=6)


def test_lines_fold_at_75_octets_and_a_parser_that_unfolds_finds_every_accent() -> None:
    long = replace(entry_at(LEAP_DAY), patient="P1" + "x" * 30, kind="k" * 32)
    content = calendar_bytes("é" * 90, "Europe/Paris", [long], translate=ACCENTS)
    assert max(map(len, content.split(b"\r\n"))) == 75
    assert any(line.startswith(b" ") for line in content.split(b"\r\n"))
    read = vobject.readOne(content.decode())
    assert read.x_wr_calname.value == "é" * 90
    assert "aide à la planification" in read.vevent.description.value
