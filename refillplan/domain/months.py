"""Months of the calendar added to a day."""

from datetime import date
from functools import cache

import pendulum


@cache
def months_after(day: date, months: int) -> date:
    """Return the same day of the month ``months`` months later (earlier if negative), or the last day of a shorter month."""
    later = pendulum.date(day.year, day.month, day.day).add(months=months)
    return date(later.year, later.month, later.day)
