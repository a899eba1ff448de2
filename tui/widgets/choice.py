"""One of a few: all stand in a line, left and right choose, a click too."""

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import BindingType
from textual.content import Content
from textual.message import Message as Posted
from textual.widgets import Static

from refillplan.domain.messages import N_
from tui.keys import key
from tui.widgets.flow import flowing


class Choice(Static, can_focus=True):
    """A line of options, one of them chosen, or none as yet.

    Parameters
    ----------
    options
        Pairs of value and what people read.
    value
        What is chosen to begin with; one that is not among them: the first; None: nothing.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        key("left", "step(-1)", N_("before"), N_("Choose the one before"), id="choice.before"),
        key("right", "step(1)", N_("next"), N_("Choose the next"), id="choice.next"),
        key("enter", "send", N_("save"), N_("Save what stands in the form"), id="choice.send"),
    ]

    class Changed(Posted):
        """Another option was chosen."""

    class Sent(Posted):
        """Enter was pressed."""

    def __init__(self, options: Sequence[tuple[str, str]], *, id: str, value: str | None = "") -> None:
        super().__init__(markup=False, id=id)
        self._options = options
        first = next((at for at, (known, _) in enumerate(options) if known == value), 0)
        self._at = None if value is None else first

    @property
    def value(self) -> str:
        """What is chosen; empty: nothing yet."""
        return "" if self._at is None else self._options[self._at][0]

    def on_resize(self) -> None:
        """Draw the options, none of them broken."""
        self._draw()

    def action_step(self, by: int) -> None:
        """Choose a neighbour; where nothing is chosen, the first or the last."""
        before = self._at if self._at is not None else -1 if by > 0 else 0
        self.action_pick((before + by) % len(self._options))

    def action_pick(self, at: int) -> None:
        """Choose by position."""
        self._at = at
        self._draw()
        self.post_message(self.Changed())

    def action_send(self) -> None:
        """Tell that Enter was pressed."""
        self.post_message(self.Sent())

    def _draw(self) -> None:
        parts = [
            Content.styled(f"{'◉' if at == self._at else '○'} {text}", "bold" if at == self._at else "").stylize(
                f"@click=pick({at})"
            )
            for at, (_, text) in enumerate(self._options)
        ]
        self.update(flowing(parts, self.size.width))
