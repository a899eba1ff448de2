"""The README's tour does what it shows."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

README = Path(__file__).parents[1] / "README.md"
_TO_PHONE = (["close"], ["propose"], ["export", "vdir"], ["export", "fhir"])
"""Commands of the tour that say that somebody is to be phoned: the day that it closes stays closed."""


def test_the_tour_runs_as_shown(tmp_path: Path) -> None:
    blocks = re.findall(r"```tour\n(.*?)```", README.read_text(encoding="utf-8"), flags=re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines()]
    assert len(lines) >= 12
    quiet = {name: value for name, value in os.environ.items() if not name.startswith("REFILLPLAN_")}
    for line in lines:
        program, *args = shlex.split(line)
        assert program == "refillplan"
        command = [sys.executable, "-m", "refillplan.cli", *args]
        done = subprocess.run(command, cwd=tmp_path, env=quiet, capture_output=True, text=True, check=False)
        to_phone = args[:1] in _TO_PHONE or args[:2] in _TO_PHONE
        assert done.returncode == (1 if to_phone else 0), f"{line}\n{done.stdout}\n{done.stderr}"
    assert (tmp_path / "calendars" / "unit.ics").stat().st_size > 1000


def test_the_first_two_commands_are_the_ones_that_continuous_integration_runs() -> None:
    first, second = re.findall(r"```sh\n(.*?)\n```", README.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert first.endswith("refillplan demo --out demo")
    run = (README.parent / ".ci" / "run").read_text(encoding="utf-8")
    for part in ("-c constraints.txt", "-e '.[test]'", "-m pytest -n auto"):
        assert part in second
        assert part in run
