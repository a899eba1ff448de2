"""How fast the screen answers: start to first screen, key to screen, and whether it keeps ticking while a plan is made.

Run as a program (it makes a centre of 250 patients and plans 52 weeks first, or takes a database):

    python tests/benchmarks/tui_times.py [DATABASE]
"""

import asyncio
import statistics
import subprocess
import sys
import tempfile
import time
from argparse import ArgumentParser
from datetime import UTC, date, datetime
from pathlib import Path

from textual.pilot import Pilot

from refillplan.services.calls.publishing import publish
from refillplan.services.entering.importing import import_folder
from refillplan.services.plans.planning import make_plan
from refillplan.services.starting.samples import CentreSpec, generate_folder
from refillplan.services.upkeep.databases import Store
from tui.app import RefillApp
from tui.pauses import put_off
from tui.settings import Settings
from tui.start import make_app

TODAY = date(2027, 1, 4)
AT = datetime(2027, 1, 4, 8, 30, tzinfo=UTC)
KEYS = {
    "worklist": ("f2", ["down", "down", "up", "pagedown", "pageup", "end", "home", "g", "G"]),
    "week": ("f3", ["right", "right", "down", "left", "up", "v", "pagedown", "pageup"]),
    "month": ("f4", ["right", "right", "down", "left", "up", "v", "pagedown", "pageup"]),
    "patient": ("f2", ["k", "k", "down", "down", "i", "pagedown", "pageup"]),
}
ROUNDS = 12


def make_database(file: Path) -> None:
    """Make a centre of 250 patients, a year planned and in force."""
    with tempfile.TemporaryDirectory() as folder:
        generate_folder(CentreSpec(code="BENCH", patients=250, seed=1, load=0.8, today=TODAY), Path(folder) / "bench")
        store = Store.open(f"sqlite:///{file}")
        import_folder(store, Path(folder) / "bench", TODAY, actor="bench", at=AT)
        make_plan(store, "BENCH", TODAY, actor="bench", at=AT)
        publish(store, "BENCH", TODAY, actor="bench", at=AT)
        store.close()


async def drawn(app: RefillApp, pilot: Pilot[None], key: str) -> float:
    """Return the seconds from a key to the screen that answers it: messages done, layout and lines drawn."""
    began = time.perf_counter()
    app.simulate_key(key)
    await pilot._wait_for_screen()
    app.screen._compositor.render_strips()
    return time.perf_counter() - began


async def measure(file: Path) -> None:
    """Print the figures."""
    store = Store.open(f"sqlite:///{file}")
    app = make_app(store, None, TODAY, lang="fr", actor="bench", clock=lambda: AT, settings=Settings())
    async with app.run_test(size=(120, 40)) as pilot:
        while not app.ready or app.open_calls is None:
            await asyncio.sleep(0.02)
        patients, visits = len(app.board.centre.patients), len(app.board.visits)
        print(f"{patients} patients, {visits} visits")  # noqa: T201
        for name, (first, keys) in KEYS.items():
            await pilot.press(first)
            if name == "patient":
                await pilot.press("enter")
            await pilot.pause(0.5)
            times = [await drawn(app, pilot, key) for _ in range(ROUNDS) for key in keys]
            p95 = statistics.quantiles(times, n=20)[-1]
            told = f"median {statistics.median(times) * 1000:.0f} ms, p95 {p95 * 1000:.0f} ms, max {max(times) * 1000:.0f} ms"
            print(f"key to screen, {name}: {told}")  # noqa: T201
        await pilot.press("f2")
        await ticking(app, pilot)
    store.close()


async def ticking(app: RefillApp, pilot: Pilot[None]) -> None:
    """Plan from the screen, and print the longest gap between two ticks of its clock meanwhile."""
    gaps: list[float] = []
    running = True

    async def tick() -> None:
        last = time.perf_counter()
        while running:
            await asyncio.sleep(0.005)
            now = time.perf_counter()
            gaps.append(now - last)
            last = now

    ticker = asyncio.create_task(tick())
    began = time.perf_counter()
    await pilot.press("p")
    while type(app.screen).__name__ != "CallsScreen":
        await asyncio.sleep(0.02)
    running = False
    await ticker
    longest = sorted(gaps)[-3:]
    told = ", ".join(f"{gap * 1000:.0f}" for gap in longest)
    print(f"planning took {time.perf_counter() - began:.1f} s; longest gaps between ticks: {told} ms")  # noqa: T201


_START = """
import sys, time
from datetime import date
began = time.perf_counter()
from refillplan.services.upkeep.databases import Store
from refillplan.cli.settings import now
from tui.pauses import put_off
from tui.settings import Settings
from tui.start import make_app
put_off()
store = Store.open("sqlite:///" + sys.argv[1])
app = make_app(store, None, date(2027, 1, 4), lang="fr", actor="bench", clock=now, settings=Settings())
def look():
    if app.ready:
        app.exit(time.perf_counter() - began)
app.call_later(lambda: app.set_interval(0.005, look))
print(f"{app.run(headless=True, size=(120, 40)):.2f}")
"""


def start_seconds(file: Path) -> float:
    """Return the seconds from the first import to a worklist with patients on it, in a new process, the third time."""
    runs = [
        subprocess.run([sys.executable, "-c", _START, str(file)], capture_output=True, text=True, check=True) for _ in range(3)
    ]
    return float(runs[-1].stdout)


def main() -> None:
    """Measure on the database given, or on a new one."""
    parser = ArgumentParser(description="How fast the screen answers.")
    parser.add_argument("database", type=Path, nargs="?", help="a SQLite file, made where there is none; without it, a new one")
    given: Path | None = parser.parse_args().database
    with tempfile.TemporaryDirectory() as folder:
        file = given or Path(folder) / "bench.db"
        if not file.exists():
            make_database(file)
        print(f"start to first screen: {start_seconds(file):.2f} s")  # noqa: T201
        put_off()
        asyncio.run(measure(file))


if __name__ == "__main__":
    main()
