"""A place that has come free: whose visit could come forward into it while everybody else stays."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.widget import Widget
from textual.widgets import DataTable, Static

from refillplan.domain.half_days import SessionKey
from refillplan.domain.messages import N_, Message, message
from tui.consequences import consequences
from tui.dialogs.base import Dialog
from tui.widgets.listing import Listing
from tui.words import half_day

if TYPE_CHECKING:
    from refillplan.services.freed import Candidate


class FreedDialog(Dialog["Candidate"]):
    """Visits that could come forward into a half-day, most days gained first; Enter moves one."""

    ABOUT: ClassVar[Message] = message(
        N_(
            "Whose visit could come forward into this half-day while everybody else stays. Enter moves the one chosen, as "
            "arranged with the patient."
        )
    )

    def __init__(self, key: SessionKey, candidates: "tuple[Candidate, ...]") -> None:
        super().__init__()
        self._key = key
        self._candidates = candidates

    def title_text(self) -> str:
        """Return which half-day."""
        return self.host.text(N_("Who could come on {session}"), session=half_day(self.host.desk, self._key))

    def body(self) -> Iterable[Widget]:
        """Return the table and what follows."""
        yield Listing(id="candidates")
        yield Static("", markup=False, id="consequences")
        hint = N_("Enter moves the visit, arranged with the patient; u undoes it. Escape leaves all as it is.")
        if not self.host.desk.role.may_enter:
            hint = N_("Escape leaves.")
        yield Static(self.host.text(hint), markup=False, classes="note")

    def on_mount(self) -> None:
        """Draw the visits."""
        desk = self.host.desk
        titles = (desk.text(N_("patient")), desk.text(N_("now")), desk.text(N_("days gained")))
        rows = (
            (str(at), (each.visit.patient, half_day(desk, each.visit.session), str(each.gained_days)))
            for at, each in enumerate(self._candidates)
        )
        listing = self.query_one(Listing)
        listing.show(titles, rows)
        listing.focus()

    @on(DataTable.RowHighlighted)
    def _show(self) -> None:
        at = self.query_one(Listing).row_key
        if at is not None:
            lines = consequences(self.host.desk, self._candidates[int(at)].option)
            self.query_one("#consequences", Static).update("\n".join(f"- {line}" for line in lines))

    @on(DataTable.RowSelected)
    def _choose(self, event: DataTable.RowSelected) -> None:
        if self.host.desk.role.may_enter and event.row_key.value is not None:
            self.dismiss(self._candidates[int(event.row_key.value)])
