"""The program in headless Chromium through ``--web``: worklist and month with keys and mouse; other pages are refused."""

import asyncio
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("textual_serve", reason="needs textual-serve: pip install 'refillplan[web]'")

from aiohttp import ClientSession
from tui_browser import Browser

pytest_plugins = ["tui_databases"]

ROOT = Path(__file__).parents[2]
CHROMIUM = next((found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None)


@pytest.fixture
def address(database: Path) -> Iterator[str]:
    """The program served on a free port of this machine."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = ["tui", "--web", "--port", str(port), "--db", f"sqlite:///{database}", "--today", "2027-01-04", "--lang", "en"]
    surroundings = {**os.environ, "PYTHONPATH": str(ROOT)}
    server = subprocess.Popen(
        [sys.executable, "-m", "refillplan.cli", *words], stderr=subprocess.PIPE, text=True, env=surroundings
    )
    assert server.stderr is not None
    assert f"http://localhost:{port}: only from this machine; it has no login of its own" in server.stderr.readline()
    end = time.monotonic() + 30
    while not answers(port):
        assert time.monotonic() < end, "the server does not answer"
        time.sleep(0.05)
    yield f"http://localhost:{port}"
    server.terminate()
    server.wait()
    server.stderr.close()


def answers(port: int) -> bool:
    with socket.socket() as door:
        return door.connect_ex(("127.0.0.1", port)) == 0


@pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium")
def test_worklist_and_month_work_in_a_browser(address: str, tmp_path: Path) -> None:
    async def run() -> None:
        async with Browser(str(CHROMIUM), tmp_path / "browser") as browser:
            await browser.open(address)
            await browser.until_drawn("calls 0")
            await browser.click(20, 12)
            await browser.until_drawn("counted from")
            await browser.press("g", 71)
            await browser.press("ArrowDown", 40)
            await browser.until_drawn("overdue")
            await browser.press("F4", 115)
            await browser.until_drawn("W01")
            await browser.press("ArrowRight", 39)
            await browser.until_drawn("P001")
            await browser.click(4, 0)
            await browser.until_drawn("P035")

    asyncio.run(run())


@pytest.mark.parametrize("origin", ["http://evil.example", "null", None])
def test_pages_of_others_are_refused(address: str, origin: str | None) -> None:
    async def ask() -> int:
        headers = {} if origin is None else {"Origin": origin}
        async with ClientSession() as session, session.get(f"{address}/ws", headers=headers) as answer:
            return answer.status

    assert asyncio.run(ask()) == 403
