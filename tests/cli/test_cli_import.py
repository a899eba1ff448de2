from pathlib import Path

import pytest
from cli_program import SAMPLES, Program, copy_of_small

pytest_plugins = ["cli_fixtures"]

SPOILED = {
    "patients": (
        "patient,usual_weekday,preferred_half_day,preferred_operator,target_days,limit_days,not_after,override_reason,"
        "last_review_on,active_from,active_to\n"
        "P01,8,,,,,,,,,\n"
        "P01,1,,,,,,,,,\n"
        "Durand,1,,,,,,,,,\n"
        "P03,4,noon,,,,,,,,\n"
    ),
    "pumps": (
        "serial,patient,model,implanted_on,ended_on,end_cause,extended_until,low_battery_on\n"
        "SMALL-1,P77,MIP 2007D,2019-03-12,,,,\n"
        "SMALL-3,P03,MIP 2007D,12/03/2019,,,,\n"
    ),
    "fills": "patient,serial,filled_on,kind,operator,lot,readings\nP01,,2027-02-30,refill,OP1,,\nP01,,2027-01-05,refill,OP1,,\n",
    "sessions": (
        "weekday,half_day,opens,closes,places,operators,comfortable_visits,valid_from,valid_to\n"
        "1,am,11:00,09:00,1,OP1,,,\n4,am,09:00,10:30,1,OP9,,,\n4,am,9h,10:30,1,OP1,,,\n"
    ),
    "closures": "from_on,to_on,half_day,reason\n2027-02-18,2027-02-17,,works\n",
}


def test_a_folder_with_twelve_faults_gets_twelve_sentences_and_the_database_stays_as_it_is(
    small_program: Program, tmp_path: Path
) -> None:
    before = small_program.file.read_bytes()
    ended = small_program("import", str(copy_of_small(tmp_path, **SPOILED)), "--json")
    assert ended.code == 2
    faults = ended.data["faults"]
    assert isinstance(faults, list)
    assert len(faults) == 12
    assert all(fault["file"] and fault["line"] and fault["sentence"] for fault in faults)
    *sentences, last = ended.err.splitlines()
    assert len(sentences) == 12
    assert all(
        sentence.startswith(f"{fault['file']}, line {fault['line']}") for sentence, fault in zip(sentences, faults, strict=True)
    )
    assert last == "faults to mend: 12; nothing was stored"
    assert small_program.file.read_bytes() == before


def test_faults_are_told_in_french(program: Program, tmp_path: Path) -> None:
    ended = program("import", str(copy_of_small(tmp_path, **SPOILED)), "--lang", "fr")
    assert (ended.code, ended.out) == (2, "")
    assert "closures.csv, ligne 2" in ended.err
    assert not program.file.exists()


def test_importing_twice_changes_nothing(small_program: Program) -> None:
    again = small_program.well("import", str(SAMPLES / "small"), "--json").data
    assert isinstance(again["tables"], list)
    assert {(table["added"], table["changed"]) for table in again["tables"]} == {(0, 0)}


def test_a_trial_stores_nothing(program: Program) -> None:
    ended = program.well("import", str(SAMPLES / "small"), "--dry-run")
    assert "nothing was stored: this was a trial" in ended.err
    assert not program.file.exists()


def test_rows_that_stay_are_named(program: Program, tmp_path: Path) -> None:
    folder = copy_of_small(tmp_path, closures="from_on,to_on,half_day,reason\n2027-02-18,2027-02-18,,works\n")
    program.well("import", str(folder))
    ended = program.well("import", str(SAMPLES / "small"))
    assert "closures: these rows are not in the folder and stay in the database: 2027-02-18/2027-02-18/" in ended.err


def test_rows_that_stay_and_contradict_are_refused(small_program: Program, tmp_path: Path) -> None:
    header, monday, thursday = (SAMPLES / "small" / "sessions.csv").read_text().splitlines()
    changed = "\n".join([header, monday.replace("OP1,,,", "OP1,,2027-01-01,"), thursday, ""])
    ended = small_program("import", str(copy_of_small(tmp_path, sessions=changed)))
    assert ended.code == 2
    assert "together with the rows that stay" in ended.err
    assert "nothing was stored" in ended.err


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_a_folder_that_is_not_there_is_told(program: Program, lang: str) -> None:
    ended = program("import", "nowhere", "--lang", lang)
    assert ended.code == 2
    assert "nowhere" in ended.err
    assert not program.file.exists()


def test_a_folder_of_exported_tables_is_told_as_that_in_one_sentence(small_program: Program, tmp_path: Path) -> None:
    small_program.well("export", "tables", str(tmp_path / "tables"))
    ended = small_program("import", str(tmp_path / "tables"))
    assert ended.code == 2
    said = ended.out + ended.err
    assert "this is what 'export tables' wrote, for auditors; 'export csv' writes what can be read back" in said
    assert "faults to mend: 1;" in said
