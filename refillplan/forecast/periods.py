"""Quarters and years of the calendar, and dates that lie whole months apart."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from refillplan.domain.months import months_after

DAYS_PER_YEAR = 365.25
"""Length of a mean year, to turn days into years of age and of observation."""


class By(StrEnum):
    """Length of a period."""

    QUARTER = "quarter"
    YEAR = "year"


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """Days from ``start_on`` to before ``end_on``, inside one quarter or year of the calendar."""

    name: str
    start_on: date
    end_on: date

    def holds(self, day: date) -> bool:
        """Tell whether ``day`` lies in the period."""
        return self.start_on <= day < self.end_on


def periods_from(first_on: date, years: int, by: By) -> tuple[Period, ...]:
    """Return the periods of ``years`` years, the first one shortened to begin on ``first_on``."""
    months = 3 if by is By.QUARTER else 12
    start_on = date(first_on.year, 1 + months * ((first_on.month - 1) // months), 1)
    found = []
    for number in range(years * 12 // months):
        begins_on, end_on = months_after(start_on, months * number), months_after(start_on, months * (number + 1))
        found.append(Period(name=_name(begins_on, by), start_on=max(begins_on, first_on), end_on=end_on))
    return tuple(found)


def years_between(start_on: date, end_on: date) -> float:
    """Return the years from one day to another, negative where it lies before."""
    return (end_on - start_on) / timedelta(days=1) / DAYS_PER_YEAR


def _name(start_on: date, by: By) -> str:
    return f"{start_on.year}" if by is By.YEAR else f"{start_on.year}-Q{1 + start_on.month // 3}"
