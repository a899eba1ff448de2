"""Everything that the database holds goes out as CSV and reads back the same, to the last cell."""

import csv
import json
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest
from service_samples import ACTOR, AT, SAMPLES, TODAY, imported, planned, published
from sqlalchemy import JSON, Boolean, DateTime, Float, Integer, Time
from sqlalchemy.types import TypeDecorator, TypeEngine

from refillplan.domain.messages import InvalidValue
from refillplan.services.core.access import load_centre
from refillplan.services.entering.recording import FillEntry, record_done
from refillplan.services.sharing.exporting import export_csv, export_tables
from refillplan.services.sharing.feeds import add_feed
from refillplan.storage import Store
from refillplan.storage.rows.base import Base

pytest_plugins = ["service_stores"]


def _text(cell: str) -> object:
    return json.loads(cell) if cell.startswith('"') else cell


_READERS: tuple[tuple[type, Callable[[str], object]], ...] = (
    (Boolean, lambda cell: {"yes": 1, "no": 0}[cell]),
    (DateTime, lambda cell: datetime.fromisoformat(cell).astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")),
    (Time, lambda cell: time.fromisoformat(cell).strftime("%H:%M:%S.%f")),
    (Integer, int),
    (Float, float),
    (JSON, json.loads),
)


def as_kept(cell: str, kind: TypeEngine[object]) -> object:
    """Return what SQLite itself keeps of a cell, by the type of its column."""
    plain = kind.impl if isinstance(kind, TypeDecorator) else kind
    read = next((read for sort, read in _READERS if isinstance(plain, sort)), _text)
    return None if cell == "" else read(cell)


def kept(value: object, kind: TypeEngine[object]) -> object:
    """Return what SQLite gives without anybody's help; JSON text by what it says."""
    plain = kind.impl if isinstance(kind, TypeDecorator) else kind
    return json.loads(value) if isinstance(plain, JSON) and isinstance(value, str) else value


def used(store: Store) -> None:
    """Make a database in which most tables have rows."""
    imported(store, SAMPLES / "small")
    planned(store)
    published(store)
    entry = FillEntry(patient="P01", lot='"L;1"', readings="=1+1, \u00ab as typed \u00bb ")
    record_done(store, "SMALL", TODAY, entry, actor=ACTOR, at=AT + timedelta(hours=1))
    add_feed(store, "SMALL", "PH1", None, "fr", "http://127.0.0.1:8765", actor=ACTOR, at=AT)
    planned(store)


def test_every_table_reads_back_as_it_is_stored(store: Store, tmp_path: Path) -> None:
    used(store)
    rows = export_tables(store, "SMALL", tmp_path / "out")
    assert {path.stem for path in (tmp_path / "out").iterdir()} == set(Base.metadata.tables) == set(rows)
    assert min(rows[name] for name in ("plan_visits", "calendar_entries", "audit", "edits", "feeds", "fills")) >= 1
    with closing(sqlite3.connect(tmp_path / "refillplan.db")) as connection:
        for table in Base.metadata.sorted_tables:
            with (tmp_path / "out" / f"{table.name}.csv").open(encoding="utf-8", newline="") as file:
                header, *cells = csv.reader(file)
            of_name = {column.name: column.type for column in table.columns}
            kinds = [of_name[name] for name in header]
            order = ", ".join(column.name for column in table.primary_key.columns)
            stored = connection.execute(f"SELECT {', '.join(header)} FROM {table.name} ORDER BY {order}").fetchall()
            expected = [[kept(value, kind) for kind, value in zip(kinds, row, strict=True)] for row in stored]
            assert [[as_kept(cell, kind) for kind, cell in zip(kinds, row, strict=True)] for row in cells] == expected, table.name


def test_the_same_state_gives_the_same_files_on_both_databases(any_store: Store, tmp_path: Path) -> None:
    any_store.upgrade()
    imported(any_store, SAMPLES / "small")
    export_tables(any_store, "SMALL", tmp_path / "a")
    export_tables(any_store, "SMALL", tmp_path / "b")
    files = {path.name: path.read_bytes() for path in (tmp_path / "a").iterdir()}
    assert files == {path.name: path.read_bytes() for path in (tmp_path / "b").iterdir()}
    first = files["patients.csv"].decode().splitlines()
    assert first[0].startswith("centre,patient,")
    assert first[1].startswith("SMALL,P01,")


def test_what_opens_a_feed_stays_inside(store: Store, tmp_path: Path) -> None:
    used(store)
    link = add_feed(store, "SMALL", "PH2", None, "en", "http://127.0.0.1:8765", actor=ACTOR, at=AT)
    export_tables(store, "SMALL", tmp_path / "out")
    token = re.split(r"[/.]", link.link)[-2]
    text = "".join(path.read_text(encoding="utf-8") for path in (tmp_path / "out").iterdir())
    assert "PH2" in text
    assert token not in text
    assert "token" not in (tmp_path / "out" / "feeds.csv").read_text(encoding="utf-8").splitlines()[0]


def test_another_centres_rows_are_not_among_them(store: Store, tmp_path: Path) -> None:
    imported(store, SAMPLES / "small")
    imported(store, SAMPLES / "france" / "fr10")
    export_tables(store, "SMALL", tmp_path / "out")
    assert not any("FR10" in path.read_text(encoding="utf-8") for path in (tmp_path / "out").iterdir())


@pytest.mark.parametrize("name", ["small", "centre", "history", "overloaded", "france/fr03"])
def test_a_centre_that_is_exported_and_imported_is_the_same_centre(store: Store, tmp_path: Path, name: str) -> None:
    code = imported(store, SAMPLES / name).centre
    export_csv(store, code, tmp_path / "first")
    other = Store.open(f"sqlite:///{tmp_path / 'other.db'}")
    imported(other, tmp_path / "first")
    assert load_centre(other, code) == load_centre(store, code)
    export_csv(other, code, tmp_path / "second")
    files = {path.name: path.read_bytes() for path in (tmp_path / "first").iterdir()}
    assert files == {path.name: path.read_bytes() for path in (tmp_path / "second").iterdir()}
    other.close()


def test_a_centre_in_use_is_exported_and_imported_but_for_the_windows_of_its_visits(store: Store, tmp_path: Path) -> None:
    used(store)
    export_csv(store, "SMALL", tmp_path / "first")
    other = Store.open(f"sqlite:///{tmp_path / 'other.db'}")
    imported(other, tmp_path / "first")
    before = load_centre(store, "SMALL")
    bare = tuple(replace(visit, window=None) for visit in before.visits)
    assert load_centre(other, "SMALL") == replace(before, visits=bare)
    export_csv(other, "SMALL", tmp_path / "second")
    files = {path.name: path.read_bytes() for path in (tmp_path / "first").iterdir()}
    assert files == {path.name: path.read_bytes() for path in (tmp_path / "second").iterdir()}
    other.close()


def test_a_text_that_no_file_could_give_back_is_refused_where_it_is_entered(store: Store) -> None:
    imported(store, SAMPLES / "small")
    before = load_centre(store, "SMALL")
    with pytest.raises(InvalidValue, match="a tab or another control character") as refused:
        record_done(store, "SMALL", TODAY, FillEntry(patient="P01", readings="2 mL\t"), actor=ACTOR, at=AT)
    assert refused.value.field == "readings"
    assert load_centre(store, "SMALL") == before


def test_a_folder_that_holds_anything_is_refused(store: Store, tmp_path: Path) -> None:
    imported(store, SAMPLES / "small")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").touch()
    with pytest.raises(InvalidValue, match="is not empty"):
        export_tables(store, "SMALL", tmp_path / "out")


def test_instants_are_in_utc(store: Store, tmp_path: Path) -> None:
    used(store)
    export_tables(store, "SMALL", tmp_path / "out")
    with (tmp_path / "out" / "audit.csv").open(encoding="utf-8", newline="") as file:
        ats = [datetime.fromisoformat(row["at"]) for row in csv.DictReader(file)]
    assert {at.tzinfo for at in ats} == {UTC}
