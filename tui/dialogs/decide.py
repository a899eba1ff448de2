"""What a physician signs for a pump: an extension, or a decision for the end of its life."""

from collections.abc import Iterable
from datetime import date
from typing import ClassVar

from textual.widget import Widget
from textual.widgets import Input

from refillplan.domain.decisions import Choice
from refillplan.domain.devices import Pump
from refillplan.domain.messages import N_, Message, message, require
from refillplan.domain.people import Role
from refillplan.services.core.labels import dates_of
from refillplan.services.forecasts.deciding import Decided, DecisionEntry, decide
from tui.decision_words import CHOICE_SIGNS
from tui.dialogs.base import Form
from tui.typed_dates import read_day
from tui.widgets.choice import Choice as Choices
from tui.words import long_day


class _SignedForm(Form[Decided]):
    """A form that a physician of the centre signs."""

    def __init__(self, pump: Pump) -> None:
        super().__init__()
        self._pump = pump

    def signature(self) -> Iterable[tuple[str, Widget]]:
        """Return document, signature and day."""
        host = self.host
        signers = [known.operator for known in host.board.centre.operators if known.role is Role.PHYSICIAN]
        here = host.desk.actor if host.desk.actor in signers else ""
        yield host.text(N_("document")), Input("", id="document", compact=True)
        yield host.text(N_("signed by")), Choices([(code, code) for code in signers] or [("", "-")], id="signed_by", value=here)
        yield host.text(N_("decided on")), Input(host.text(N_("today")), id="decided_on", compact=True)

    def send_text(self) -> str:
        """Return what the button says."""
        return self.host.text(N_("sign (Enter)"))

    def send(self) -> Decided:
        """Keep the decision."""
        desk = self.host.desk
        return decide(desk.store, desk.centre, desk.today, self.entry(), actor=desk.actor, at=desk.at)

    def entry(self) -> DecisionEntry:
        """Return what stands in the form."""
        raise NotImplementedError

    def dates(self) -> str:
        """Return the pump's dates on paper as they are."""
        host = self.host
        found = dates_of(host.board.centre, self._pump, host.board.today, host.forecasts.life)
        return host.text(
            N_("implanted {implanted_on}, label date {label_on}, safe by {safe_by_on}"),
            implanted_on=f"{found.implanted_on:%d/%m/%Y}",
            label_on="-" if found.label_on is None else f"{found.label_on:%d/%m/%Y}",
            safe_by_on="-" if found.safe_by_on is None else f"{found.safe_by_on:%d/%m/%Y}",
        )

    def decided_on(self) -> date:
        """Return the day of the decision."""
        return read_day(self.typed("decided_on"), self.host.desk.today, past=True)


class ExtendDialog(_SignedForm):
    """An extension of one pump."""

    ABOUT: ClassVar[Message] = message(
        N_(
            "A physician signs that a pump stays until a day, with the document that says so. The date is kept beside the "
            "label date and changes no record."
        )
    )

    def title_text(self) -> str:
        """Return whose pump."""
        return self.host.text(N_("Extension: {patient}, pump {serial}"), patient=self._pump.patient, serial=self._pump.serial)

    def fields(self) -> Iterable[tuple[str, Widget]]:
        """Return the last day, the reason, and the signature."""
        host = self.host
        yield host.text(N_("extended until")), Input("", id="until", compact=True, placeholder=self.example("30/6/2028"))
        yield host.text(N_("reason (no names)")), Input("", id="reason", compact=True)
        yield from self.signature()

    def hint(self) -> str:
        """Return the dates as they are, and the last day in full."""
        until = self.typed("until")
        new = "" if not until else "; " + self.host.text(N_("extended until {on}"), on=long_day(self.host.desk, self._until()))
        return self.dates() + new

    def entry(self) -> DecisionEntry:
        """Return the extension."""
        return DecisionEntry(
            about=self._pump.serial,
            choice=Choice.EXTEND,
            signed_by=self.chosen("signed_by"),
            document=self.typed("document"),
            reason=self.typed("reason"),
            extended_until=self._until(),
            decided_on=self.decided_on(),
        )

    def _until(self) -> date:
        return read_day(self.typed("until"), self.host.desk.today)


class DecideDialog(_SignedForm):
    """A decision for the end of one pump's life."""

    ABOUT: ClassVar[Message] = message(
        N_(
            "A physician signs what is to come at the end of a pump's life, with the document that says so. Nothing is chosen"
            " before somebody chooses. A decided replacement is then put on a theatre day."
        )
    )

    def title_text(self) -> str:
        """Return whose pump."""
        return self.host.text(N_("Decision: {patient}, pump {serial}"), patient=self._pump.patient, serial=self._pump.serial)

    def fields(self) -> Iterable[tuple[str, Widget]]:
        """Return the choice, the reason, and the signature."""
        host = self.host
        choices = [(each.value, host.desk.translate(CHOICE_SIGNS[each].word)) for each in Choice if each is not Choice.EXTEND]
        yield host.text(N_("what is to come")), Choices(choices, id="choice", value=None)
        yield host.text(N_("reason (no names)")), Input("", id="reason", compact=True)
        yield from self.signature()

    def hint(self) -> str:
        """Return the dates as they are."""
        return self.dates()

    def entry(self) -> DecisionEntry:
        """Return the decision; what is signed is chosen by whoever signs."""
        chosen = self.chosen("choice")
        require(bool(chosen), "choice", N_("choose what is to come: left and right go through it"))
        return DecisionEntry(
            about=self._pump.serial,
            choice=Choice(chosen),
            signed_by=self.chosen("signed_by"),
            document=self.typed("document"),
            reason=self.typed("reason"),
            decided_on=self.decided_on(),
        )
