"""Sentences side by side, joined as the reader's language joins them."""

from collections.abc import Iterable
from functools import reduce

from refillplan.domain.messages import N_
from tui.desk import Desk


def joined(desk: Desk, parts: Iterable[str]) -> str:
    """Return sentences as one."""
    first, *rest = [*parts] or [""]
    return reduce(lambda said, then: desk.text(N_("{said}; {then}"), said=said, then=then), rest, first)
