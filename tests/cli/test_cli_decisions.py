"""What a decision or a low battery is answered with: what stands before it, what it changes, what may not be meant."""

import re

import pytest
from cli_program import SAMPLES, Program

pytest_plugins = ["cli_fixtures"]

SIGNED = ("--document", "D-1", "--by", "OP1")
REPLACE = ("--replace", *SIGNED)


def extend(until: str) -> tuple[str, ...]:
    return ("--extend", until, "--reason", "as discussed", *SIGNED)


@pytest.fixture
def unit(program: Program) -> Program:
    program.well("import", str(SAMPLES / "centre"))
    return program


def test_another_treatment_lowers_what_falls_due_and_says_so(unit: Program) -> None:
    words = ("forecast", "--life", "7", "--by", "year", "--years", "1")
    before = unit(*words, "--json").data["supply"]
    unit.well("decide", "P001", "--other-treatment", *SIGNED)
    after = unit(*words, "--json").data["supply"]
    assert isinstance(before, dict)
    assert isinstance(after, dict)
    assert after["periods"][0]["label_due"] == before["periods"][0]["label_due"] - 1
    assert after["periods"][0]["ends"] == before["periods"][0]["ends"]
    assert "Pumps for which another treatment is decided: 1" in unit(*words).err
    assert "Pompes pour lesquelles un autre traitement est décidé : 1" in unit(*words, "--lang", "fr").err


def test_a_low_battery_says_which_one_it_replaces_and_the_history_has_both(unit: Program) -> None:
    first = unit.well("pump", "battery", "P001", "--on", "2027-01-02").err
    assert "it takes the place" not in first
    second = unit.well("pump", "battery", "P001", "--on", "2027-01-03").err
    assert "it takes the place of the one entered for 2027-01-02; the history keeps both" in second
    assert unit.well("pump", "battery", "P001", "--json").data["replaced"] == "2027-01-03"
    assert "low battery of the pump of P001 on 2027-01-03, in place of 2027-01-02" in re.sub(
        r"\s+", " ", unit.well("history").out
    )
    assert (
        "elle remplace celle saisie au 2027-01-04"
        in unit.well("pump", "battery", "P001", "--on", "2027-01-02", "--lang", "fr").err
    )


@pytest.mark.parametrize(
    ("until", "english", "french"),
    [
        ("2099-01-01", "2099-01-01 lies beyond 2027-09-06, the end of the longest", "le 2099-01-01 dépasse le 2027-09-06"),
        ("2027-09-06", "2027-09-06 is not after the label date 2027-09-06", "n'est pas après la date nominale 2027-09-06"),
    ],
)
def test_an_extension_that_may_not_be_meant_is_kept_with_a_word(unit: Program, until: str, english: str, french: str) -> None:
    assert english in unit.well("decide", "P001", *extend(until)).err
    unit.well("undo")
    assert french in unit.well("decide", "P001", *extend(until), "--lang", "fr").err


def test_an_extension_that_is_over_already_is_refused(unit: Program) -> None:
    ended = unit("decide", "P001", *extend("2027-01-03"), "--on", "2026-12-01")
    assert (ended.code, ended.err) == (2, "refillplan: an extension until 2027-01-03 is over already; today is 2027-01-04\n")
    assert unit("undo").code == 2, "nothing was kept"


def test_an_extension_beside_a_low_battery_says_which_of_them_holds(unit: Program) -> None:
    unit.well("pump", "battery", "P001", "--on", "2027-01-02")
    ended = unit.well("decide", "P001", *extend("2027-12-31"))
    assert "a low battery is entered for 2027-01-02: it goes before the extension, and stays the safe-by date" in ended.err


def test_a_second_decision_is_told_which_one_stands_and_how_to_replace_it(unit: Program) -> None:
    unit.well("decide", "P001", *REPLACE)
    ended = unit("decide", "P001", "--other-treatment", *SIGNED)
    assert ended.code == 2
    assert "has a decision of 2027-01-04 already: 'replace', signed by OP1, document D-1. It stands until one" in ended.err
    assert "« remplacer », signée par OP1" in unit("decide", "P001", *REPLACE, "--lang", "fr").err


def test_french_sentences_have_words_for_fields_and_choices(unit: Program) -> None:
    for words in (("--other", *SIGNED), (*extend("2026-12-01"), "--on", "2026-12-02")):
        said = unit("decide", "P001", *words, "--lang", "fr").err
        assert "_" not in said
        assert "other" not in said
    assert "la décision «\u00a0autre\u00a0» demande un motif" in unit("decide", "P001", "--other", *SIGNED, "--lang", "fr").err


def test_the_list_of_pumps_shows_low_batteries_and_decisions_with_sign_and_word(
    unit: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    unit.well("pump", "battery", "P001")
    unit.well("decide", "P001", *REPLACE)
    unit.well("decide", "P003", "--other-treatment", *SIGNED)
    shown = unit("forecast", "--pumps", "--years", "1").out
    rows = {found[1]: line for line in shown.splitlines() if (found := re.match(r"CENTRE (P\d+) ", line))}
    assert "▲ low battery" in rows["P001"]
    assert re.search(r"CENTRE P001 .*▲ low battery *\n +◆ replace *\n", shown)
    assert "○ other treatment" in rows["P003"]
    unit.well("decide", "P004", *extend("2028-12-31"))
    assert re.search(r"CENTRE P004 .* → 2028-12-31 *$", unit("forecast", "--pumps", "--years", "1").out, re.MULTILINE)
    monkeypatch.setenv("COLUMNS", "80")
    french = unit("forecast", "--pumps", "--years", "1", "--lang", "fr").out
    assert re.search(r"CENTRE P001 .*▲ pile faible *\n +◆ remplacer *\n", french), "a patient and both dates fit 80 columns"
