"""Every dialog at every size: opened with the keys that open it, wholly on the screen, left with Escape."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

import pytest
from textual.widgets import Input, Static
from tui_looking import cut_off
from tui_sitting import SIZES, Sitting, plain, seated, sitting

from refillplan.domain.messages import message
from refillplan.services.core.language import Translate, translator
from tui.dialogs.base import Dialog
from tui.widgets.bars import SCOPE

pytest_plugins = ["tui_databases"]

DIALOGS: dict[str, Sequence[str]] = {
    "HelpDialog": ["f1"],
    "RecordFillDialog": ["r"],
    "NotDoneDialog": ["n"],
    "CloseDaysDialog": ["c"],
    "LeaveDialog": ["a"],
    "AwayDialog": ["h"],
    "PinsDialog": ["z"],
    "BookDialog": ["R"],
    "GoToDayDialog": ["w"],
    "ConsequenceDialog": ["w", "7", "slash", "1", "enter"],
    "SuggestDialog": ["s"],
    "WhyDialog": ["y"],
    "PatientCodeDialog": ["f4", "y"],
    "OpeningDialog": ["f3", "right", "o"],
    "TrialDaysDialog": ["A", "p"],
    "ScenarioDialog": ["S", "a"],
    "AddFeedDialog": ["F", "a"],
    "FeedLinkDialog": ["F", "a", "T", "1", "enter"],
    "PublishDialog": ["c", "1", "8", "slash", "1", "enter", "e", "o"],
}


@pytest.mark.parametrize(("size", "lang"), [*((size, "en") for size in SIZES), (SIZES[0], "fr")])  # French is longer
@sitting
async def test_every_dialog_fits_and_escape_leaves_it(small: Path, size: tuple[int, int], lang: str) -> None:
    translate = translator(lang)
    unentered = (translate(message("for example {text}", text="")), translate(message("left empty: {text}", text="")))
    async with seated(small, size, lang=lang) as here:
        for name, keys in DIALOGS.items():
            await here.press("f2")
            for key in keys:
                if key == "e":
                    await here.until_on("CallsScreen")
                if key == "o" and name == "PublishDialog":
                    await here.until(lambda: here.app.open_calls == 0)
                before = here.on
                await here.press(key)
                if key in ("f3", "f4", "A", "S", "F", "s", "enter"):
                    await here.until(partial(elsewhere, here, before))
            await here.until_on(name)
            await here.pilot.pause(0.05)
            scope = here.app.screen.query_one(".scope")
            assert scope.region.area, (name, here.lines)
            assert plain(str(scope.render())) == plain(translator(lang)(SCOPE))
            assert cut_off(here) == [], (name, here.lines)
            for field in here.app.screen.query(Input):
                assert not field.placeholder or field.placeholder.startswith(unentered), (name, field.placeholder)
            if name != "HelpDialog":
                await help_opens(here, name, translator(lang))
            await here.press("escape")
            await here.until(lambda: here.on.endswith("Screen"))
            assert here.app.screen.focused is not None


@pytest.mark.parametrize("lang", ["en", "fr"])
@sitting
async def test_who_could_use_a_freed_place_fits(database: Path, lang: str) -> None:
    async with seated(database, lang=lang) as here:
        await here.press("f3", "right", "right", "right", "f")
        await here.until_on("FreedDialog")
        await here.pilot.pause(0.05)
        assert cut_off(here) == [], here.lines


async def help_opens(here: Sitting, name: str, translate: Translate) -> None:
    dialog = here.app.screen
    assert isinstance(dialog, Dialog)
    await here.press("f1")
    await here.until_on("HelpDialog")
    await here.pilot.pause(0.05)
    shown = " ".join(str(each.render()) for each in here.app.screen.query("#help Static").results(Static))
    assert plain(translate(dialog.ABOUT)) in plain(shown), name
    assert cut_off(here) == [], (name, here.lines)
    await here.press("f1")
    assert here.on == name


def elsewhere(here: Sitting, before: str) -> bool:
    return here.on != before


@sitting
async def test_the_code_to_scan_fits_an_80_by_24_terminal(small: Path) -> None:
    async with seated(small) as here:
        await here.press("F", "a", "T", "1", "enter")
        await here.until_on("FeedLinkDialog")
        await here.press("f6")
        await here.until_on("CodeDialog")
        await here.pilot.pause(0.05)
        code = here.app.screen.query_one("#code")
        assert code.region.height <= 24
        assert code.region.bottom <= 24
        await here.press("escape")
        assert here.on == "FeedLinkDialog"
