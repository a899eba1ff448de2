"""What follows from a visit in another half-day, or what blocks it, and the ways out; then it is moved, or not."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.widget import Widget
from textual.widgets import Button, DataTable, Static

from refillplan.domain.half_days import SessionKey
from refillplan.domain.messages import N_, Message, message
from refillplan.domain.visits import Visit
from tui.consequences import consequences, in_a_line
from tui.dialogs.base import Dialog
from tui.keys import key
from tui.widgets.listing import Listing
from tui.words import half_day

if TYPE_CHECKING:
    from refillplan.services.advising.advice import Option, WhyNot
    from refillplan.services.advising.explaining import WaysOut


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """Where a visit is to go; ``widened``: with one place more there than now."""

    session: SessionKey
    widened: bool = False


class ConsequenceDialog(Dialog[Way]):
    """The answer to why not there, and what else could be done; the answer given: where the visit is to go."""

    ABOUT: ClassVar[Message] = message(
        N_(
            "What follows from the visit in that half-day, or each fact that blocks it, with the ways out where there are "
            "some. Enter moves the visit, as arranged with the patient; the others are listed to be phoned."
        )
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        key("enter", "move", N_("move"), N_("Move the visit there, as arranged with the patient"), id="move.move", priority=True),
        key("down", "ways", N_("ways out"), N_("Choose one of the ways out; Enter takes it"), id="move.ways"),
    ]

    def __init__(self, visit: Visit, there: SessionKey, answer: "WhyNot", ways: "WaysOut | None" = None) -> None:
        super().__init__()
        self._visit = visit
        self._there = there
        self._answer = answer
        self._ways: list[tuple[Way, Option]] = []
        if ways is not None:
            self._ways += [(Way(session=each.visit.session, widened=True), each) for each in ways.one_more_place]
            self._ways += [(Way(session=each.visit.session), each) for each in ways.elsewhere]

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
        if self._ways:
            yield Static(host.text(N_("Ways out (arrow down, then Enter):")), markup=False, classes="note")
            yield Listing(id="ways")
            yield Static("", markup=False, id="way")
        buttons = [Button(host.text(N_("leave (Escape)")), id="leave", compact=True)]
        if self._possible:
            buttons.insert(
                0, Button(host.text(N_("move, arranged with the patient (Enter)")), id="move", variant="primary", compact=True)
            )
        yield Horizontal(*buttons, classes="buttons")

    def on_mount(self) -> None:
        """Draw the ways out, and begin outside them: Enter alone takes none."""
        desk = self.host.desk
        if self._ways:
            rows = ((str(at), (self._named(way), in_a_line(desk, option))) for at, (way, option) in enumerate(self._ways))
            self.query_one(Listing).show((desk.text(N_("half-day")), desk.text(N_("what follows"))), rows)
        self.query_one("#move" if self._possible else "#leave").focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Let Enter take a way out while these have the focus."""
        if action == "move":
            return not isinstance(self.focused, Listing)
        return action != "ways" or bool(self._ways)

    @property
    def _possible(self) -> bool:
        return self._answer.option is not None and self.host.desk.role.may_enter

    def action_move(self) -> None:
        """Agree, where it is possible."""
        self.dismiss(Way(session=self._there) if self._possible else None)

    def action_ways(self) -> None:
        """Go to the ways out."""
        self.query_one(Listing).focus()

    @on(DataTable.RowHighlighted)
    def _show(self) -> None:
        """Say in full what follows from the way out under the cursor: the table may have no room for it."""
        at = self.query_one(Listing).row_key
        if at is not None:
            self.query_one("#way", Static).update(in_a_line(self.host.desk, self._ways[int(at)][1]))

    @on(DataTable.RowSelected)
    def _take(self, event: DataTable.RowSelected) -> None:
        if self.host.desk.role.may_enter and event.row_key.value is not None:
            self.dismiss(self._ways[int(event.row_key.value)][0])

    @on(Button.Pressed, "#move")
    def _move(self) -> None:
        self.action_move()

    @on(Button.Pressed, "#leave")
    def _leave(self) -> None:
        self.action_leave()

    def _named(self, way: Way) -> str:
        name = half_day(self.host.desk, way.session)
        return self.host.text(N_("{half_day}, +1 place"), half_day=name) if way.widened else name
