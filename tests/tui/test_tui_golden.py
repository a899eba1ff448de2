"""A few screens, line by line, as they were last looked at.

``REFILLPLAN_GOLDEN=write python -m pytest tests/tui/test_tui_golden.py`` writes them anew; look at what changes.
"""

import os
from pathlib import Path

import pytest
from tui_rooms import settled
from tui_sitting import seated, sitting

pytest_plugins = ["tui_databases"]

FOLDER = Path(__file__).parent / "golden"
SCREENS = {
    "worklist-80x24-en": ((80, 24), "en", []),
    "worklist-80x24-fr": ((80, 24), "fr", []),
    "week-80x24-fr": ((80, 24), "fr", ["f3", "right"]),
    "month-120x40-en": ((120, 40), "en", ["f4", "pagedown", "right"]),
    "patient-120x40-fr": ((120, 40), "fr", ["enter"]),
    "record-80x24-fr": ((80, 24), "fr", ["r"]),
    "close-80x24-en": ((80, 24), "en", ["c"]),
    "forecast-80x24-fr": ((80, 24), "fr", ["P"]),
    "lives-120x40-en": ((120, 40), "en", ["P", "v"]),
    "pumps-80x24-en": ((80, 24), "en", ["P", "p"]),
}


@pytest.mark.parametrize("name", SCREENS)
@sitting
async def test_the_screen_stands_as_it_was_looked_at(database: Path, name: str) -> None:
    size, lang, keys = SCREENS[name]
    async with seated(database, size, lang=lang) as here:
        for key in keys:
            await here.press(key)
            await settled(here)
        await here.pilot.pause(0.3)
        seen = "\n".join(here.lines) + "\n"
    golden = FOLDER / f"{name}.txt"
    if os.environ.get("REFILLPLAN_GOLDEN") == "write":
        FOLDER.mkdir(exist_ok=True)
        golden.write_text(seen, encoding="utf-8")
    assert seen == golden.read_text(encoding="utf-8")
