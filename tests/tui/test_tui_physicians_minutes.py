"""The physician's ten minutes on the ten centres of France: forecast, 7 against 8, gap, one extension, one replacement."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from tui_rooms import settled
from tui_sitting import seated, sitting
from tui_terminal import Terminal

from refillplan.domain.roles import Role
from refillplan.services.core.access import load_centre

pytest_plugins = ["tui_databases"]

PERIOD = re.compile(r"2027-Q1 (\d+) / (\d+) (\d+) / (\d+) (\d+) / (\d+)")


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    terminal = Terminal(tmp_path)
    yield terminal
    terminal.close()


@sitting
async def test_the_physicians_ten_minutes(france: Path) -> None:
    async with seated(france, (120, 40), role=Role.PHYSICIAN, centre="FR01", actor="OP1") as here:
        await here.press("P")  # the forecast, then that of the whole country
        await settled(here)
        await here.press("n")
        await settled(here)
        await here.until_shown("FR09, FR10: Need against supply by safe-by date, label life 8 years")
        await here.press("v")  # 7 against 8, and the gap
        await here.until_shown("7 y (due / gap) 8 y (due / gap) model (due / gap)")
        found = PERIOD.search(here.text)
        assert found is not None
        due_at_7, gap_at_7, due_at_8, gap_at_8 = (int(number) for number in found.groups()[:4])
        assert gap_at_7 > gap_at_8 > 0
        assert due_at_7 > due_at_8
        await here.press("n")
        await settled(here)
        await here.press("p")  # the pumps by date and code: one extension
        await here.until_shown("all 50")
        await here.press("down")
        await here.until_shown("P038, FR01-0038-2")
        await here.press("e")
        await here.until_on("ExtendDialog")
        await here.type("30/6/2028")
        await here.press("tab")
        await here.type("discussed")
        await here.press("tab")
        await here.type("L-17")
        await here.until_shown("extended until Fri")
        await here.press("enter")
        await here.until_shown("decided 1")
        await settled(here)
        await here.until_shown("P038 30/12/2027 30/06/2028")
        await here.press("home", "down")  # one replacement
        await here.until_shown("P028, FR01-0028-2")
        await here.press("d")
        await here.until_on("DecideDialog")
        await here.press("right", "tab", "tab")
        await here.type("L-18")
        await here.press("enter")
        await here.until_shown("decided 2")
        await settled(here)
        await here.press("escape", "h")  # on a theatre day
        await settled(here)
        await here.until_shown("Days proposed: 1 (proved: none is better)")
        await here.until_shown("to be placed P028 12/09/2026 → Wed 03/02/2027")
        await here.press("o")
        await here.until_on("CallsScreen")
        for _ in range(10):
            if "everybody agrees" in here.text:
                break
            await here.press("e")
            await here.pilot.pause(0.3)
        await here.press("o")
        await here.until_on("PublishDialog")
        await here.press("enter")
        await here.until_shown("is in force and there is no draft")
        await here.press("P")
        await settled(here)
        await here.press("h")
        await settled(here)
        await here.until_shown("✓ placed P028 12/09/2026 Wed 03/02/2027")
        await here.press("v")  # in the chain
        await here.until_on("PatientScreen")
        await here.until_shown("◆ theatre Wed 03/02/2027 pump replacement")
        assert "decided: replace, signed by OP1 on 04/01/2027, document L-18" in here.text
        chain = here.text[here.text.index("◆ theatre Wed") :]
        assert "post_operative_fill" in chain[:160]
        kept = load_centre(here.app.desk.store, "FR01")
        assert {decision.document: decision.signed_by for decision in kept.decisions} == {"L-17": "OP1", "L-18": "OP1"}
        fill = next(v for v in kept.visits if v.patient == "P028" and v.kind == "post_operative_fill")
        after = min((v for v in kept.visits if v.patient == "P028" and v.session.on > fill.session.on), key=lambda v: v.starts_at)
        assert after.window is None or after.window.hangs_on == fill.session.on
        assert 35 <= (after.session.on - fill.session.on).days <= 45


@pytest.mark.skipif(shutil.which("tmux") is None, reason="needs tmux, a terminal that can be scripted")
def test_the_physicians_ten_minutes_in_a_terminal(terminal: Terminal, france: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REFILLPLAN_ROLE", "physician")
    words = ("tui", "--db", f"sqlite:///{france}", "--centre", "FR01", "--today", "2027-01-04", "--lang", "en", "--actor", "OP1")
    terminal.start(*words)
    terminal.until("calls 0")
    terminal.press("P")  # forecast, then all centres, then 7 against 8
    terminal.until("Need against supply by safe-by date, label life 8 years")
    terminal.press("n")
    terminal.until("FR09, FR10: Need against supply")
    terminal.press("v")
    assert PERIOD.search(terminal.until("model (due / gap)")) is not None
    terminal.press("n")
    terminal.until("FR01: Due by safe-by date")
    terminal.press("p")
    terminal.until("P003, FR01-0003-2")
    terminal.press("Down")  # sign one extension
    terminal.until("P038, FR01-0038-2")
    terminal.press("e")
    terminal.until("Extension: P038, pump FR01-0038-2")
    terminal.type("30/6/2028")
    terminal.press("Tab")
    terminal.type("discussed")
    terminal.press("Tab")
    terminal.type("L-17")
    terminal.until("document L-17")
    terminal.press("Enter")
    terminal.until("decided 1")
    terminal.until("P038 30/12/2027 30/06/2028")
    terminal.press("Home")  # decide one replacement
    terminal.until("P003, FR01-0003-2")
    terminal.press("Down")
    terminal.until("P028, FR01-0028-2")
    terminal.press("d")
    terminal.until("Decision: P028, pump FR01-0028-2")
    terminal.press("Right")
    terminal.until("◉ replace")
    terminal.press("Tab", "Tab")
    terminal.type("L-18")
    terminal.until("document L-18")
    terminal.press("Enter")
    terminal.until("decided 2")
    terminal.press("Escape")
    terminal.until_gone("decided 2")
    terminal.press("h")  # on a theatre day, and through the call sheet
    terminal.until("→ Wed 03/02/2027")
    terminal.press("o")
    shown = terminal.until("Draft 2:")
    terminal.until_gone("Escape ends it")
    while (left := re.search(r"Draft 2: \d+ of", shown)) is not None:
        terminal.press("e")
        terminal.until_gone(left[0])
        shown = terminal.until("Draft 2:")
    assert "everybody agrees" in shown
    terminal.press("o")
    terminal.until("Put plan 2 in force?")
    terminal.press("Enter")
    terminal.until("Plan 2 is in force and there is no draft")
    terminal.press("P")
    terminal.until("Need against supply")
    terminal.press("h")
    terminal.until("✓ placed P028 12/09/2026 Wed 03/02/2027")
    terminal.press("v")  # in the chain
    shown = terminal.until("◆ theatre Wed 03/02/2027 pump replacement")
    assert "post_operative_fill" in shown
    terminal.press("q")
    terminal.until("ENDED 0")
