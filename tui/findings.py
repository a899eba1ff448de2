"""What took long to find out, kept while the program runs: what the centre can hold, scenarios side by side."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, TypeVar

from refillplan.services.looking.board import Board

if TYPE_CHECKING:  # the planner takes half a second to load
    from refillplan.services.plans.adequacy import Adequacy
    from refillplan.services.plans.scenarios import Comparison

T = TypeVar("T")


@dataclass(slots=True)
class Finding(Generic[T]):
    """An answer, and the board that it was found on."""

    found: T | None = None
    _board: Board | None = None

    def keep(self, found: T, board: Board) -> None:
        """Keep an answer."""
        self.found, self._board = found, board

    def stale(self, board: Board) -> bool:
        """Tell whether something was changed since."""
        known = self._board
        return known is not None and (known.edition, known.today) != (board.edition, board.today)


@dataclass(slots=True)
class Findings:
    """All such answers."""

    adequacy: "Finding[Adequacy]" = field(default_factory=Finding)
    comparison: "Finding[Comparison]" = field(default_factory=Finding)
