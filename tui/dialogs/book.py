"""Booking a visit of a kind that is not planned, a rinse for example."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from textual.widget import Widget
from textual.widgets import Input

from refillplan.domain.half_days import HalfDay, SessionKey
from refillplan.domain.messages import N_, InvalidValue, Message, message
from refillplan.services.core.lookup import chosen_kinds
from refillplan.services.entering.fitting import Wish
from tui.dialogs.dated import DatedForm, DayField
from tui.typed_dates import read_day, read_hour
from tui.widgets.choice import Choice
from tui.words import HALF_DAYS, half_day

if TYPE_CHECKING:  # loads the planner
    from refillplan.services.entering.booking import Booked


class BookDialog(DatedForm["Booked"]):
    """One more visit; ``key``: the half-day to begin with."""

    ABOUT: ClassVar[Message] = message(
        N_(
            "Books one visit that no plan makes, a rinse or a post-operative fill, in the first free hour of the half-day or "
            "at the hour typed. Then whom to phone is listed."
        )
    )

    def __init__(self, patient: str, key: SessionKey) -> None:
        super().__init__()
        self._patient = patient
        self._key = key

    def title_text(self) -> str:
        """Return for whom."""
        return self.host.text(N_("One more visit of {patient}"), patient=self._patient)

    def fields(self) -> Iterable[tuple[str, Widget]]:
        """Return kind, day, half-day, hour and operator."""
        host, centre = self.host, self.host.board.centre
        planned = chosen_kinds(centre)
        kinds = [(kind.kind, kind.kind) for kind in centre.visit_kinds if kind.kind not in planned]
        halves = [(half.value, host.desk.translate(HALF_DAYS[half])) for half in HalfDay]
        operators = [(known.operator, known.operator) for known in centre.operators]
        yield host.text(N_("kind")), Choice(kinds or [("", "-")], id="kind")
        yield host.text(N_("day")), DayField(f"{self._key.on:%d/%m/%Y}", id="on")
        yield host.text(N_("half-day")), Choice(halves, id="half_day", value=self._key.half_day.value)
        yield (
            host.text(N_("hour")),
            Input("", id="hour", compact=True, placeholder=self.kept(host.text(N_("the first that is free")))),
        )
        yield host.text(N_("operator")), Choice([("", host.text(N_("who is free"))), *operators], id="operator")

    def hint(self) -> str:
        """Return the half-day in full."""
        return half_day(self.host.desk, self._wish().session)

    def send(self) -> "Booked":
        """Book the visit."""
        from refillplan.services.entering.booking import book  # noqa: PLC0415

        desk = self.host.desk
        return book(desk.store, desk.centre, desk.today, self._wish(), actor=desk.actor, at=desk.at)

    def _wish(self) -> Wish:
        if not self.chosen("kind"):
            raise InvalidValue(message(N_("the centre has no kind of visit that is not planned")), "kind")
        on = read_day(self.typed("on"), self.host.desk.today)
        return Wish(
            patient=self._patient,
            kind=self.chosen("kind"),
            session=SessionKey(on, HalfDay(self.chosen("half_day"))),
            hour=read_hour(self.typed("hour")) if self.typed("hour") else None,
            operator=self.chosen("operator") or None,
        )
