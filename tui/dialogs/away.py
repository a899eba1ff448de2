"""Entering that a patient cannot come, or would rather not."""

from collections.abc import Iterable
from typing import ClassVar

from textual.widget import Widget

from refillplan.domain.half_days import HalfDay, SessionKey
from refillplan.domain.messages import N_, Message, message
from refillplan.domain.people import Unavailability
from tui.dialogs.dated import DatedForm, DayField
from tui.typed_dates import read_day
from tui.widgets.choice import Choice
from tui.words import HALF_DAYS, long_day


class AwayDialog(DatedForm[bool]):
    """Days of one patient; ``key``: the half-day to begin with."""

    ABOUT: ClassVar[Message] = message(
        N_(
            "Days on which the patient cannot come, or would rather not. Told visits on days on which the patient cannot come"
            " are planned elsewhere, and whom to phone is listed."
        )
    )

    def __init__(self, patient: str, key: SessionKey) -> None:
        super().__init__()
        self._patient = patient
        self._key = key

    def title_text(self) -> str:
        """Return whose days."""
        return self.host.text(N_("{patient} cannot come"), patient=self._patient)

    def fields(self) -> Iterable[tuple[str, Widget]]:
        """Return first and last day, half-day, and how firmly."""
        host = self.host
        halves = [("", host.text(N_("whole day"))), *((half.value, host.desk.translate(HALF_DAYS[half])) for half in HalfDay)]
        firmly = [("hard", host.text(N_("cannot come"))), ("soft", host.text(N_("would rather not")))]
        yield host.text(N_("first day")), DayField(f"{self._key.on:%d/%m/%Y}", id="from_on")
        yield host.text(N_("last day")), DayField("", id="to_on", placeholder=self.kept(host.text(N_("the same day"))))
        yield host.text(N_("half-day")), Choice(halves, id="half_day")
        yield host.text(N_("how firmly")), Choice(firmly, id="firmly")

    def hint(self) -> str:
        """Return the days in full."""
        away, desk = self._away(), self.host.desk
        first, last = long_day(desk, away.from_on), long_day(desk, away.to_on)
        said = desk.text(N_("{patient} away from {first} to {last}"), patient=self._patient, first=first, last=last)
        return self.with_question(said, away.from_on, away.to_on)

    def send(self) -> bool:
        """Enter the days."""
        from refillplan.services.entering.patients import enter_unavailability  # noqa: PLC0415 (loads the planner)

        desk = self.host.desk
        enter_unavailability(desk.store, desk.centre, desk.today, self._away(), actor=desk.actor, at=desk.at)
        return True

    def _away(self) -> Unavailability:
        first, half_day = read_day(self.typed("from_on"), self.host.desk.today), self.chosen("half_day")
        return Unavailability(
            patient=self._patient,
            from_on=first,
            to_on=read_day(self.typed("to_on"), first) if self.typed("to_on") else first,
            half_day=HalfDay(half_day) if half_day else None,
            hard=self.chosen("firmly") == "hard",
        )
