"""Pumps on the command line: one ends, one is implanted, a battery runs low."""

import pytest
from cli_program import SAMPLES, Program

pytest_plugins = ["cli_fixtures"]

NEW = ("--serial", "S9", "--model", "MIP 2007D")


@pytest.fixture
def told(program: Program) -> Program:
    """The small sample, planned, published and told."""
    program.well("import", str(SAMPLES / "small"))
    program.well("plan")
    program.well("publish")
    return program


def test_a_pump_that_ended_puts_its_patients_visits_on_the_call_sheet(told: Program) -> None:
    ended = told("pump", "end", "P01", "--cause", "infection")
    assert ended.code == 1
    assert "P01" in ended.out
    assert "has no pump in place" in told("show", "patient", "P01").out
    assert "the pump of P01 ended on 2027-01-04: infection" in told.well("undo").err


def test_a_pump_is_implanted_in_place_of_the_old_one(told: Program) -> None:
    refused = told("pump", "add", "P01", *NEW)
    assert refused.code == 2
    assert "say with --old-ended why it ended" in refused.err
    assert told("pump", "add", "P01", *NEW, "--old-ended", "decision").code in (0, 1)
    assert "S9" in told("show", "patient", "P01").out
    assert "P01: pump S9 implanted on 2027-01-04" in told.well("undo").err
    assert "S9" not in told("show", "patient", "P01").out


def test_a_low_battery_is_kept_and_taken_back(told: Program) -> None:
    assert "kept: the low battery of P01 on 2027-01-02" in told.well("pump", "battery", "P01", "--on", "2027-01-02").err
    assert told.well("pump", "battery", "P02", "--json").data["low_battery_on"] == "2027-01-04"
    assert "low battery of the pump of P02" in told.well("undo").err


@pytest.mark.parametrize(
    "words",
    [
        ("end", "P01"),
        ("end", "P01", "--cause", "age"),
        ("end", "P99", "--cause", "other"),
        ("add", "P01", "--serial", "S9"),
        ("battery", "P01", "--on", "2028-01-01"),
    ],
)
def test_what_cannot_be_entered_ends_with_2(told: Program, words: tuple[str, ...]) -> None:
    ended = told("pump", *words)
    assert (ended.code, ended.out) == (2, "")


def test_an_operation_before_its_theatre_day_moves_no_visit_for_the_fill_of_that_day(program: Program) -> None:
    program.well("import", str(SAMPLES / "france" / "fr01"))
    program.well("plan", "--weeks", "13")
    program.well("publish")
    program.well("decide", "P050", "--replace", "--document", "D2", "--by", "OP1")
    program.well("theatre", "--accept")
    shown = program.well("show", "patient", "P050")
    assert "decided: replace, signed by OP1 on 2027-01-04, document D2, theatre day 2027-02-03" in shown.out
    assert '"theatre_on": "2027-02-03"' in program.well("show", "patient", "P050", "--json").out
    new = ("pump", "add", "P050", "--serial", "NEW1", "--model", "MIIPS 2020", "--old-ended", "decision")
    added = program(*new)
    assert "the fill after the pump's" not in added.out
    assert "so the post-operative fill of 2027-02-05-am is booked no more" in added.err
    assert "booked up to 2027-01-11; next: refillplan book P050 DATE am|pm post_operative_fill" in added.err
    program.well("undo")
    again = program("--lang", "fr", *new)
    assert "le remplissage postopératoire du 2027-02-05 matin n'est donc plus réservé" in again.err
    program.well("undo")
    told = program(*new, "--json").data
    assert (told["released"], told["book_until"]) == ([], "2027-01-11")
    assert "post_operative_fill" in str(told["withdrawn"])
