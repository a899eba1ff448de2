"""What of a booked visit is fixed: day, half-day, hour, place, operator, each by itself."""

from collections.abc import Iterable
from typing import ClassVar

from textual.widget import Widget

from refillplan.domain.messages import N_, Message, message
from refillplan.domain.visits import Pin, Visit
from refillplan.services.calls.pinning import PIN_WORDS, pin, unpin
from tui.dialogs.base import Form
from tui.widgets.choice import Choice
from tui.words import half_day

_USUAL = frozenset((Pin.DATE, Pin.HALF_DAY))


class PinsDialog(Form[bool]):
    """The pins of one visit; day and half-day are offered where none is set yet.

    Parameters
    ----------
    number
        Which of the patient's booked visits to come it is, 1 the next.
    """

    ABOUT: ClassVar[Message] = message(
        N_(
            "What is fixed here stays as it is in every plan; what may be planned can change. Each of the five is fixed by "
            "itself."
        )
    )

    def __init__(self, visit: Visit, number: int) -> None:
        super().__init__()
        self._visit = visit
        self._number = number

    def title_text(self) -> str:
        """Return which visit."""
        session = half_day(self.host.desk, self._visit.session)
        return self.host.text(N_("Pin {patient} on {session}"), patient=self._visit.patient, session=session)

    def fields(self) -> Iterable[tuple[str, Widget]]:
        """Return a choice for each field of the visit."""
        text, set_now = self.host.text, self._visit.pins or _USUAL
        for each, words in PIN_WORDS.items():
            options = [("", text(N_("may be planned"))), (each.value, text(N_("stays")))]
            yield self.host.desk.translate(words), Choice(options, id=each.value, value=each.value if each in set_now else "")

    def send(self) -> bool:
        """Set and take away what differs."""
        desk, wanted = self.host.desk, frozenset(each for each in Pin if self.chosen(each.value))
        for change, pins in ((unpin, self._visit.pins - wanted), (pin, wanted - self._visit.pins)):
            if pins:
                change(desk.store, desk.centre, desk.today, self._visit.patient, pins, self._number, actor=desk.actor, at=desk.at)
        return True
