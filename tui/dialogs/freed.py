"""A place that has come free: whose visit could come forward into it while everybody else stays."""

from typing import TYPE_CHECKING, ClassVar

from refillplan.domain.half_days import SessionKey
from refillplan.domain.messages import N_, Message, message
from tui.dialogs.moves import MovesDialog
from tui.words import half_day

if TYPE_CHECKING:
    from refillplan.services.advising.advice import Option
    from refillplan.services.advising.freed import Candidate


class FreedDialog(MovesDialog["Candidate"]):
    """Visits that could come forward into a half-day, most days gained first; Enter moves one."""

    ABOUT: ClassVar[Message] = message(
        N_(
            "Whose visit could come forward into this half-day while everybody else stays. Enter moves the one chosen, as "
            "arranged with the patient."
        )
    )

    def __init__(self, key: SessionKey, candidates: "tuple[Candidate, ...]") -> None:
        super().__init__(candidates)
        self._key = key

    def title_text(self) -> str:
        """Return which half-day."""
        return self.host.text(N_("Who could come on {session}"), session=half_day(self.host.desk, self._key))

    def titles(self) -> tuple[str, ...]:
        """Return the headings."""
        desk = self.host.desk
        return desk.text(N_("patient")), desk.text(N_("now")), desk.text(N_("days gained"))

    def row(self, move: "Candidate") -> tuple[str, ...]:
        """Return whose visit, where it is, and what would be gained."""
        return move.visit.patient, half_day(self.host.desk, move.visit.session), str(move.gained_days)

    def option(self, move: "Candidate") -> "Option":
        """Return what follows."""
        return move.option
