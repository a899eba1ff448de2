"""A terminal that changes its size while a dialog stands over a screen."""

from pathlib import Path

import pytest
from tui_rooms import WAYS, go_to, settled
from tui_sitting import seated, sitting

from refillplan.domain.roles import Role

pytest_plugins = ["tui_databases"]


@sitting
async def test_a_size_changed_over_a_dialog_leaves_no_drawing_for_screens_that_are_gone(database: Path) -> None:
    async with seated(database, role=Role.PHYSICIAN) as here:
        await go_to(here, "PumpsScreen")
        await here.press("down", "enter")
        await here.until_on("PatientScreen")
        await here.press("d")
        await here.until_on("DecideDialog")
        await here.pilot.resize_terminal(120, 40)
        await here.press("escape", "P")
        await settled(here)
        await here.until_on("ForecastScreen")


@pytest.mark.parametrize("screen", WAYS)
@sitting
async def test_every_screen_may_be_left_after_the_size_changed_over_it(database: Path, screen: str) -> None:
    async with seated(database, role=Role.PHYSICIAN) as here:
        await go_to(here, "ForecastScreen")
        await go_to(here, screen)
        await here.press("f1")
        await here.until_on("HelpDialog")
        await here.pilot.resize_terminal(120, 40)
        await here.press("escape", "f2")
        await settled(here)
        await here.until_on("WorklistScreen")
