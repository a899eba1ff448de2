"""``decide``, ``theatre`` and ``show counters`` as a user has them."""

import re

import pytest
from cli_program import SAMPLES, Program

pytest_plugins = ["cli_fixtures"]

REPLACE = ("--replace", "--document", "D-1", "--by", "OP1")


@pytest.fixture
def unit(program: Program) -> Program:
    program.well("import", str(SAMPLES / "centre"))
    return program


def test_decided_replacements_are_placed_and_taken_back(unit: Program) -> None:
    assert "P002: decision 'replace' for pump CENTRE-0002-2, signed by OP1" in unit.well("decide", "P002", *REPLACE).err
    shown = unit.well("theatre")
    assert "2027-02-03" in shown.out
    assert "nothing is kept yet; next: refillplan theatre --accept" in shown.err
    assert "Equal cases are taken by safe-by date, then by code." in shown.err
    proposal = unit.well("theatre", "--json").data["proposal"]
    assert isinstance(proposal, dict)
    assert (proposal["edit"], proposal["proven_best"], proposal["violations"]) == (None, True, [])
    assert "refillplan propose lists whom to phone" in unit.well("theatre", "--accept").err
    replacements = unit.well("theatre", "--json").data["replacements"]
    assert isinstance(replacements, list)
    assert [(r["patient"], r["standing"]) for r in replacements] == [("P002", "placed")]
    assert "taken back: theatre days for P002" in unit.well("undo").err


def test_a_late_replacement_is_named_with_its_reason(unit: Program) -> None:
    unit.well("decide", "CENTRE-0001-2", *REPLACE)
    ended = unit("theatre", "--life", "7")
    assert ended.code == 1
    assert re.search(r"label date - 6 months \([^()]+; label life 7 years\)", ended.err)
    assert "the safe-by date 2026-03-06 lies before" in re.sub(r"\s+", " ", ended.out)


def test_a_decision_as_json_carries_document_and_signature(unit: Program) -> None:
    words = ("--extend", "2028-06-01", "--reason", "as discussed", "--document", "D-7", "--by", "OP1", "--on", "2027-01-02")
    data = unit.well("decide", "P003", *words, "--json").data
    assert (data["choice"], data["extended_until"], data["signed_by"], data["document"], data["decided_on"]) == (
        "extend",
        "2028-06-01",
        "OP1",
        "D-7",
        "2027-01-02",
    )


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--document", "D", "--by", "OP1"), "say one of --replace, --extend DATE, --other-treatment, --other"),
        (("--replace", "--other", "--document", "D", "--by", "OP1"), "say one of --replace"),
        (("--other", "--document", "D", "--by", "OP1"), "the decision 'other' needs a reason"),
        (("--replace", "--document", "D", "--by", "OP2"), "OP2 is not a physician"),
    ],
)
def test_what_is_no_decision_is_said_in_one_sentence(unit: Program, words: tuple[str, ...], sentence: str) -> None:
    ended = unit("decide", "P003", *words)
    assert ended.code == 2
    assert ended.err.startswith(f"refillplan: {sentence}")
    assert ended.err.count("\n") == 1


def test_the_commands_speak_french(unit: Program) -> None:
    assert "décision «\u00a0remplacer\u00a0» pour la pompe" in unit.well("decide", "P002", *REPLACE, "--lang", "fr").err
    assert "Jours de bloc proposés" in unit.well("theatre", "--lang", "fr").out
    assert "Garder ce qu'un médecin" in unit.bare("decide", "--help", "--lang", "fr").out


def test_counters_name_the_source_of_the_rule(unit: Program) -> None:
    ended = unit.well("show", "counters", "--year", "2026")
    assert "pumps followed" in ended.out
    assert "written for external pumps" in ended.err
    data = unit.well("show", "counters", "--year", "2026", "--json").data
    assert (data["patients_followed"], data["pumps_placed"]) == (50, 1)
    assert unit("show", "counters", "--year", "2028").code == 2


def test_decisions_go_out_as_csv_and_come_back(unit: Program) -> None:
    unit.well("decide", "P002", *REPLACE)
    unit.well("theatre", "--accept")
    unit.well("export", "csv", "out")
    assert "CENTRE-0002-2,2027-01-04,replace,OP1,D-1,,," in (unit.folder / "out" / "decisions.csv").read_text()
    tables = unit.well("import", "out", "--json").data["tables"]
    assert isinstance(tables, list)
    assert {(table["added"], table["changed"]) for table in tables} == {(0, 0)}
