"""What dialogs have in common: a frame with a title, Escape to leave, and forms that say at once what is wrong."""

import asyncio
from collections.abc import Iterable
from typing import ClassVar, Generic, TypeVar, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, Input, Static

from refillplan.domain.messages import N_, InvalidValue, Message
from refillplan.services.upkeep.databases import StorageError
from tui.dialogs.overlay import Overlay
from tui.faults import sentence_on
from tui.keys import AnyScreen, help_key, key, known_bindings
from tui.widgets.bars import SCOPE
from tui.widgets.choice import Choice

T = TypeVar("T")


class Dialog(Overlay[T], Generic[T]):
    """A frame over a screen; Escape leaves it without an answer.

    Attributes
    ----------
    ABOUT
        What it is for, for the help.
    """

    ABOUT: ClassVar[Message]
    BINDINGS: ClassVar[list[BindingType]] = [
        help_key(),
        key("escape", "leave", N_("leave"), N_("Leave without changing anything"), id="dialog.leave"),
    ]

    def compose(self) -> ComposeResult:
        """Put the frame around the body."""
        with Vertical(classes="frame") as frame:
            frame.border_title = self.title_text()
            frame.border_subtitle = self._foot()
            yield from self.body()
            yield Static(self.host.desk.translate(SCOPE), markup=False, classes="scope")

    def title_text(self) -> str:
        """Return the title in the reader's language."""
        raise NotImplementedError

    def body(self) -> Iterable[Widget]:
        """Return what is inside the frame."""
        raise NotImplementedError

    def _foot(self) -> Content:
        """Return the centre, which the frame may cover, and the key of help."""
        help_label = next(
            (each.label for each in known_bindings(cast("AnyScreen", self), self.host) if each.binding.id == "app.help"), "F1"
        )
        words = f"{help_label} {self.host.text(N_('help'))}"
        return Content(f"{self.host.desk.centre} · ") + Content(words).stylize("@click=screen.help")

    def action_help(self) -> None:
        """Explain the dialog and its keys; what was typed stays."""
        self.host.explain(self.title_text(), self.ABOUT)

    def action_leave(self) -> None:
        """Leave without an answer."""
        self.dismiss(None)


class Form(Dialog[T]):
    """A dialog with fields; Enter sends them, and what is wrong is said below them."""

    BINDINGS: ClassVar[list[BindingType]] = [
        key("ctrl+s", "send", N_("save"), N_("Save what stands in the form; Enter does the same in a field"), id="form.send"),
        key("tab", "next_field", N_("next field"), N_("Go on to the next field"), id="form.next", priority=True),
        key("shift+tab", "field_before", N_("field before"), N_("Go back to the field before"), id="form.before", priority=True),
    ]

    def body(self) -> Iterable[Widget]:
        """Return the fields, the line for what is wrong, and the buttons."""
        rows = []
        for label, field in self.fields():
            row = Horizontal(Static(label, markup=False, classes="label"), field, classes="field")
            rows.append(row)
        yield VerticalScroll(*rows, classes="fields", can_focus=False)
        yield Static("", markup=False, id="hint")
        yield Static("", markup=False, id="fault")
        yield Horizontal(
            Button(self.send_text(), id="send", variant="primary", compact=True),
            Button(self.host.text(N_("leave (Escape)")), id="leave", compact=True),
            classes="buttons",
        )

    def action_next_field(self) -> None:
        """Go on at once, so that what is typed after it, however fast, stands in the next field."""
        self.focus_next()

    def action_field_before(self) -> None:
        """Go back at once."""
        self.focus_previous()

    def fields(self) -> Iterable[tuple[str, Widget]]:
        """Return each field with its label."""
        raise NotImplementedError

    def send_text(self) -> str:
        """Return what the sending button says."""
        return self.host.text(N_("save (Enter)"))

    def send(self) -> T:
        """Do what the form asks for, in a thread; raise what is wrong."""
        raise NotImplementedError

    def hint(self) -> str:
        """Return how the fields are understood so far; raise what is wrong."""
        return ""

    def example(self, text: str) -> str:
        """Return what stands in an empty field: nothing that is entered, and nobody takes it for that."""
        return self.host.text(N_("for example {text}"), text=text)

    def kept(self, text: str) -> str:
        """Return the same for a field that means something where it is left empty."""
        return self.host.text(N_("left empty: {text}"), text=text)

    def typed(self, field: str) -> str:
        """Return what stands in an input."""
        return self.query_one(f"#{field}", Input).value.strip()

    def chosen(self, field: str) -> str:
        """Return what is chosen."""
        return self.query_one(f"#{field}", Choice).value

    def on_mount(self) -> None:
        """Say how the fields are understood as they stand."""
        self._hint()

    @on(Input.Changed)
    @on(Choice.Changed)
    def _hint(self) -> None:
        try:
            hint, fault = self.hint(), ""
        except InvalidValue as error:
            hint, fault = "", self.host.desk.translate(error.sentence)
        self.query_one("#hint", Static).update(hint)
        self.query_one("#fault", Static).update(fault)

    @on(Input.Submitted)
    @on(Choice.Sent)
    @on(Button.Pressed, "#send")
    async def action_send(self) -> None:
        """Send the form, and close it if all is well."""
        button = self.query_one("#send", Button)
        if button.disabled:
            return
        button.disabled = True
        with self.host.keys_kept():
            try:
                done = await asyncio.to_thread(self.send)
            except (InvalidValue, StorageError, OSError) as error:
                self.query_one("#fault", Static).update(self.host.desk.translate(sentence_on(error)))
                button.disabled = False
                return
            self.dismiss(done)

    @on(Button.Pressed, "#leave")
    def _leave(self) -> None:
        self.action_leave()
