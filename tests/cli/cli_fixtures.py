"""The program as a fixture."""

from pathlib import Path

import pytest
from cli_program import SAMPLES, Program


@pytest.fixture
def program(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Program:
    """The program in an empty folder, in English, whatever the surroundings say."""
    for name in ("REFILLPLAN_DATABASE_URL", "REFILLPLAN_ACTOR", "LC_ALL", "LC_MESSAGES", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.chdir(tmp_path)
    return Program(tmp_path, capsys)


@pytest.fixture
def small_program(program: Program) -> Program:
    """The program with the small sample imported."""
    program.well("import", str(SAMPLES / "small"))
    return program
