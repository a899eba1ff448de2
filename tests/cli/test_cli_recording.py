import pytest
from cli_program import Program

pytest_plugins = ["cli_fixtures"]


@pytest.fixture
def in_force(small_program: Program) -> Program:
    small_program.well("plan")
    small_program.well("publish")
    return small_program


def test_a_fill_is_recorded_and_taken_back(in_force: Program) -> None:
    ended = in_force.well("done", "P01", "--lot", "L1")
    assert "P01: refill of 2027-01-04 recorded as done" in ended.err
    assert "counted from 2027-01-04" in ended.err
    assert in_force.well("show", "patient", "P01", "--json").data["version"] == 1
    assert "taken back: P01: refill done on 2027-01-04" in in_force.well("undo").err
    assert "made again: P01: refill done on 2027-01-04" in in_force.well("redo").err


def test_recording_as_json_gives_the_next_window(in_force: Program) -> None:
    window = in_force.well("done", "P01", "--json").data["window"]
    assert isinstance(window, dict)
    assert window["hangs_on"] == "2027-01-04"


def test_a_visit_not_done_is_recorded_with_its_reason(in_force: Program) -> None:
    visits = in_force.well("show", "plan", "--json").data["visits"]
    assert isinstance(visits, list)
    first = visits[0]
    on = str(first["session"])[:10]
    ended = in_force.bare("not-done", str(first["patient"]), "--reason", "no_show", *in_force.db, "--today", on)
    assert ended.code == 0, ended.err
    assert "recorded as not done" in ended.err


def test_a_fill_that_leaves_the_told_visit_too_early_says_so(in_force: Program) -> None:
    ended = in_force.well("done", "P01", "--on", "2026-12-20")
    assert "the visit of 2027-01-07-am, told, is before the earliest date now: the next proposal has another for P01" in ended.err
    assert "is before the earliest date now" not in in_force.well("done", "P02").err


def test_the_history_says_who_changed_what(in_force: Program) -> None:
    in_force.well("done", "P01", "--actor", "ide2")
    lines = in_force.well("history").out
    assert "P01: refill done on 2027-01-04" in lines
    assert "ide2" in lines
    assert "plan 1 published" in lines


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("done", "P99"), "the centre has no patient P99"),
        (("done", "P01", "--on", "2027-02-01"), "2027-02-01 is in the future; today is 2027-01-04"),
        (
            ("not-done", "P01", "--reason", "ill"),
            "P01 has no visit booked on 2027-01-04; the next is on 2027-01-07, and from that day --on 2027-01-07 records it",
        ),
        (
            ("undo",),
            "this cannot be undone: plan 1 published. "
            "To take a wrong entry away: done, not-done, close, leave, away with --remove",
        ),
        (("redo",), "there is nothing to make again"),
    ],
)
def test_what_cannot_be_recorded_is_said_in_one_sentence(in_force: Program, words: tuple[str, ...], sentence: str) -> None:
    ended = in_force(*words)
    assert (ended.code, ended.err) == (2, f"refillplan: {sentence}\n")


def test_what_was_recorded_by_mistake_is_removed_by_its_day(in_force: Program) -> None:
    in_force.well("done", "P01")
    in_force.well("done", "P01", "--remove")
    assert "no fill of 2027-01-04 is recorded" in in_force("done", "P01", "--remove").err
    assert in_force("done", "P01", "--remove", "--lot", "L1").code == 2
    assert "say why it was not done: --reason" in in_force("not-done", "P01").err
    assert "no missed visit of 2027-01-04 is recorded" in in_force("not-done", "P01", "--remove").err


def test_advice_on_the_day_of_a_visit_says_that_it_is_about_the_next(in_force: Program) -> None:
    visits = in_force.well("show", "patient", "P01", "--json").data["visits"]
    assert isinstance(visits, list)
    on = str(visits[0]["starts_at"])[:10]
    ended = in_force.bare("suggest", "P01", *in_force.db, "--today", on)
    assert "P01 is expected today, at" in ended.err
    assert "this is about the visit after that" in ended.err
