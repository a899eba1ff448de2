"""The benchmarks alive, on centres small enough for every contender: they agree, and their plans are sound."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from peer_contenders import EXACT, can_run
from peer_ground import Ground
from peer_race import TODAY, Instance, Row, race
from peer_report import gap, plot, sound, table

from refillplan.domain.plans import Tiers
from refillplan.generator import CentreSpec, generate_centre

HERE = Path(__file__).parent
SMALL = Instance(patients=20, seed=1, load=0.8, weeks=12, told_days=21)
FULL = Instance(patients=8, seed=13, load=1.5, weeks=10)


def raced(*instances: Instance, contenders: tuple[str, ...], seconds: float = 120) -> list[Row]:
    return list(race(instances, contenders, seconds=seconds, cores=2))


@pytest.mark.parametrize("instance", [SMALL, FULL], ids=["told visits", "overloaded"])
def test_exact_contenders_agree_and_the_nurse_is_not_better(instance: Instance) -> None:
    rows = {row.contender: row for row in raced(instance, contenders=(*EXACT, "greedy"))}
    assert sound(list(rows.values())), [row.faults for row in rows.values()]
    assert len({rows[contender].tiers for contender in EXACT}) == 1
    assert all(rows[contender].proved for contender in EXACT)
    assert rows["planner"].tiers is not None
    assert rows["greedy"].tiers is not None
    assert rows["greedy"].tiers >= rows["planner"].tiers
    assert rows["planner"].passes is not None
    assert all(row.cpu_seconds > 0 and row.peak_mebibytes > 0 for row in rows.values())


@pytest.mark.skipif(not can_run("timefold"), reason="Timefold and Java 17 are an extra")
@pytest.mark.parametrize("instance", [SMALL, FULL], ids=["told visits", "overloaded"])
def test_timefold_is_not_worse_than_the_nurse_it_begins_with(instance: Instance) -> None:
    planner, timefold, greedy = raced(instance, contenders=("planner", "timefold", "greedy"), seconds=8)
    assert sound([planner, timefold, greedy]), timefold.faults
    assert planner.tiers is not None
    assert timefold.tiers is not None
    assert greedy.tiers is not None
    assert planner.tiers <= timefold.tiers <= greedy.tiers


def test_who_finds_no_plan_in_time_is_left_out_on_larger_centres() -> None:
    larger = replace(SMALL, patients=30)
    rows = raced(SMALL, larger, contenders=("planner", "greedy"), seconds=0)
    assert [(row.contender, row.instance.patients) for row in rows] == [("planner", 20), ("greedy", 20), ("greedy", 30)]
    assert gap(rows[0], rows[:2]) == "no plan"


def test_a_plan_better_than_a_bound_is_noticed() -> None:
    [row] = raced(FULL, contenders=("greedy",))
    assert sound([row])
    liar = replace(row, contender="flow", bounds=Tiers(unplaced=100))
    assert not sound([row, liar])
    assert "BOUND WRONG" in table([row, liar])


def test_both_commands_print_a_table_and_write_json_and_a_plot(tmp_path: Path) -> None:
    shared = ["--weeks", "8", "--contenders", "planner", "greedy", "--cores", "1", "--seconds", "60"]
    for command, sizes in (("compare_peers.py", ["--patients", "6"]), ("growth_curve.py", ["--sizes", "6", "9"])):
        file, image = tmp_path / "rows.json", tmp_path / "rows.svg"
        words = [sys.executable, str(HERE / command), *sizes, *shared, "--json", str(file), "--plot", str(image)]
        done = subprocess.run(words, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        rows = json.loads(file.read_text())["rows"]
        assert done.stdout.count("\nplanner ") == len(rows) / 2
        assert "times the planner's seconds" in done.stdout
        assert image.stat().st_size > 0


def test_with_reviews_the_planner_runs_alone() -> None:
    words = [sys.executable, str(HERE / "growth_curve.py"), "--sizes", "6", "--weeks", "8", "--cores", "1", "--reviews"]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "seed 1, with reviews" in done.stdout
    done = subprocess.run([*words, "--contenders", "planner", "greedy"], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr == "with --reviews the planner runs alone: --contenders planner\n"


@pytest.mark.parametrize("option", ["--json", "--plot"])
def test_a_folder_that_is_not_there_is_named_before_anything_is_measured(option: str, tmp_path: Path) -> None:
    words = [sys.executable, str(HERE / "compare_peers.py"), "--patients", "6", option, str(tmp_path / "none" / "rows.svg")]
    done = subprocess.run([*words, "--weeks", "8", "--contenders", "greedy"], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert f"there is no folder {tmp_path / 'none'}" in done.stderr
    assert not done.stdout


@pytest.mark.parametrize(("command", "option"), [("compare_peers.py", "--patients"), ("growth_curve.py", "--sizes")])
@pytest.mark.parametrize("size", ["0", "10001", "many"])
def test_a_size_that_no_centre_has_is_refused(command: str, option: str, size: str) -> None:
    words = [sys.executable, str(HERE / command), option, size]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert f"argument {option}: {size}: from 1 to 10000 patients" in done.stderr


@pytest.mark.parametrize("command", ["compare_peers.py", "growth_curve.py", "advice_speed.py", "tui_times.py"])
def test_every_command_explains_itself_and_leaves_no_file(command: str, tmp_path: Path) -> None:
    words = [sys.executable, str(HERE / command), "--help"]
    done = subprocess.run(words, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(f"usage: {command}")
    assert not list(tmp_path.iterdir())


def test_the_plot_shows_every_contender(tmp_path: Path) -> None:
    plot(raced(FULL, contenders=("greedy",)), tmp_path / "rows.svg")
    assert "<svg" in (tmp_path / "rows.svg").read_text()


def test_the_peers_refuse_a_centre_that_they_do_not_know() -> None:
    centre = generate_centre(CentreSpec(code="REVIEWS", patients=4, seed=1, today=TODAY))
    with pytest.raises(ValueError, match="refills alone"):
        Ground(centre, TODAY, 8)
