"""Help: what the screen is for, what has the focus, and every key with what it does."""

from collections.abc import Iterable

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from refillplan.domain.messages import N_, Message, message
from tui.dialogs.base import Dialog
from tui.keys import Shown, known_bindings
from tui.screens.base import Room
from tui.widgets.choice import Choice
from tui.widgets.half_day_grid import HalfDayGrid
from tui.widgets.listing import Listing

_OF_WIDGETS = (
    (Listing, message(N_("The table has the focus: arrows, page up and page down move in it, Enter opens the row."))),
    (HalfDayGrid, message(N_("The grid has the focus: arrows move by day and half-day, page up and page down turn the weeks."))),
    (Choice, message(N_("A choice has the focus: left and right choose."))),
)
_FIELD = message(N_("A field has the focus: type; Tab goes on to the next field."))


class HelpDialog(Dialog[bool]):
    """The help on a screen, beginning with what has the focus."""

    def __init__(self, room: Room, focused: Widget | None) -> None:
        super().__init__()
        self._room = room
        self._focused = focused

    def title_text(self) -> str:
        """Return which screen."""
        return self.host.text(N_("Help: {screen}"), screen=self._room.NAME)

    def body(self) -> Iterable[Widget]:
        """Return texts and keys."""
        desk = self.host.desk
        about = desk.translate(self._room.ABOUT)
        focus = desk.translate(self._of_focus()) if self._focused is not None else ""
        keys = [
            Content.assemble(
                (f"{shown.label:<10} ", "bold $accent"), desk.text(shown.binding.tooltip or ""), (f"  {shown.binding.id}", "dim")
            )
            for shown in sorted(known_bindings(self._room, self.host), key=self._place)
        ]
        own = Content("\n").join(keys)
        yield VerticalScroll(Static(f"{about}\n\n{focus}\n", markup=False), Static(own, markup=False), id="help")

    def on_mount(self) -> None:
        """Let arrows scroll."""
        self.query_one("#help").focus()

    def _place(self, shown: Shown) -> tuple[int, int]:
        """Return where a key stands: those of the last line, of the screen, of what has the focus, those that hold everywhere."""
        wanted = self._room.KEYS
        if shown.binding.id in wanted:
            return 0, wanted.index(shown.binding.id)
        return (1 if shown.node is self._room else 3 if shown.node is self.app else 2), 0

    def _of_focus(self) -> Message:
        return next((words for kind, words in _OF_WIDGETS if isinstance(self._focused, kind)), _FIELD)
