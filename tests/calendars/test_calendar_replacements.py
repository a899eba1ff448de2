"""Decided replacements as all-day events that block no time, read back by two parsers."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import icalendar
import pytest
import vobject  # type: ignore[import-untyped]
from hypothesis import given, settings
from hypothesis import strategies as st

from refillplan.calendars.lint import lint
from refillplan.calendars.replacement_events import replacement_bytes
from refillplan.domain.replacement_windows import ReplacementWindow
from refillplan.services.core.language import translator

PLACED = ReplacementWindow(
    uid="uid-1",
    sequence=2,
    revised_at=datetime(2027, 1, 4, 8, 30, tzinfo=UTC),
    patient="P017",
    serial="SECRET-SERIAL",
    from_on=date(2028, 2, 29),
    to_on=date(2028, 2, 29),
    safe_by_on=date(2028, 6, 30),
    placed=True,
)
WAITING = replace(PLACED, uid="uid-2", patient="P018", placed=False, from_on=date(2027, 1, 2), to_on=date(2028, 6, 30))
GONE = replace(PLACED, uid="uid-3", patient="P019", cancelled=True)


@st.composite
def windows(draw: st.DrawFn) -> list[ReplacementWindow]:
    found = []
    for number in range(draw(st.integers(0, 6))):
        from_on = draw(st.dates(date(2026, 1, 1), date(2029, 12, 31)))
        made = replace(
            draw(st.sampled_from((PLACED, WAITING, GONE))),
            uid=f"uid-{number}",
            patient=f"P{number:03}",
            from_on=from_on,
            to_on=from_on + timedelta(days=draw(st.integers(0, 500))),
            sequence=draw(st.integers(0, 99)),
            safe_by_on=draw(st.none() | st.dates(date(2026, 1, 1), date(2035, 1, 1))),
        )
        found.append(made)
    return found


@settings(deadline=None, max_examples=50)
@given(windows(), st.sampled_from(("en", "fr")))
def test_every_event_comes_back_from_two_parsers_and_passes_the_check(made: list[ReplacementWindow], lang: str) -> None:
    content = replacement_bytes("C1", "Europe/Paris", made, translate=translator(lang))
    assert content == replacement_bytes("C1", "Europe/Paris", made[::-1], translate=translator(lang))
    assert lint(content) == ()
    said = {(window.uid, window.from_on, window.to_on + timedelta(days=1), str(window.sequence)) for window in made}
    one = icalendar.Calendar.from_ical(content).walk("VEVENT")
    assert {(str(e["UID"]), e.decoded("DTSTART"), e.decoded("DTEND"), str(e["SEQUENCE"])) for e in one} == said
    other = vobject.readOne(content.decode(), validate=True).contents.get("vevent", [])
    assert {(e.uid.value, e.dtstart.value, e.dtend.value, e.sequence.value) for e in other} == said


@pytest.mark.parametrize(
    ("window", "status", "title"),
    [
        (PLACED, "CONFIRMED", "P017 · pump replacement"),
        (WAITING, "TENTATIVE", "P018 · pump replacement, no theatre day yet"),
        (GONE, "CANCELLED", "cancelled: P019 · pump replacement"),
    ],
)
def test_an_event_is_of_whole_days_blocks_no_time_and_says_its_state(window: ReplacementWindow, status: str, title: str) -> None:
    content = replacement_bytes("C1", "Europe/Paris", [window])
    (event,) = icalendar.Calendar.from_ical(content).walk("VEVENT")
    assert (event["STATUS"], event["TRANSP"], event["SUMMARY"]) == (status, "TRANSPARENT", title)
    assert event["DTSTART"].params["VALUE"] == "DATE"
    assert "safe-by date 2028-06-30, nominal" in str(event["DESCRIPTION"])
    assert b"SECRET" not in content
    assert "LOCATION" not in event
