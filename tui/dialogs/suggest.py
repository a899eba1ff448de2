"""The best half-days for a visit; Enter moves it there."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.widget import Widget
from textual.widgets import DataTable, Static

from refillplan.domain.messages import N_, Message, message
from refillplan.domain.visits import Visit
from tui.consequences import consequences, days_to_limit
from tui.dialogs.base import Dialog
from tui.widgets.listing import Listing
from tui.words import half_day

if TYPE_CHECKING:
    from refillplan.services.advice import Option


class SuggestDialog(Dialog["Option"]):
    """Half-days for one visit, the best first; the lines below say what follows from the one chosen."""

    ABOUT: ClassVar[Message] = message(
        N_(
            "The best half-days for this visit, each with what follows: who else would be phoned, how far it is from the "
            "limit. Enter moves the visit there, as arranged with the patient."
        )
    )

    def __init__(self, visit: Visit, options: "tuple[Option, ...]") -> None:
        super().__init__()
        self._visit = visit
        self._options = options

    def title_text(self) -> str:
        """Return which visit."""
        now = half_day(self.host.desk, self._visit.session)
        return self.host.text(N_("{patient}, now {session}: the best half-days"), patient=self._visit.patient, session=now)

    def body(self) -> Iterable[Widget]:
        """Return the table and what follows."""
        yield Listing(id="options")
        yield Static("", markup=False, id="consequences")
        hint = N_("Enter moves the visit, arranged with the patient; u undoes it. Escape leaves all as it is.")
        if not self.host.desk.role.may_enter:
            hint = N_("Escape leaves.")
        yield Static(self.host.text(hint), markup=False, classes="note")

    def on_mount(self) -> None:
        """Draw the half-days."""
        desk = self.host.desk
        titles = (desk.text(N_("half-day")), desk.text(N_("hour")), desk.text(N_("days to the limit")), desk.text(N_("phoned")))
        rows = []
        for at, option in enumerate(self._options):
            others = {change.old.patient for change in option.changes if change.old.patient != self._visit.patient}
            session = half_day(desk, option.visit.session)
            if option.visit.session == self._visit.session:
                session = desk.text(N_("{half_day} (now)"), half_day=session)
            rows.append((str(at), (session, f"{option.visit.starts_at:%H:%M}", str(days_to_limit(option)), str(len(others)))))
        listing = self.query_one(Listing)
        listing.show(titles, rows)
        listing.focus()

    @on(DataTable.RowHighlighted)
    def _show(self, event: DataTable.RowHighlighted) -> None:
        if event.row_key.value is not None:
            lines = consequences(self.host.desk, self._options[int(event.row_key.value)])
            self.query_one("#consequences", Static).update("\n".join(f"- {line}" for line in lines))

    @on(DataTable.RowSelected)
    def _choose(self, event: DataTable.RowSelected) -> None:
        if self.host.desk.role.may_enter and event.row_key.value is not None:
            option = self._options[int(event.row_key.value)]
            self.dismiss(None if option.visit.session == self._visit.session else option)
