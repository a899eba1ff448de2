import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest
from service_samples import ACTOR, AT, SAMPLES, TODAY, import_sample, imported, planned, published, sample_copy

from refillplan.csv_files import Faults
from refillplan.domain.messages import InvalidValue
from refillplan.services.core.access import choose_centre, load_centre
from refillplan.services.entering.importing import Disagreement, Imported, import_folder
from refillplan.storage import Store

pytest_plugins = ["service_stores"]

VISIT = "P01,refill,2027-01-11T09:00,OP1,1,yes,date"


def rows_of(tmp_path: Path) -> list[str]:
    """Return every row of every table of the store's file, as SQL."""
    connection = sqlite3.connect(tmp_path / "refillplan.db")
    rows = list(connection.iterdump())
    connection.close()
    return rows


def test_a_sample_is_imported_whole(store: Store) -> None:
    done = import_sample(store, "centre")
    assert (done.tables.changed, done.tables.unchanged, done.tables.kept) == (0, 0, 0)
    centre = load_centre(store, "CENTRE")
    assert (len(centre.patients), len(centre.sessions)) == (50, 3)


@pytest.mark.parametrize("name", ["small", "centre"])
def test_importing_twice_changes_nothing(store: Store, tmp_path: Path, name: str) -> None:
    import_sample(store, name)
    before = rows_of(tmp_path)
    again = import_sample(store, name)
    assert (again.tables.added, again.tables.changed, again.tables.kept) == (0, 0, 0)
    assert rows_of(tmp_path) == before


def test_a_trial_tells_what_would_be_done_and_stores_nothing(small: Store, tmp_path: Path) -> None:
    before = rows_of(tmp_path)
    folder = sample_copy(tmp_path, closures="2027-02-18,2027-02-18,,works")
    trial = import_folder(small, folder, TODAY, actor=ACTOR, at=AT, dry_run=True)
    assert isinstance(trial, Imported)
    assert trial.tables.added == 1
    assert rows_of(tmp_path) == before


def test_a_trial_makes_no_database(store: Store, tmp_path: Path) -> None:
    trial = import_folder(store, SAMPLES / "small", TODAY, actor=ACTOR, at=AT, dry_run=True)
    assert isinstance(trial, Imported)
    assert trial.tables.added > 0
    assert list(tmp_path.iterdir()) == []


def test_a_folder_with_faults_stores_nothing(small: Store, tmp_path: Path) -> None:
    before = rows_of(tmp_path)
    folder = sample_copy(
        tmp_path, patients="P04,9,,,,,,,,,", closures="2027-02-18,2027-02-17,,", fills="P99,,2026-12-01,refill,,,"
    )
    found = import_folder(small, folder, TODAY, actor=ACTOR, at=AT)
    assert isinstance(found, Faults)
    assert len(found.faults) == 3
    assert rows_of(tmp_path) == before


def test_booked_visits_are_read_until_the_centre_has_a_plan(small: Store, tmp_path: Path) -> None:
    folder = sample_copy(tmp_path, visits=VISIT)
    assert imported(small, folder).left_out_visits == 0
    assert len(load_centre(small, "SMALL").visits) == 1
    planned(small)
    published(small)
    booked = load_centre(small, "SMALL").visits
    assert len(booked) > 1
    assert imported(small, folder).left_out_visits == 1
    assert load_centre(small, "SMALL").visits == booked


def test_rows_that_the_folder_no_longer_holds_stay_and_are_named(store: Store, tmp_path: Path) -> None:
    imported(store, sample_copy(tmp_path, closures="2027-02-18,2027-02-18,,works"))
    again = import_sample(store, "small")
    assert {table.table: table.kept_keys for table in again.tables.tables if table.kept} == {
        "closures": ("2027-02-18/2027-02-18/",)
    }
    assert len(load_centre(store, "SMALL").closures) == 1


def test_rows_that_stay_may_not_contradict_those_that_come(small: Store, tmp_path: Path) -> None:
    before = rows_of(tmp_path)
    folder = sample_copy(tmp_path)
    sessions = (folder / "sessions.csv").read_text()
    (folder / "sessions.csv").write_text(sessions.replace("1,am,09:00,11:00,1,OP1,,,", "1,am,08:00,11:00,1,OP1,,2027-01-01,"))
    found = import_folder(small, folder, TODAY, actor=ACTOR, at=AT)
    assert isinstance(found, Disagreement)
    assert {fault.file for fault in found.faults.faults} == {"sessions.csv"}
    assert rows_of(tmp_path) == before


def test_a_later_import_brings_new_fills(small: Store, tmp_path: Path) -> None:
    later = TODAY + timedelta(days=10)
    done = imported(small, sample_copy(tmp_path, fills="P02,SMALL-2,2027-01-11,refill,OP1,,"), later)
    assert (done.tables.added, done.tables.changed) == (1, 0)


def test_the_centre_that_is_meant_must_be_named_where_there_are_several(small: Store) -> None:
    assert choose_centre(small, None) == "SMALL"
    import_sample(small, "centre")
    assert choose_centre(small, "SMALL") == "SMALL"
    with pytest.raises(InvalidValue, match="several centres"):
        choose_centre(small, None)
    with pytest.raises(InvalidValue, match="holds CENTRE, SMALL"):
        choose_centre(small, "ELSE")


def test_a_database_without_a_centre_says_so(store: Store) -> None:
    store.upgrade()
    with pytest.raises(InvalidValue, match="no centre in this database yet"):
        choose_centre(store, None)
