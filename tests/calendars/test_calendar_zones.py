from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from calendar_examples import PARIS, year_of_entries
from icalendar import Calendar, Timezone

from refillplan.calendars.export import calendar_bytes
from refillplan.calendars.zones import vtimezone

EUROPE = ("Europe/Paris", "Europe/Dublin")
OVERSEAS = ("America/Miquelon", "America/Martinique", "America/Cayenne", "Indian/Reunion", "Pacific/Noumea")
IRREGULAR = ("Africa/Casablanca", "Australia/Lord_Howe", "America/Santiago")


def parts_of(zone: Timezone) -> list[str]:
    return [str(part.name) for part in zone.subcomponents]


@pytest.mark.parametrize("tzid", [*EUROPE, *OVERSEAS, *IRREGULAR])
def test_the_described_zone_agrees_with_the_real_one_at_every_half_hour(tzid: str) -> None:
    real = ZoneInfo(tzid)
    (written,) = Calendar.from_ical(
        b"BEGIN:VCALENDAR\r\n" + vtimezone(real, 2026, 2027).to_ical() + b"END:VCALENDAR\r\n"
    ).timezones
    described = written.to_tz(lookup_tzid=False)
    for half_hours in range(2 * 365 * 48):
        local = datetime(2026, 1, 1, tzinfo=real) + timedelta(minutes=30 * half_hours)
        # In the hour that the clocks repeat the wall clock alone does not tell which of the two it is.
        offsets = {local.replace(fold=fold).utcoffset() for fold in (0, 1)}
        assert local.replace(tzinfo=described).utcoffset() in offsets, local


@pytest.mark.parametrize("tzid", [*EUROPE, "America/Miquelon"])
def test_where_the_clocks_change_by_a_rule_there_is_one_part_of_each_with_its_rule(tzid: str) -> None:
    zone = vtimezone(ZoneInfo(tzid), 2026, 2027)
    assert sorted(parts_of(zone)) == ["DAYLIGHT", "STANDARD"]
    assert all("RRULE" in part and "RDATE" not in part for part in zone.subcomponents)


def test_the_clocks_of_paris_change_on_the_last_sundays_of_march_and_october() -> None:
    lines = vtimezone(PARIS, 2026, 2026).to_ical().decode().splitlines()
    assert "DTSTART:20250330T020000" in lines
    assert "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3" in lines
    assert "DTSTART:20251026T030000" in lines
    assert "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10" in lines


def test_where_the_clocks_never_change_there_is_one_part() -> None:
    assert parts_of(vtimezone(ZoneInfo("America/Martinique"), 2026, 2027)) == ["STANDARD"]


def test_a_calendar_describes_its_zone_once_before_its_events() -> None:
    calendar = Calendar.from_ical(calendar_bytes("Day hospital", str(PARIS), year_of_entries()))
    assert [component.name for component in calendar.subcomponents][:2] == ["VTIMEZONE", "VEVENT"]
    assert [zone.tz_name for zone in calendar.timezones] == ["Europe/Paris"]
    assert not calendar.get_missing_tzids()
