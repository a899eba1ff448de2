"""A table of moves that are possible; the lines below say what follows from the one chosen, and Enter makes it."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, TypeVar

from textual import on
from textual.widget import Widget
from textual.widgets import DataTable, Static

from refillplan.domain.messages import N_
from tui.consequences import consequences
from tui.dialogs.base import Dialog
from tui.widgets.listing import Listing

if TYPE_CHECKING:
    from refillplan.services.advising.advice import Option

T = TypeVar("T")


class MovesDialog(Dialog[T]):
    """One line for each move; the answer is the one chosen, None where nothing is to change."""

    def __init__(self, moves: Sequence[T]) -> None:
        super().__init__()
        self._moves = moves

    def titles(self) -> tuple[str, ...]:
        """Return the headings of the table."""
        raise NotImplementedError

    def row(self, move: T) -> tuple[str, ...]:
        """Return the line of a move."""
        raise NotImplementedError

    def option(self, move: T) -> "Option":
        """Return what a move leads to."""
        raise NotImplementedError

    def answer(self, move: T) -> T | None:
        """Return what choosing a move answers; None where nothing would change."""
        return move

    def body(self) -> Iterable[Widget]:
        """Return the table and what follows."""
        yield Listing(id="moves")
        yield Static("", markup=False, id="consequences")
        hint = N_("Enter moves the visit, arranged with the patient; u undoes it. Escape leaves all as it is.")
        if not self.host.desk.role.may_enter:
            hint = N_("Escape leaves.")
        yield Static(self.host.text(hint), markup=False, classes="note")

    def on_mount(self) -> None:
        """Draw the moves."""
        listing = self.query_one(Listing)
        listing.show(self.titles(), ((str(at), self.row(move)) for at, move in enumerate(self._moves)))
        listing.focus()

    @on(DataTable.RowHighlighted)
    def _show(self) -> None:
        at = self.query_one(Listing).row_key
        if at is not None:
            lines = consequences(self.host.desk, self.option(self._moves[int(at)]))
            self.query_one("#consequences", Static).update("\n".join(f"- {line}" for line in lines))

    @on(DataTable.RowSelected)
    def _choose(self, event: DataTable.RowSelected) -> None:
        if self.host.desk.role.may_enter and event.row_key.value is not None:
            self.dismiss(self.answer(self._moves[int(event.row_key.value)]))
