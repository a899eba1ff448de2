"""Key to screen with 250 patients and 52 weeks, and start to first screen: the processor's time, as on a usual machine."""

import asyncio
import gc
import statistics
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tui_pace import slower
from tui_sitting import AT, TODAY, Sitting, seated, sitting

from refillplan.services.calls.publishing import Published, publish
from refillplan.services.entering.importing import Imported, import_folder
from refillplan.services.plans.planning import PlanKept, make_plan
from refillplan.services.starting.samples import CentreSpec, generate_folder
from refillplan.services.upkeep.databases import Store

MOST_MS = 50
MOST_START_SECONDS = 1.5
KEYS = {
    ("f2",): ["down", "down", "up", "pagedown", "pageup", "end", "home", "g", "G"],
    ("f4",): ["right", "right", "down", "left", "up", "v", "pagedown", "pageup"],
    ("f2", "enter"): ["k", "k", "down", "down", "i", "pagedown", "pageup"],
}


@pytest.fixture(scope="module")
def big_centre(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A centre of 250 patients, a year planned and in force."""
    folder = tmp_path_factory.mktemp("big")
    generate_folder(CentreSpec(code="BIG", patients=250, seed=1, load=0.8, today=TODAY), folder / "big")
    file = folder / "big.db"
    store = Store.open(f"sqlite:///{file}")
    assert isinstance(import_folder(store, folder / "big", TODAY, actor="nurse1", at=AT), Imported)
    assert isinstance(make_plan(store, "BIG", TODAY, actor="nurse1", at=AT), PlanKept)
    assert isinstance(publish(store, "BIG", TODAY, actor="nurse1", at=AT), Published)
    store.close()
    return file


async def spent(here: Sitting, key: str) -> float:
    """Return the milliseconds that the processor works from a key to the screen that answers it."""
    began = time.process_time()
    here.app.simulate_key(key)
    await here.pilot._wait_for_screen()
    here.app.screen._compositor.render_strips()
    return 1000 * (time.process_time() - began)


@sitting
async def test_a_key_is_answered_within_50_ms(big_centre: Path) -> None:
    async with seated(big_centre, (120, 40), lang="fr") as here:
        assert len(here.app.board.centre.patients) == 250
        gc.freeze()  # as `put_off` does when the program starts
        for way, keys in KEYS.items():
            await here.press(*way)
            await here.pilot.pause(0.3)
            before = slower()
            times = [await spent(here, key) for _ in range(8) for key in keys]
            most = MOST_MS * max(before, slower())
            assert statistics.quantiles(times, n=20)[-1] <= most, (way, sorted(times)[-5:])
        gc.unfreeze()


START = """
import asyncio, sys, time
from datetime import date
from refillplan.services.upkeep.databases import Store
from refillplan.cli.settings import now
from tui.pauses import put_off
from tui.settings import Settings
from tui.start import make_app
put_off()
store = Store.open("sqlite:///" + sys.argv[1])
app = make_app(store, None, date(2027, 1, 4), lang="fr", actor="nurse1", clock=now, settings=Settings())
def look():
    if app.ready:
        app.exit(time.process_time())
app.call_later(lambda: app.set_interval(0.005, look))
print(app.run(headless=True, size=(120, 40)))
"""


def test_the_first_screen_is_there_within_a_second_and_a_half(big_centre: Path) -> None:
    before = slower()
    runs = [
        subprocess.run([sys.executable, "-c", START, str(big_centre)], capture_output=True, text=True, check=True)
        for _ in range(2)
    ]
    assert min(float(run.stdout) for run in runs) <= MOST_START_SECONDS * max(before, slower())


@sitting
async def test_the_screen_keeps_answering_while_a_plan_is_made(big_centre: Path) -> None:
    async with seated(big_centre, (120, 40)) as here:
        late: list[float] = []

        async def tick() -> None:
            while True:
                before = time.perf_counter()
                await asyncio.sleep(0.005)
                late.append(time.perf_counter() - before)

        ticking = asyncio.create_task(tick())
        await here.press("p")
        await here.until_on("CallsScreen")
        ticking.cancel()
        # The longest pause depends on what else the machine does; a screen that waits for the plan pauses nearly all the time.
        assert sum(each for each in late if each > MOST_MS / 1000) <= sum(late) / 2
