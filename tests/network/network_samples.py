"""Small made-up centres, a cluster as hospitals run one, and work that goes wrong."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from distributed import Client

from refillplan.csv_files import write_folder
from refillplan.domain.messages import InvalidValue, message
from refillplan.generator import CentreSpec, generate_centre
from refillplan.workers import Answered, Lost, News, Piece, Runner, Stop, Work

ROOT = Path(__file__).parents[2]
TODAY = date(2027, 1, 4)


def generated_network(folder: Path, centres: int, patients: int = 8, weeks: int = 8) -> Path:
    """Write centres N01, N02, ... side by side."""
    for number in range(1, centres + 1):
        code = f"N{number:02d}"
        spec = CentreSpec(code=code, patients=patients, seed=number, today=TODAY, load=0.6, weeks=weeks)
        write_folder(generate_centre(spec), folder / code.lower())
    return folder


def pieces(*asked: int) -> list[Piece[int]]:
    return [Piece(name=str(one), size=one, asked=one) for one in asked]


def pieces_of_faulty_input() -> Iterator[Piece[int]]:
    """Pieces of which the third cannot be made."""
    yield from pieces(1, 2)
    raise InvalidValue(message("the third is not there"))


def all_of(
    runner: Runner, work: Work[int, int], asked: Iterable[Piece[int]], news: list[News] | None = None
) -> dict[str, Answered[int] | Lost]:
    told = (lambda _: None) if news is None else news.append
    return {done.name: done for done in runner(work, asked, told, lambda: False)}


def doubled(asked: int, _: Stop) -> int:
    """Work that goes well."""
    return 2 * asked


def deadly_at_three(asked: int, _: Stop) -> int:
    """Work that ends its process at one of its pieces, whoever has it."""
    if asked == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return 2 * asked


def faulty_at_three(asked: int, _: Stop) -> int:
    """Work with a fault in it."""
    if asked == 3:
        raise KeyError("P01")
    return 2 * asked


def deadly_once(mark: str, asked: int, _: Stop) -> int:
    """Work that ends its process the first time that it is begun; a file remembers."""
    if asked == 3 and not Path(mark).exists():
        Path(mark).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return 2 * asked


def endless(mark: str, asked: int, stop: Stop) -> int:
    """Work that ends when it is told to, and not before."""
    Path(f"{mark}-{asked}").touch()
    while not stop():
        time.sleep(0.05)
    Path(f"{mark}-{asked}-stopped").touch()
    return asked


@dataclass(frozen=True)
class RunningCluster:
    """A scheduler, and workers of one thread each that nobody starts again."""

    address: str
    scheduler: subprocess.Popen[bytes]
    workers: tuple[subprocess.Popen[bytes], ...]


@contextmanager
def cluster(folder: Path, workers: int) -> Iterator[RunningCluster]:
    """Run a Dask cluster on the loopback as the deployment page says; all workers are there when it is given."""
    contact = folder / "scheduler.json"
    dask = (sys.executable, "-m", "dask")
    path = os.pathsep.join((str(ROOT), str(Path(__file__).parent)))
    quiet = {**os.environ, "PYTHONPATH": path, "DASK_DISTRIBUTED__SCHEDULER__WORKER_SATURATION": "1.0"}
    options = ("--scheduler-file", str(contact), "--no-dashboard", "--dashboard-address", "127.0.0.1:0", "--host", "127.0.0.1")
    with (folder / "cluster.log").open("wb") as log:

        def start(*words: str) -> subprocess.Popen[bytes]:
            return subprocess.Popen((*dask, *words, *options), cwd=folder, env=quiet, stdout=log, stderr=log)

        scheduler = start("scheduler", "--port", "0")
        running = [scheduler]
        try:
            while not contact.exists():
                assert scheduler.poll() is None, (folder / "cluster.log").read_text()
                time.sleep(0.1)
            own = ("--no-nanny", "--nthreads", "1", "--local-directory", str(folder))
            running += [start("worker", *own) for _ in range(workers)]
            address = json.loads(contact.read_text())["address"]
            with Client(address, timeout=60, set_as_default=False) as client:
                client.wait_for_workers(workers, timeout=60)
            yield RunningCluster(address, scheduler, tuple(running[1:]))
        finally:
            for process in reversed(running):
                process.kill()
                process.wait()
