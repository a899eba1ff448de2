"""Help: what the screen or dialog is for, what has the focus, and every key with what it does."""

from collections.abc import Iterable, Sequence

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, Static

from refillplan.domain.messages import N_, Message, message
from tui.dialogs.base import Dialog
from tui.dialogs.dated import DayField
from tui.keys import AnyScreen, Shown, known_bindings
from tui.widgets.choice import Choice
from tui.widgets.half_day_grid import HalfDayGrid
from tui.widgets.listing import Listing

_OF_WIDGETS = (
    (Listing, message(N_("The table has the focus: arrows, page up and page down move in it, Enter opens the row."))),
    (HalfDayGrid, message(N_("The grid has the focus: arrows move by day and half-day, page up and page down turn the weeks."))),
    (Choice, message(N_("A choice has the focus: left and right choose."))),
    (Button, message(N_("A button has the focus: Enter presses it."))),
)
_OF_DAYS = message(
    N_(
        "A day has the focus: type it as 15/3, 15/3/2027, +6w (in six weeks), tue or mar, today or demain; the line below shows"
        " how it is understood. F6 chooses it on a grid that shows how full half-days are."
    )
)
_FIELD = message(N_("A field has the focus: type; Tab goes on to the next field."))


class HelpDialog(Dialog[bool]):
    """The help on a screen or dialog, beginning with what has the focus.

    Parameters
    ----------
    about
        What the screen is for.
    first
        Ids of the keys to begin with.
    """

    def __init__(self, screen: AnyScreen, name: str, about: Message, first: Sequence[str] = ()) -> None:
        super().__init__()
        self._first = tuple(first)
        self._below = screen
        self._below_name = name
        self._about = about
        self._focused = screen.focused

    def title_text(self) -> str:
        """Return which screen."""
        return self.host.text(N_("Help: {screen}"), screen=self._below_name)

    def body(self) -> Iterable[Widget]:
        """Return texts and keys."""
        desk = self.host.desk
        about = desk.translate(self._about)
        focus = desk.translate(self._of_focus()) if self._focused is not None else ""
        keys = [
            Content.assemble(
                (f"{shown.label:<10} ", "bold $accent"), desk.text(shown.binding.tooltip or ""), (f"  {shown.binding.id}", "dim")
            )
            for shown in sorted(known_bindings(self._below, self.host), key=self._place)
        ]
        own = Content("\n").join(keys)
        yield VerticalScroll(Static(f"{about}\n\n{focus}\n", markup=False), Static(own, markup=False), id="help")

    def on_mount(self) -> None:
        """Let arrows scroll."""
        self.query_one("#help").focus()

    def action_help(self) -> None:
        """Leave: the key that opened the help closes it."""
        self.action_leave()

    def _place(self, shown: Shown) -> tuple[int, int]:
        """Return where a key stands: those of the last line, of the screen, of what has the focus, those that hold everywhere."""
        if shown.binding.id in self._first:
            return 0, self._first.index(shown.binding.id)
        return (1 if shown.node is self._below else 3 if shown.node is self.app else 2), 0

    def _of_focus(self) -> Message:
        if self._focused is not None and isinstance(self._focused.parent, DayField):
            return _OF_DAYS
        return next((words for kind, words in _OF_WIDGETS if isinstance(self._focused, kind)), _FIELD)
