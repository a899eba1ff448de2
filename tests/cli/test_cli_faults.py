from datetime import UTC, datetime
from pathlib import Path

import pytest
from cli_program import SAMPLES, Program

from refillplan.cli.faults import answer
from refillplan.cli.settings import language, today_in

pytest_plugins = ["cli_fixtures"]


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["nonsense"],
        ["plan", "--nonsense"],
        ["plan", "--today", "yesterday"],
        ["plan", "--lang", "de"],
        ["plan", "--weeks", "many"],
        ["plan", "--today", "9999-12-31"],
        ["plan", "--today", "0001-01-01"],
        ["show", "week", "9999-12-31"],
        ["close", "9999-12-31"],
        ["freed", "9999-12-31", "am"],
        ["erase", "--list", "--years", "99999999"],
        ["serve", "--key", "key.pem"],
        ["import"],
        ["show", "nothing"],
        ["plan", "--db", "mysql://somewhere"],
        ["plan", "--db", "nonsense"],
    ],
)
def test_wrong_use_ends_with_2_and_no_traceback(program: Program, words: list[str]) -> None:
    ended = program.bare(*words)
    assert ended.code == 2
    assert ended.err
    assert "Traceback" not in ended.err


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["plan", "--db", "sqlite:///new.db"], "is the folder right?"),
        (["plan", "--db", "sqlite:///nowhere/new.db"], "does not exist"),
        (["check", "--db", "sqlite:///text.db"], "is not a database"),
        (["import", str(SAMPLES / "small"), "--db", "sqlite:///text.db"], "is not a database"),
    ],
)
def test_a_database_that_cannot_be_used_ends_with_3(program: Program, tmp_path: Path, words: list[str], says: str) -> None:
    (tmp_path / "text.db").write_text("not a database, but long enough to be read as the head of one " * 20)
    ended = program.bare(*words, "--today", "2027-01-04")
    assert ended.code == 3
    assert says in ended.err
    assert "Traceback" not in ended.err


def test_a_file_that_cannot_be_used_is_named(small_program: Program, tmp_path: Path) -> None:
    missing = small_program.bare("plan", "--problem", "missing.json")
    assert missing.code == 2
    assert "missing.json" in missing.err
    (tmp_path / "taken").write_text("a file")
    ended = small_program("plan", "--save-problem", "taken/problem.json")
    assert ended.code == 2
    assert "taken" in ended.err


def test_a_fault_in_the_program_leaves_a_report_without_values() -> None:
    def stumble() -> None:
        raise RuntimeError("about patient P01")

    with pytest.raises(RuntimeError) as caught:
        stumble()
    code, sentence = answer(caught.value)
    assert code == 3
    report = Path(str(dict(sentence.params)["file"]))
    text = report.read_text(encoding="utf-8")
    report.unlink()
    assert "RuntimeError" in text
    assert "stumble" in text
    assert "P01" not in text
    assert "P01" not in str(sentence)


@pytest.mark.parametrize(
    ("surroundings", "args", "lang"),
    [
        ({"LANG": "fr_FR.UTF-8"}, [], "fr"),
        ({"LANG": "en_GB.UTF-8"}, [], "en"),
        ({"LANG": "de_DE.UTF-8"}, [], "en"),
        ({"LANG": "fr_FR.UTF-8", "LC_ALL": "C"}, [], "en"),
        ({"LANG": "en_GB.UTF-8", "LC_MESSAGES": "fr_CA"}, [], "fr"),
        ({"LANG": "fr_FR.UTF-8"}, ["plan", "--lang", "en"], "en"),
        ({"LANG": "C"}, ["plan", "--lang=fr"], "fr"),
        ({}, [], "en"),
    ],
)
def test_the_language_is_that_of_the_option_or_of_the_surroundings(
    monkeypatch: pytest.MonkeyPatch, surroundings: dict[str, str], args: list[str], lang: str
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in surroundings.items():
        monkeypatch.setenv(name, value)
    assert language(args) == lang


def test_help_is_in_the_readers_language_each_time(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    english = program.bare("plan", "--help").out
    monkeypatch.setenv("LANG", "fr_FR.UTF-8")
    french = program.bare("plan", "--help").out
    assert french.startswith("Usage\u00a0: refillplan plan")
    assert "Planifier les remplissages à venir" in french
    assert program.bare("--help").out.count("Planifier") >= 2
    monkeypatch.setenv("LANG", "C")
    assert program.bare("plan", "--help").out == english


def test_the_database_and_the_actor_come_from_the_surroundings(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REFILLPLAN_DATABASE_URL", program.db[1])
    monkeypatch.setenv("REFILLPLAN_ACTOR", "head-nurse")
    assert program.bare("import", str(SAMPLES / "small"), "--today", "2027-01-04").code == 0
    audit = program.bare("show", "audit", "--json").data["audit"]
    assert isinstance(audit, list)
    assert {entry["actor"] for entry in audit} == {"head-nurse"}


def test_today_is_counted_where_the_centre_is() -> None:
    now = datetime.now(UTC)
    assert abs((today_in("Pacific/Kiritimati") - today_in("Pacific/Pago_Pago")).days) >= 1
    assert abs((today_in("UTC") - now.date()).days) <= 1
