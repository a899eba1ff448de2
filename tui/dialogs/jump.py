"""Jump mode: a letter on everything that can be reached; the letter, or a click on it, goes there."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.events import Key
from textual.widget import Widget
from textual.widgets import Static

from refillplan.domain.messages import N_, message
from tui.dialogs.overlay import Overlay
from tui.keys import AnyScreen, help_key, key
from tui.registry import ENTRIES
from tui.widgets.flow import flowing

_LETTERS = "abcdefghijklmnoprstuvwxyz"
_ABOUT = message(N_("A letter stands on everything that can be reached: press it, or click it. Escape leaves."))


class JumpDialog(Overlay[None]):
    """Letters over a screen; those of the main screens stand in the first lines."""

    BINDINGS: ClassVar[list[BindingType]] = [
        help_key(),
        key("escape", "leave", N_("leave"), N_("Leave without jumping"), id="jump.leave"),
    ]

    def __init__(self, screen: AnyScreen) -> None:
        super().__init__()
        self._below = screen

    def compose(self) -> ComposeResult:
        """Put the letters over what they reach."""
        self._targets = dict(zip(_LETTERS, self._reachable(), strict=False))
        for letter, target in self._targets.items():
            tag = Static(self._linked(f" {letter} ", letter), markup=False, classes="tag")
            tag.styles.offset = (target.region.x, target.region.y)
            yield tag
        left = [letter for letter in _LETTERS if letter not in self._targets]
        self._screens = dict(zip(left, ENTRIES, strict=False))
        translate = self.host.desk.translate
        names = [self._linked(f"{letter} {translate(each.name)}", letter) for letter, each in self._screens.items()]
        yield Static(flowing(names, self.app.size.width - 2), markup=False, classes="screens")

    def on_key(self, event: Key) -> None:
        """Go where the letter stands."""
        if event.key in _LETTERS:
            event.stop()
            self.action_jump(event.key)

    def action_help(self) -> None:
        """Explain the letters."""
        self.host.explain(self.host.text(N_("jump")), _ABOUT)

    def action_jump(self, letter: str) -> None:
        """Go where a letter stands."""
        target, place = self._targets.get(letter), self._screens.get(letter)
        if target is None and place is None:
            return
        self.dismiss()
        if target is not None:
            target.focus()
        elif place is not None:
            self.host.go(place.id)

    def action_leave(self) -> None:
        """Leave."""
        self.dismiss()

    def _reachable(self) -> list[Widget]:
        return [widget for widget in self._below.focus_chain if widget.region.area]

    @staticmethod
    def _linked(text: str, letter: str) -> Content:
        return Content(text).stylize(f"@click=screen.jump('{letter}')")
