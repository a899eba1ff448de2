"""Closing half-days or days."""

from collections.abc import Iterable
from datetime import date
from typing import ClassVar

from textual.widget import Widget
from textual.widgets import Input

from refillplan.domain.half_days import HalfDay, SessionKey
from refillplan.domain.messages import N_, Message, message
from refillplan.domain.sessions import Closure
from refillplan.services.entering.closures import enter_closure
from tui.dialogs.dated import DatedForm, DayField
from tui.typed_dates import read_day
from tui.widgets.choice import Choice
from tui.words import HALF_DAYS, long_day


class CloseDaysDialog(DatedForm[bool]):
    """Days that close; ``key``: the half-day to begin with."""

    ABOUT: ClassVar[Message] = message(
        N_(
            "Closes days or half-days. Nothing that a patient was told changes yet: a proposal is planned around the closure,"
            " and whom to phone is listed."
        )
    )

    def __init__(self, key: SessionKey) -> None:
        super().__init__()
        self._key = key

    def title_text(self) -> str:
        """Return what is done."""
        return self.host.text(N_("Close a day"))

    def fields(self) -> Iterable[tuple[str, Widget]]:
        """Return first and last day, half-day and reason."""
        host = self.host
        halves = [("", host.text(N_("whole day"))), *((half.value, host.desk.translate(HALF_DAYS[half])) for half in HalfDay)]
        yield host.text(N_("first day")), DayField(f"{self._key.on:%d/%m/%Y}", id="from_on")
        yield host.text(N_("last day")), DayField("", id="to_on", placeholder=self.kept(host.text(N_("the same day"))))
        yield host.text(N_("half-day")), Choice(halves, id="half_day")
        yield host.text(N_("reason (no names)")), Input("", id="reason", compact=True)

    def hint(self) -> str:
        """Return the days in full, and how many visits are booked on them."""
        closure = self._closure()
        hit = sum(
            closure.from_on <= visit.session.on <= closure.to_on and closure.half_day in (None, visit.session.half_day)
            for visit in self.host.board.visits
        )
        desk = self.host.desk
        said = desk.text(
            N_("{first} to {last}: visits booked then: {count}"),
            first=long_day(desk, closure.from_on),
            last=long_day(desk, closure.to_on),
            count=hit,
        )
        return self.with_question(said, closure.from_on, closure.to_on)

    def send(self) -> bool:
        """Enter the closure."""
        desk = self.host.desk
        enter_closure(desk.store, desk.centre, desk.today, self._closure(), actor=desk.actor, at=desk.at)
        return True

    def _closure(self) -> Closure:
        first = read_day(self.typed("from_on"), self.host.desk.today)
        half_day = self.chosen("half_day")
        return Closure(
            from_on=first,
            to_on=self._last(first),
            half_day=HalfDay(half_day) if half_day else None,
            reason=self.typed("reason"),
        )

    def _last(self, first: date) -> date:
        return read_day(self.typed("to_on"), first) if self.typed("to_on") else first
