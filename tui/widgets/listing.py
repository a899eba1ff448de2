"""A table whose rows keep their cursor while they are drawn anew; every cell is plain text, never markup."""

from collections.abc import Iterable, Sequence

from rich.cells import cell_len
from rich.text import Text
from textual.widgets import DataTable

from tui.desk import Desk
from tui.words import Sign


class Listing(DataTable[Text]):
    """A table by rows; a row is known by its key."""

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id, cursor_type="row", zebra_stripes=False)

    def show(self, titles: Sequence[str], rows: Iterable[tuple[str, Sequence[str | Text]]]) -> None:
        """Draw titles and rows, each with its key, and keep the cursor on the row where it was."""
        before, line = self.row_key, self.cursor_row
        drawn = [(key, [cell if isinstance(cell, Text) else Text(cell) for cell in cells]) for key, cells in rows]
        self.clear(columns=True)
        for at, title in enumerate(titles):
            self.add_column(Text(title), width=max(cell_len(title), *(cells[at].cell_len for _, cells in drawn), 1))
        for key, cells in drawn:
            self.add_row(*cells, key=key)
        keys = [row.value for row in self.rows]
        at = keys.index(before) if before in keys else min(line, len(keys) - 1)
        if at >= 0:
            self.move_cursor(row=at, animate=False)

    @property
    def row_key(self) -> str | None:
        """The key of the row under the cursor; None in an empty table."""
        if not self.row_count or not self.is_valid_row_index(self.cursor_row):
            return None
        return self.ordered_rows[self.cursor_row].key.value

    def signed(self, desk: Desk, sign: Sign) -> Text:
        """Return a status as sign, word and colour."""
        return Text(f"{sign.sign} {desk.translate(sign.word)}", style=self.app.theme_variables[sign.colour])
