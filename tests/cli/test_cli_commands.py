import json
import sqlite3
from contextlib import closing
from pathlib import Path

import icalendar
import pytest
from cli_program import SAMPLES, Program, copy_of_small

pytest_plugins = ["cli_fixtures"]


@pytest.fixture
def in_force(small_program: Program) -> Program:
    """The program with the small sample planned and published."""
    small_program.well("plan")
    small_program.well("publish")
    return small_program


def test_init_makes_the_database_and_a_starter_folder(program: Program, tmp_path: Path) -> None:
    ended = program.well("init", "unit", "--json")
    assert (tmp_path / "refillplan.db").is_file()
    assert isinstance(ended.data["starter"], list)
    assert len(ended.data["starter"]) == len(list((tmp_path / "unit").iterdir())) == 17
    assert program.well("import", "unit", "--dry-run", "--json").data["centre"] == "MY-UNIT"
    assert program("init", "unit").code == 2


def test_generate_writes_a_centre_that_can_be_imported_and_planned(program: Program) -> None:
    program.well("generate", "made", "--patients", "5", "--seed", "3", "--weeks", "8")
    program.well("import", "made")
    assert program("plan", "--json").data["proven_optimal"] is True


@pytest.mark.parametrize(("option", "value", "says"), [("--patients", "0", "patients is 0"), ("--load", "9", "load is 9.0")])
def test_generate_refuses_what_makes_no_centre(program: Program, option: str, value: str, says: str) -> None:
    ended = program("generate", "made", "--patients", "5", "--seed", "3", option, value)
    assert ended.code == 2
    assert says in ended.err


def test_check_counts_the_figures_anew(small_program: Program) -> None:
    small_program.well("plan")
    checked = small_program.well("check", "--json").data
    assert (checked["version"], checked["state"], checked["sound"], checked["violations"]) == (1, "draft", True, [])
    assert checked["tiers"] == {"unplaced": 0, "beyond_limit_days": 0, "moved": 0, "comfort": 14}


def test_check_ends_with_1_where_a_rule_is_broken_by_now(in_force: Program, tmp_path: Path) -> None:
    closed = "from_on,to_on,half_day,reason\n2027-02-18,2027-02-18,,works\n"
    in_force.well("import", str(copy_of_small(tmp_path, closures=closed)))
    ended = in_force("check")
    assert ended.code == 1
    assert "2027-02-18-am" in ended.out
    for words in (("export", "ics", "calendars"), ("export", "vdir", "vdir"), ("export", "fhir", "unit.json")):
        told = in_force(*words)
        assert told.code == 1
        assert "2027-02-18-am" in told.out
        assert "calendars show visits as they were told until the calls are made" in told.err
        assert (tmp_path / words[-1]).exists()


def test_publish_tells_books_and_refuses_a_stale_draft(small_program: Program, tmp_path: Path) -> None:
    small_program.well("plan")
    stale = small_program.bare("publish", *small_program.db, "--today", "2027-01-05")
    assert stale.code == 2
    assert "plan again" in stale.err
    done = small_program.well("publish", "--until", "2027-01-15", "--json").data
    assert (done["status"], done["version"], done["visits"], done["told"]) == ("published", 1, 6, 2)
    assert done["calendar"] == {"added": 6, "changed": 0, "cancelled": 0}
    assert small_program.well("publish", "--until", "2027-01-15", "--json").data["status"] == "unchanged"
    closed = "from_on,to_on,half_day,reason\n2027-02-18,2027-02-18,,works\n"
    small_program.well("plan", "--weeks", "6")
    small_program.well("import", str(copy_of_small(tmp_path, closures=closed)))
    changed = small_program("publish")
    assert changed.code == 2
    assert "since plan 2 was made the centre was changed by" in changed.err


def test_export_writes_the_same_calendars_twice(in_force: Program, tmp_path: Path) -> None:
    first = in_force.well("export", "ics", "calendars", "--json").data
    assert first["files"] == first["written"] == ["unit.ics", "operator-OP1.ics"]
    before = {path.name: path.read_bytes() for path in (tmp_path / "calendars").iterdir()}
    assert in_force.well("export", "ics", "calendars", "--json").data["written"] == []
    assert {path.name: path.read_bytes() for path in (tmp_path / "calendars").iterdir()} == before
    assert len(icalendar.Calendar.from_ical(before["unit.ics"]).walk("VEVENT")) == 6


def test_export_before_publication_is_refused(small_program: Program) -> None:
    small_program.well("plan")
    ended = small_program("export", "ics", "calendars")
    assert ended.code == 2
    assert "nothing is published yet" in ended.err


def test_a_centre_goes_out_as_csv_and_comes_back_unchanged(in_force: Program) -> None:
    in_force.well("export", "csv", "out")
    again = in_force.well("import", "out", "--json").data
    assert isinstance(again["tables"], list)
    assert {(table["added"], table["changed"]) for table in again["tables"]} == {(0, 0)}
    assert in_force("export", "csv", "out").code == 2


def test_info_tells_versions_and_hides_passwords(in_force: Program) -> None:
    found = in_force.well("info", "--json").data
    assert found["schema"] == "current"
    assert isinstance(found["centres"], list)
    assert (found["centres"][0]["code"], found["centres"][0]["bookings"]) == ("SMALL", 6)
    assert "Small centre" in in_force.well("info").out
    unreachable = in_force.bare("info", "--db", "postgresql://nurse:secret@127.0.0.1:1/refillplan")
    assert unreachable.code == 3
    assert "secret" not in unreachable.err


def test_info_counts_no_centres_in_tables_of_another_version(in_force: Program) -> None:
    with closing(sqlite3.connect(in_force.file)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    said = in_force.well("info").out
    assert "(newer than this program)" in said
    assert "Centres" not in said


def test_the_database_tells_how_its_tables_stand(program: Program) -> None:
    before = program("db", "state")
    assert (before.code, before.out) == (3, "no tables yet: 'refillplan init' makes them\n")
    program.well("db", "upgrade")
    assert program.well("db", "state").out == "up to date\n"
    assert program.well("db", "state", "--json").data == {"state": "current"}


def test_several_centres_need_a_name(small_program: Program) -> None:
    small_program.well("generate", "other", "--patients", "3", "--seed", "1", "--centre", "OTHER", "--weeks", "8")
    small_program.well("import", "other")
    ended = small_program("plan")
    assert ended.code == 2
    assert "OTHER, SMALL" in ended.err
    assert small_program.well("plan", "--centre", "OTHER", "--json").data["centre"] == "OTHER"
    assert small_program("plan", "--centre", "ELSE").code == 2


def test_the_demo_takes_no_other_database(program: Program) -> None:
    ended = program("demo", "--out", "demo")
    assert ended.code == 2
    assert "leave --db away" in ended.err


def test_every_sample_can_be_imported_into_one_database(program: Program) -> None:
    folders = [SAMPLES / "small", SAMPLES / "centre", *sorted((SAMPLES / "france").glob("fr*"))]
    for folder in folders:
        assert json.loads(program.well("import", str(folder), "--json").out)["status"] == "imported"
