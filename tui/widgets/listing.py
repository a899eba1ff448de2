"""A table whose rows keep their cursor while they are drawn anew; every cell is plain text, never markup."""

from collections.abc import Iterable, Sequence
from typing import ClassVar

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual.binding import BindingType
from textual.strip import Strip
from textual.widgets import DataTable

from refillplan.domain.messages import N_
from tui.desk import Desk
from tui.keys import key
from tui.words import Sign

_NOTHING = Text()
_TITLES = -1


class Listing(DataTable[Text], inherit_bindings=False):
    """A table by rows; a row is known by its key.

    The table below it holds keys alone and keeps cursor, mouse and scrolling; lines are drawn here, since a table of cells
    measures and draws every one of them by itself, which takes longer than a key may.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        key("enter", "select_cursor", N_("open"), N_("Open the row under the cursor"), id="table.open"),
        key("up", "cursor_up", N_("row above"), N_("Go to the row above"), id="table.up"),
        key("down", "cursor_down", N_("row below"), N_("Go to the row below"), id="table.down"),
        key("pageup", "page_up", N_("page up"), N_("Go up by a page"), id="table.page-up"),
        key("pagedown", "page_down", N_("page down"), N_("Go down by a page"), id="table.page-down"),
        key("home", "scroll_top", N_("first row"), N_("Go to the first row"), id="table.first"),
        key("end", "scroll_bottom", N_("last row"), N_("Go to the last row"), id="table.last"),
        key("left", "cursor_left", N_("to the left"), N_("Show what is further left"), id="table.left"),
        key("right", "cursor_right", N_("to the right"), N_("Show what is further right"), id="table.right"),
    ]

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id, cursor_type="row", zebra_stripes=False)
        self._titles: list[Text] = []
        self._drawn: list[tuple[str, list[Text]]] = []
        self._widths: list[int] = []

    def show(self, titles: Sequence[str], rows: Iterable[tuple[str, Sequence[str | Text]]]) -> None:
        """Draw titles and rows, each with its key, and keep the cursor on the row where it was."""
        before, line = self.row_key, self.cursor_row
        heads = [Text(title) for title in titles]
        drawn = [(name, [cell if isinstance(cell, Text) else Text(cell) for cell in cells]) for name, cells in rows]
        if (heads, drawn) == (self._titles, self._drawn):
            return
        old = [name for name, _ in self._drawn]
        self._titles, self._drawn = heads, drawn
        widths = [max(head.cell_len, *(cells[at].cell_len for _, cells in drawn), 1) for at, head in enumerate(heads)]
        keys = [name for name, _ in drawn]
        if keys == old and widths == self._widths:
            self.refresh()
            return
        self._widths = widths
        self._hold(keys)
        at = keys.index(before) if before in keys else min(line, len(keys) - 1)
        if at >= 0:
            self.move_cursor(row=at, animate=False)

    def on_resize(self) -> None:
        """Keep the cursor in sight, however little room is left."""
        if self.row_count:
            self.move_cursor(row=self.cursor_row, animate=False)

    @property
    def row_key(self) -> str | None:
        """The key of the row under the cursor; None in an empty table."""
        return self._drawn[self.cursor_row][0] if 0 <= self.cursor_row < min(self.row_count, len(self._drawn)) else None

    def signed(self, desk: Desk, sign: Sign) -> Text:
        """Return a status as sign, word and colour."""
        return Text(f"{sign.sign} {desk.translate(sign.word)}", style=self.app.theme_variables[sign.colour])

    def render_line(self, y: int) -> Strip:
        """Draw one line: the titles, which stay, or a row."""
        width, (left, top) = self.size.width, self.scroll_offset
        row = _TITLES if y < self.header_height else y - self.header_height + top
        if row >= len(self._drawn):
            return Strip.blank(width, self.rich_style)
        style, lit = self._style_of(row)
        style += Style(meta={"row": row, "column": 0})
        parts: list[Segment] = []
        for cell, room in zip(self._titles if row == _TITLES else self._drawn[row][1], self._widths, strict=True):
            parts.extend(self._cell(cell, room, style, lit=lit))
        return Strip(parts).crop_extend(left, left + width, style)

    def _hold(self, keys: Sequence[str]) -> None:
        """Give the table below one empty cell a row, as wide as all that is drawn."""
        self.clear(columns=True)
        self.add_column(_NOTHING, width=max(0, sum(self._widths) + 2 * self.cell_padding * (len(self._widths) - 1)))
        for name in keys:
            self.add_row(_NOTHING, key=name)

    def _style_of(self, row: int) -> tuple[Style, bool]:
        """Return the style of a line, and whether it goes before the colours of its cells."""
        if row == _TITLES:
            return self.rich_style + self.get_component_rich_style("datatable--header"), True
        if self.show_cursor and row == self.cursor_row:
            return self.rich_style + self.get_component_rich_style("datatable--cursor"), True
        if self.mouse_hover and row == self.hover_coordinate.row:
            return self.rich_style + self.get_component_rich_style("datatable--hover"), False
        return self.rich_style, False

    def _cell(self, cell: Text, room: int, style: Style, *, lit: bool) -> Iterable[Segment]:
        around = " " * self.cell_padding
        plain = cell.plain
        own = style if lit or not cell.style else style + self.app.console.get_style(cell.style)
        if cell.spans and not lit:
            yield Segment(around, style)
            yield from Segment.apply_style(cell.render(self.app.console, end=""), style)
            yield Segment(" " * (room - cell_len(plain)) + around, style)
        else:
            yield Segment(around + set_cell_size(plain, room) + around, own)
