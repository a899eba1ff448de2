from dataclasses import replace
from pathlib import Path

import pytest
from icalendar import Calendar
from service_samples import TODAY, imported, planned, published, sample_copy

from refillplan.csv_files import read_folder
from refillplan.domain.messages import InvalidValue
from refillplan.services.core.access import load_centre
from refillplan.services.core.language import translator
from refillplan.services.sharing.collections import export_vdir
from refillplan.services.sharing.exporting import Exported, export_csv, export_ics
from refillplan.storage import Store

pytest_plugins = ["service_stores"]


def exported(store: Store, folder: Path) -> Exported:
    done = export_ics(store, "SMALL", folder, TODAY)
    assert done.violations == ()
    return done


def test_the_unit_and_each_operator_get_a_calendar(small: Store, tmp_path: Path) -> None:
    plan = planned(small).plan
    published(small)
    done = exported(small, tmp_path / "ics")
    assert sorted(done.files) == ["operator-OP1.ics", "unit.ics"]
    events = Calendar.from_ical((tmp_path / "ics" / "unit.ics").read_bytes()).walk("VEVENT")
    assert [event.decoded("DTSTART") for event in events] == [visit.starts_at for visit in plan.visits]


def test_exporting_twice_writes_nothing_the_second_time(small: Store, tmp_path: Path) -> None:
    planned(small)
    published(small)
    assert len(exported(small, tmp_path / "ics").written) == 2
    before = {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in (tmp_path / "ics").iterdir()}
    assert exported(small, tmp_path / "ics").written == ()
    assert {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in (tmp_path / "ics").iterdir()} == before


def test_planning_and_publishing_again_without_a_change_leaves_the_calendars_alone(small: Store, tmp_path: Path) -> None:
    planned(small)
    published(small)
    exported(small, tmp_path / "ics")
    planned(small)
    published(small)
    assert exported(small, tmp_path / "ics").written == ()


def test_nothing_is_exported_before_a_plan_is_published(small: Store, tmp_path: Path) -> None:
    planned(small)
    with pytest.raises(InvalidValue, match="nothing is published yet"):
        export_ics(small, "SMALL", tmp_path / "ics", TODAY)
    assert not (tmp_path / "ics").exists()


def test_a_plan_that_breaks_rules_by_now_is_exported_as_it_was_told_and_says_so(small: Store, tmp_path: Path) -> None:
    planned(small)
    published(small)
    exported(small, tmp_path / "before")
    imported(small, sample_copy(tmp_path, closures="2027-02-18,2027-02-18,,works"))
    done = export_ics(small, "SMALL", tmp_path / "ics", TODAY)
    assert {str(violation.session) for violation in done.violations} == {"2027-02-18-am"}
    assert (tmp_path / "ics" / "unit.ics").read_bytes() == (tmp_path / "before" / "unit.ics").read_bytes()
    assert export_vdir(small, "SMALL", tmp_path / "vdir", TODAY).violations == done.violations


def test_calendars_speak_the_readers_language(small: Store, tmp_path: Path) -> None:
    planned(small)
    published(small)
    export_ics(small, "SMALL", tmp_path / "fr", TODAY, translate=translator("fr"))
    text = (tmp_path / "fr" / "unit.ics").read_bytes().decode().replace("\r\n ", "")
    assert "aide à la planification" in text


def test_a_centre_written_as_csv_reads_back_the_same(small: Store, tmp_path: Path) -> None:
    planned(small)
    published(small)
    export_csv(small, "SMALL", tmp_path / "csv")
    read = read_folder(tmp_path / "csv", TODAY)
    stored = load_centre(small, "SMALL")
    assert read == replace(stored, visits=tuple(replace(visit, window=None) for visit in stored.visits))


def test_a_folder_with_something_in_it_is_not_written_into(small: Store, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "mine.txt").write_text("mine")
    with pytest.raises(InvalidValue, match="not empty"):
        export_csv(small, "SMALL", folder)
    assert [path.name for path in folder.iterdir()] == ["mine.txt"]
