"""A physician's own interval or limit for one patient, with the reason."""

from collections.abc import Iterable
from datetime import date
from typing import ClassVar

from textual.widget import Widget
from textual.widgets import Input

from refillplan.domain.messages import N_, InvalidValue, Message, message
from refillplan.domain.people import Patient
from tui.dialogs.base import Form
from tui.typed_dates import read_day
from tui.widgets.choice import Choice
from tui.words import long_day

_AFRESH = "afresh"


class IntervalDialog(Form[bool]):
    """What is left empty stays as it is."""

    ABOUT: ClassVar[Message] = message(
        N_(
            "A physician signs another target, limit or last day for one patient, with the reason. A field left empty leaves "
            "what holds now. Then visits are planned again, and whom to phone is listed."
        )
    )

    def __init__(self, patient: Patient) -> None:
        super().__init__()
        self._patient = patient

    def title_text(self) -> str:
        """Return whose interval."""
        return self.host.text(N_("Interval: {patient}"), patient=self._patient.patient)

    def fields(self) -> Iterable[tuple[str, Widget]]:
        """Return target, limit, a last day, the reason, and whether to begin from the centre's interval."""
        host, protocol, patient = self.host, self.host.board.centre.protocol, self._patient
        target, limit = patient.target_days or protocol.target_days, patient.limit_days or protocol.limit_days
        not_after = host.text(N_("no such day")) if patient.not_after is None else f"{patient.not_after:%d/%m/%Y}"
        kept = [("", host.text(N_("what was signed stays"))), (_AFRESH, host.text(N_("begin from the centre's interval")))]
        yield host.text(N_("target, days")), Input("", id="target", compact=True, placeholder=self.kept(str(target)))
        yield host.text(N_("limit, days")), Input("", id="limit", compact=True, placeholder=self.kept(str(limit)))
        yield host.text(N_("next fill not after")), Input("", id="not_after", compact=True, placeholder=self.kept(not_after))
        yield host.text(N_("reason (no names)")), Input("", id="reason", compact=True)
        yield host.text(N_("so far")), Choice(kept, id="afresh")

    def send_text(self) -> str:
        """Return what the button says."""
        return self.host.text(N_("sign (Enter)"))

    def hint(self) -> str:
        """Return the last day in full."""
        self._number("target")
        self._number("limit")
        on = self._not_after()
        return "" if on is None else long_day(self.host.desk, on)

    def send(self) -> bool:
        """Enter the interval."""
        from refillplan.services.entering.intervals import Override, set_interval  # noqa: PLC0415 (loads the planner, here in a thread)

        desk, code = self.host.desk, self._patient.patient
        override = Override(
            target_days=self._number("target"),
            limit_days=self._number("limit"),
            not_after=self._not_after(),
            reason=self.typed("reason"),
            clear=self.chosen("afresh") == _AFRESH,
        )
        set_interval(desk.store, desk.centre, desk.today, code, override, actor=desk.actor, at=desk.at)
        return True

    def _not_after(self) -> date | None:
        typed = self.typed("not_after")
        return read_day(typed, self.host.desk.today) if typed else None

    def _number(self, field: str) -> int | None:
        text = self.typed(field)
        if text and not text.isdecimal():
            raise InvalidValue(message(N_("'{text}' is not a number"), text=text), field)
        return int(text) if text else None
