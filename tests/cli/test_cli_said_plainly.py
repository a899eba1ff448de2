"""What a user who has only the page of instructions runs into: what is not there, what is beyond the plan, what is wide."""

import re
from pathlib import Path

import pytest
from cli_program import SAMPLES, TODAY, Program

pytest_plugins = ["cli_fixtures"]

REPLACE = ("--replace", "--document", "D-1", "--by", "OP1")


@pytest.fixture
def unit(program: Program) -> Program:
    program.well("import", str(SAMPLES / "centre"))
    return program


@pytest.fixture
def two_centres(unit: Program) -> Program:
    unit.well("import", str(SAMPLES / "history"))
    return unit


def test_a_folder_of_centres_says_what_to_type(program: Program) -> None:
    folder = SAMPLES / "france"
    ended = program("import", str(folder))
    assert (ended.code, ended.out, program.file.exists()) == (2, "", False)
    assert ended.err.startswith(f"refillplan: {folder} is a folder of centres (10): read each of them, beginning with ")
    assert f"'refillplan import {folder / 'fr01'}'" in ended.err
    assert f"« refillplan import {folder / 'fr01'} »" in program("import", str(folder), "--lang", "fr").err


@pytest.mark.parametrize(("lang", "said"), [("en", "there is no database"), ("fr", "il n'y a pas de base de données")])
def test_the_doctor_makes_no_database_where_there_is_none(program: Program, lang: str, said: str) -> None:
    ended = program("doctor", "--lang", lang)
    assert (ended.code, ended.out, program.file.exists()) == (3, "", False)
    assert said in ended.err
    assert ended.err.count("\n") == 1


def test_a_look_back_without_a_past_says_what_is_missing_and_what_to_enter(unit: Program) -> None:
    ended = unit("backtest", "--centre", "CENTRE")
    assert ended.code == 2
    assert "what became of every pump is known from 2027-01-04 on, and no whole year or quarter as asked for" in ended.err
    assert "enter that day as records_from under [forecast] in centre.toml and import the folder again" in ended.err
    assert "on sait ce qu'est devenue chaque pompe à partir du 2027-01-04" in unit("backtest", "--lang", "fr").err


def test_a_fill_after_the_days_planned_has_no_margin_and_is_named_on_the_call_sheet(unit: Program) -> None:
    unit.well("plan", "--weeks", "8")
    unit.well("publish", "--called")
    for patient in ("P001", "P002", "P004", "P005"):
        unit.well("decide", patient, *REPLACE)
    unit("theatre", "--accept")
    fills = [row["fill"]["session"] for row in unit("theatre", "--json").data["replacements"]]  # type: ignore[attr-defined]
    late = max(fills)
    assert late > "2027-03-01"
    rows = unit("theatre", "--json").data["replacements"]
    (patient,) = [row["patient"] for row in rows if row["fill"]["session"] == late]  # type: ignore[attr-defined]
    (visit,) = [v for v in unit("show", "patient", patient, "--json").data["visits"] if v["session"] == late]  # type: ignore[attr-defined]
    assert visit["limit_on"] is None
    assert not re.search(r" -\d+ ", unit("show", "patient", patient).out)
    proposed = unit("propose")
    assert re.search(rf"booked after the days planned here, and nobody was told of it: .*{patient} {late}", proposed.err)
    assert {"patient": patient, "session": late} in [
        {"patient": each["patient"], "session": each["session"]}
        for each in unit("propose", "--show", "--json").data["later"]  # type: ignore[attr-defined]
    ]
    assert "réservé après les jours planifiés ici" in unit("propose", "--show", "--lang", "fr").err


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_plans_of_a_network_fit_a_screen(program: Program, monkeypatch: pytest.MonkeyPatch, lang: str) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    folders = (str(SAMPLES / "small"), str(SAMPLES / "overloaded"))
    ended = program("network", "plan", *folders, "--weeks", "4", "--processes", "1", "--lang", lang)
    lines = ended.out.splitlines()
    assert max(map(len, lines)) <= 80
    (row,) = [line for line in lines if re.match(r"SMALL +\d", line)]
    assert row.split()[-1] in ("yes", "oui")
    assert not re.match(r" ", lines[lines.index(row) + 1]), "one line for each centre"


def test_counters_say_with_sign_and_word_whether_the_rule_is_met(unit: Program) -> None:
    shown = unit.well("show", "counters", "--year", "2026").out
    assert re.search(r"pumps followed +\d+ +25 +✓ met", shown)
    assert re.search(r"pumps placed +1 +10 +✖ not met", shown)
    assert "✖ non respectée" in unit.well("show", "counters", "--year", "2026", "--lang", "fr").out


def test_the_screen_prints_no_data_and_the_page_does(unit: Program) -> None:
    ended = unit("tui", "--json")
    assert (ended.code, ended.out) == (2, "")
    assert "the screen has no data to print: --json does not go with it" in ended.err
    assert "--json ne va pas avec" in unit("tui", "--json", "--lang", "fr").err
    assert str(unit.well("deployment", "--json").data["page"]).startswith("# ")


def test_a_serial_tells_the_centre_where_only_one_has_it(two_centres: Program) -> None:
    assert "choose one with --centre" in two_centres("decide", "P001", *REPLACE).err
    assert two_centres.well("decide", "CENTRE-0001-2", *REPLACE, "--json").data["patient"] == "P001"
    assert "kept: the low battery of CENTRE-0003-2" in two_centres.well("pump", "battery", "CENTRE-0003-2").err
    assert two_centres("pump", "end", "CENTRE-0004-2", "--cause", "battery").code in (0, 1)


def test_a_serial_of_two_centres_does_not_tell_which(two_centres: Program, tmp_path: Path) -> None:
    two_centres.well("export", "csv", "twin", "--centre", "CENTRE")
    head = tmp_path / "twin" / "centre.toml"
    head.write_text(head.read_text().replace('code = "CENTRE"', 'code = "TWIN"'))
    assert two_centres.bare("import", str(tmp_path / "twin"), *two_centres.db, *TODAY).code == 0
    assert "choose one with --centre" in two_centres("decide", "CENTRE-0001-2", *REPLACE).err


@pytest.mark.parametrize(
    "entry",
    [
        ("close", "2027-03-01", "--until", "2032-03-01"),
        ("away", "P001", "2027-03-01", "2032-03-01"),
        ("leave", "OP1", "2027-03-01", "2032-03-01"),
    ],
)
def test_days_that_last_for_years_are_asked_about_and_entered_where_meant(unit: Program, entry: tuple[str, ...]) -> None:
    ended = unit(*entry)
    assert ended.code == 2
    assert "2027-03-01 to 2032-03-01 is 1828 days, more than a year: is the year right? If it is: --long" in ended.err
    assert "2032" not in unit("history").out
    unit(*entry, "--long", "--json")
    assert "2032" in unit("history").out
    assert unit(*entry, "--remove").code != 2


def test_visits_that_nobody_was_told_of_are_named_at_publication(unit: Program) -> None:
    unit.well("plan", "--weeks", "8")
    ended = unit.well("publish", "--until", "2027-02-23")
    booked = [v for v in unit("show", "plan", "--json").data["visits"] if not v["told"]]  # type: ignore[attr-defined]
    first = f"{booked[0]['patient']} {booked[0]['session'][:10]}"
    assert f"visits booked and not told yet: {len(booked)}: {first}" in ended.err


@pytest.mark.parametrize(
    "words",
    [("doctor",), ("nightly",), ("info",), ("audit", "verify"), ("backup", "save", "x"), ("import", "x"), ("serve",)],
)
def test_what_is_about_the_whole_database_does_not_take_a_centre_and_pass_over_it(
    program: Program, words: tuple[str, ...]
) -> None:
    ended = program(*words, "--centre", "NOWHERE")
    assert (ended.code, "--centre" in ended.err) == (2, True)
