import subprocess
import sys

import pytest
from cli_program import TODAY, Program, surroundings

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
        (("close", "2027-02-03", "--until", "2027-02-01"), "the last day, 2027-02-01, is before the first, 2027-02-03"),
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


_INTERRUPTED_PLANNING = """\
import os, signal, sys, threading
from refillplan.cli import main

signal.signal(signal.SIGINT, signal.default_int_handler)
pressed = []

def press(*_):
    if threading.current_thread().name == "planner" and not pressed:
        pressed.append(True)
        os.kill(os.getpid(), signal.SIGINT)

threading.setprofile(press)
sys.exit(main(sys.argv[1:]))
"""

KEPT = "what was entered is kept ('refillplan undo' takes it back); next: refillplan propose\n"


def test_an_entry_is_kept_and_said_to_be_where_the_planning_is_interrupted(told: Program) -> None:
    day = first_day(told)
    command = [sys.executable, "-c", _INTERRUPTED_PLANNING, "close", day, *told.db, *TODAY]
    ended = subprocess.run(command, env=surroundings(), capture_output=True, text=True, check=False, timeout=60)
    assert ended.returncode == 130
    assert ended.stderr == f"refillplan: interrupted, nothing was saved of the plan\n{KEPT}"
    assert f"closed on {day}" in told.well("history").out
    again = told("close", day)
    assert (again.code, again.err.splitlines()[0]) == (1, f"{day} is closed already")
    assert "to be phoned" in again.out.replace("\n", " ")


def test_a_refusal_is_kept_and_said_to_be_where_the_planning_after_it_is_interrupted(told: Program) -> None:
    told("close", first_day(told))
    patient = str(calls(told)[0]["patient"])
    command = [sys.executable, "-c", _INTERRUPTED_PLANNING, "propose", "--refuse", patient, *told.db, *TODAY]
    ended = subprocess.run(command, env=surroundings(), capture_output=True, text=True, check=False, timeout=60)
    assert ended.returncode == 130
    kept = "the answers given are kept ('refillplan undo' takes back the last one); next: refillplan propose\n"
    assert ended.stderr == f"refillplan: interrupted, nothing was saved of the plan\n{kept}"
    assert f"{patient} refused the new visit" in told.well("history").out


def test_an_entry_is_kept_and_said_to_be_where_the_planning_fails(told: Program) -> None:
    ended = told("close", "2027-01-05", "--until", "2027-12-31")
    sentence = "no half-day is open from 2027-01-05 to before 2027-03-02: there is nowhere to plan a visit"
    assert (ended.code, ended.err) == (2, f"{KEPT}refillplan: {sentence}\n")
    assert "taken back: closed from 2027-01-05 to 2027-12-31" in told.well("undo").err


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--accept", "P01", "--refuse", "P01"], "P01 cannot both agree and refuse"),
        (["--keep-old"], "--keep-old goes with --refuse"),
        (["--show", "--accept", "P01"], "--show and --weeks do not go with --accept and --refuse"),
    ],
)
def test_answers_that_contradict_each_other_are_wrong_use(told: Program, words: list[str], sentence: str) -> None:
    ended = told("propose", *words)
    assert (ended.code, sentence in ended.err) == (2, True)
    assert len(told.well("show", "plans", "--json").data["plans"]) == 1  # type: ignore[arg-type]


def test_several_patients_agree_at_once(told: Program) -> None:
    told("close", first_day(told))
    everybody = sorted({str(call["patient"]) for call in calls(told)})
    assert len(everybody) > 1
    words = [word for patient in everybody for word in ("--accept", patient)]
    assert "everybody agrees" in told.well("propose", *words).err


def test_a_sheet_that_is_outdated_says_so_first(told: Program) -> None:
    told("close", first_day(told))
    told.well("undo")
    ended = told("propose", "--show")
    assert ended.code == 1
    assert ended.err.startswith("proposal 2 was made from older entries: nobody is phoned from it; next: refillplan propose\n")
    assert told("propose", "--accept", "P01").code == 2
    assert "nobody has to be phoned" in told.well("propose").err


def test_the_worklist_knows_what_has_closed(told: Program) -> None:
    day = first_day(told)
    told("close", day)
    ended = told("show", "worklist")
    assert ended.code == 1
    assert ended.out.startswith("No: ")
    assert f"the visit of {day} cannot stay: closed" in " ".join(ended.out.split())


def test_after_a_missed_visit_its_patient_is_phoned_before_publication(told: Program) -> None:
    visits = told.well("show", "patient", "P01", "--json").data["visits"]
    assert isinstance(visits, list)
    first = str(visits[0]["session"])[:10]
    ended = told.bare("not-done", "P01", "--reason", "ill", *told.db, "--today", first)
    assert ended.code == 0, ended.err
    sheet = told.bare("propose", *told.db, "--today", first)
    assert sheet.code == 1
    assert "which was not done" in " ".join(sheet.out.split())
    refused = told.bare("publish", *told.db, "--today", first)
    assert (refused.code, "have not agreed yet" in refused.err) == (2, True)
