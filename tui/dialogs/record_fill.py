"""Recording a fill: Enter is enough for today's, as booked; lot and readings are kept as typed."""

from collections.abc import Iterable
from datetime import date
from typing import ClassVar

from textual.widget import Widget
from textual.widgets import Input

from refillplan.domain.messages import N_, Message, message
from refillplan.services.entering.recording import FillEntry, Recorded, record_done
from tui.dialogs.dated import DatedForm, DayField
from tui.typed_dates import read_day
from tui.widgets.choice import Choice
from tui.words import long_day


class RecordFillDialog(DatedForm[Recorded]):
    """A fill of one patient."""

    ABOUT: ClassVar[Message] = message(
        N_(
            "Records a fill that was done; Enter alone records today's, as booked. Lot and readings are kept as typed and "
            "never read. The next visit counts from this fill at once."
        )
    )
    PAST: ClassVar[bool] = True

    def __init__(self, patient: str) -> None:
        super().__init__()
        self._patient = patient

    def title_text(self) -> str:
        """Return whose fill."""
        return self.host.text(N_("Record a fill: {patient}"), patient=self._patient)

    def fields(self) -> Iterable[tuple[str, Widget]]:
        """Return day, lot, readings, operator and kind."""
        host, centre = self.host, self.host.board.centre
        kinds = [(kind.kind, kind.kind) for kind in centre.visit_kinds if kind.fills]
        operators = [(known.operator, known.operator) for known in centre.operators]
        yield host.text(N_("day")), DayField(host.text(N_("today")), id="on")
        yield host.text(N_("insulin lot")), Input(id="lot", compact=True)
        yield host.text(N_("readings, as typed")), Input(id="readings", compact=True)
        yield host.text(N_("operator")), Choice([("", host.text(N_("not named"))), *operators], id="operator")
        yield host.text(N_("kind")), Choice([("", host.text(N_("as booked"))), *kinds], id="kind")

    def on_mount(self) -> None:
        """Begin with the lot: the day is today most often."""
        super().on_mount()
        self.query_one("#lot").focus()

    def hint(self) -> str:
        """Return the day in full."""
        return long_day(self.host.desk, self._on())

    def send(self) -> Recorded:
        """Record the fill."""
        desk = self.host.desk
        filled = FillEntry(
            patient=self._patient,
            on=self._on(),
            kind=self.chosen("kind") or None,
            operator=self.chosen("operator") or None,
            lot=self.typed("lot"),
            readings=self.typed("readings"),
        )
        return record_done(desk.store, desk.centre, desk.today, filled, actor=desk.actor, at=desk.at)

    def _on(self) -> date:
        return read_day(self.typed("on"), self.host.desk.today, past=True)
