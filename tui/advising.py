"""Asking the adviser about one visit; what it has learnt is kept as long as nothing changes."""

from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING

from refillplan.domain.half_days import SessionKey
from refillplan.domain.visits import Visit
from refillplan.services.board import Board
from refillplan.services.planning_news import Report, Stop

if TYPE_CHECKING:  # the planner takes half a second to load, so it is loaded when somebody asks
    from refillplan.services.advice import Adviser, Option, WhyNot


@dataclass(slots=True)
class Advising:
    """Answers about visits; may be asked from any thread, one question at a time."""

    _lock: Lock = field(default_factory=Lock)
    _board: Board | None = None
    _adviser: "Adviser | None" = None

    def suggest(self, board: Board, visit: Visit, report: Report, stop: Stop) -> "tuple[Visit, tuple[Option, ...]]":
        """Return the best half-days for a visit, or for the one that is due before it and not booked; and which it is."""
        with self._lock:
            adviser = self._of(board, report, stop)
            meant = adviser.visit(visit.patient) if board.number_of(visit) == 1 else visit
            return meant, adviser.suggest(meant)

    def why_not(self, board: Board, visit: Visit, key: SessionKey, report: Report, stop: Stop) -> "WhyNot":
        """Return what follows from a visit in a half-day, or what blocks it."""
        with self._lock:
            return self._of(board, report, stop).why_not(visit, key)

    def _of(self, board: Board, report: Report, stop: Stop) -> "Adviser":
        from refillplan.services.advice import Adviser  # noqa: PLC0415

        if self._adviser is None or self._board is not board:
            self._board, self._adviser = board, Adviser(board.centre, board.today)
        self._adviser.report, self._adviser.stop = report, stop
        return self._adviser
