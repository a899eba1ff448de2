import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from cli_program import ROOT, TODAY, Program

pytest_plugins = ["cli_fixtures"]


def test_without_a_centre_there_is_one_sentence(program: Program) -> None:
    program.well("db", "upgrade")
    ended = program("tui")
    assert ended.code == 2
    assert ended.err == "refillplan: there is no centre in this database yet: 'refillplan import FOLDER' reads one\n"


def test_wrong_settings_are_said_in_one_sentence(small_program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "tui.toml"
    file.write_text("role = 'surgeon'")
    monkeypatch.setenv("REFILLPLAN_TUI", str(file))
    ended = small_program("tui")
    assert ended.code == 2
    assert ended.err == f"refillplan: {file}: role 'surgeon' is none of administrator, nurse, physician, reader\n"


def test_a_screen_that_nobody_could_see_is_not_started(small_program: Program) -> None:
    shown, terminal = pty.openpty()
    command = [sys.executable, "-m", "refillplan.cli", "tui", *small_program.db, "--lang", "en"]
    started = subprocess.run(command, cwd=ROOT, stdin=terminal, stdout=terminal, stderr=subprocess.PIPE, check=False, timeout=60)
    os.close(terminal)
    said = os.read(shown, 10_000).decode()
    os.close(shown)
    assert (started.returncode, started.stderr) == (2, b"")
    assert said.strip() == "the screen is drawn on stderr: start it without redirecting that"


def test_a_plan_on_its_way_says_what_is_being_done_and_how_far(small_program: Program) -> None:
    shown, terminal = pty.openpty()
    command = [sys.executable, "-m", "refillplan.cli", "plan", *small_program.db, *TODAY, "--lang", "fr"]
    subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=terminal, check=True, timeout=60)
    os.close(terminal)
    said = os.read(shown, 100_000).decode()
    os.close(shown)
    assert "étape 6 sur 6" in said
    assert "au mieux" not in said


def test_the_command_line_loads_nothing_of_the_screen() -> None:
    script = "import sys, refillplan.cli\nraise SystemExit(refillplan.cli.main(['info', '--help']) or 'textual' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
