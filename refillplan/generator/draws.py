"""Draws from a seeded stream, by `randrange` alone: the same on every Python version."""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import TypeVar

T = TypeVar("T")


def chance(draws: Random, percent: int) -> bool:
    """Return True in ``percent`` of a hundred draws."""
    return draws.randrange(100) < percent


def pick(draws: Random, items: Sequence[T]) -> T:
    """Return one of ``items``, each equally likely."""
    return items[draws.randrange(len(items))]


def shuffled(draws: Random, items: Sequence[T]) -> list[T]:
    """Return ``items`` in a drawn order."""
    drawn = list(items)
    for last in range(len(drawn) - 1, 0, -1):
        other = draws.randrange(last + 1)
        drawn[last], drawn[other] = drawn[other], drawn[last]
    return drawn


def day_between(draws: Random, first_on: date, last_on: date) -> date:
    """Return a day from ``first_on`` to ``last_on``, both included."""
    return first_on + timedelta(days=draws.randrange((last_on - first_on).days + 1))


def working_day_between(draws: Random, first_on: date, last_on: date) -> date:
    """Return a day from ``first_on`` to ``last_on``; a Saturday or Sunday drawn becomes the Friday before it."""
    day = day_between(draws, first_on, last_on)
    return day - timedelta(days=max(0, day.isoweekday() - 5))
