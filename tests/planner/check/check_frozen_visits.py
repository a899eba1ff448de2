"""A told visit of the frozen days, and what a plan may make of it."""

from check_samples import day, visit, window

from refillplan.domain.sessions import Leave

TOLD = visit("01-11 08:00", told=True)
KEPT = (TOLD, visit("02-22 08:00", window=window("01-11")))
MOVED = (visit("01-12 08:00"), visit("02-23 08:00", window=window("01-12")))
LATER = (visit("01-11 08:15"), visit("02-22 08:00", window=window("01-11")))


def leave(operator: str) -> Leave:
    """Return the absence of an operator on the day of that visit."""
    return Leave(operator=operator, from_on=day("01-11"), to_on=day("01-11"))
