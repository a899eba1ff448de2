"""A table whose rows keep their cursor while they are drawn anew; every cell is plain text, never markup."""

from collections.abc import Iterable, Sequence
from typing import ClassVar

from rich.cells import cell_len
from rich.text import Text
from textual.binding import BindingType
from textual.widgets import DataTable

from refillplan.domain.messages import N_
from tui.desk import Desk
from tui.keys import key
from tui.words import Sign


class Listing(DataTable[Text], inherit_bindings=False):
    """A table by rows; a row is known by its key."""

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
        self._titles: Sequence[str] = ()
        self._drawn: list[tuple[str, list[Text]]] = []

    def show(self, titles: Sequence[str], rows: Iterable[tuple[str, Sequence[str | Text]]]) -> None:
        """Draw titles and rows, each with its key, and keep the cursor on the row where it was."""
        before, line = self.row_key, self.cursor_row
        drawn = [(name, [cell if isinstance(cell, Text) else Text(cell) for cell in cells]) for name, cells in rows]
        if (titles, drawn) == (self._titles, self._drawn):
            return
        self._titles, self._drawn = titles, drawn
        self.clear(columns=True)
        for at, title in enumerate(titles):
            self.add_column(Text(title), width=max(cell_len(title), *(cells[at].cell_len for _, cells in drawn), 1))
        for name, cells in drawn:
            self.add_row(*cells, key=name)
        keys = [row.value for row in self.rows]
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
        if not self.row_count or not self.is_valid_row_index(self.cursor_row):
            return None
        return self.ordered_rows[self.cursor_row].key.value

    def signed(self, desk: Desk, sign: Sign) -> Text:
        """Return a status as sign, word and colour."""
        return Text(f"{sign.sign} {desk.translate(sign.word)}", style=self.app.theme_variables[sign.colour])
