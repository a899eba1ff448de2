"""The commands that keep a database: audit, backup, doctor, nightly, roles, erasure, upgrade."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from cli_program import Program

pytest_plugins = ["cli_fixtures"]


@pytest.fixture
def kept(small_program: Program) -> Program:
    """The small sample, planned and in force."""
    for words in (("plan",), ("publish",)):
        assert small_program(*words).code in (0, 1)
    return small_program


def by_hand(program: Program, statement: str) -> None:
    with closing(sqlite3.connect(program.file)) as connection:
        connection.execute(statement)
        connection.commit()


def test_an_audit_that_was_exported_is_verified_against_later(kept: Program, tmp_path: Path) -> None:
    export = kept.well("audit", "export", str(tmp_path / "audit.jsonl"), "--json")
    verified = kept.well("audit", "verify", "--against", str(tmp_path / "audit.jsonl"), "--json")
    assert verified.data["entries"] == export.data["entries"]
    assert verified.data["faults"] == []
    assert "the audit is whole" in kept.well("audit", "verify").err
    again = kept("audit", "export", str(tmp_path / "audit.jsonl"))
    assert (again.code, "exists already" in again.err) == (2, True)


def test_an_exported_audit_is_for_its_owner_alone(kept: Program, tmp_path: Path) -> None:
    kept.well("audit", "export", str(tmp_path / "audit.jsonl"))
    assert (tmp_path / "audit.jsonl").stat().st_mode & 0o777 == 0o600


def test_a_newer_database_asks_for_a_newer_program(kept: Program) -> None:
    by_hand(kept, "UPDATE alembic_version SET version_num = '9999'")
    for command in ("doctor", "nightly"):
        said = kept(command)
        assert said.code == 1
        assert "update this program" in said.out + said.err
        assert "db upgrade" not in said.out + said.err


def test_a_chain_made_anew_by_hand_is_found_against_the_export(kept: Program, tmp_path: Path) -> None:
    kept.well("audit", "export", str(tmp_path / "audit.jsonl"))
    shutil.copy(kept.file, tmp_path / "other.db")
    kept.file.unlink()
    for part in kept.file.parent.glob("refillplan.db-*"):
        part.unlink()
    kept.well("import", str(Path(__file__).parents[2] / "sample_data" / "small"))
    assert kept.well("audit", "verify").code == 0
    found = kept("audit", "verify", "--against", str(tmp_path / "audit.jsonl"))
    assert found.code == 1
    assert "entry 1 is not the one that was exported" in found.out


def test_a_row_changed_by_hand_ends_with_one_and_names_it(kept: Program) -> None:
    by_hand(kept, "UPDATE patients SET usual_weekday = 5 WHERE patient = 'P01'")
    found = kept("audit", "verify")
    assert found.code == 1
    assert "patients P01 of SMALL is not as the audit says" in found.out
    assert kept("doctor").code == 1


def test_a_file_that_is_no_exported_audit_is_named_with_its_line(kept: Program, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear colleague")
    (tmp_path / "letter.doc").write_bytes(bytes(range(128, 256)))
    (tmp_path / "empty.txt").write_text("")
    for name in ("letter.txt", "letter.doc", "empty.txt", "nothing.txt"):
        refused = kept("audit", "verify", "--against", str(tmp_path / name))
        assert refused.code == 2
        assert name in refused.err


def test_saved_destroyed_and_restored_the_calendars_are_the_same(kept: Program, tmp_path: Path) -> None:
    kept.well("export", "ics", str(tmp_path / "before"))
    kept.well("backup", "save", str(tmp_path / "unit.backup"))
    full = kept("backup", "restore", str(tmp_path / "unit.backup"))
    assert (full.code, "is not empty" in full.err) == (3, True)
    kept.file.unlink()
    for part in kept.file.parent.glob("refillplan.db-*"):
        part.unlink()
    kept.well("backup", "restore", str(tmp_path / "unit.backup"))
    kept.well("export", "ics", str(tmp_path / "after"))
    files = [{file.name: file.read_bytes() for file in (tmp_path / name).iterdir()} for name in ("before", "after")]
    assert files[0] == files[1]
    assert kept.well("backup", "check", str(tmp_path / "unit.backup"), "--json").data["revision"] == "0014"


def test_a_file_that_is_no_backup_is_refused(program: Program, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear colleague")
    for words in (("check",), ("restore",)):
        for name in ("letter.txt", "nothing.txt"):
            refused = program("backup", *words, str(tmp_path / name))
            assert (refused.code, name in refused.err) == (2, True)
    assert not program.file.exists()


def test_an_older_database_is_saved_before_it_is_changed(kept: Program, tmp_path: Path) -> None:
    by_hand(kept, "UPDATE alembic_version SET version_num = '0013'")
    by_hand(kept, "DROP TABLE actors")
    by_hand(kept, "DROP TABLE erased_counts")
    done = kept.well("db", "upgrade", "--json")
    saved = Path(str(done.data["backup"]))
    assert saved.parent == kept.folder
    assert kept.well("backup", "check", str(saved), "--json").data["revision"] == "0013"
    assert kept.well("audit", "verify").code == 0
    assert kept.well("db", "upgrade", "--json").data["backup"] is None


def test_the_night_writes_its_report_and_a_backup(kept: Program, tmp_path: Path) -> None:
    kept.well("nightly", "--out", str(tmp_path / "nights"), "--backup", str(tmp_path / "backups"))
    (report,) = (tmp_path / "nights").iterdir()
    (backup,) = (tmp_path / "backups").iterdir()
    lines = report.read_text(encoding="utf-8").splitlines()
    assert lines[0].endswith("UTC: all is well")
    assert "SMALL: every active patient has a visit inside the limit" in "\n".join(lines)
    kept.well("backup", "check", str(backup))
    late = kept.bare("nightly", *kept.db, "--today", "2028-06-01")
    assert late.code == 1
    assert "look at this: not all is well" in late.out.splitlines()[0]


def test_the_doctor_says_what_is_well_and_what_is_not(kept: Program, program: Program) -> None:
    said = kept.well("doctor").out
    assert said.startswith("well: the database can be read")
    assert "LOOK" not in said
    assert kept.bare("doctor", *kept.db, "--today", "2028-06-01").code == 1


def test_roles_are_given_by_an_administrator_and_hold(kept: Program) -> None:
    refused = kept("actor", "set", "nora", "nurse")
    assert (refused.code, "there must be an administrator" in refused.err) == (2, True)
    kept.well("actor", "set", "anna", "administrator", "--actor", "anna")
    kept.well("actor", "set", "nora", "nurse", "--actor", "anna")
    assert kept.well("actor", "list", "--json").data == {"anna": "administrator", "nora": "nurse"}
    assert "nora" in kept.well("actor", "list").out
    reader = kept("plan", "--actor", "somebody")
    assert (reader.code, "somebody may read, but not change anything" in reader.err) == (2, True)
    signed = kept("protocol", "P01", "--target", "40", "--reason", "letter", "--actor", "nora")
    assert (signed.code, "only a physician signs" in signed.err) == (2, True)
    kept.well("actor", "remove", "nora", "--actor", "anna")
    assert kept("plan", "--actor", "nora").code == 2


def test_who_has_left_is_listed_and_erased(kept: Program) -> None:
    ended = kept("patient", "end", "P03", "--on", "2027-01-05")
    assert ended.code in (0, 1), ended
    assert "P03" not in kept.well("erase", "--list", "--json").out
    listed = kept.bare("erase", "--list", "--json", *kept.db, "--today", "2027-01-06")
    assert "P03" in listed.out
    early = kept.bare("erase", "P03", *kept.db, "--today", "2027-02-01")
    assert (early.code, "is kept until 2047" in early.err) == (2, True)
    later = (*kept.db, "--today", "2027-02-01")
    told = kept.bare("erase", "P03", "--yes", *later)
    assert (told.code, "was told visits that are still booked" in told.err) == (2, True)
    assert [kept.bare(*words, *later).code for words in (("propose",), ("publish", "--called"))] in ([0, 0], [1, 0], [1, 1])
    done = kept.bare("erase", "P03", "--yes", *later)
    assert (done.code, "P03 is erased" in done.err) == (0, True)
    assert kept.well("audit", "verify").code == 0
    assert "P03" not in kept.well("history").out


def test_the_night_is_reported_also_where_the_backup_cannot_be_written(kept: Program, tmp_path: Path) -> None:
    (tmp_path / "full").write_text("a file where the folder should be")
    ended = kept("nightly", "--backup", str(tmp_path / "full" / "nights"))
    assert ended.code == 2
    assert "every active patient has a visit inside the limit" in ended.out
    assert ended.err.startswith(f"refillplan: {tmp_path / 'full' / 'nights'}: ")
