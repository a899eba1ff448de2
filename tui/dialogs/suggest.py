"""The best half-days for a visit; Enter moves it there."""

from typing import TYPE_CHECKING, ClassVar

from refillplan.domain.messages import N_, Message, message
from refillplan.domain.visits import Visit
from tui.consequences import days_to_limit
from tui.dialogs.moves import MovesDialog
from tui.words import half_day

if TYPE_CHECKING:
    from refillplan.services.advising.advice import Option


class SuggestDialog(MovesDialog["Option"]):
    """Half-days for one visit, the best first; the lines below say what follows from the one chosen."""

    ABOUT: ClassVar[Message] = message(
        N_(
            "The best half-days for this visit, each with what follows: who else would be phoned, how far it is from the "
            "limit. Enter moves the visit there, as arranged with the patient."
        )
    )

    def __init__(self, visit: Visit, options: "tuple[Option, ...]") -> None:
        super().__init__(options)
        self._visit = visit

    def title_text(self) -> str:
        """Return which visit."""
        now = half_day(self.host.desk, self._visit.session)
        if not self._booked:
            return self.host.text(N_("{patient}, not booked: the best half-days"), patient=self._visit.patient)
        return self.host.text(N_("{patient}, now {session}: the best half-days"), patient=self._visit.patient, session=now)

    @property
    def _booked(self) -> bool:
        return self.host.board.number_of(self._visit) is not None

    def titles(self) -> tuple[str, ...]:
        """Return the headings."""
        desk = self.host.desk
        return desk.text(N_("half-day")), desk.text(N_("hour")), desk.text(N_("days to the limit")), desk.text(N_("phoned"))

    def row(self, move: "Option") -> tuple[str, ...]:
        """Return where the visit would be, its margin, and how many others would be phoned."""
        others = {change.old.patient for change in move.changes if change.old.patient != self._visit.patient}
        session = half_day(self.host.desk, move.visit.session)
        if self.answer(move) is None:
            session = self.host.text(N_("{half_day} (now)"), half_day=session)
        return session, f"{move.visit.starts_at:%H:%M}", str(days_to_limit(move)), str(len(others))

    def option(self, move: "Option") -> "Option":
        """Return the move itself."""
        return move

    def answer(self, move: "Option") -> "Option | None":
        """Return the half-day, unless the visit is booked there."""
        return None if self._booked and move.visit.session == self._visit.session else move
