from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import UTC, date, datetime, time
from pathlib import Path

from calendar_examples import any_entries, entry_at, year_of_entries
from hypothesis import example, given, settings
from hypothesis import strategies as st
from icalendar import Calendar, Event

from refillplan.calendars.export import calendar_bytes, calendars
from refillplan.domain.calendar_entries import CalendarEntry
from refillplan.domain.messages import Message

GOLDEN = Path(__file__).parents[1] / "golden" / "unit.ics"
FRENCH = {
    "cancelled: {patient} · {kind}": "annulé : {patient} · {kind}",
    "place {place}": "place n° {place}",
    "operator {operator}": "opérateur {operator}",
}


def exported(entries: Iterable[CalendarEntry]) -> bytes:
    return calendar_bytes("Day hospital", "Europe/Paris", entries)


def events_of(content: bytes) -> dict[str, Event]:
    return {str(event["UID"]): event for event in Calendar.from_ical(content).events}


def event_of(entry: CalendarEntry) -> Event:
    return events_of(exported([entry]))[entry.uid]


def into_french(sentence: Message) -> str:
    return str(replace(sentence, template=FRENCH.get(sentence.template, sentence.template)))


def test_a_year_of_a_centre_exports_as_the_golden_file() -> None:
    # After a wanted change the file takes these bytes, and its difference is read before it is committed.
    assert calendars("DH1", "Europe/Paris", year_of_entries(), ())["unit.ics"] == GOLDEN.read_bytes()


@given(st.data())
@settings(deadline=None, max_examples=50)
def test_the_same_entries_give_the_same_bytes_in_any_order(data: st.DataObject) -> None:
    entries = data.draw(any_entries())
    assert exported(entries) == exported(entries) == exported(data.draw(st.permutations(entries)))


def test_visits_of_one_patient_at_one_hour_have_one_order() -> None:
    entry = entry_at(date(2026, 3, 3))
    cancelled = replace(entry, uid="uid-0", cancelled=True)
    assert exported([entry, cancelled]) == exported([cancelled, entry])


@given(any_entries())
@settings(deadline=None)
def test_every_event_reads_back_as_its_entry(entries: list[CalendarEntry]) -> None:
    events = events_of(exported(entries))
    assert len(events) == len(entries)
    for entry in entries:
        event = events[entry.uid]
        assert (event.start, event.end) == (entry.starts_at, entry.ends_at)
        assert str(event.start)[:16] == str(entry.starts_at)[:16]
        assert event.sequence == entry.sequence
        assert event.DTSTAMP == event.LAST_MODIFIED == entry.revised_at.replace(microsecond=0)
        assert entry.patient in event.summary
        assert entry.kind in event.summary
        assert event.location == f"place {entry.place}"
        assert f"operator {entry.operator}" in event.description
        assert event.status == ("CANCELLED" if entry.cancelled else "CONFIRMED" if entry.told else "TENTATIVE")
        assert event.transparency == ("TRANSPARENT" if entry.cancelled else "OPAQUE")


def test_instants_kept_in_utc_export_as_local_hours() -> None:
    entry = entry_at(date(2026, 7, 7))
    in_utc = replace(entry, starts_at=entry.starts_at.astimezone(UTC), ends_at=entry.ends_at.astimezone(UTC))
    assert exported([in_utc]) == exported([entry])
    assert b"DTSTART;TZID=Europe/Paris:20260707T090000\r\n" in exported([in_utc])


def test_a_cancelled_visit_says_so_first_and_blocks_no_time() -> None:
    event = event_of(replace(entry_at(date(2026, 3, 3)), cancelled=True))
    assert event.summary == "cancelled: P017 · refill"
    assert (event.status, event.transparency) == ("CANCELLED", "TRANSPARENT")


def test_an_event_has_these_properties_and_no_others() -> None:
    assert set(event_of(entry_at(date(2026, 3, 3)))) == {
        *("UID", "SEQUENCE", "DTSTAMP", "LAST-MODIFIED", "DTSTART", "DTEND"),
        *("SUMMARY", "LOCATION", "DESCRIPTION", "STATUS", "TRANSP", "CLASS"),
    }
    assert event_of(entry_at(date(2026, 3, 3)))["CLASS"] == "PRIVATE"


def test_a_calendar_holds_its_time_zone_and_events_and_asks_to_be_fetched_hourly() -> None:
    content = exported(year_of_entries())
    calendar = Calendar.from_ical(content)
    assert {component.name for component in calendar.subcomponents} == {"VTIMEZONE", "VEVENT"}
    assert not any(event.subcomponents for event in calendar.events)
    assert set(calendar) == {
        *("PRODID", "VERSION", "CALSCALE", "NAME", "X-WR-CALNAME"),
        *("X-WR-TIMEZONE", "REFRESH-INTERVAL", "X-PUBLISHED-TTL"),
    }
    assert b"\r\nREFRESH-INTERVAL;VALUE=DURATION:PT1H\r\nX-PUBLISHED-TTL:PT1H\r\n" in content


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryThatKnowsTooMuch(CalendarEntry):
    name: str
    birth_date: date
    note: str


def test_an_entry_that_knows_more_says_no_more() -> None:
    entry = entry_at(date(2026, 3, 3))
    known = {field.name: getattr(entry, field.name) for field in fields(entry)}
    more = EntryThatKnowsTooMuch(**known, name="LEAK", birth_date=date(1961, 5, 4), note="LEAK")
    assert exported([more]) == exported([entry])


def test_two_visits_that_share_the_public_fields_share_their_texts() -> None:
    entry = entry_at(date(2026, 3, 3))
    other = replace(
        entry_at(date(2028, 9, 19), time(16, 45), uid="uid-9", minutes=15),
        sequence=99,
        revised_at=datetime(2028, 5, 4, tzinfo=UTC),
        told=False,
    )
    texts = [[str(event_of(e)[name]) for name in ("SUMMARY", "LOCATION", "DESCRIPTION")] for e in (entry, other)]
    assert texts[0] == texts[1]


def test_every_text_goes_through_the_translation() -> None:
    entry = replace(entry_at(date(2026, 3, 3)), cancelled=True)
    content = calendar_bytes("Été", "Europe/Paris", [entry], translate=lambda sentence: f"<{sentence.template}>")
    event = events_of(content)[entry.uid]
    assert event.summary == "<cancelled: {patient} · {kind}>"
    assert event.location == "<place {place}>"
    assert all(line[0] == "<" and line[-1] == ">" for line in event.description.split("\n"))
    french = calendars("DH1", "Europe/Paris", [entry], ["OP1"], translate=into_french)
    assert all(events_of(content)[entry.uid].summary == "annulé : P017 · refill" for content in french.values())


@example("Hôpital de jour; diabétologie, endocrinologie et maladies métaboliques de l'été à Saint-Étienne")
@given(st.text(st.sampled_from("aé€,;·😀 "), min_size=1, max_size=200).map(str.strip))
@settings(deadline=None)
def test_long_names_with_accents_fold_at_75_octets_without_splitting_a_letter(title: str) -> None:
    content = calendar_bytes(title, "Europe/Paris", [entry_at(date(2026, 3, 3))])
    assert content.endswith(b"END:VCALENDAR\r\n")
    lines = content.split(b"\r\n")
    assert not any(b"\n" in line or b"\r" in line for line in lines)
    assert max(len(line) for line in lines) <= 75
    # Read by hand, since icalendar leaves the escapes of these two names as they are.
    unfolded = content.replace(b"\r\n ", b"").decode().split("\r\n")
    escaped = title.replace(";", "\\;").replace(",", "\\,")
    assert {f"NAME:{escaped}", f"X-WR-CALNAME:{escaped}"} <= set(unfolded)
    for line in lines:
        line.decode()


def test_commas_in_the_name_are_escaped() -> None:
    content = calendar_bytes("Day, night; hospital", "Europe/Paris", [])
    assert b"\r\nNAME:Day\\, night\\; hospital\r\nX-WR-CALNAME:Day\\, night\\; hospital\r\n" in content


def test_an_empty_calendar_is_still_a_calendar() -> None:
    calendar = Calendar.from_ical(exported([]))
    assert [component.name for component in calendar.subcomponents] == ["VTIMEZONE"]


def test_the_unit_has_every_visit_and_each_operator_the_own_ones() -> None:
    entries = year_of_entries()
    made = calendars("DH1", "Europe/Paris", iter(entries), ["OP2", "OP1", "OP3"])
    assert list(made) == ["unit.ics", "operator-OP1.ics", "operator-OP2.ics", "operator-OP3.ics"]
    assert set(events_of(made["unit.ics"])) == {entry.uid for entry in entries}
    for operator in ("OP1", "OP2", "OP3"):
        own = {entry.uid for entry in entries if entry.operator == operator}
        assert set(events_of(made[f"operator-{operator}.ics"])) == own
    assert not events_of(made["operator-OP3.ics"])


def test_calendars_are_named_by_the_codes_of_the_centre_and_the_operator() -> None:
    made = calendars("DH1", "Europe/Paris", [], ["OP1"])
    names = {file: str(Calendar.from_ical(content)["NAME"]) for file, content in made.items()}
    assert names == {"unit.ics": "DH1", "operator-OP1.ics": "OP1 · DH1"}


def test_a_visit_that_passes_to_another_operator_leaves_the_calendar_of_the_first() -> None:
    before = entry_at(date(2026, 3, 3))
    after = replace(before, operator="OP2", sequence=1)
    made = calendars("DH1", "Europe/Paris", [after], ["OP1", "OP2"])
    assert not events_of(made["operator-OP1.ics"])
    assert set(events_of(made["operator-OP2.ics"])) == {before.uid}


def test_a_cancelled_visit_stays_with_the_operator_it_had() -> None:
    made = calendars("DH1", "Europe/Paris", [replace(entry_at(date(2026, 3, 3)), cancelled=True)], ["OP1"])
    assert [event.status for event in events_of(made["operator-OP1.ics"]).values()] == ["CANCELLED"]
