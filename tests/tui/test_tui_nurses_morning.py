"""A nurse's morning on the sample centre, in a real terminal: the keys that she presses, and what she reads."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from tui_terminal import Terminal

pytest_plugins = ["tui_databases"]

pytestmark = pytest.mark.skipif(shutil.which("tmux") is None, reason="needs tmux, a terminal that can be scripted")


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    terminal = Terminal(tmp_path)
    yield terminal
    terminal.close()


def test_a_nurses_morning(terminal: Terminal, database: Path) -> None:
    words = ("tui", "--db", f"sqlite:///{database}", "--today", "2027-01-04", "--lang", "en", "--actor", "nurse1")
    terminal.start(*words)
    shown = terminal.until("close 1")  # who is close to the limit?
    assert "Yes: no active patient is without a visit inside the limit" in shown
    assert "▲ close P035 1 d" in shown

    terminal.press("w")  # why not Thursday?
    terminal.until("Go to a day")
    terminal.type("21/1")
    terminal.press("Enter")
    shown = terminal.until("P035: Thu 28/01 morning → Thu 21/01 morning")
    assert "Possible at" in shown
    terminal.press("Escape")
    terminal.until_gone("Possible at")

    terminal.press("s")  # another half-day, then moved there
    terminal.until("now Thu 28/01 morning: the best half-days")
    terminal.press("Down", "Enter")
    shown = terminal.until("everybody agrees")
    assert "✓ agreed P035 Thu 28/01" in shown
    terminal.press("F2")
    terminal.until("Yes: no active patient is without")

    terminal.press("Home", "r")  # a fill is recorded
    shown = terminal.until("Record a fill:")
    filled = re.search(r"Record a fill: (P\d+)", shown)
    assert filled is not None
    terminal.type("L2027")
    terminal.press("Enter")
    terminal.until(f"{filled[1]}: fill of Mon 04/01 recorded, next limit")

    terminal.press("c")  # a day closes
    terminal.until("Close a day")
    terminal.type("2/2")
    terminal.until("Tue 02/02/2027 to Tue 02/02/2027: visits booked then:")
    terminal.press("Tab", "Tab", "Tab")
    terminal.type("works")
    terminal.until("reason (no names) works")
    terminal.press("Enter")
    shown = terminal.until("still to be phoned or to agree")

    version = number(r"Draft (\d+):", shown)  # one refuses, the others agree
    terminal.press("x")
    shown = terminal.until(f"Draft {version + 1}:")
    terminal.until_gone("Escape ends it")
    while "everybody agrees" not in shown:  # a patient who agrees does so to all that is proposed to them
        left = number(r"Draft \d+: (\d+) of", shown)
        terminal.press("e")
        terminal.until_gone(f"Draft {version + 1}: {left} of")
        shown = terminal.until(f"Draft {version + 1}:")

    terminal.press("o")  # published, then quit
    terminal.until(f"Put plan {version + 1} in force?")
    terminal.press("Enter")
    terminal.until(f"Plan {version + 1} is in force and there is no draft")
    terminal.press("q")
    terminal.until("ENDED 0")
    terminal.close()

    again = Terminal(database.parent)  # started again, all is there
    try:
        again.start(*words)
        again.until(f"plan {version + 1}, in force")
        again.press("F7")
        shown = again.until(f"plan {version + 1} published")
        assert f"{filled[1]}: refill done on Mon 04/01" in shown
        assert "P035 agreed to the new visit" in shown
        assert "closed on Tue 02/02" in shown
        again.press("F3", "d")
        again.until("Go to a day")
        again.type("2/2")
        again.press("Enter")
        again.until("works")
        again.press("q")
        again.until("ENDED 0")
    finally:
        again.close()


def test_a_crash_loses_nothing_that_was_entered(terminal: Terminal, database: Path) -> None:
    words = ("tui", "--db", f"sqlite:///{database}", "--today", "2027-01-04", "--lang", "fr", "--actor", "nurse1")
    terminal.start(*words)
    terminal.until("proche 1")
    terminal.press("r")
    terminal.until("Noter un remplissage")
    terminal.type("L2028")
    terminal.press("Enter")
    terminal.until("proche 0")
    terminal.kill()
    terminal.until("ENDED 137")
    terminal.close()
    again = Terminal(database.parent)
    try:
        again.start(*words)
        again.until("proche 0")
        again.press("F7")
        again.until("P035 : refill fait le lun 04/01")
        again.press("u")
        again.until("annulé")
    finally:
        again.close()


def number(pattern: str, text: str) -> int:
    found = re.search(pattern, text)
    assert found is not None, text
    return int(found[1])
