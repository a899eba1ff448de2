"""Recording that a booked visit was not done."""

from collections.abc import Iterable
from datetime import date
from typing import ClassVar

from textual.widget import Widget

from refillplan.domain.messages import N_, Message, message
from refillplan.domain.people import NotDoneReason
from refillplan.services.entering.recording import Recorded, record_not_done
from tui.dialogs.dated import DatedForm, DayField
from tui.typed_dates import read_day
from tui.widgets.choice import Choice
from tui.words import NOT_DONE, long_day


class NotDoneDialog(DatedForm[Recorded]):
    """A visit that was missed; ``on``: its day."""

    ABOUT: ClassVar[Message] = message(
        N_(
            "Records that a booked visit was not done, and why. The next visit goes on counting from the last fill, so the "
            "patient stays on the worklist until a fill is recorded."
        )
    )
    PAST: ClassVar[bool] = True

    def __init__(self, patient: str, on: date) -> None:
        super().__init__()
        self._patient = patient
        self._missed_on = on

    def title_text(self) -> str:
        """Return whose visit."""
        return self.host.text(N_("Visit not done: {patient}"), patient=self._patient)

    def fields(self) -> Iterable[tuple[str, Widget]]:
        """Return the day and the reason."""
        host = self.host
        reasons = [(reason.value, host.desk.translate(words)) for reason, words in NOT_DONE.items()]
        yield host.text(N_("day of the visit")), DayField(f"{self._missed_on:%d/%m/%Y}", id="on")
        yield host.text(N_("reason")), Choice(reasons, id="reason")

    def on_mount(self) -> None:
        """Begin with the reason."""
        super().on_mount()
        self.query_one("#reason").focus()

    def hint(self) -> str:
        """Return the day in full."""
        return long_day(self.host.desk, self._on())

    def send(self) -> Recorded:
        """Record it."""
        desk, reason = self.host.desk, NotDoneReason(self.chosen("reason"))
        return record_not_done(
            desk.store, desk.centre, desk.today, self._patient, reason, self._on(), actor=desk.actor, at=desk.at
        )

    def _on(self) -> date:
        return read_day(self.typed("on"), self.host.desk.today, past=True)
