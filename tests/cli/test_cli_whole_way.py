"""The main path in processes of its own, as a user starts it."""

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import icalendar
import psutil
import pytest
from cli_program import SAMPLES, TODAY, start, surroundings

HEAVY = ("alembic", "cattrs", "holidays", "icalendar", "numpy", "ortools", "pandas", "pendulum", "rich", "sqlalchemy", "textual")


def run(folder: Path, *words: str) -> tuple[int, str, str]:
    process = start(folder, *words)
    out, err = process.communicate(timeout=120)
    return process.returncode, out, err


def test_the_demo_plans_checks_publishes_and_exports_a_year(tmp_path: Path) -> None:
    code, out, err = run(tmp_path, "demo", "--out", "demo")
    assert (code, err) == (0, "")
    assert "does not monitor the pump" in out
    assert "No better plan exists: proved." in out
    assert "rules broken: 0." in out
    assert {path.name for path in (tmp_path / "demo" / "calendars").iterdir()} == {
        "unit.ics",
        "operator-OP1.ics",
        "operator-OP2.ics",
    }
    plan = json.loads((tmp_path / "demo" / "plan.json").read_text(encoding="utf-8"))
    calendar = icalendar.Calendar.from_ical((tmp_path / "demo" / "calendars" / "unit.ics").read_bytes())
    assert len(calendar.walk("VEVENT")) == len(plan["visits"]) > 400
    files = {path: path.read_bytes() for path in (tmp_path / "demo" / "calendars").iterdir()}
    code, again, _ = run(tmp_path, "demo", "--out", "demo")
    assert code == 0
    assert again.count("nothing was changed") == 2
    assert {path: path.read_bytes() for path in (tmp_path / "demo" / "calendars").iterdir()} == files
    (words,) = [line.split()[1:] for line in again.splitlines() if "show worklist" in line]
    assert run(tmp_path, *words)[0] == 0


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such signal to send")
def test_an_interrupted_plan_ends_and_stores_nothing(tmp_path: Path) -> None:
    assert run(tmp_path, "generate", "big", "--patients", "900", "--seed", "2", "--centre", "BIG", "--tight")[0] == 0
    assert run(tmp_path, "import", "big", *TODAY)[0] == 0
    process = start(tmp_path, "plan", *TODAY, "--save-problem", "problem.json")
    while not (tmp_path / "problem.json").exists() and process.poll() is None:
        time.sleep(0.1)
    begun = psutil.Process(process.pid)
    asked = begun.cpu_times().user
    while process.poll() is None and begun.cpu_times().user < asked + 2.5:  # then it plans, and that takes far longer
        time.sleep(0.1)
    assert process.poll() is None, process.communicate()
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=180)
    assert (process.returncode, out) == (130, "")
    assert "interrupted, nothing was saved" in err
    assert "Traceback" not in err
    code, out, _ = run(tmp_path, "show", "plans", "--json")
    assert (code, json.loads(out)) == (0, {"plans": []})


def test_help_loads_nothing_that_takes_time(tmp_path: Path) -> None:
    script = (
        "import sys\nfrom refillplan.cli import main\n"
        "code = main(['--help'])\n"
        f"loaded = sorted(set({HEAVY!r}) & set(sys.modules))\n"
        "sys.exit(f'{code} {loaded}')\n"
    )
    done = subprocess.run([sys.executable, "-c", script], env=surroundings(), capture_output=True, text=True, check=False)
    assert done.stderr.strip() == "0 []"
    assert "does not monitor the pump" in " ".join(done.stdout.split())


def test_a_reader_that_has_seen_enough_is_no_fault(tmp_path: Path) -> None:
    assert run(tmp_path, "import", str(SAMPLES / "centre"), *TODAY)[0] == 0
    assert run(tmp_path, "plan", "--weeks", "10", *TODAY)[0] == 0
    process = start(tmp_path, "show", "audit", "--json", "--last", "5000")
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    assert process.stderr.read() == ""
    process.stderr.close()
    assert process.wait(timeout=30) == 0
