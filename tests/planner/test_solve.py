import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from flow_reference import reference_tiers

from refillplan.csv_files import read_folder
from refillplan.domain.centre import Centre
from refillplan.domain.plans import Planned, Undecided
from refillplan.generator import CentreSpec, generate_centre, random_spec
from refillplan.planner.check import check_plan
from refillplan.planner.progress import Progress
from refillplan.planner.solve import solve

TODAY = date(2027, 1, 4)
SAMPLES = Path(__file__).parents[2] / "sample_data"


def sample(name: str) -> Centre:
    centre = read_folder(SAMPLES / name, TODAY)
    assert isinstance(centre, Centre)
    return centre


def planned(centre: Centre, today: date = TODAY, weeks: int | None = None) -> Planned:
    outcome = solve(centre, today, weeks)
    assert isinstance(outcome, Planned), outcome
    return outcome


@pytest.mark.parametrize(("patients", "seed", "load"), [(20, 1, 0.7), (25, 2, 0.8), (30, 3, 0.8), (40, 4, 0.75), (60, 5, 0.8)])
def test_every_tier_equals_the_flow_reference(patients: int, seed: int, load: float) -> None:
    spec = CentreSpec(code="REF", patients=patients, seed=seed, today=TODAY, load=load, refill_only=True, weeks=26)
    centre = generate_centre(spec)
    plan = planned(centre, weeks=26).plan
    assert plan.proven_optimal
    assert plan.tiers == reference_tiers(centre, TODAY, 26)


@pytest.mark.parametrize(("patients", "seed", "load"), [(20, 8, 1.2), (40, 10, 1.1)])
def test_an_overloaded_centre_equals_the_flow_reference(patients: int, seed: int, load: float) -> None:
    spec = CentreSpec(code="REF", patients=patients, seed=seed, today=TODAY, load=load, refill_only=True, weeks=20)
    centre = generate_centre(spec)
    plan = planned(centre, weeks=20).plan
    assert plan.tiers.beyond_limit_days + plan.tiers.unplaced > 0
    assert plan.proven_optimal
    assert plan.tiers == reference_tiers(centre, TODAY, 20)


@pytest.mark.parametrize("seed", [1045, 1069, 1081, 1093, 1108, 1111])
def test_small_centres_that_cannot_be_held_at_their_bounds_are_proved_best_all_the_same(seed: int) -> None:
    spec = random_spec(seed, 6 + seed % 14)
    centre = generate_centre(spec)
    plan = planned(centre, spec.today).plan
    assert plan.tiers.beyond_limit_days > 0
    assert plan.proven_optimal
    assert check_plan(centre, plan).sound


@pytest.mark.parametrize(("patients", "seed", "load"), [(8, 11, 1.1), (9, 12, 1.3), (10, 13, 1.5)])
def test_full_centres_equal_the_flow_reference(patients: int, seed: int, load: float) -> None:
    spec = CentreSpec(code="REF", patients=patients, seed=seed, today=TODAY, load=load, refill_only=True, weeks=12, half_days=1)
    centre = generate_centre(spec)
    plan = planned(centre, weeks=12).plan
    assert plan.tiers.beyond_limit_days + plan.tiers.unplaced > 0
    assert plan.proven_optimal
    assert plan.tiers == reference_tiers(centre, TODAY, 12)


def test_the_sample_centre_is_planned_proved_best_and_sound() -> None:
    centre = sample("centre")
    plan = planned(centre).plan
    verdict = check_plan(centre, plan)
    assert plan.proven_optimal
    assert verdict.sound, verdict.violations
    assert not plan.exceptions


def test_the_overloaded_sample_names_its_exceptions() -> None:
    centre = sample("overloaded")
    plan = planned(centre, weeks=26).plan
    assert check_plan(centre, plan).sound
    assert plan.exceptions
    assert plan.tiers.unplaced == plan.bounds.unplaced
    assert plan.tiers.beyond_limit_days == plan.bounds.beyond_limit_days


def test_the_same_input_gives_the_same_plan_on_any_number_of_cores() -> None:
    code = (
        "import os, sys; os.sched_setaffinity(0, range(int(sys.argv[1])));"
        "from datetime import date; from pathlib import Path;"
        "from refillplan.csv_files import read_folder; from refillplan.planner.solve import solve;"
        "print(repr(solve(read_folder(Path(sys.argv[2]), date(2027, 1, 4)), date(2027, 1, 4)).plan))"
    )
    cores = sorted({1, min(2, os.cpu_count() or 1), min(4, os.cpu_count() or 1)})
    runs = [
        subprocess.run([sys.executable, "-c", code, str(n), str(SAMPLES / "centre")], capture_output=True, check=True).stdout
        for n in [*cores, cores[-1]]
    ]
    assert len(set(runs)) == 1


def test_planning_that_is_stopped_gives_no_plan() -> None:
    assert isinstance(solve(sample("centre"), TODAY, stop=lambda: True), Undecided)


def test_progress_is_told() -> None:
    news: list[Progress] = []
    solve(sample("small"), TODAY, report=news.append)
    assert news


@pytest.mark.parametrize("seed", range(12))
def test_generated_centres_give_sound_plans(seed: int) -> None:
    spec = random_spec(seed, 5 + 3 * seed)
    centre = generate_centre(spec)
    verdict = check_plan(centre, planned(centre, spec.today).plan)
    assert verdict.sound, [str(violation.sentence) for violation in verdict.violations]
