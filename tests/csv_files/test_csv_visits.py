"""Booked visits: the start in the centre's time zone, the end by the kind, the session by the hours."""

from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from csv_folder_samples import GOOD, centre_of, spoiled

from refillplan.domain.half_days import HalfDay, SessionKey
from refillplan.domain.visits import Pin, Visit

PARIS = ZoneInfo("Europe/Paris")
HEADER = "patient,kind,starts_at,operator,place,told,pins\n"


def _visit(folder: Path, row: str, files: dict[str, str] = GOOD) -> Visit:
    (visit,) = centre_of(folder, files | {"visits.csv": HEADER + row + "\n"}).visits
    return visit


def test_visit_lasts_the_place_minutes_of_its_kind(tmp_path: Path) -> None:
    visit = _visit(tmp_path / "in", "P01,rinse,2027-01-12T08:45,D1,2,yes,date;half_day")
    assert visit.starts_at == datetime(2027, 1, 12, 8, 45, tzinfo=PARIS)
    assert visit.ends_at == datetime(2027, 1, 12, 12, 45, tzinfo=PARIS)
    assert (visit.place, visit.told, visit.pins) == (2, True, frozenset({Pin.DATE, Pin.HALF_DAY}))


@pytest.mark.parametrize("starts_at", ["2027-01-12T09:00", "2027-01-12T09:00:00", "2027-01-12T08:00Z", "2027-01-12T03:00-05:00"])
def test_start_is_the_local_hour_whatever_offset_it_is_written_with(tmp_path: Path, starts_at: str) -> None:
    visit = _visit(tmp_path / "in", f"P01,refill,{starts_at},N1,1,yes,")
    assert visit.starts_at.isoformat() == "2027-01-12T09:00:00+01:00"
    assert visit.starts_at.tzinfo is PARIS


def test_end_is_counted_in_real_minutes_when_the_clocks_change(tmp_path: Path) -> None:
    visit = _visit(tmp_path / "in", "P01,rinse,2027-03-28T00:30,D1,1,no,")
    assert visit.ends_at.isoformat() == "2027-03-28T05:30:00+02:00"


@pytest.mark.parametrize(("offset", "utc_hour"), [("", 0), ("+02:00", 0), ("+01:00", 1)])
def test_hour_that_comes_twice_is_the_first_unless_its_offset_says_so(tmp_path: Path, offset: str, utc_hour: int) -> None:
    visit = _visit(tmp_path / "in", f"P01,rinse,2027-10-31T02:30{offset},D1,1,no,")
    assert visit.starts_at.astimezone(UTC) == datetime(2027, 10, 31, utc_hour, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("starts_at", "half_day"),
    [
        ("2027-01-06T13:59", HalfDay.AM),  # an opening from 9:00 to 14:00
        ("2027-01-06T14:00", HalfDay.PM),  # its closing belongs to it no more
        ("2027-01-12T12:29", HalfDay.AM),
        ("2027-01-12T12:30", HalfDay.PM),
        ("2027-01-14T17:29", HalfDay.PM),
        ("2027-01-16T11:59", HalfDay.AM),  # a Saturday, without any session
        ("2027-01-16T12:00", HalfDay.PM),
    ],
)
def test_session_is_the_one_whose_hours_hold_the_start(tmp_path: Path, starts_at: str, half_day: HalfDay) -> None:
    visit = _visit(tmp_path / "in", f"P01,refill,{starts_at},N1,1,no,")
    assert visit.session == SessionKey(date.fromisoformat(starts_at[:10]), half_day)


@pytest.mark.parametrize("hour", ["11:00", "11:59"])
def test_session_may_begin_the_afternoon_before_noon(tmp_path: Path, hour: str) -> None:
    files = spoiled("sessions.csv", "4,pm,13:30", "4,pm,11:00")
    files = spoiled("sessions.csv", "4,am,08:30,12:30", "4,am,08:30,11:00", files)
    visit = _visit(tmp_path / "in", f"P01,refill,2027-01-14T{hour},N1,1,no,", files)
    assert visit.session.half_day is HalfDay.PM


def test_day_is_that_of_the_centre_not_of_the_offset(tmp_path: Path) -> None:
    visit = _visit(tmp_path / "in", "P01,refill,2027-01-11T23:30-08:00,N1,1,no,")
    assert visit.session == SessionKey(date(2027, 1, 12), HalfDay.AM)
