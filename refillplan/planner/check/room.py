"""How many more refills one session could take, its visits staying where they are."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from refillplan.domain.sessions import Session
from refillplan.domain.visit_kinds import REFILL, VisitKind
from refillplan.domain.visits import Visit
from refillplan.planner.check.hours import physician_there
from refillplan.planner.check.reading import Reading
from refillplan.planner.check.sharing import State, released, taken

_WIDTH = 20
"""Ways of taking places, or operators, that the first, quick search keeps at each step."""

_Busy: TypeAlias = list[tuple[int, int]]
"""Seconds after the opening between which a place or an operator is taken."""

_Ways: TypeAlias = tuple[tuple[State, ...], ...]
"""For places and for operators, the ways in which those that are taken can be."""

_Free: TypeAlias = tuple[bool, ...]
"""Per possible start, whether a place or an operator is free long enough for one more refill."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Resources:
    """Places, or operators, in groups of alike ones; starts are named by their number.

    Parameters
    ----------
    groups
        When those of each group are free, and how many they are.
    next_start
        Per start, the first at which what it takes is free again.
    most_left
        Per group and start, how many refills one of the group can take from there on.
    """

    groups: tuple[tuple[_Free, int], ...]
    next_start: tuple[int, ...]
    most_left: tuple[tuple[int, ...], ...]

    def untaken(self) -> State:
        """Return the state in which none is taken by an added refill."""
        return ((),) * len(self.groups)

    def most(self, state: State, number: int) -> int:
        """Return how many refills could be added from start ``number`` on, were nothing else scarce."""
        return sum(
            (size - len(busy)) * left[number] + sum(left[until] for until in busy)
            for (_, size), left, busy in zip(self.groups, self.most_left, state, strict=True)
        )

    def worth_trying(self, states: Iterable[State], number: int, least: int, width: int | None) -> tuple[State, ...]:
        """Return the states, best first, that leave more than ``least`` from start ``number`` on; ``width`` of them at most."""
        current = {released(state, number) for state in states}
        ranked = sorted(((left, state) for state in current if (left := self.most(state, number)) > least), reverse=True)
        return tuple(state for _, state in ranked[:width])

    def one_more(self, states: Iterable[State], number: int) -> tuple[State, ...]:
        """Return the states after one more refill at start ``number``."""
        open_groups = [(group, size) for group, (free, size) in enumerate(self.groups) if free[number]]
        return tuple(taken(states, open_groups, number, self.next_start[number]))


def extra_refills(reading: Reading, session: Session, visits: Iterable[Visit], needed: int) -> int:
    """Return how many refills could be added to ``session`` beside ``visits``, counted up to ``needed``.

    Exact: an added refill may start anywhere on the grid, at any place and with any qualified
    operator present; ``visits`` keep their start, place and operator.
    """
    kind = reading.kinds.get(REFILL)
    if kind is None or needed <= 0 or (kind.needs_physician and not physician_there(reading, session)):
        return 0
    at_place, with_operator = kind.place_minutes * 60, kind.operator_minutes * 60
    places, operators = _busy(reading, session, visits)
    hours = reading.hours[session.key]
    last_start = hours.second(hours.closes_at) - at_place
    starts = tuple(
        start
        for start in _starts([*places, *operators], kind, reading.centre.planning.grid_minutes * 60, last_start)
        if any(_free(stays, start, at_place) for stays in places)
        and any(_free(stays, start, with_operator) for stays in operators)
    )
    resources = [_resources(places, starts, at_place)]
    if with_operator:
        resources.append(_resources(operators, starts, with_operator))
    return _most(resources, len(starts), needed)


def _busy(reading: Reading, session: Session, visits: Iterable[Visit]) -> tuple[list[_Busy], list[_Busy]]:
    places: dict[int, _Busy] = {number: [] for number in range(1, session.places + 1)}
    present = (reading.operators.get(operator) for operator in session.operators)
    operators: dict[str, _Busy] = {found.operator: [] for found in present if found is not None and REFILL in found.kinds}
    second = reading.hours[session.key].second
    for visit in visits:
        start = second(visit.starts_at)
        kind = reading.kinds.get(visit.kind)
        if visit.place in places:
            places[visit.place].append((start, second(visit.ends_at)))
        if visit.operator in operators and kind is not None:
            operators[visit.operator].append((start, start + kind.operator_minutes * 60))
    return list(places.values()), list(operators.values())


def _free(stays: _Busy, start: int, seconds: int) -> bool:
    return not any(start < until and begun < start + seconds for begun, until in stays if begun < until and seconds)


def _starts(busy: Iterable[_Busy], kind: VisitKind, grid: int, last_start: int) -> tuple[int, ...]:
    """Return the starts worth trying.

    An added refill that is moved as early as it can go, place and operator kept, starts at the
    opening or, on the grid, when its place or its operator becomes free.
    """

    def on_grid(second: int) -> int:
        return -(-second // grid) * grid

    waiting = [0, *(on_grid(until) for stays in busy for _, until in stays)]
    found: set[int] = set()
    while waiting:
        start = waiting.pop()
        if 0 <= start <= last_start and start not in found:
            found.add(start)
            waiting += [on_grid(start + kind.place_minutes * 60), on_grid(start + kind.operator_minutes * 60)]
    return tuple(sorted(found))


def _resources(busy: Iterable[_Busy], starts: Sequence[int], seconds: int) -> _Resources:
    groups = Counter(tuple(_free(stays, start, seconds) for start in starts) for stays in busy)
    next_start = tuple(bisect_left(starts, start + seconds) for start in starts)
    return _Resources(
        groups=tuple(sorted(groups.items())),
        next_start=next_start,
        most_left=tuple(_most_left(free, next_start) for free in sorted(groups)),
    )


def _most_left(free: _Free, next_start: Sequence[int]) -> tuple[int, ...]:
    left = [0] * (len(free) + 1)
    for number in reversed(range(len(free))):
        left[number] = max(left[number + 1], 1 + left[next_start[number]] if free[number] else 0)
    return tuple(left)


def _most(resources: Sequence[_Resources], starts: int, needed: int) -> int:
    """Search in few of the ways first, which mostly reaches what places and operators allow each; else in all."""
    goal = min(needed, *(each.most(each.untaken(), 0) for each in resources))
    found = _search(resources, starts, goal, 0, _WIDTH)
    return found if found == goal else _search(resources, starts, goal, found, None)


def _search(resources: Sequence[_Resources], starts: int, goal: int, best: int, width: int | None) -> int:
    """Add one more at a start, or go on to the next; leave what cannot become more than the best found."""
    seen: dict[tuple[int, _Ways], int] = {}
    waiting: list[tuple[int, int, _Ways]] = [(0, 0, tuple((each.untaken(),) for each in resources))]
    while waiting and best < goal:
        number, count, states = waiting.pop()
        best = max(best, count)
        ways = tuple(
            each.worth_trying(of_each, number, best - count, width) for each, of_each in zip(resources, states, strict=True)
        )
        if not all(ways) or seen.get((number, ways), -1) >= count:
            continue
        seen[number, ways] = count
        waiting.append((number + 1, count, ways))
        more = tuple(each.one_more(of_each, number) for each, of_each in zip(resources, ways, strict=True))
        if all(more):
            waiting.append((number, count + 1, more))
    return best
