"""Whether visits with given starts can share places, or operators: who takes which."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import TypeAlias

State: TypeAlias = tuple[tuple[int, ...], ...]
"""Per group of alike resources: the moments, ascending, at which those that are taken become free."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """A stay between two seconds, counted from the opening, with any one of ``allowed``."""

    from_second: int
    to_second: int
    allowed: frozenset[str]


def can_share(uses: Iterable[Use]) -> bool:
    """Tell whether every use can have one of its resources, none having two at once.

    Exact: settles the uses that have no choice, then goes through the rest by start and keeps every way
    in which the resources can be taken by then. Resources that the same uses allow are alike, so that
    it matters only how many are taken.
    """
    lasting = [use for use in uses if use.from_second < use.to_second]
    settled = [use for use in lasting if len(use.allowed) == 1]
    if any(one.allowed == other.allowed and _meet(one, other) for one, other in combinations(settled, 2)):
        return False
    choosing = [_left_over(use, settled) for use in lasting if len(use.allowed) != 1]
    resources = sorted(frozenset[str]().union(*(use.allowed for use in choosing)))
    groups = tuple(Counter(frozenset(use for use in choosing if one in use.allowed) for one in resources).items())
    states: set[State] = {((),) * len(groups)}
    for use in sorted(choosing, key=lambda use: use.from_second):
        open_groups = [(number, size) for number, (allowing, size) in enumerate(groups) if use in allowing]
        states = taken(states, open_groups, use.from_second, use.to_second)
    return bool(states)


def _meet(one: Use, other: Use) -> bool:
    return one.from_second < other.to_second and other.from_second < one.to_second


def _left_over(use: Use, settled: Iterable[Use]) -> Use:
    gone = frozenset[str]().union(*(other.allowed for other in settled if _meet(use, other)))
    return replace(use, allowed=use.allowed - gone)


def taken(states: Iterable[State], groups: Sequence[tuple[int, int]], from_moment: int, to_moment: int) -> set[State]:
    """Return every state after one more use, which may take a resource of ``groups`` (number and size of each)."""
    after: set[State] = set()
    for state in states:
        current = released(state, from_moment)
        for number, size in groups:
            if len(current[number]) < size:
                busy = tuple(sorted((*current[number], to_moment)))
                after.add((*current[:number], busy, *current[number + 1 :]))
    return after


def released(state: State, moment: int) -> State:
    """Return ``state`` without what is free again by ``moment``."""
    return tuple(tuple(until for until in group if until > moment) for group in state)
