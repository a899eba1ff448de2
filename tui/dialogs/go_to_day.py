"""A day to go to, typed."""

from collections.abc import Iterable

from textual.widget import Widget
from textual.widgets import Input

from refillplan.domain.half_days import HalfDay, SessionKey
from refillplan.domain.messages import N_
from tui.dialogs.base import Form
from tui.typed_dates import read_moment
from tui.words import half_day


class GoToDayDialog(Form[SessionKey]):
    """A half-day by a typed date; the morning where none is typed."""

    def title_text(self) -> str:
        """Return what is asked."""
        return self.host.text(N_("Go to a day"))

    def fields(self) -> Iterable[tuple[str, Widget]]:
        """Return the day."""
        yield self.host.text(N_("day")), Input("", id="on", compact=True, placeholder="+6w, 15/3, mar 9h")

    def send_text(self) -> str:
        """Return what the button says."""
        return self.host.text(N_("go (Enter)"))

    def hint(self) -> str:
        """Return the half-day in full."""
        return half_day(self.host.desk, self._key()) if self.typed("on") else ""

    def send(self) -> SessionKey:
        """Return the half-day."""
        return self._key()

    def _key(self) -> SessionKey:
        moment = read_moment(self.typed("on"), self.host.desk.today)
        return SessionKey(moment.on, moment.half_day or HalfDay.AM)
