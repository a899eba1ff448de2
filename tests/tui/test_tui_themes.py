import re
from itertools import product
from pathlib import Path

import pytest
from textual.color import Color
from textual.theme import Theme
from tui_rooms import settled
from tui_sitting import seated, sitting

from refillplan.domain.roles import Role
from tui.app import RefillApp
from tui.decision_words import CHOICE_SIGNS
from tui.screens.theatre import STANDING_SIGNS
from tui.themes import THEMES
from tui.widgets.half_day_cells import Cell
from tui.words import CALL_SIGNS, EDIT_SIGNS, FEED_SIGNS, Status

pytest_plugins = ["tui_databases"]

LEAST = 4.5
TEXT = ("foreground", "primary", "accent", "success", "warning", "error")
GROUNDS = ("background", "surface", "panel")


def contrast(one: Color, other: Color) -> float:
    """Return the contrast of two colours as WCAG 2.2 defines it (relative luminance, 1.4.3)."""

    def luminance(color: Color) -> float:
        parts = [part / 255 for part in (color.r, color.g, color.b)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_every_colour_of_text_reads_on_every_ground(theme: Theme) -> None:
    colours = {name: Color.parse(getattr(theme, name)) for name in (*TEXT, *GROUNDS)}
    cursor = Color.parse(theme.variables["cursor"])
    found = {(text, ground): contrast(colours[text], colours[ground]) for text, ground in product(TEXT, GROUNDS)}
    found |= {(text, "cursor"): contrast(colours[text], cursor) for text in TEXT}
    faint = Color.parse(theme.variables["faint"])
    found |= {("faint", ground): contrast(faint, colours[ground]) for ground in GROUNDS}
    found["faint", "cursor"] = contrast(faint, cursor)
    found["background", "accent"] = contrast(colours["background"], colours["accent"])
    assert {pair: round(ratio, 2) for pair, ratio in found.items() if ratio < LEAST} == {}


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
@sitting
async def test_what_is_drawn_reads(database: Path, theme: Theme) -> None:
    async with seated(database, (120, 40), role=Role.PHYSICIAN) as here:
        here.app.theme = theme.name
        for keys in (
            ("f2",),
            ("enter",),
            ("f4", "right"),
            ("f8",),
            ("P",),
            ("v", "v"),
            ("p",),
            ("e",),
            ("escape", "f9", "f1"),
            ("escape", "A"),
            ("S", "a"),
            ("escape", "F"),
            ("j",),
        ):
            await here.press(*keys)
            await settled(here)
            await here.pilot.pause(0.1)
            for line in here.app.screen._compositor.render_strips():
                for text, style, _ in line:
                    if style is None or style.color is None or style.bgcolor is None or not text.strip(" ▄▆▁▎▍▌▋▊▉█▔▅▃▂▇━╸╺"):
                        continue
                    fore, back = Color.from_rich_color(style.color), Color.from_rich_color(style.bgcolor)
                    assert contrast(fore, back) >= LEAST, (keys, text, style)


def test_every_status_differs_in_word_and_sign() -> None:
    for signs in (
        [status.value for status in Status],
        *(list(each.values()) for each in (CALL_SIGNS, EDIT_SIGNS, FEED_SIGNS, CHOICE_SIGNS, STANDING_SIGNS)),
    ):
        assert len({sign.sign for sign in signs}) == len(signs)
        assert len({sign.word.template for sign in signs}) == len(signs)


def test_the_style_sheet_colours_every_kind_of_cell() -> None:
    sheet = Path(str(RefillApp.CSS_PATH)) if Path(str(RefillApp.CSS_PATH)).is_absolute() else None
    text = (sheet or Path(__file__).parents[2] / "tui" / "app.tcss").read_text()
    assert {cell.value for cell in Cell} <= set(re.findall(r"\.grid--(\w+)", text))


@sitting
async def test_without_colours_the_screen_says_the_same(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with seated(database) as here:
        coloured = here.lines
    monkeypatch.setenv("NO_COLOR", "1")
    async with seated(database) as here:
        assert here.app.no_color
        assert here.lines == coloured
