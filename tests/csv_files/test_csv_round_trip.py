"""A centre that is written reads back as the same centre, from the same bytes each time."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

import pytest
from csv_centres import TODAY, centres
from csv_folder_samples import GOOD, centre_of
from hypothesis import given, settings

from refillplan.csv_files import read_folder, write_folder
from refillplan.domain.centre import Centre


def _bytes(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@settings(max_examples=80, deadline=None)
@given(centre=centres())
def test_centre_that_is_written_reads_back_as_the_same(centre: Centre) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name) / "new" / "centre"
        write_folder(centre, folder)
        assert read_folder(folder, TODAY) == centre


def test_good_folder_survives_being_read_and_written(tmp_path: Path) -> None:
    centre = centre_of(tmp_path / "in", GOOD)
    write_folder(centre, tmp_path / "out")
    assert set(_bytes(tmp_path / "out")) == set(GOOD)
    assert read_folder(tmp_path / "out", TODAY) == centre


def test_file_is_written_as_the_contract_says(tmp_path: Path) -> None:
    write_folder(centre_of(tmp_path / "in", GOOD), tmp_path / "out")
    assert (tmp_path / "out" / "patients.csv").read_bytes() == GOOD["patients.csv"].encode()
    assert (tmp_path / "out" / "visits.csv").read_text().splitlines() == [
        "patient,kind,starts_at,operator,place,told,pins",
        "P01,refill,2027-01-12T09:00,N1,1,yes,date;hour",
        "P02,refill,2027-01-06T12:30,N1,1,no,",
        "P03,rinse,2027-01-14T12:45,D1,2,yes,",
        "P03,refill,2027-01-19T08:30,N1,2,no,",
    ]


def test_same_centre_gives_the_same_bytes(tmp_path: Path) -> None:
    centre = centre_of(tmp_path / "in", GOOD)
    write_folder(centre, tmp_path / "a")
    write_folder(replace(centre), tmp_path / "b")
    assert _bytes(tmp_path / "a") == _bytes(tmp_path / "b")
    assert not any(b"\r" in content or content.startswith(b"\xef\xbb\xbf") for content in _bytes(tmp_path / "a").values())


def test_only_files_with_rows_and_those_needed_are_written(tmp_path: Path) -> None:
    centre = centre_of(tmp_path / "in", GOOD)
    bare = replace(
        centre,
        pump_models=(),
        patients=(),
        pumps=(),
        fills=(),
        operators=(),
        sessions=(),
        openings=(),
        leaves=(),
        unavailabilities=(),
        visits=(),
        supply=(),
        theatre=(),
        decisions=(),
    )
    write_folder(bare, tmp_path / "out")
    needed = {"centre.toml", "visit_kinds.csv", "patients.csv", "pumps.csv", "operators.csv", "sessions.csv"}
    assert set(_bytes(tmp_path / "out")) == needed | {"closures.csv"}
    assert read_folder(tmp_path / "out", TODAY) == bare


def test_visit_kept_in_utc_is_written_with_its_local_hour(tmp_path: Path) -> None:
    centre = centre_of(tmp_path / "in", GOOD)
    visits = [replace(v, starts_at=v.starts_at.astimezone(UTC), ends_at=v.ends_at.astimezone(UTC)) for v in centre.visits]
    write_folder(replace(centre, visits=tuple(visits)), tmp_path / "out")
    assert read_folder(tmp_path / "out", TODAY) == centre


def test_hour_that_comes_twice_is_written_with_its_offset(tmp_path: Path) -> None:
    visits = "patient,kind,starts_at,operator,place,told,pins\nP01,rinse,2027-10-31T02:30+01:00,D1,1,no,\n"
    centre = centre_of(tmp_path / "in", GOOD | {"visits.csv": visits})
    write_folder(centre, tmp_path / "out")
    assert (tmp_path / "out" / "visits.csv").read_text() == visits
    read_back = read_folder(tmp_path / "out", TODAY)
    assert isinstance(read_back, Centre)
    (visit,) = read_back.visits
    assert visit.starts_at == datetime(2027, 10, 31, 2, 30, tzinfo=ZoneInfo("Europe/Paris"), fold=1)
    assert visit.starts_at.astimezone(UTC) == datetime(2027, 10, 31, 1, 30, tzinfo=UTC)


def test_folder_that_holds_anything_is_refused(tmp_path: Path) -> None:
    centre = centre_of(tmp_path / "in", GOOD)
    before = _bytes(tmp_path / "in")
    with pytest.raises(FileExistsError):
        write_folder(centre, tmp_path / "in")
    assert _bytes(tmp_path / "in") == before


def test_empty_folder_is_taken(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    write_folder(centre_of(tmp_path / "in", GOOD), tmp_path / "out")
    assert (tmp_path / "out" / "centre.toml").exists()
