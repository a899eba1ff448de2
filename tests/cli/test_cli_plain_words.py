"""What people read is theirs: their language, one sentence, no words of a library."""

from datetime import date
from pathlib import Path

import holidays
import pytest
from cli_program import SAMPLES, Program, copy_of_small

from refillplan.cli.output.table_words import TABLES
from refillplan.domain.agenda import public_holidays
from refillplan.domain.holiday_names import NAMES
from refillplan.storage.rows.base import Base

pytest_plugins = ["cli_fixtures"]


def test_an_import_names_its_tables_in_the_readers_language(program: Program) -> None:
    shown = program.well("import", str(SAMPLES / "small"), "--lang", "fr").out
    assert "demi-journées de la semaine" in shown
    assert "session_templates" not in shown


def test_rows_that_stay_are_told_with_the_table_in_words(program: Program, tmp_path: Path) -> None:
    program.well("import", str(SAMPLES / "small"))
    fewer = copy_of_small(tmp_path, unavailabilities="patient,from_on,to_on,half_day,hard\n")
    assert "days when patients cannot come: these rows are not in the folder" in program.well("import", str(fewer)).err


def test_the_tables_in_words_are_tables() -> None:
    assert set(TABLES) <= set(Base.metadata.tables)


@pytest.mark.parametrize(("lang", "holiday"), [("fr", "Lundi de Pâques"), ("en", "Easter Monday")])
@pytest.mark.parametrize("system", ["th", "fr_FR.UTF-8", ""])
def test_a_holiday_is_named_in_the_language_asked_for_whatever_the_system_speaks(
    program: Program, monkeypatch: pytest.MonkeyPatch, lang: str, holiday: str, system: str
) -> None:
    monkeypatch.setenv("LANGUAGE", system)
    monkeypatch.setenv("LANG", system)
    public_holidays.cache_clear()
    program.well("import", str(SAMPLES / "small"))
    assert holiday in program("close", "2027-03-29", "--lang", lang).err


def test_two_holidays_on_one_day_are_both_named() -> None:
    both = public_holidays("FR-972", 2031)[date(2031, 5, 22)]  # both, by the library: the abolition and Ascension Day
    assert str(both) == "Abolition of Slavery, Ascension Day"


def test_every_holiday_of_france_has_its_french_name() -> None:
    zones = ["FR", *(f"FR-{part}" for part in holidays.list_supported_countries()["FR"])]
    named = {str(name) for zone in zones for year in range(2024, 2032) for name in public_holidays(zone, year).values()}
    assert {part for name in named for part in name.split(", ")} <= set(NAMES)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b'{"a": ', "illisible à partir de la ligne 1, colonne 7"),
        (b"", "ligne 1, colonne 1"),
        (b"\xff\xfe", "pas un texte en UTF-8"),
        (b'{"format": 1}', "le champ manque"),
    ],
)
def test_a_problem_file_that_is_none_is_told_without_a_librarys_words(
    program: Program, tmp_path: Path, content: bytes, says: str
) -> None:
    (tmp_path / "problem.json").write_bytes(content)
    ended = program.bare("plan", "--problem", "problem.json", "--lang", "fr")
    assert ended.code == 2
    assert says in ended.err
    assert "Expecting" not in ended.err
    assert "required" not in ended.err


def test_the_state_of_a_damaged_file_is_one_sentence(program: Program) -> None:
    program.well("import", str(SAMPLES / "centre"))
    whole = program.file.read_bytes()
    for start, length in ((100, 4000), (4096, 8192), (len(whole) // 2, 20_000)):
        damaged = bytearray(whole)
        damaged[start : start + length] = b"\xff" * len(damaged[start : start + length])
        program.file.write_bytes(damaged)
        ended = program("db", "state")
        assert (ended.code, ended.out) == (3, "")
        assert "is damaged; put back its last copy" in ended.err
        assert ended.err.count("\n") == 1
    every_37th = bytearray(whole)
    every_37th[100::37] = b"\xfe" * len(every_37th[100::37])
    program.file.write_bytes(every_37th)
    assert "is damaged" in program("db", "state").err
