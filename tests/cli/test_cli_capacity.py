"""``adequacy`` and ``scenario`` as a user has them."""

import json
import signal
import sqlite3
import sys
import time
from pathlib import Path

import pytest
from cli_program import SAMPLES, TODAY, Program, copy_of_small, start

BACKWARDS = "the last day, 2027-02-01, is before the first, 2027-02-03"

pytest_plugins = ["cli_fixtures"]

GOLDEN = Path(__file__).parents[1] / "golden" / "plan_small.json"
FIGURES = {"planned", "tiers", "visits_beyond_limit", "places_used_percent", "proven_optimal"}


def test_adequacy_answers_how_many_more_and_whether_that_is_proved(small_program: Program) -> None:
    ended = small_program.well("adequacy")
    assert ended.out.startswith(
        "more patients that fit before anyone else is without a session inside the limit: 9; one more is proved not to fit "
        "(looked up to 10)\n"
    )
    assert "one place more: Monday morning" in ended.out
    assert "closed from 2027-02-01 to 2027-02-14" in ended.out
    assert "Nothing was booked or changed" in ended.err


def test_adequacy_as_data(small_program: Program) -> None:
    data = small_program.well("adequacy", "--json", "--closed", "2027-01-11", "2027-01-17").data
    assert list(data) == ["horizon", "now", "more_patients", "bottlenecks", "closed"]
    assert data["more_patients"] == {
        "number": 9,
        "looked_up_to": 10,
        "proved": True,
        "with_them": {
            "planned": True,
            "tiers": {"unplaced": 0, "beyond_limit_days": 0, "moved": 0, "comfort": 29},
            "visits_beyond_limit": 0,
            "places_used_percent": 88,
            "proven_optimal": True,
        },
    }
    assert isinstance(data["closed"], dict)
    assert (data["closed"]["from_on"], data["closed"]["to_on"]) == ("2027-01-11", "2027-01-17")
    assert data["closed"]["then"].keys() == FIGURES


def test_adequacy_speaks_french(small_program: Program) -> None:
    ended = small_program.well("adequacy", "--lang", "fr")
    assert "il est prouvé qu'un de plus ne tient pas (examiné jusqu'à 10)" in ended.out
    assert "une place de plus\u00a0: lundi matin" in ended.out


def test_scenarios_are_kept_listed_compared_and_removed(small_program: Program) -> None:
    small_program.well(
        "scenario", "add", "august", "--close", "2027-01-11", "2027-01-31", "--leave", "OP1", "2027-02-01", "2027-02-07"
    )
    small_program.well(
        "scenario", "add", "more", "--patients", "3", "--limit", "44", "--target", "41", "--places", "1", "am", "1"
    )
    listed = small_program.well("scenario", "list").out
    assert "closed from 2027-01-11 to 2027-01-31; OP1 away from 2027-02-01 to 2027-02-07" in listed
    assert "more patients: 3; limit 44 days; target 41 days; places on Monday morning: +1" in listed
    compared = small_program.well("scenario", "compare")
    assert "0  as it is\n1  scenario august\n2  scenario more\n" in compared.out
    small_program.well("scenario", "remove", "august")
    left = small_program.well("scenario", "list", "--json").data["scenarios"]
    assert isinstance(left, list)
    assert [scenario["name"] for scenario in left] == ["more"]
    assert left[0]["places"] == [{"weekday": 1, "half_day": "am", "more": 1}]


def test_a_comparison_as_data_stores_no_plan(small_program: Program) -> None:
    small_program.well("scenario", "add", "shut", "--close", "2027-01-11", "2027-01-31")
    data = small_program.well("scenario", "compare", "shut", "--weeks", "7", "--json").data
    assert data["horizon"] == {"start_on": "2027-01-05", "end_on": "2027-02-23"}
    assert isinstance(data["now"], dict)
    assert data["now"].keys() == FIGURES
    assert isinstance(data["scenarios"], list)
    (shut,) = data["scenarios"]
    assert shut["name"] == "shut"
    assert shut["then"].keys() == FIGURES
    assert small_program.well("show", "plans", "--json").data == {"plans": []}


def test_a_scenario_is_replaced_only_where_asked(small_program: Program) -> None:
    small_program.well("scenario", "add", "x", "--patients", "3")
    ended = small_program("scenario", "add", "x", "--patients", "4")
    assert (ended.code, ended.err) == (2, "refillplan: there is a scenario x already; --replace puts this one in its place\n")
    small_program.well("scenario", "add", "x", "--patients", "4", "--replace")
    assert "more patients: 4" in small_program.well("scenario", "list").out


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("scenario", "add", "x"), "the scenario x changes nothing"),
        (
            ("scenario", "add", "x", "--close", "2027-02-03", "2027-02-01"),
            BACKWARDS,
        ),
        (("scenario", "add", "x", "--leave", "OP9", "2027-02-01", "2027-02-02"), "the centre has no operator OP9"),
        (("scenario", "add", "x", "--places", "3", "pm", "1"), "the unit does not open on half-day pm of weekday 3"),
        (("scenario", "add", "x", "--places", "1", "am", "-2"), "places is -1: from 0 to 200"),
        (("scenario", "add", "x", "--target", "50"), "the limit of 45 days is before the target of 50 days"),
        (("scenario", "add", "x", "--patients", "-1"), "-1 new patients: from 0 to 500"),
        (("scenario", "remove", "x"), "there is no scenario x; 'refillplan scenario list' shows them"),
        (("scenario", "compare"), "there are no scenarios yet: 'refillplan scenario add' makes one"),
        (("adequacy", "--weeks", "2"), "2 weeks are too few to tell: at least 7, so that everybody needs a visit"),
        (("adequacy", "--closed", "2027-02-03", "2027-02-01"), BACKWARDS),
    ],
)
def test_what_makes_no_sense_is_said_in_one_sentence(small_program: Program, words: tuple[str, ...], sentence: str) -> None:
    ended = small_program(*words)
    assert (ended.code, ended.out, ended.err) == (2, "", f"refillplan: {sentence}\n")
    with sqlite3.connect(small_program.file) as connection:
        assert connection.execute("SELECT count(*) FROM scenarios").fetchone() == (0,)


def test_what_is_no_date_or_half_day_is_a_fault_of_usage(small_program: Program) -> None:
    assert small_program("scenario", "add", "x", "--close", "3/2/2027", "2027-02-04").code == 2
    assert small_program("scenario", "add", "x", "--places", "1", "evening", "1").code == 2
    assert small_program("scenario", "add", "x", "--places", "8", "am", "1").code == 2


def test_a_scenario_that_cannot_be_planned_is_named(program: Program) -> None:
    visit = json.loads(GOLDEN.read_text(encoding="utf-8").replace("SECONDS", "0"))["visits"][0]
    row = ",".join((visit["patient"], visit["kind"], visit["starts_at"], visit["operator"], str(visit["place"]), "no", "date"))
    folder = copy_of_small(program.folder, visits=f"patient,kind,starts_at,operator,place,told,pins\n{row}\n")
    program.well("import", str(folder))
    day = visit["starts_at"][:10]
    program.well("scenario", "add", "shut", "--close", day, day)
    ended = program("scenario", "compare")
    assert ended.code == 1
    assert "scenario shut: no plan was found: " in ended.err
    data = program("scenario", "compare", "--json").data
    assert isinstance(data["scenarios"], list)
    assert data["scenarios"][0]["then"]["planned"] is False
    assert data["scenarios"][0]["then"]["reasons"]


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such signal to send")
def test_ctrl_c_ends_it(tmp_path: Path) -> None:
    db = ("--db", f"sqlite:///{tmp_path / 'refillplan.db'}")
    start(tmp_path, "import", str(SAMPLES / "centre"), *db, *TODAY).communicate(timeout=60)
    process = start(tmp_path, "adequacy", *db, *TODAY)
    time.sleep(2.5)  # the answer takes far longer
    assert process.poll() is None, process.communicate()
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=180)
    assert process.returncode == 130
    assert "interrupted" in err
