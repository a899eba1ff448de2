"""Smallest sets of things that clash: leave out any one of them, and the rest hold together."""

from collections.abc import Callable, Sequence
from typing import TypeVar

Thing = TypeVar("Thing")


def smallest_clash(things: Sequence[Thing], clash: Callable[[Sequence[Thing]], bool]) -> tuple[Thing, ...]:
    """Return a part of ``things`` that clashes and of which each one is necessary.

    Each is left out in turn and stays out where the rest clash without it (deletion filter, Chinneck and Dravnieks 1991).

    Parameters
    ----------
    things
        They clash, all together.
    clash
        Whether some of them clash; more of them never clash less.
    """
    needed = list(things)
    for thing in things:
        rest = [other for other in needed if other is not thing]
        if clash(rest):
            needed = rest
    return tuple(needed)
