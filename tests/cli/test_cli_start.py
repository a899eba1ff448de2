"""How soon the program answers: help is there at once, and loads nothing that it does not need."""

import subprocess
import sys
import time

import pytest

HEAVY = "numpy ortools sqlalchemy alembic icalendar scipy matplotlib surpyval pandas textual rich babel pendulum holidays"

_LOADED = """\
import sys
from refillplan.cli import main
code = main(sys.argv[1:])
sys.stderr.write(" ".join(sorted({name.partition(".")[0] for name in sys.modules})))
sys.exit(code)
"""


@pytest.mark.parametrize("words", ["--help", "--lang fr --help"])
def test_help_loads_no_heavy_library(words: str) -> None:
    done = subprocess.run([sys.executable, "-c", _LOADED, *words.split()], capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert "refillplan" in done.stdout
    assert set(done.stderr.split()).isdisjoint(HEAVY.split())


def test_help_is_there_within_a_quarter_of_a_second() -> None:
    command = [sys.executable, "-c", "import sys; from refillplan.cli import main; sys.exit(main(['--help']))"]
    seconds = []
    for _ in range(10):  # the least: other processes of the machine make the others longer
        began = time.perf_counter()
        subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
        seconds.append(time.perf_counter() - began)
    assert min(seconds) < 0.25
