"""The program as a user has it: a folder to work in, words in, exit code and output out."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import pytest

from refillplan.cli import main

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "sample_data"
TODAY = ("--today", "2027-01-04")

_MAIN = """\
import signal, sys
from refillplan.cli import main
signal.signal(signal.SIGINT, signal.default_int_handler)
sys.exit(main())
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How a run ended."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> dict[str, object]:
        """The JSON on stdout."""
        return cast("dict[str, object]", json.loads(self.out))


class Program:
    """Runs commands in this process, on one database, as on the samples' day."""

    def __init__(self, folder: Path, capture: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self.file = folder / "refillplan.db"
        self.db = ("--db", f"sqlite:///{self.file}")
        self._capture = capture

    def __call__(self, *words: str) -> Ended:
        """Run a command with the database and the day of the samples."""
        return self.bare(*words, *self.db, *TODAY)

    def bare(self, *words: str) -> Ended:
        """Run a command with nothing added."""
        self._capture.readouterr()
        code = main(words)
        out, err = self._capture.readouterr()
        return Ended(code=code, out=out, err=err)

    def well(self, *words: str) -> Ended:
        """Run a command that must end well."""
        ended = self(*words)
        assert ended.code == 0, ended
        return ended


def copy_of_small(folder: Path, **files: str) -> Path:
    """Copy the small sample into ``folder``, some of its CSV files replaced (``closures="from_on,..."``)."""
    copy = folder / "copy"
    shutil.copytree(SAMPLES / "small", copy, dirs_exist_ok=True)
    for name, text in files.items():
        (copy / f"{name}.csv").write_text(text)
    return copy


def start(folder: Path, *words: str, alone: bool = False) -> subprocess.Popen[str]:
    """Start the program in a process of its own, which Ctrl-C reaches even where the tests run in the background.

    Parameters
    ----------
    alone
        In a group of its own, too, all of which can be sent a signal.
    """
    return subprocess.Popen(
        [sys.executable, "-c", _MAIN, *words],
        cwd=folder,
        env=surroundings(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        start_new_session=alone,
    )


def surroundings() -> dict[str, str]:
    """Return a small environment in which the program is found, installed or not."""
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "SYSTEMROOT", "TMPDIR", "TEMP")}
    return {**kept, "PYTHONPATH": str(ROOT), "LANG": "C.UTF-8", "PYTHONUTF8": "1"}
