"""How far ahead to try, and which days to try as closed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from textual.widget import Widget
from textual.widgets import Input

from refillplan.domain.messages import N_, InvalidValue, Message, message
from tui.dialogs.base import Form
from tui.typed_dates import read_days
from tui.words import long_day


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialDays:
    """Weeks to plan; first and last day to close, None: as the service chooses."""

    weeks: int
    closed: tuple[date, date] | None


class TrialDaysDialog(Form[TrialDays]):
    """What is tried; ``closing``: whether days to close are asked for."""

    ABOUT: ClassVar[Message] = message(
        N_(
            "How many weeks to plan for the answer, and which days to try as closed. Everything is worked out on a copy; "
            "nothing is booked."
        )
    )

    def __init__(self, title: Message, *, closing: bool) -> None:
        super().__init__()
        self._title = title
        self._asks_days = closing

    def title_text(self) -> str:
        """Return what is worked out."""
        return self.host.desk.translate(self._title)

    def fields(self) -> Iterable[tuple[str, Widget]]:
        """Return the weeks, and the days."""
        text, weeks = self.host.text, self.host.board.centre.planning.weeks
        yield text(N_("weeks planned")), Input(str(weeks), id="weeks", compact=True)
        if self._asks_days:
            usual = text(N_("two weeks of August"))
            yield text(N_("days closed to try")), Input("", id="closed", compact=True, placeholder=self.kept(usual))

    def send_text(self) -> str:
        """Return what the button says."""
        return self.host.text(N_("work it out (Enter)"))

    def hint(self) -> str:
        """Return the days in full."""
        found, desk = self._read(), self.host.desk
        if found.closed is None:
            return ""
        return desk.text(
            N_("closed from {first} to {last}"), first=long_day(desk, found.closed[0]), last=long_day(desk, found.closed[1])
        )

    def send(self) -> TrialDays:
        """Return what to try."""
        return self._read()

    def _read(self) -> TrialDays:
        weeks = self.typed("weeks")
        if not weeks.isdecimal():
            raise InvalidValue(message(N_("'{text}' is not a number"), text=weeks), "weeks")
        days = self.typed("closed") if self._asks_days else ""
        return TrialDays(weeks=int(weeks), closed=read_days(days, self.host.desk.today) if days else None)
