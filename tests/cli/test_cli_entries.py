"""The entries of a unit on the command line: pins, moves, days away, bookings, intervals, patients, older plans."""

from pathlib import Path

import pytest
from cli_program import SAMPLES, Program, copy_of_small

pytest_plugins = ["cli_fixtures"]

KINDS = "kind,place_minutes,operator_minutes,needs_physician,fills\nrefill,90,30,no,yes\nrefill_review,120,60,yes,yes\n"
OPERATORS = "operator,role,kinds\nOP1,physician,refill;refill_review;rinse\n"


@pytest.fixture
def told(program: Program, tmp_path: Path) -> Program:
    """The small sample with rinses of an hour, planned, published and told."""
    folder = copy_of_small(tmp_path, visit_kinds=KINDS + "rinse,60,30,yes,no\n", operators=OPERATORS)
    program.well("import", str(folder))
    program.well("plan")
    program.well("publish")
    return program


def booked(program: Program, patient: str) -> list[str]:
    visits = program.well("show", "patient", patient, "--json").data["visits"]
    assert isinstance(visits, list)
    return [str(visit["session"]) for visit in visits]


def free_monday(program: Program) -> str:
    taken = {session[:10] for patient in ("P01", "P02", "P03") for session in booked(program, patient)}
    mondays = ("2027-01-11", "2027-01-18", "2027-01-25", "2027-02-01", "2027-02-08", "2027-02-15")
    return next(day for day in mondays if day not in taken)


def test_pins_are_set_shown_and_taken_back(told: Program) -> None:
    session = booked(told, "P01")[0]
    assert told.well("pin", "P01", "--date", "--half-day").err.startswith(f"P01, {session}, pinned: the day, the half-day\n")
    assert f"{session}, pinned: the day, the half-day" in told.well("show", "patient", "P01").out
    assert told.well("unpin", "P01", "--half-day", "--json").data["pins"] == ["date"]
    assert "nothing is pinned any more" in told.well("unpin", "P01").err
    told.well("undo")
    assert "pinned: the day" in told.well("show", "patient", "P01").out


def test_a_visit_is_moved_with_the_patient_on_the_phone(told: Program) -> None:
    old = booked(told, "P01")[0]
    options = told.well("suggest", "P01", "--most", "9", "--json").data["options"]
    assert isinstance(options, list)
    new = next(str(o["session"]) for o in options if str(o["session"]) > "2027-01-12" and o["session"] != old)
    ended = told("move", "P01", new[:10], new[-2:], "--json")
    calls = ended.data["calls"]
    assert isinstance(calls, list)
    mine = next(call for call in calls if call["patient"] == "P01" and call["old"]["session"] == old)
    assert (mine["new"]["session"], mine["state"]) == (new, "accepted")
    assert booked(told, "P01")[0] == old


def test_where_a_visit_cannot_go_nothing_is_stored(told: Program) -> None:
    before = told.well("show", "plans").out
    ended = told("move", "P01", "2027-01-10", "am")
    assert ended.code == 1
    assert "2027-01-10-am: the unit does not open on this half-day" in ended.out
    assert told("move", "P01", "2027-01-10", "am", "--json").data["possible"] is False
    assert told.well("show", "plans").out == before


def test_days_away_list_whom_to_phone(told: Program) -> None:
    day = booked(told, "P02")[0][:10]
    ended = told("away", "P02", day)
    assert ended.code == 1
    calls = told("propose", "--show", "--json").data["calls"]
    assert isinstance(calls, list)
    assert {call["why"] for call in calls if call["patient"] == "P02"} >= {"the patient cannot come then"}
    assert f"taken back: P02 cannot come from {day} to {day}" in told.well("undo").err
    assert "P02 would rather not" in (told("away", "P02", day, "--soft"), told.well("undo"))[1].err


def test_a_rinse_is_booked_and_taken_away(told: Program) -> None:
    day = free_monday(told)
    ended = told("book", "P03", day, "am", "rinse", "--hour", "09:30")
    assert f"P03: rinse booked on {day}-am at 09:30, place 1, with OP1" in ended.err
    assert f"{day}-am" in booked(told, "P03")
    there = told("unbook", "P03", day, "--json")
    assert "unbooked" in there.data
    assert f"{day}-am" not in booked(told, "P03")


def test_an_interval_changes_with_a_reason(told: Program) -> None:
    told("protocol", "P01", "--limit", "40", "--reason", "as agreed")
    assert "the patient's own limit" in told.well("show", "patient", "P01").out
    told("protocol", "P01", "--clear", "--reason", "as before")
    assert "the protocol's limit" in told.well("show", "patient", "P01").out


def test_patients_come_and_leave(told: Program) -> None:
    model = ("--serial", "SMALL-9", "--model", "MIP 2007D", "--implanted-on", "2026-12-15")
    assert told("patient", "add", "P09", *model, "--usual-weekday", "1", "--preferred-half-day", "am").code in (0, 1)
    assert "counted from 2026-12-15" in told.well("show", "patient", "P09").out
    assert "taken back: P09 comes to the centre" in told.well("undo").err
    assert "made again" in told.well("redo").err
    ended = told("patient", "end", "P01", "--on", "2027-01-05")
    assert ended.code == 1
    assert "until 2027-01-05 only" in " ".join(ended.out.split())


def test_an_older_plan_comes_back_as_a_draft(told: Program) -> None:
    day = booked(told, "P02")[0][:10]
    told("close", day)
    told.well("publish", "--called")
    ended = told("restore", "1", "--json")
    assert ended.data["restored"] == 1
    assert ended.data["changed"] != 0
    assert "visits of plan 1 after today" in ended.err
    assert booked(told, "P02")[0][:10] != day


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("pin", "P01"), "say what to pin: the day, the half-day, the hour, the place or the operator"),
        (("pin", "P99", "--date"), "the centre has no patient P99"),
        (("unpin", "P01"), "P01: nothing of this is pinned of the visit on "),
        (("move", "P01", "2027-01-11", "am", "--visit", "9"), "coming visits of P01: 2"),
        (("away", "P99", "2027-02-01"), "the centre has no patient P99"),
        (("away", "P01", "2027-02-01", "2027-01-01"), "the last day, 2027-01-01, is before the first, 2027-02-01"),
        (("book", "P01", "2027-02-01", "am", "refill"), "'refill' is planned, not booked: 'refillplan move' puts one elsewhere"),
        (("unbook", "P01", "2027-02-02"), "P01 has no visit booked on 2027-02-02"),
        (("protocol", "P01", "--reason", "x"), "say what changes: --target, --limit, --not-after or --clear"),
        (("patient", "end", "P99", "--on", "2027-02-01"), "the centre has no patient P99"),
        (("restore", "9"), "the centre SMALL has no plan 9"),
    ],
)
def test_what_cannot_be_entered_is_said_in_one_sentence(told: Program, words: tuple[str, ...], sentence: str) -> None:
    before = told.well("history", "--json").out
    ended = told(*words)
    assert ended.code == 2
    assert ended.err.startswith(f"refillplan: {sentence}")
    assert ended.err.count("\n") == 1
    assert told.well("history", "--json").out == before


def test_an_hour_that_is_none_is_said(told: Program) -> None:
    ended = told("book", "P01", "2027-02-01", "am", "rinse", "--hour", "nine")
    assert ended.code == 2
    assert "'nine' is not an hour: write 09:30" in ended.err


def test_what_the_readme_says_of_bookings_holds_in_the_sample_centre(program: Program) -> None:
    program.well("import", str(SAMPLES / "centre"))
    program.well("plan", "--weeks", "4")
    program.well("publish")
    refused = program("book", "P001", "2027-01-12", "am", "rinse")
    assert (refused.code, "240" in refused.err) == (2, True)
    assert program("book", "P001", "2027-01-12", "am", "post_operative_fill").code in (0, 1)


def test_what_was_entered_as_closed_or_away_is_taken_away_again(told: Program) -> None:
    day = free_monday(told)
    for words in (["close", day], ["leave", "OP1", day, day], ["away", "P01", day]):
        told(*words, "--json")
        assert told.well(*words, "--remove").err == "nobody has to be phoned: the plan in force stands as it is\n"
        assert f"{day}" in told.well("history", "--json").out
        refused = told(*words, "--remove")
        assert refused.code == 2
        assert f"{day} is not entered " in refused.err


def test_a_line_break_in_a_text_is_refused_with_the_name_of_its_field(told: Program) -> None:
    refused = told("done", "P01", "--on", "2026-12-30", "--lot", "a\nb")
    assert refused.code == 2
    assert "lot: character 2 is a line break" in refused.err


def test_a_fill_beside_a_missed_visit_says_how_to_take_the_wrong_one_away(told: Program) -> None:
    day = booked(told, "P01")[0][:10]
    on_the_day = (*told.db, "--today", day)
    assert told.bare("not-done", "P01", "--reason", "no_show", *on_the_day).code == 0
    says = f"look again: a missed visit of {day} is recorded, too; wrong: 'refillplan not-done P01 --on {day} --remove'"
    assert says in told.bare("done", "P01", *on_the_day).err


def test_a_fill_of_a_patient_who_has_left_says_that_none_follows(told: Program) -> None:
    told("patient", "end", "P01", "--on", "2027-01-03")
    assert "P01 is not planned: left the centre on 2027-01-03\n" in told.well("done", "P01").err


def test_who_takes_back_what_somebody_else_entered_is_told_whose_it_was(told: Program) -> None:
    told("away", "P02", "2027-03-02", "--actor", "marie")
    assert "it was entered by marie" in told.well("undo", "--actor", "jean").err
    told("away", "P02", "2027-03-02", "--actor", "marie")
    assert "it was entered by" not in told.well("undo", "--actor", "marie").err
