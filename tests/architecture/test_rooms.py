"""The rooms and their arrows, and that importing does nothing."""

import os
import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest

import refillplan
import tui

ROOT = Path(__file__).parents[2]
ELSEWHERE = "refillplan.storage.migrations"  # run by Alembic, never imported


def python(script: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a script in a new interpreter that finds the source, with warnings as errors."""
    surroundings = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", script], cwd=folder, env=surroundings, capture_output=True, text=True, check=False
    )


def module_names() -> list[str]:
    rooms = ((refillplan, "refillplan."), (tui, "tui."))
    names = [module.name for room, prefix in rooms for module in pkgutil.walk_packages(room.__path__, prefix)]
    return [name for name in names if not name.startswith(ELSEWHERE) and not name.endswith("__main__")]


def test_every_arrow_points_inwards(tmp_path: Path) -> None:
    script = (
        "from importlinter.cli import lint_imports\n"
        f"raise SystemExit(lint_imports(config_filename={str(ROOT / 'pyproject.toml')!r}, no_cache=True))\n"
    )
    done = python(script, tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 broken" in done.stdout


def test_an_arrow_that_points_outwards_is_found(tmp_path: Path) -> None:
    config = tmp_path / "wrong.ini"
    config.write_text(
        "[importlinter]\nroot_package = refillplan\n\n"
        "[importlinter:contract:1]\nname = upside down\ntype = layers\nlayers =\n    refillplan.domain\n    refillplan.services\n"
    )
    script = (
        "from importlinter.cli import lint_imports\n"
        f"raise SystemExit(lint_imports(config_filename={str(config)!r}, no_cache=True))\n"
    )
    done = python(script, tmp_path)
    assert done.returncode == 1
    assert "1 broken" in done.stdout


def test_importing_everything_says_nothing_and_leaves_nothing(tmp_path: Path) -> None:
    names = module_names()
    assert len(names) > 100
    script = "import importlib\n" + "".join(f"importlib.import_module({name!r})\n" for name in names)
    done = python(script, tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("room", "unwanted"),
    [
        ("refillplan.domain.centre", ("numpy", "ortools", "sqlalchemy", "icalendar", "click", "rich")),
        ("refillplan.planner.check", ("numpy", "ortools", "sqlalchemy", "icalendar", "click", "rich")),
        ("refillplan.planner.solve", ("sqlalchemy", "icalendar", "click", "rich", "highspy")),
        ("refillplan.storage", ("numpy", "ortools", "alembic", "icalendar", "click", "rich")),
        ("refillplan.forecast.whole", ("sqlalchemy", "icalendar", "click", "rich", "matplotlib", "scipy", "surpyval", "ortools")),
        ("refillplan.reports.page", ("sqlalchemy", "click", "rich", "matplotlib", "jinja2", "numpy")),
        ("refillplan.services.forecasts.report", ("matplotlib", "jinja2", "scipy", "surpyval", "ortools", "click", "rich")),
        ("refillplan.services.looking.worklist", ("numpy", "ortools", "icalendar", "click", "rich")),
        ("tui.start", ("numpy", "ortools", "icalendar", "click", "textual_serve", "refillplan.cli")),
        ("refillplan.cli", ("numpy", "ortools", "sqlalchemy", "icalendar", "click", "rich", "textual")),
    ],
)
def test_a_room_loads_only_what_it_needs(tmp_path: Path, room: str, unwanted: tuple[str, ...]) -> None:
    script = f"import sys, {room}\nraise SystemExit(', '.join(sorted(set({unwanted!r}) & set(sys.modules))) or 0)\n"
    done = python(script, tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
