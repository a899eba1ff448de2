"""Asking the adviser about one visit or half-day; what it has learnt is kept as long as nothing changes."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from threading import Lock, Thread
from typing import TYPE_CHECKING

from refillplan.domain.half_days import SessionKey
from refillplan.domain.messages import InvalidValue
from refillplan.domain.plans import PlanException
from refillplan.domain.visits import Visit
from refillplan.services.looking.board import Board
from refillplan.services.plans.planning_news import Report, Stop

if TYPE_CHECKING:  # the planner takes half a second to load, so it is loaded when somebody asks
    from refillplan.services.advising.advice import Adviser, Option, WhyNot
    from refillplan.services.advising.explaining import HalfDayFacts, WaysOut, Why
    from refillplan.services.advising.freed import Candidate
    from refillplan.services.calls.answers import Agreed

    Because = Why | tuple[PlanException, tuple[HalfDayFacts, ...]]


@dataclass(slots=True)
class Advising:
    """Answers about visits; may be asked from any thread, one question at a time.

    Parameters
    ----------
    agreed
        Reads what people have agreed to on the phone: nobody else is offered their places.
    """

    agreed: "Callable[[Board], Agreed]" = lambda _: {}
    _lock: Lock = field(default_factory=Lock)
    _board: Board | None = None
    _held: "tuple[Agreed, str | None]" = field(default=({}, None))
    _adviser: "Adviser | None" = None

    def prepare(self, board: Board) -> None:
        """Begin to learn about a board, in a thread: a question is likely to come."""
        if self._board is not board:
            Thread(target=self._learn, args=(board,), daemon=True).start()

    def _learn(self, board: Board) -> None:
        with self._lock, suppress(InvalidValue):  # who asks is told
            self._of(board, lambda _: None, lambda: False).plan()

    def suggest(self, board: Board, visit: Visit, report: Report, stop: Stop) -> "tuple[Visit, tuple[Option, ...]]":
        """Return the best half-days for a visit, or for the one that is due before it and not booked; and which it is."""
        with self._lock:
            adviser = self._of(board, report, stop, visit.patient)
            meant = adviser.visit(visit.patient) if board.number_of(visit) == 1 else visit
            return meant, adviser.suggest(meant)

    def why_not(self, board: Board, visit: Visit, key: SessionKey, report: Report, stop: Stop) -> "WhyNot":
        """Return what follows from a visit in a half-day, or what blocks it."""
        with self._lock:
            return self._of(board, report, stop, visit.patient).why_not(visit, key)

    def why_not_or_what_else(
        self, board: Board, visit: Visit, key: SessionKey, report: Report, stop: Stop
    ) -> "tuple[WhyNot, WaysOut | None]":
        """Return the same, with the ways out where it is blocked, or others would have to be phoned or come late."""
        from refillplan.services.advising.explaining import ways_out  # noqa: PLC0415

        with self._lock:
            adviser = self._of(board, report, stop, visit.patient)
            answer = adviser.why_not(visit, key)
            wanted = answer.option is None or answer.option.dear
            return answer, ways_out(adviser, visit, {key: answer.option}) if wanted and visit.window is not None else None

    def why(self, board: Board, patient: str, visit: Visit | None, report: Report, stop: Stop) -> "Because":
        """Return what bound a visit, or why the patient has none inside the limit."""
        from refillplan.services.advising.explaining import exception_facts, why  # noqa: PLC0415

        with self._lock:
            adviser = self._of(board, report, stop, patient)
            exception = next((each for each in adviser.plan().exceptions if each.patient == patient), None)
            if exception is not None and (visit is None or visit.session == exception.placed):
                return exception, exception_facts(adviser, exception)
            return why(adviser, adviser.visit(patient) if visit is None else visit)

    def freed(self, board: Board, key: SessionKey, report: Report, stop: Stop) -> "tuple[Candidate, ...]":
        """Return whose visit could come forward into a half-day while everybody else stays."""
        from refillplan.services.advising.freed import who_could_use  # noqa: PLC0415

        with self._lock:
            return who_could_use(self._of(board, report, stop), key)

    def _of(self, board: Board, report: Report, stop: Stop, patient: str | None = None) -> "Adviser":
        from refillplan.services.advising.advice import Adviser  # noqa: PLC0415
        from refillplan.services.calls.holding import as_agreed  # noqa: PLC0415

        agreed = self.agreed(board)
        own = patient if any(visit.patient == patient for visit in agreed.values()) else None
        if self._adviser is None or self._board is not board or self._held != (agreed, own):
            self._board, self._held = board, (agreed, own)
            self._adviser = Adviser(as_agreed(board.centre, agreed, board.today, but=own), board.today)
        self._adviser.report, self._adviser.stop = report, stop
        return self._adviser
