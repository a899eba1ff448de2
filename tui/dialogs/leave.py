"""Entering that an operator is away."""

from collections.abc import Iterable
from datetime import date
from typing import ClassVar

from textual.widget import Widget

from refillplan.domain.half_days import HalfDay, SessionKey
from refillplan.domain.messages import N_, Message, message
from refillplan.domain.sessions import Leave
from refillplan.services.entering.closures import enter_leave
from tui.dialogs.dated import DatedForm, DayField
from tui.typed_dates import read_day
from tui.widgets.choice import Choice
from tui.words import HALF_DAYS, long_day


class LeaveDialog(DatedForm[bool]):
    """An absence; ``key``: the half-day to begin with."""

    ABOUT: ClassVar[Message] = message(
        N_(
            "Enters that an operator is away. Visits that need this operator are planned elsewhere or with another, and whom "
            "to phone is listed."
        )
    )

    def __init__(self, key: SessionKey) -> None:
        super().__init__()
        self._key = key

    def title_text(self) -> str:
        """Return what is done."""
        return self.host.text(N_("An operator is away"))

    def fields(self) -> Iterable[tuple[str, Widget]]:
        """Return operator, first and last day, half-day."""
        host = self.host
        halves = [("", host.text(N_("whole day"))), *((half.value, host.desk.translate(HALF_DAYS[half])) for half in HalfDay)]
        operators = [(known.operator, known.operator) for known in host.board.centre.operators]
        yield host.text(N_("operator")), Choice(operators or [("", "-")], id="operator")
        yield host.text(N_("first day")), DayField(f"{self._key.on:%d/%m/%Y}", id="from_on")
        yield host.text(N_("last day")), DayField("", id="to_on", placeholder=self.kept(host.text(N_("the same day"))))
        yield host.text(N_("half-day")), Choice(halves, id="half_day")

    def hint(self) -> str:
        """Return the days in full."""
        desk, leave = self.host.desk, self._absence()
        first, last = long_day(desk, leave.from_on), long_day(desk, leave.to_on)
        said = desk.text(N_("{operator} away from {first} to {last}"), operator=leave.operator, first=first, last=last)
        return self.with_question(said, leave.from_on, leave.to_on)

    def send(self) -> bool:
        """Enter the absence."""
        desk = self.host.desk
        enter_leave(desk.store, desk.centre, desk.today, self._absence(), actor=desk.actor, at=desk.at)
        return True

    def _absence(self) -> Leave:
        first = read_day(self.typed("from_on"), self.host.desk.today)
        half_day = self.chosen("half_day")
        return Leave(
            operator=self.chosen("operator"),
            from_on=first,
            to_on=self._last(first),
            half_day=HalfDay(half_day) if half_day else None,
        )

    def _last(self, first: date) -> date:
        return read_day(self.typed("to_on"), first) if self.typed("to_on") else first
