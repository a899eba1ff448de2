"""A dialog goes once, whatever comes for it late, and never takes along what lies under it."""

import asyncio
from pathlib import Path

from textual.screen import Screen
from tui_sitting import Sitting, seated, sitting

from refillplan.domain.messages import N_, InvalidValue, message
from tui.dialogs.error import ErrorDialog
from tui.dialogs.jump import JumpDialog
from tui.dialogs.progress import ProgressDialog

pytest_plugins = ["tui_databases"]


def progress() -> ProgressDialog:
    return ProgressDialog(message("planning, and listing whom to phone"), asyncio.Event())  # type: ignore[arg-type]


async def settled(here: Sitting) -> list[Screen[object]]:
    """Return the screens that lie on each other once nothing more happens."""
    for _ in range(5):
        await here.pilot.pause(0.02)
    return list(here.app.screen_stack)


@sitting
async def test_work_that_ends_while_its_dialog_comes_up_leaves_the_screen_below(small: Path) -> None:
    async with seated(small) as here:
        before = list(here.app.screen_stack)
        dialog = progress()
        here.app.push_screen(dialog)
        dialog.close()
        assert await settled(here) == before


@sitting
async def test_work_that_ends_under_an_error_goes_with_it(small: Path) -> None:
    async with seated(small) as here:
        before = list(here.app.screen_stack)
        dialog = progress()
        await here.app.push_screen(dialog)
        here.app.fail(InvalidValue(message(N_("closed"))))
        await here.until_on("ErrorDialog")
        dialog.close()
        await here.press("enter")
        assert await settled(here) == before


@sitting
async def test_escape_twice_at_once_leaves_one_dialog(small: Path) -> None:
    async with seated(small) as here:
        before = list(here.app.screen_stack)
        for dialog in (ErrorDialog(message(N_("closed"))), JumpDialog(here.app.screen)):
            await here.app.push_screen(progress())
            await here.app.push_screen(dialog)
            dialog.action_leave()
            dialog.action_leave()
            assert [type(screen).__name__ for screen in (await settled(here))[len(before) :]] == ["ProgressDialog"]
            here.app.pop_screen()
            assert await settled(here) == before
