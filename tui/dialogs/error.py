"""What went wrong, in one sentence."""

from collections.abc import Iterable
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.widget import Widget
from textual.widgets import Button, Static

from refillplan.domain.messages import N_, Message, message
from tui.dialogs.base import Dialog
from tui.keys import key


class ErrorDialog(Dialog[bool]):
    """A sentence to read; the application lives on."""

    ABOUT: ClassVar[Message] = message(N_("The sentence says what was wrong; nothing was stored. Enter goes on."))
    BINDINGS: ClassVar[list[BindingType]] = [
        key("enter", "leave", N_("leave"), N_("Go on working"), id="error.leave", priority=True),
    ]

    def __init__(self, sentence: Message) -> None:
        super().__init__()
        self.sentence = sentence

    def title_text(self) -> str:
        """Return the title."""
        return "✖ " + self.host.text(N_("This did not work"))

    def body(self) -> Iterable[Widget]:
        """Return the sentence and a button."""
        yield Static(self.host.desk.translate(self.sentence), markup=False, id="sentence")
        yield Horizontal(Button(self.host.text(N_("go on (Enter)")), id="go-on", compact=True), classes="buttons")

    @on(Button.Pressed)
    def _go_on(self) -> None:
        self.action_leave()
