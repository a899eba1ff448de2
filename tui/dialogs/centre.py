"""Which of the database's centres to work in."""

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual import on
from textual.widget import Widget
from textual.widgets import DataTable, Static

from refillplan.domain.messages import N_, Message, message
from refillplan.services.upkeep.about import CentreInfo
from tui.dialogs.base import Dialog
from tui.widgets.listing import Listing


class CentreDialog(Dialog[str]):
    """The centres of the database; the answer given: the code of the one chosen."""

    ABOUT: ClassVar[Message] = message(
        N_(
            "The centres that this database holds. Enter goes on in the one under the cursor, on its worklist; every screen and "
            "dialog names the centre that it is about."
        )
    )

    def __init__(self, centres: Sequence[CentreInfo]) -> None:
        super().__init__()
        self._centres = centres

    def title_text(self) -> str:
        """Return what is asked."""
        return self.host.text(N_("Go on in which centre?"))

    def body(self) -> Iterable[Widget]:
        """Return the centres."""
        yield Listing(id="centres")
        yield Static(self.host.text(N_("Enter goes on there; Escape stays.")), markup=False, classes="note")

    def on_mount(self) -> None:
        """Draw the centres, the cursor on the present one."""
        text, here = self.host.text, self.host.desk.centre
        titles = ("", text(N_("centre")), text(N_("name")), text(N_("patients")))
        rows = (
            (each.code, ("●" if each.code == here else "", each.code, each.name, str(each.patients))) for each in self._centres
        )
        listing = self.query_one(Listing)
        listing.show(titles, rows)
        listing.move_cursor(row=[each.code for each in self._centres].index(here), animate=False)
        listing.focus()

    @on(DataTable.RowSelected)
    def _take(self, event: DataTable.RowSelected) -> None:
        self.dismiss(event.row_key.value)
