import json
from dataclasses import replace
from pathlib import Path

import pytest
from service_samples import SAMPLES, TODAY

from refillplan.csv_files import read_folder
from refillplan.domain.centre import Centre
from refillplan.domain.messages import InvalidValue
from refillplan.domain.plans import Planned
from refillplan.generator import CentreSpec, generate_centre
from refillplan.services.plans.planning import solve_problem
from refillplan.services.plans.problem_file import PlanProblem, read_problem, save_problem


def sample_problem(name: str = "small") -> PlanProblem:
    centre = read_folder(SAMPLES / name, TODAY)
    assert isinstance(centre, Centre)
    return PlanProblem(centre=centre, today=TODAY, weeks=centre.planning.weeks)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "problem.json"
    save_problem(sample_problem(), file)
    return file


def test_a_saved_problem_is_solved_to_the_same_plan(file: Path) -> None:
    first, again = solve_problem(sample_problem()), solve_problem(read_problem(file))
    assert isinstance(first, Planned)
    assert isinstance(again, Planned)
    assert again.plan == first.plan


@pytest.mark.parametrize("seed", range(6))
def test_everything_that_a_plan_rests_on_comes_back(tmp_path: Path, seed: int) -> None:
    spec = CentreSpec(code="G", patients=12, seed=seed, today=TODAY, tight=seed % 2 == 1, told_days=30)
    problem = PlanProblem(centre=generate_centre(spec), today=TODAY, weeks=10)
    save_problem(problem, tmp_path / "problem.json")
    read = read_problem(tmp_path / "problem.json").centre
    whole = problem.centre
    for part in (
        "visit_kinds",
        "operators",
        "sessions",
        "leaves",
        "unavailabilities",
        "visits",
        "protocol",
        "planning",
        "comfort",
    ):
        assert getattr(read, part) == getattr(whole, part)
    assert [(fill.patient, fill.filled_on, fill.kind) for fill in read.fills] == [
        (fill.patient, fill.filled_on, fill.kind) for fill in whole.fills
    ]


def test_a_saved_problem_holds_no_free_text(tmp_path: Path) -> None:
    problem = sample_problem()
    secret = "SECRET"
    centre = replace(
        problem.centre,
        fills=tuple(replace(fill, lot=secret, readings=secret) for fill in problem.centre.fills),
        pumps=tuple(replace(pump, end_cause=secret) for pump in problem.centre.pumps),
        patients=tuple(replace(patient, limit_days=45, override_reason=secret) for patient in problem.centre.patients),
        name=secret,
    )
    save_problem(replace(problem, centre=centre), tmp_path / "problem.json")
    assert secret not in (tmp_path / "problem.json").read_text()
    assert read_problem(tmp_path / "problem.json").centre.patients[0].limit_days == 45


@pytest.mark.parametrize(
    ("key", "value", "says"),
    [
        ("today", "2027-13-01", "today"),
        ("weeks", "many", "weeks"),
        ("surprise", 1, "surprise"),
        ("format", 99, "another version"),
        ("centre", None, "centre"),
    ],
)
def test_a_wrong_field_is_told_in_one_sentence(file: Path, key: str, value: object, says: str) -> None:
    spoiled = json.loads(file.read_text()) | {key: value}
    file.write_text(json.dumps(spoiled))
    with pytest.raises(InvalidValue, match=says) as caught:
        read_problem(file)
    assert "\n" not in str(caught.value)


def test_a_value_that_the_words_do_not_allow_is_told(file: Path) -> None:
    spoiled = json.loads(file.read_text())
    spoiled["centre"]["planning"]["weeks"] = 1000
    file.write_text(json.dumps(spoiled))
    with pytest.raises(InvalidValue, match="weeks is 1000"):
        read_problem(file)


@pytest.mark.parametrize("text", ["", "{", "[]", '"text"', "null", "\x00"])
def test_what_is_no_problem_is_told(tmp_path: Path, text: str) -> None:
    (tmp_path / "problem.json").write_text(text)
    with pytest.raises(InvalidValue):
        read_problem(tmp_path / "problem.json")


def test_bytes_that_are_no_text_are_told(tmp_path: Path) -> None:
    (tmp_path / "problem.json").write_bytes(b"\xff\xfe\x00{")
    with pytest.raises(InvalidValue, match="is not JSON"):
        read_problem(tmp_path / "problem.json")
