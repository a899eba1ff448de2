"""``export fhir`` and ``import-fhir`` as a user has them."""

import json
from pathlib import Path

import pytest
from cli_program import Program

pytest_plugins = ["cli_fixtures"]

BUSY = {
    "resourceType": "Slot",
    "schedule": {"reference": "Schedule/1"},
    "status": "busy",
    "start": "2027-02-04T09:00:00+01:00",
    "end": "2027-02-04T10:00:00+01:00",
}


@pytest.fixture
def published(small_program: Program) -> Program:
    small_program.well("plan")
    small_program.well("publish")
    return small_program


def test_a_bundle_is_written_and_left_alone_while_nothing_changes(published: Program, tmp_path: Path) -> None:
    first = published.well("export", "fhir", "out/unit.json", "--json")
    assert first.data == {"centre": "SMALL", "file": "out/unit.json", "written": True, "violations": []}
    before = (tmp_path / "out" / "unit.json").read_bytes()
    assert json.loads(before)["resourceType"] == "Bundle"
    assert published.well("export", "fhir", "out/unit.json", "--json").data["written"] is False
    assert (tmp_path / "out" / "unit.json").read_bytes() == before


def test_busy_times_are_shown_then_entered_then_taken_back(published: Program, tmp_path: Path) -> None:
    (tmp_path / "busy.json").write_text(json.dumps(BUSY))
    shown = published.well("import-fhir", "busy.json", "--as", "closures")
    assert "1 would be with --apply" in shown.err
    entered = published.well("import-fhir", "busy.json", "--as", "closures", "--apply", "--json")
    assert entered.data["events"] == [
        {
            "from_on": "2027-02-04",
            "to_on": "2027-02-04",
            "days": [{"from_on": "2027-02-04", "to_on": "2027-02-04", "half_day": None}],
            "note": None,
        }
    ]
    assert "closures from a calendar: 1" in published.well("undo").err


def test_a_time_that_cannot_be_read_ends_with_1(published: Program, tmp_path: Path) -> None:
    (tmp_path / "busy.json").write_text(json.dumps({**BUSY, "status": "perhaps", "start": 1}))
    assert published("import-fhir", "busy.json", "--as", "closures").code == 1


def test_absences_need_an_operator(published: Program, tmp_path: Path) -> None:
    (tmp_path / "busy.json").write_text(json.dumps(BUSY))
    assert published("import-fhir", "busy.json", "--as", "leaves").code == 2
    assert published("import-fhir", "none.json", "--as", "closures").code == 2
