"""The link of a phone's calendar, shown this once: the steps, the code to scan, the card to print."""

from collections.abc import Iterable
from pathlib import Path
from typing import ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.widget import Widget
from textual.widgets import Button, Input, Static

from refillplan.domain.messages import N_, InvalidValue, Message, message
from refillplan.services.sharing.cards import card_for_terminal, code_for_terminal, write_card
from refillplan.services.sharing.feeds import FeedLink
from tui.dialogs.base import Form
from tui.dialogs.overlay import Overlay
from tui.keys import help_key, key

_CODE_COLOURS = "#ffffff on #000000"  # as phones expect them, whatever the colours of the screen


class FeedLinkDialog(Form[Path]):
    """The card of a new link; Enter writes it to a file."""

    ABOUT: ClassVar[Message] = message(
        N_(
            "The link of a phone's calendar is shown this once; the database keeps no copy. Write the card to a file to print"
            " it, or show the code to scan."
        )
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        key("f6", "code", N_("show code"), N_("Show the code to scan over the whole screen"), id="feed.code"),
    ]

    def __init__(self, made: FeedLink) -> None:
        super().__init__()
        self._made = made

    def title_text(self) -> str:
        """Return whose link."""
        return self.host.text(N_("{phone}: this link is shown once"), phone=self._made.feed.phone)

    def body(self) -> Iterable[Widget]:
        """Return the link, the steps, and where to write the card."""
        yield Static(self._made.link, markup=False, id="link")
        yield VerticalScroll(Static(self._steps(), markup=False), id="card")
        yield from super().body()

    def on_mount(self) -> None:
        """Begin in the file; the steps scroll with the mouse, or after Shift+Tab."""
        super().on_mount()
        self.query_one("#file").focus()

    def fields(self) -> Iterable[tuple[str, Widget]]:
        """Return the file, and the code to scan."""
        text = self.host.text
        yield text(N_("card to print (HTML)")), Input("", id="file", compact=True, placeholder=self.example("card.html"))
        yield "", Button(text(N_("code to scan (F6)")), id="code", compact=True)

    def send_text(self) -> str:
        """Return what the button says."""
        return self.host.text(N_("write the card (Enter)"))

    def send(self) -> Path:
        """Write the card."""
        if not self.typed("file"):
            raise InvalidValue(message(N_("type the name of a file, or Escape to leave")), "file")
        file = Path(self.typed("file")).expanduser()
        write_card(self._made, file)
        return file

    @on(Button.Pressed, "#code")
    def action_code(self) -> None:
        """Show the code over the whole screen."""
        try:
            self.app.push_screen(CodeDialog(code_for_terminal(self._made)))
        except InvalidValue as error:
            self.query_one("#fault", Static).update(self.host.desk.translate(error.sentence))

    def _steps(self) -> str:
        try:
            lines = card_for_terminal(self._made)
        except InvalidValue as error:
            return self.host.desk.translate(error.sentence)
        return "\n".join(line for line in lines if not set(line) & set("█▀▄"))


class CodeDialog(Overlay[None]):
    """A code to scan; any terminal of 80 by 24 has room for it."""

    ABOUT: ClassVar[Message] = message(N_("The link as a code: hold the phone's camera before it. Escape goes back to the link."))
    BINDINGS: ClassVar[list[BindingType]] = [
        help_key(),
        key("escape", "leave", N_("leave"), N_("Go back to the link"), id="code.leave"),
    ]

    def __init__(self, lines: tuple[str, ...]) -> None:
        super().__init__()
        self._lines = lines

    def compose(self) -> ComposeResult:
        """Show the code in white on black."""
        yield VerticalScroll(Static(Text("\n".join(self._lines), style=_CODE_COLOURS, no_wrap=True), id="code"))

    def action_help(self) -> None:
        """Explain the code."""
        self.host.explain(self.host.text(N_("show code")), self.ABOUT)

    def action_leave(self) -> None:
        """Leave."""
        self.dismiss(None)
