import json

import pytest
from cli_program import Program

pytest_plugins = ["cli_fixtures"]


@pytest.fixture
def told(small_program: Program) -> Program:
    small_program.well("plan")
    small_program.well("publish")
    return small_program


def test_the_best_half_day_of_a_told_visit_is_where_it_is(told: Program) -> None:
    data = told.well("suggest", "P01", "--json").data
    options = data["options"]
    assert isinstance(options, list)
    assert options[0]["session"] == data["now"]
    assert options[0]["consequences"] == "nobody else is phoned"


def test_suggestions_for_people_say_what_follows(told: Program) -> None:
    ended = told.well("suggest", "P01", "--most", "2")
    assert "P01, visit 1, now 2027-01-" in ended.out
    assert "nobody else is phoned" in ended.out


def test_why_not_names_what_blocks(told: Program) -> None:
    ended = told("why", "P01", "--not", "2027-01-10")
    assert ended.code == 1
    assert "2027-01-10-am: the unit does not open on this half-day" in ended.out


def test_why_not_says_what_it_would_take(told: Program) -> None:
    options = told.well("suggest", "P01", "--json").data["options"]
    assert isinstance(options, list)
    other = str(options[1]["session"])
    ended = told.well("why", "P01", "--not", other[:10], "--half-day", other[-2:])
    assert f"{other} is possible" in ended.out


def test_an_empty_answer_says_that_it_is_one(told: Program) -> None:
    ended = told("suggest", "P01", "--from", "2027-03-02", "--until", "2027-03-03", "--weeks", "8")
    assert ended.code == 1
    assert "no half-day of the days asked for is possible for this visit; 'refillplan why P01 --not DATE'" in ended.err
    first = told.well("show", "plan", "--json").data["visits"]
    assert isinstance(first, list)
    last = max(str(visit["session"]) for visit in first)
    ended = told("freed", last[:10], last[-2:])
    assert ended.code == 1
    assert "nobody whose visit comes later can come forward into it" in ended.err


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("suggest", "P99"), "the centre has no patient P99"),
        (("why", "P01", "--not", "2027-01-10", "--visit", "30"), "coming visits of P01: 2"),
    ],
)
def test_a_question_about_nothing_is_answered_in_one_sentence(told: Program, words: tuple[str, ...], sentence: str) -> None:
    ended = told(*words)
    assert (ended.code, ended.err) == (2, f"refillplan: {sentence}\n")


def test_why_says_what_bound_a_visit(told: Program) -> None:
    ended = told.well("why", "P01")
    assert "counted from" in ended.out
    assert "its limit comes from the protocol" in ended.out
    data = told.well("why", "P01", "--json").data
    assert data["patient"] == "P01"
    assert isinstance(data["better"], list)


def test_what_is_blocked_has_ways_out(told: Program) -> None:
    ended = told("why", "P01", "--not", "2027-01-10")
    assert "Ways out:" in ended.out
    data = told("why", "P01", "--not", "2027-01-10", "--json").data
    ways = data["ways_out"]
    assert isinstance(ways, dict)
    assert ways["elsewhere"]


def test_suggestions_keep_to_the_days_asked_for(told: Program) -> None:
    whole = told.well("suggest", "P01", "--json").data["options"]
    assert isinstance(whole, list)
    first = min(str(option["session"])[:10] for option in whole)
    some = told("suggest", "P01", "--until", first, "--json").data["options"]
    assert isinstance(some, list)
    assert {str(option["session"])[:10] for option in some} == {first}


def test_a_place_that_came_free_names_who_could_come(told: Program) -> None:
    now = str(told.well("suggest", "P01", "--json").data["now"])
    ended = told("freed", now[:10], now[-2:], "--json")
    assert ended.code in (0, 1)
    assert ended.data["session"] == now
    refused = told("freed", "2027-01-10", "am")
    assert refused.code == 2
    assert "the unit does not open on this half-day" in refused.err


def test_advice_says_where_the_visit_is_booked_and_what_was_agreed_to(told: Program) -> None:
    options = told.well("suggest", "P01", "--json").data["options"]
    assert isinstance(options, list)
    there = str(options[1]["session"])
    told("move", "P01", there[:10], there[-2:])
    for command in ("suggest", "why"):
        assert f"P01 has agreed to {there} " in told(command, "P01").err
        assert "has agreed" not in told(command, "P02").err


def test_advice_on_a_visit_that_is_not_booked_does_not_claim_a_booking(told: Program) -> None:
    day = str(told.well("suggest", "P01", "--json").data["now"])[:10]
    told.bare("not-done", "P01", "--reason", "ill", "--on", day, *told.db, "--today", day)
    asked = (*told.db, "--today", day)
    assert "P01, visit 1, not booked: the best half-days" in told.bare("suggest", "P01", *asked).out
    assert json.loads(told.bare("suggest", "P01", *asked, "--json").out)["booked"] is False
    assert "; as things are now, best on" in told.bare("why", "P01", *asked).out
