import json
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from calendar_examples import CLOCK_CHANGES, PARIS, entry_at, year_of_entries

from refillplan.calendars.export import calendar_bytes
from refillplan.domain.calendar_entries import CalendarEntry

KHAL = Path(sys.executable).with_name("khal")
CONFIG = """\
[calendars]
[[refills]]
path = {folder}/refills
[sqlite]
path = {folder}/khal.db
[locale]
local_timezone = Europe/Paris
default_timezone = Europe/Paris
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
[default]
default_calendar = refills
"""
FIELDS = ("uid", "start-long", "end-long", "title", "location", "description", "status")


class Khal:
    """A calendar client of its own, with its own home, that lives for one test."""

    def __init__(self, home: Path) -> None:
        self.home = home
        (home / "refills").mkdir()
        (home / "config").write_text(CONFIG.format(folder=home))

    def _run(self, *arguments: str) -> str:
        environment = {"HOME": str(self.home), "LC_ALL": "C.UTF-8", "TZ": "Europe/Paris", "PATH": "/usr/bin:/bin"}
        command = [str(KHAL), "--config", str(self.home / "config"), *arguments]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, encoding="utf-8", check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def take(self, entries: Iterable[CalendarEntry]) -> None:
        file = self.home / "unit.ics"
        file.write_bytes(calendar_bytes("Hôpital de jour", "Europe/Paris", entries))
        self._run("import", "--batch", "--include-calendar", "refills", str(file))

    def shown(self) -> list[dict[str, str]]:
        wanted = [part for field in FIELDS for part in ("--json", field)]
        days = self._run("list", "--once", *wanted, "2026-01-01", "2027-01-01").splitlines()
        return [event for day in days for event in json.loads(day)]


@pytest.fixture
def khal(tmp_path: Path) -> Khal:
    return Khal(tmp_path)


def hours(instant: datetime) -> str:
    return f"{instant.astimezone(PARIS):%Y-%m-%d %H:%M}"


def test_khal_shows_every_visit_of_the_year_as_exported(khal: Khal) -> None:
    entries = year_of_entries()
    khal.take(entries)
    shown = {event["uid"]: event for event in khal.shown()}
    assert len(khal.shown()) == len(shown) == len(entries)
    for entry in entries:
        event = shown[entry.uid]
        assert (event["start-long"], event["end-long"]) == (hours(entry.starts_at), hours(entry.ends_at))
        assert event["title"] == f"{'cancelled: ' if entry.cancelled else ''}{entry.patient} · {entry.kind}"
        assert event["location"] == f"place {entry.place}"
        assert event["description"].startswith(f"operator {entry.operator}\n")
        assert event["status"].strip() == ("CANCELLED" if entry.cancelled else "CONFIRMED" if entry.told else "TENTATIVE")


def test_khal_shows_nine_o_clock_as_nine_o_clock_before_and_after_both_clock_changes(khal: Khal) -> None:
    around = [change + timedelta(days=days) for change in CLOCK_CHANGES for days in (-2, 1)]
    khal.take(entry_at(on, uid=str(on)) for on in around)
    assert [event["start-long"] for event in khal.shown()] == [f"{on} 09:00" for on in around]


def test_khal_moves_and_cancels_the_visit_it_has(khal: Khal) -> None:
    first = entry_at(date(2026, 3, 3))
    khal.take([first])
    moved = replace(entry_at(date(2026, 3, 5)), sequence=1)
    khal.take([moved])
    assert [event["start-long"] for event in khal.shown()] == ["2026-03-05 09:00"]
    khal.take([replace(moved, sequence=2, cancelled=True)])
    assert [event["title"] for event in khal.shown()] == ["cancelled: P017 · refill"]


def test_khal_takes_an_empty_calendar(khal: Khal) -> None:
    khal.take([])
    assert khal.shown() == []
