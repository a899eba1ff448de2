"""The half-day, the unit in which the day hospital opens, and the key of one session."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class HalfDay(StrEnum):
    """Morning or afternoon; ``am`` sorts before ``pm``."""

    AM = "am"
    PM = "pm"


@dataclass(frozen=True, slots=True, order=True)
class SessionKey:
    """Date and half-day: what names one session of the day hospital."""

    on: date
    half_day: HalfDay

    def __str__(self) -> str:
        return f"{self.on.isoformat()}-{self.half_day}"

    @staticmethod
    def parse(text: str) -> "SessionKey":
        """Read ``2027-01-05-am``.

        Raises
        ------
        ValueError
            If ``text`` is not an ISO date, a dash, and ``am`` or ``pm``.
        """
        day, _, half_day = text.rpartition("-")
        return SessionKey(date.fromisoformat(day), HalfDay(half_day))


def covers(of: HalfDay | None, half_day: HalfDay) -> bool:
    """Tell whether an entry for ``of`` (None: the whole day) covers ``half_day``."""
    return of is None or of is half_day
