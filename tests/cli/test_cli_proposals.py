import pytest
from cli_program import Program

pytest_plugins = ["cli_fixtures"]


@pytest.fixture
def told(small_program: Program) -> Program:
    small_program.well("plan")
    small_program.well("publish")
    return small_program


def first_day(program: Program) -> str:
    visits = program.well("show", "plan", "--json").data["visits"]
    assert isinstance(visits, list)
    return str(visits[0]["session"])[:10]


def calls(program: Program) -> list[dict[str, object]]:
    found = program("propose", "--show", "--json").data["calls"]
    assert isinstance(found, list)
    return found


def test_closing_a_day_lists_whom_to_phone(told: Program) -> None:
    day = first_day(told)
    ended = told("close", day, "--reason", "works")
    assert ended.code == 1
    assert "closed: works" in ended.out
    assert "to be phoned" in ended.out
    assert "nothing that patients were told has changed yet" in ended.err


def test_a_proposal_is_published_once_everybody_agrees(told: Program) -> None:
    told("close", first_day(told))
    refused = told("publish")
    assert refused.code == 2
    assert "visits of which they have not agreed yet" in refused.err
    for patient in {str(call["patient"]) for call in calls(told)}:
        told("propose", "--accept", patient)
    assert "everybody agrees" in told.well("propose", "--show").err
    told.well("publish")
    told.well("check")


def test_a_refusal_is_planned_around(told: Program) -> None:
    told("close", first_day(told))
    before = calls(told)[0]
    told("propose", "--refuse", str(before["patient"]))
    after = next(call for call in calls(told) if call["patient"] == before["patient"])
    assert after["new"] != before["new"]


def test_an_absence_is_entered_and_taken_back(told: Program) -> None:
    day = first_day(told)
    ended = told("leave", "OP1", day, day)
    assert ended.code == 1
    assert "taken back: OP1 away from" in told.well("undo").err


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("propose", "--accept", "P01"), "there is no proposal: plan 1 is in force or past"),
        (("leave", "OP9", "2027-02-01", "2027-02-02"), "the centre has no operator OP9"),
        (("close", "2027-02-03", "--until", "2027-02-01"), "to_on 2027-02-01 is before from_on 2027-02-03"),
    ],
)
def test_what_cannot_be_entered_is_said_in_one_sentence(told: Program, words: tuple[str, ...], sentence: str) -> None:
    ended = told(*words)
    assert (ended.code, ended.err) == (2, f"refillplan: {sentence}\n")


def test_closing_twice_is_said(told: Program) -> None:
    day = first_day(told)
    told("close", day)
    ended = told("close", day)
    assert (ended.code, ended.err) == (2, f"refillplan: {day} is closed already\n")


def test_two_plans_are_compared(told: Program) -> None:
    assert told.well("show", "diff", "1", "1").out.startswith("Visits that differ between plan 1 and plan 1: 0")
    told("close", first_day(told))
    ended = told("show", "diff", "1", "2", "--json")
    assert ended.code == 1
    changes = ended.data["changes"]
    assert isinstance(changes, list)
    assert {str(call["patient"]) for call in calls(told)} <= {change["patient"] for change in changes}
