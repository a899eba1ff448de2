"""The forecast as the screens show it: what is chosen, and what was computed for it as long as nothing changes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from refillplan.domain.messages import InvalidValue, Message
from refillplan.services.core.labels import LifeChoice, life_text
from refillplan.services.looking.board import Board, Edition
from tui.desk import Desk

if TYPE_CHECKING:  # the forecast loads NumPy and SciPy, so it is loaded when somebody asks
    from refillplan.services.forecasts.counters import Counters
    from refillplan.services.forecasts.forecasting import Backtest, Forecasted

_Key = tuple[Edition, date, str, bool]


def other_by(by: str) -> str:
    """Return years for quarters, and quarters for years."""
    return "year" if by == "quarter" else "quarter"


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreseen:
    """The same forecast under each label life, and the centre's counters of the last year and the present one."""

    by_life: "Mapping[LifeChoice, Forecasted]"
    counters: "tuple[Counters, ...]"


@dataclass(slots=True)
class Forecasts:
    """What is chosen, and what is known for it.

    Parameters
    ----------
    by
        ``quarter`` or ``year``, for the forecast; begins as the command ``forecast`` does.
    past_by
        The same for the look back; begins as the command ``backtest`` does.
    every
        Whether all centres of the database are forecast together.
    """

    life: LifeChoice = LifeChoice.LONG
    by: str = "quarter"
    past_by: str = "year"
    every: bool = False
    _known: tuple[_Key, Foreseen] | None = None
    _past: "tuple[_Key, LifeChoice, Backtest | Message] | None" = None

    def known(self, board: Board) -> Foreseen | None:
        """Return what was computed for this choice and these entries; None: nothing yet."""
        return self._known[1] if self._known is not None and self._known[0] == self._key(board, self.by) else None

    def past(self, board: Board) -> "Backtest | Message | None":
        """Return the look back for this choice and these entries, or why there is none; None: not computed yet."""
        known = self._past
        return known[2] if known is not None and known[:2] == (self._key(board, self.past_by), self.life) else None

    def forget(self) -> None:
        """Let everything be computed again."""
        self._known, self._past = None, None

    def read(self, desk: Desk, board: Board) -> None:
        """Compute the forecast; from any thread."""
        from refillplan.services.forecasts.counters import count_year  # noqa: PLC0415
        from refillplan.services.forecasts.forecasting import By, look_forward  # noqa: PLC0415

        key, codes, settings = self._key(board, self.by), self._codes(desk), board.centre.forecast
        by_life = {
            life: look_forward(desk.store, codes, board.today, by=By(key[2]), life=life_text(settings, life))
            for life in (LifeChoice.SHORT, LifeChoice.LONG, LifeChoice.MODEL)
        }
        years = (board.today.year - 1, board.today.year)
        counters = tuple(count_year(desk.store, desk.centre, board.today, year) for year in years)
        self._known = key, Foreseen(by_life=by_life, counters=counters)

    def read_past(self, desk: Desk, board: Board) -> None:
        """Compute the look back; from any thread."""
        from refillplan.services.forecasts.forecasting import By, look_back  # noqa: PLC0415

        key, life = self._key(board, self.past_by), self.life
        text = life_text(board.centre.forecast, life)
        try:
            found: Backtest | Message = look_back(desk.store, self._codes(desk), board.today, by=By(key[2]), life=text)
        except InvalidValue as error:
            found = error.sentence
        self._past = key, life, found

    def _codes(self, desk: Desk) -> tuple[str, ...]:
        from refillplan.services.forecasts.forecasting import choose_centres  # noqa: PLC0415

        every = choose_centres(desk.store, (), every=True) if self.every else ()
        return (desk.centre, *(code for code in every if code != desk.centre))  # its settings are those that count

    def _key(self, board: Board, by: str) -> _Key:
        return board.edition, board.today, by, self.every
