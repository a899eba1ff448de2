import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from cli_program import SAMPLES, Ended, Program, copy_of_small

from refillplan.cli.desk import Desk
from refillplan.cli.output.plan import print_result
from refillplan.csv_files import read_folder
from refillplan.domain.centre import Centre
from refillplan.domain.messages import message
from refillplan.domain.plans import Undecided
from refillplan.services.core.language import translator
from refillplan.services.plans.problem_file import PlanProblem

pytest_plugins = ["cli_fixtures"]

GOLDEN = Path(__file__).parents[1] / "golden" / "plan_small.json"
PLAN_KEYS = {"status", "proven_optimal", "today", "horizon", "tiers", "bounds", "seconds", "visits", "exceptions"}
TIER_KEYS = ["unplaced", "beyond_limit_days", "moved", "comfort"]
VISIT_KEYS = {
    "patient",
    "kind",
    "session",
    "starts_at",
    "ends_at",
    "place",
    "operator",
    "earliest_on",
    "target_on",
    "limit_on",
    "days_beyond_limit",
    "told",
}
EXCEPTION_KEYS = {"patient", "limit_on", "reason", "nearest_before", "nearest_after"}
CLOSED = "from_on,to_on,half_day,reason\n2027-01-05,2027-01-31,,works\n"


def but_for_seconds(ended: Ended) -> str:
    value = ended.data
    seconds = value.pop("seconds")
    assert isinstance(seconds, float)
    return ended.out.replace(json.dumps(seconds), "SECONDS")


def test_the_small_sample_is_planned_as_the_golden_file_says(small_program: Program) -> None:
    assert but_for_seconds(small_program.well("plan", "--json")) == GOLDEN.read_text(encoding="utf-8")


def test_a_plan_has_the_keys_of_the_contract(small_program: Program) -> None:
    plan = small_program.well("plan", "--json").data
    assert plan.keys() >= PLAN_KEYS
    assert isinstance(plan["tiers"], dict)
    assert isinstance(plan["bounds"], dict)
    assert list(plan["tiers"]) == list(plan["bounds"]) == TIER_KEYS
    assert plan["horizon"] == {"start_on": "2027-01-05", "end_on": "2027-03-02"}
    assert isinstance(plan["visits"], list)
    assert all(visit.keys() >= VISIT_KEYS for visit in plan["visits"])


def test_the_same_plan_comes_out_twice(small_program: Program) -> None:
    assert but_for_seconds(small_program.well("plan", "--json")) == but_for_seconds(small_program.well("plan", "--json"))


def test_a_centre_that_cannot_hold_its_patients_gets_named_exceptions_and_code_1(program: Program) -> None:
    program.well("import", str(SAMPLES / "overloaded"))
    ended = program("plan", "--weeks", "14", "--json")
    assert ended.code == 1
    plan = ended.data
    assert plan["status"] == "planned"
    assert plan["proven_optimal"] is True
    assert isinstance(plan["exceptions"], list)
    assert plan["exceptions"]
    assert all(exception.keys() >= EXCEPTION_KEYS for exception in plan["exceptions"])
    patients = {exception["patient"] for exception in plan["exceptions"]}
    shown = program("show", "exceptions")
    assert shown.code == 1
    assert all(patient in shown.out for patient in patients)


def test_reasons_are_told_in_the_readers_language(program: Program, tmp_path: Path) -> None:
    program.well("import", str(copy_of_small(tmp_path, closures=CLOSED)))
    english, french = program("plan", "--json").data, program("plan", "--json", "--lang", "fr").data
    assert isinstance(english["exceptions"], list)
    assert isinstance(french["exceptions"], list)
    assert english["exceptions"][0]["reason"].startswith("no half-day is open from")
    assert french["exceptions"][0]["reason"].startswith("aucune demi-journée n'est ouverte du")


def test_contradictory_pins_end_with_1_and_one_sentence_each(program: Program, tmp_path: Path) -> None:
    visits = (
        "patient,kind,starts_at,operator,place,told,pins\n"
        "P01,refill,2027-01-11T09:00,OP1,1,yes,date;half_day\nP02,refill,2027-01-11T10:30,OP1,1,yes,date;half_day\n"
    )
    program.well("import", str(copy_of_small(tmp_path, visits=visits)))
    ended = program("plan", "--json")
    assert ended.code == 1
    assert ended.data["status"] == "infeasible"
    assert ended.data["conflicts"] == ["2027-01-11-am: the visits pinned there do not fit together: P01, P02"]
    assert program("show", "plans", "--json").data == {"plans": []}


def test_a_problem_file_is_solved_without_a_database(small_program: Program, tmp_path: Path) -> None:
    first = small_program.well("plan", "--json", "--save-problem", "problem.json").data
    ended = small_program.bare("plan", "--problem", "problem.json", "--db", "sqlite:///elsewhere.db", "--json")
    assert ended.code == 0
    again = ended.data
    assert again["version"] is None
    assert [again[key] for key in ("visits", "tiers", "bounds")] == [first[key] for key in ("visits", "tiers", "bounds")]
    assert not (tmp_path / "elsewhere.db").exists()
    shorter = small_program.bare("plan", "--problem", "problem.json", "--weeks", "6", "--json").data
    assert shorter["horizon"] == {"start_on": "2027-01-05", "end_on": "2027-02-16"}


def test_no_answer_ends_with_4(capsys: pytest.CaptureFixture[str]) -> None:
    centre = read_folder(SAMPLES / "small", date(2027, 1, 4))
    assert isinstance(centre, Centre)
    desk = Desk(
        url="",
        given_today=None,
        given_centre=None,
        lang="fr",
        translate=translator("fr"),
        actor="nurse1",
        at=datetime(2027, 1, 4, tzinfo=UTC),
        as_json=True,
    )
    reason = message("no timetable was found for the pinned visits; look at the pins")
    code = print_result(desk, Undecided(reason=reason), PlanProblem(centre=centre, today=date(2027, 1, 4), weeks=8))
    out, err = capsys.readouterr()
    assert code == 4
    assert json.loads(out)["status"] == "undecided"
    assert "rien n'a été enregistré" in err


def test_a_plan_for_people_says_what_was_proved_and_what_comes_next(small_program: Program) -> None:
    ended = small_program.well("plan")
    assert "No better plan exists: proved" in ended.out
    assert "does not monitor the pump" in ended.err
    assert "plan 1 is saved as a draft" in ended.err
    again = small_program.well("plan")
    assert "nothing has changed: plan 1 is the same" in again.err
