"""Which patient: a code, typed."""

from collections.abc import Iterable
from typing import ClassVar

from textual.widget import Widget
from textual.widgets import Input

from refillplan.domain.half_days import SessionKey
from refillplan.domain.messages import N_, InvalidValue, Message, message
from refillplan.domain.visits import Visit
from tui.dialogs.base import Form
from tui.patient_facts import facts_of
from tui.words import half_day


class PatientCodeDialog(Form[Visit]):
    """The next visit of the patient typed; ``there``: the half-day that is asked about."""

    ABOUT: ClassVar[Message] = message(
        N_("Type the code of the patient whom you ask about for this half-day; the line below shows the patient's next visit.")
    )

    def __init__(self, there: SessionKey) -> None:
        super().__init__()
        self._there = there

    def title_text(self) -> str:
        """Return which half-day."""
        return self.host.text(N_("Who on {session}?"), session=half_day(self.host.desk, self._there))

    def fields(self) -> Iterable[tuple[str, Widget]]:
        """Return the code."""
        yield self.host.text(N_("patient")), Input("", id="patient", compact=True)

    def send_text(self) -> str:
        """Return what the button says."""
        return self.host.text(N_("go (Enter)"))

    def hint(self) -> str:
        """Return the patient's next visit."""
        if not self.typed("patient"):
            return ""
        return self.host.text(N_("● visit {on}"), on=half_day(self.host.desk, self._visit().session))

    def send(self) -> Visit:
        """Return the visit."""
        return self._visit()

    def _visit(self) -> Visit:
        code, board = self.typed("patient").upper(), self.host.board
        if all(known.patient != code for known in board.centre.patients):
            raise InvalidValue(message(N_("the centre has no patient {patient}"), patient=code), "patient")
        coming = facts_of(board, code).coming
        if not coming:
            raise InvalidValue(message(N_("{patient} has no visit to come"), patient=code), "patient")
        return coming[0]
