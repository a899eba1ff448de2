"""The terminal program as somebody sits in front of it: keys and clicks in, what stands on the screen out."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime
from functools import wraps
from pathlib import Path
from typing import ParamSpec

from textual.pilot import Pilot

from refillplan.domain.centre import Centre
from refillplan.domain.roles import Role
from refillplan.services.core.access import load_centre
from refillplan.services.upkeep.databases import Store
from tui.app import RefillApp
from tui.settings import Settings
from tui.start import make_app

TODAY = date(2027, 1, 4)
AT = datetime(2027, 1, 4, 8, 30, tzinfo=UTC)
SIZES = [(80, 24), (120, 40), (200, 60)]
_PATIENCE_SECONDS = 30.0

P = ParamSpec("P")


def sitting(scenario: Callable[P, Awaitable[None]]) -> Callable[P, None]:
    """Make a test of a scenario that awaits."""

    @wraps(scenario)
    def test(*args: P.args, **kwargs: P.kwargs) -> None:
        async def run() -> None:
            await scenario(*args, **kwargs)

        asyncio.run(run())

    return test


def plain(text: str) -> str:
    """Return a text with single spaces alone."""
    return " ".join(text.split())


class Sitting:
    """Somebody in front of the program."""

    def __init__(self, app: RefillApp, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot

    @property
    def lines(self) -> list[str]:
        """What stands on the screen."""
        return ["".join(part.text for part in line).rstrip() for line in self.app.screen._compositor.render_strips()]

    @property
    def text(self) -> str:
        """All of the screen, its line breaks gone."""
        return plain(" ".join(self.lines))

    @property
    def on(self) -> str:
        """The name of the screen or dialog."""
        return type(self.app.screen).__name__

    async def press(self, *keys: str) -> None:
        """Press keys."""
        for key in keys:
            await self.pilot.press(key)
        await self.pilot.pause()

    async def type(self, text: str) -> None:
        """Type a text, key by key."""
        names = {" ": "space", "/": "slash", "+": "plus", "-": "minus", ".": "full_stop", "_": "underscore"}
        await self.press(*(names.get(character, character) for character in text))

    async def until(self, condition: Callable[[], bool]) -> None:
        """Wait for something to be so."""
        end = time.monotonic() + _PATIENCE_SECONDS
        while not condition():
            assert time.monotonic() < end, f"waited in vain on {self.on}:\n" + "\n".join(self.lines)
            await self.pilot.pause(0.02)
        await self.pilot.pause()

    async def until_shown(self, text: str) -> None:
        """Wait for a text on the screen."""
        await self.until(lambda: plain(text) in self.text)

    async def until_on(self, name: str) -> None:
        """Wait for a screen or dialog."""
        await self.until(lambda: self.on == name)


@asynccontextmanager
async def seated(
    database: Path,
    size: tuple[int, int] = (80, 24),
    *,
    lang: str = "en",
    role: Role = Role.NURSE,
    read_only: bool = False,
    settings: Settings | None = None,
    centre: str | None = None,
    actor: str = "nurse1",
    today: date = TODAY,
) -> AsyncIterator[Sitting]:
    """Sit down in front of the program, by default on the samples' day, and get up again."""
    store = Store.open(f"sqlite:///{database}")
    app = make_app(
        store,
        centre,
        today,
        lang=lang,
        actor=actor,
        clock=lambda: AT,
        settings=settings or Settings(role=role),
        read_only=read_only,
    )
    try:
        async with app.run_test(size=size, notifications=True) as pilot:
            here = Sitting(app, pilot)
            await here.until(lambda: app.ready and app.open_calls is not None)
            yield here
    finally:
        store.close()


def stored(here: Sitting) -> Centre:
    """Return the centre as the database has it."""
    return load_centre(here.app.desk.store, here.app.desk.centre)
