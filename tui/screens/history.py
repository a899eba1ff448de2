"""What was entered and changed, to undo and to make again."""

from collections.abc import Iterable
from typing import ClassVar

from textual import work
from textual.widget import Widget
from textual.widgets import Static

from refillplan.domain.messages import N_, Message, message
from refillplan.services.core.editing import history
from tui.screens.base import Room
from tui.widgets.listing import Listing
from tui.words import EDIT_SIGNS


class HistoryScreen(Room):
    """All edits, the newest first."""

    KEYS: ClassVar[tuple[str, ...]] = ("app.undo", "app.redo")
    NAME: ClassVar[Message] = message(N_("History"))
    ABOUT: ClassVar[Message] = message(
        N_(
            "Every change to what was entered, the newest first: who, when, what, and whether it holds. u takes back the last"
            " one that holds, U makes again what was taken back last. A plan put in force cannot be taken back: patients were"
            " told."
        )
    )

    def body(self) -> Iterable[Widget]:
        """Return the table."""
        yield Static("", markup=False, id="summary")
        yield Listing(id="edits")

    def on_mount(self) -> None:
        """Begin in the table."""
        super().on_mount()
        self.query_one(Listing).focus()

    def fill(self) -> None:
        """Read the edits and draw them."""
        self._read()

    @work(exclusive=True, group="read")
    async def _read(self) -> None:
        desk, text = self.host.desk, self.host.text
        lines = await self.host.asked(lambda: history(desk.store, desk.centre))
        if lines is None or not self.is_attached:
            return
        listing = self.query_one(Listing)
        titles = (text(N_("state")), text(N_("what")), text(N_("when")), text(N_("who")))
        rows = (
            (
                str(line.number),
                (
                    listing.signed(desk, EDIT_SIGNS[line.state]),
                    desk.translate(line.what),
                    f"{desk.local(line.at):%d/%m %H:%M}",
                    line.actor,
                ),
            )
            for line in lines
        )
        listing.show(titles, rows)
        self.query_one("#summary", Static).update(text(N_("Changes: {count}"), count=len(lines)))
