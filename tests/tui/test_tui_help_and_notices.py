"""Help wherever one is, what is told in passing, records taken away, keys pressed early, the centre in use."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from textual.widgets import Input, Static
from textual.widgets._toast import Toast
from tui_sitting import TODAY, Sitting, plain, seated, sitting, stored

from refillplan.domain.messages import message
from refillplan.services.plans.planning_news import STEPS, Progress
from tui.dialogs.progress import ProgressDialog

pytest_plugins = ["tui_databases"]


def told(here: Sitting) -> str:
    """Return what is told in passing."""
    return plain(" ".join(str(toast.render()) for toast in here.app.screen.query(Toast)))


@sitting
async def test_help_in_a_form_begins_with_what_has_the_focus_and_keeps_what_was_typed(database: Path) -> None:
    async with seated(database) as here:
        await here.press("r")
        await here.until_on("RecordFillDialog")
        await here.type("L77")
        await here.press("f1")
        await here.until_on("HelpDialog")
        assert "A field has the focus" in here.text
        await here.press("escape", "shift+tab", "f1")
        await here.until_on("HelpDialog")
        assert "A day has the focus" in here.text
        await here.press("escape", "8")
        assert here.app.screen.query_one("#lot", Input).value == "L77"
        row = next(y for y, line in enumerate(here.lines) if "F1 help ─╯" in line)
        await here.pilot.click(offset=(here.lines[row].index("F1 help") + 1, row))
        await here.until_on("HelpDialog")


@pytest.mark.parametrize(("keys", "below"), [(["j"], "JumpDialog"), (["ctrl+p"], "Finder")])
@sitting
async def test_help_opens_over_letters_and_over_the_palette(database: Path, keys: list[str], below: str) -> None:
    async with seated(database) as here:
        await here.press(*keys)
        await here.until_on(below)
        await here.press("f1")
        await here.until_on("HelpDialog")
        await here.press("escape")
        assert here.on == below


@sitting
async def test_what_is_told_in_passing_covers_nothing_that_explains(database: Path) -> None:
    async with seated(database) as here:
        await here.press("r", "enter")
        await here.until(lambda: "recorded" in told(here))
        await here.pilot.pause(0.1)
        toasts = [toast.region for toast in here.app.screen.query(Toast)]
        assert max(region.bottom for region in toasts) <= 2  # the lines that name screens, the centre and the day
        assert "P001: limit Fri 08/01/2027" in here.lines[-3]


@sitting
async def test_told_visits_that_are_too_early_after_a_fill_are_named_and_stay_named(database: Path) -> None:
    async with seated(database, (120, 40)) as here:
        await here.press("r", "enter")
        await here.until(lambda: "the told visit of Thu 28/01 morning is too early now; p plans again" in told(here))
        here.app.open_patient("P035")
        await here.until_on("PatientScreen")
        await here.until_shown("▲ the visit of Thu 28/01 morning, told, is before the earliest date now")


@sitting
async def test_a_fill_recorded_by_mistake_is_taken_away_and_comes_back_with_undo(database: Path) -> None:
    async with seated(database, (120, 40)) as here:
        before = stored(here).fills
        here.app.open_patient("P035")
        await here.until_on("PatientScreen")
        await here.press("x")
        await here.until(lambda: "choose the wrong record first" in told(here))
        coming = len(here.app.screen._facts.coming)  # type: ignore[attr-defined]
        await here.press(*["down"] * coming)
        await here.until_shown("Done on ")
        newest = max(fill.filled_on for fill in before if fill.patient == "P035")
        await here.press("x")
        await here.until(lambda: "taken away, recorded by mistake" in told(here))
        assert all((fill.patient, fill.filled_on) != ("P035", newest) for fill in stored(here).fills)
        await here.press("u")
        await here.until(lambda: set(stored(here).fills) == set(before))


@sitting
async def test_a_running_plan_says_which_step_it_is_at(small: Path) -> None:
    async with seated(small, lang="fr") as here:
        dialog = ProgressDialog(message("planning, and listing whom to phone"), asyncio.Event())  # type: ignore[arg-type]
        await here.app.push_screen(dialog)
        dialog.tell(Progress(doing=message("planning"), step=2))
        await here.until_shown(f"étape 2 sur {STEPS}")
        dialog.close()


@sitting
async def test_keys_pressed_while_a_form_is_sent_are_for_what_comes_after_it(database: Path) -> None:
    async with seated(database) as here:
        await here.press("r")
        await here.until_on("RecordFillDialog")
        with closing(sqlite3.connect(database, isolation_level=None)) as busy:
            busy.execute("BEGIN IMMEDIATE")  # somebody else writes, so that the form takes its time
            here.app.simulate_key("enter")
            async with asyncio.timeout(30):
                while not here.app._keeping:
                    await asyncio.sleep(0.005)
            for key in ("down", "down", "down"):
                here.app.simulate_key(key)
            await asyncio.sleep(0.1)
            assert here.on == "RecordFillDialog"
            busy.execute("COMMIT")
        await here.until(lambda: "recorded" in told(here))
        await here.until(lambda: here.app.screen.patient_in_hand() == "P037")  # type: ignore[attr-defined]
        assert any((fill.patient, fill.filled_on) == ("P035", TODAY) for fill in stored(here).fills)


@sitting
async def test_the_centre_in_use_is_named_everywhere_and_can_be_changed(france: Path) -> None:
    async with seated(france, centre="FR01") as here:
        assert "FR01" in here.lines[1]
        await here.press("c")
        await here.until_on("CloseDaysDialog")
        assert any("FR01 · F1 help" in line for line in here.lines)
        await here.press("escape")
        await here.pilot.click(offset=(here.lines[1].index("FR01") + 1, 1))
        await here.until_on("CentreDialog")
        await here.press("escape", "f4", "C")
        await here.until_on("CentreDialog")
        assert "FR10" in " ".join(str(each.render()) for each in here.app.screen.query(Static)) + here.text
        await here.press("down", "enter")
        await here.until_on("WorklistScreen")
        await here.until(lambda: "FR02" in here.lines[1])
        assert here.app.board.centre.code == here.app.desk.centre == "FR02"
        await here.press("C", "escape")
        assert "FR02" in here.lines[1]
