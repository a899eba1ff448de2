"""Opening a half-day, or giving it more places."""

from collections.abc import Iterable
from datetime import time
from typing import ClassVar

from textual.widget import Widget
from textual.widgets import Input

from refillplan.domain.half_days import HalfDay, SessionKey
from refillplan.domain.messages import N_, InvalidValue, Message, message
from refillplan.domain.sessions import Opening, Session
from refillplan.services.entering.openings import enter_opening
from tui.dialogs.base import Form
from tui.typed_dates import read_hour
from tui.words import half_day

_USUAL_HOURS = {HalfDay.AM: (time(9), time(12, 30)), HalfDay.PM: (time(13, 30), time(17))}


class OpeningDialog(Form[bool]):
    """One half-day with its hours, places and operators.

    Parameters
    ----------
    session
        As it is open now; None: closed.
    more
        Places more than now to begin with.
    """

    ABOUT: ClassVar[Message] = message(
        N_(
            "Opens a closed half-day, or gives an open one other hours, places or operators, for this day alone. Visits are "
            "planned there by the next plan."
        )
    )

    def __init__(self, key: SessionKey, session: Session | None, *, more: int = 0) -> None:
        super().__init__()
        self._more = more
        self._key = key
        self._session = session

    def title_text(self) -> str:
        """Return which half-day."""
        return self.host.text(N_("Open {half_day}"), half_day=half_day(self.host.desk, self._key))

    def fields(self) -> Iterable[tuple[str, Widget]]:
        """Return hours, places, operators and reason."""
        text, session = self.host.text, self._session
        opens, closes = _USUAL_HOURS[self._key.half_day] if session is None else (session.opens, session.closes)
        every = [operator.operator for operator in self.host.board.centre.operators]
        operators = every if session is None else session.operators
        places = 1 if session is None else session.places + self._more
        yield text(N_("opens")), Input(f"{opens:%H:%M}", id="opens", compact=True)
        yield text(N_("closes")), Input(f"{closes:%H:%M}", id="closes", compact=True)
        yield text(N_("places")), Input(str(places), id="places", compact=True)
        yield text(N_("operators")), Input(" ".join(operators), id="operators", compact=True)
        yield text(N_("reason (no names)")), Input("", id="reason", compact=True)

    def on_mount(self) -> None:
        """Begin with the places: one more is the usual wish."""
        super().on_mount()
        self.query_one("#places").focus()

    def hint(self) -> str:
        """Return the half-day as it will be."""
        opening = self._opening()
        hours = f"{opening.opens:%H:%M}–{opening.closes:%H:%M}"
        return self.host.text(N_("{hours}, places: {places}"), hours=hours, places=opening.places)

    def send(self) -> bool:
        """Enter the opening."""
        desk = self.host.desk
        enter_opening(desk.store, desk.centre, desk.today, self._opening(), actor=desk.actor, at=desk.at)
        return True

    def _opening(self) -> Opening:
        places = self.typed("places")
        if not places.isdecimal():
            raise InvalidValue(message(N_("'{text}' is not a number"), text=places), "places")
        return Opening(
            on=self._key.on,
            half_day=self._key.half_day,
            opens=read_hour(self.typed("opens")),
            closes=read_hour(self.typed("closes")),
            places=int(places),
            operators=tuple(self.typed("operators").replace(",", " ").split()),
            comfortable_visits=None if self._session is None else self._session.comfortable_visits,
            reason=self.typed("reason"),
        )
