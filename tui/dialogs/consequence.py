"""What follows from a visit in another half-day, or what blocks it; then it is moved, or not."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.widget import Widget
from textual.widgets import Button, Static

from refillplan.domain.half_days import SessionKey
from refillplan.domain.messages import N_
from refillplan.domain.visits import Visit
from tui.consequences import consequences
from tui.dialogs.base import Dialog
from tui.keys import key
from tui.words import half_day

if TYPE_CHECKING:
    from refillplan.services.advice import WhyNot


class ConsequenceDialog(Dialog[bool]):
    """The answer to why not there; True: the visit is to be moved."""

    BINDINGS: ClassVar[list[BindingType]] = [
        key("enter", "move", N_("move"), N_("Move the visit there, as arranged with the patient"), id="move.move", priority=True),
    ]

    def __init__(self, visit: Visit, there: SessionKey, answer: "WhyNot") -> None:
        super().__init__()
        self._visit = visit
        self._there = there
        self._answer = answer

    def title_text(self) -> str:
        """Return which visit, from where to where."""
        desk = self.host.desk
        old, new = half_day(desk, self._visit.session), half_day(desk, self._there)
        return f"{self._visit.patient}: {old} → {new}"

    def body(self) -> Iterable[Widget]:
        """Return the facts and what can be done."""
        host, option = self.host, self._answer.option
        if option is None:
            lines = [f"✖ {host.desk.translate(block)}" for block in self._answer.blocked]
            head = host.text(N_("Not possible:"))
        else:
            lines = [f"- {line}" for line in consequences(host.desk, option)]
            head = host.text(N_("Possible at {hour}:"), hour=f"{option.visit.starts_at:%H:%M}")
        yield Static("\n".join((head, *lines)), markup=False, id="consequences")
        buttons = [Button(host.text(N_("leave (Escape)")), id="leave", compact=True)]
        if self._possible:
            buttons.insert(
                0, Button(host.text(N_("move, arranged with the patient (Enter)")), id="move", variant="primary", compact=True)
            )
        yield Horizontal(*buttons, classes="buttons")

    @property
    def _possible(self) -> bool:
        return self._answer.option is not None and self.host.desk.role.may_enter

    def action_move(self) -> None:
        """Agree, where it is possible."""
        self.dismiss(True if self._possible else None)

    @on(Button.Pressed, "#move")
    def _move(self) -> None:
        self.action_move()

    @on(Button.Pressed, "#leave")
    def _leave(self) -> None:
        self.action_leave()
