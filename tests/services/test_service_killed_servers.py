"""Server or program killed at random points: what a patient was told is there afterwards, and the audit holds."""

import subprocess
import sys
import threading
import time
from collections.abc import Callable
from datetime import UTC
from pathlib import Path
from random import Random

import pytest
from test_service_many_writers import begun

from refillplan.services.core.access import load_centre
from refillplan.services.upkeep.auditing import verify_audit
from refillplan.storage import Store

pytest_plugins = ["service_stores"]
pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")  # pg8000 leaves lost connections to the collector

PROGRAM = Path(__file__).with_name("busy_until_killed.py")
CODE = "MADE"
Told = set[tuple[str, str]]


def rinses(url: str) -> Told:
    store = Store.open(url)
    visits = load_centre(store, CODE).visits
    assert verify_audit(store).faults == ()
    store.close()
    return {(v.patient, v.starts_at.astimezone(UTC).isoformat()) for v in visits if v.kind == "rinse"}


def work_until(url: str, seed: int, seconds: float, kill: Callable[[subprocess.Popen[str]], None]) -> list[str]:
    """Let the program work for a while after its first line, kill what is to be killed, and return what it said was kept."""
    words = [sys.executable, str(PROGRAM), url, str(seed)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        said: list[str] = []
        reader = threading.Thread(target=said.extend, args=(process.stdout,))
        reader.start()
        time.sleep(seconds)
        kill(process)
        process.kill()
        reader.join()
    return said


def require_kept(before: Told, said: list[str], after: Told) -> None:
    """All that was said to be kept is there; of what was under way as it ended, at most one more thing."""
    told = set(before)
    for line in said:
        what, patient, at = line.split()
        (told.add if what == "come" else told.discard)((patient, at))
    assert len(told ^ after) <= 1, (told ^ after, said)


def kill_at_random_points(
    url: str, points: range, begin: Callable[[int], Callable[[subprocess.Popen[str]], None]], restart: Callable[[], None]
) -> int:
    acts, before = 0, rinses(url)
    for point in points:
        said = work_until(url, point * 1000, Random(point).random() * 1.5, begin(point))
        restart()
        after = rinses(url)
        require_kept(before, said, after)
        acts, before = acts + len(said), after
    return acts


def on_postgresql(points: range, tmp_path: Path) -> int:
    from killable_server import killable_server  # noqa: PLC0415 (its neighbours are on the path by now)

    with killable_server() as server:
        url = begun(server.url, tmp_path)

        def begin(point: int) -> Callable[[subprocess.Popen[str]], None]:
            return (lambda _: server.kill()) if point % 2 else (lambda process: process.kill())

        return kill_at_random_points(url, points, begin, server.start)


def on_sqlite(points: range, tmp_path: Path) -> int:
    url = begun(f"sqlite:///{tmp_path / 'unit.db'}", tmp_path)
    return kill_at_random_points(url, points, lambda _: lambda process: process.kill(), lambda: None)


def test_a_server_or_a_program_that_is_killed_loses_nothing_that_was_told(tmp_path: Path) -> None:
    on_postgresql(range(2), tmp_path)


@pytest.mark.many_kills
def test_fifty_kills_of_server_and_program_lose_nothing_that_was_told(tmp_path: Path) -> None:
    print(on_postgresql(range(50), tmp_path))  # noqa: T201 (shown by -s: how much was done between the kills)


@pytest.mark.many_kills
def test_fifty_kills_on_sqlite_lose_nothing_that_was_told(tmp_path: Path) -> None:
    print(on_sqlite(range(50), tmp_path))  # noqa: T201
