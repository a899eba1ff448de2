"""What fits into one session, as counts per start time.

Like visits are interchangeable, and so are places, and operators with the same qualifications, as
long as no booking and no request singles one out. Intervals of which at most n overlap can always
be put on n places (interval graphs are perfect), so counts decide exactly what fits.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from ortools.sat.python import cp_model

from refillplan.planner.shapes import Request, Shape

Span = tuple[int, int]
"""Start and minutes of an interval."""

Name = TypeVar("Name", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Group(Generic[Name]):
    """Places or operators that are alike: their names, and when each of them is taken already."""

    names: tuple[Name, ...]
    busy: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """How many requests of one type start at one time with one group of places and one of operators."""

    request: int
    start: int
    places: int
    operators: int
    count: cp_model.IntVar


class Fit:
    """The model of one session: a count for every choice, and what the choices may take together.

    Parameters
    ----------
    requests
        The types of request, each different from the others.
    """

    def __init__(self, shape: Shape, requests: Sequence[Request]) -> None:
        self.model = cp_model.CpModel()
        self.places = _place_groups(shape, requests)
        self.operators = _operator_groups(shape, requests)
        self.choices = [choice for index, request in enumerate(requests) for choice in self._choices(shape, index, request)]
        for p, group in enumerate(self.places):
            spans = [(c.start, requests[c.request].work.place_minutes, c.count) for c in self.choices if c.places == p]
            self._hold(len(group.names), group.busy, spans)
        for o, staff in enumerate(self.operators):
            spans = [(c.start, requests[c.request].work.operator_minutes, c.count) for c in self.choices if c.operators == o]
            self._hold(len(staff.names), staff.busy, spans)

    def number(self, request: int) -> cp_model.LinearExprT:
        """Return how many requests of the type are placed."""
        return cp_model.LinearExpr.sum([choice.count for choice in self.choices if choice.request == request])

    def _choices(self, shape: Shape, index: int, request: Request) -> Iterable[Choice]:
        skills = dict(shape.skills)
        for start in shape.starts(request.work):
            if request.start is not None and start != request.start:
                continue
            for p, places in enumerate(self.places):
                if request.place is not None and request.place not in places.names:
                    continue
                for o, operators in enumerate(self.operators):
                    named = request.operator is None or request.operator in operators.names
                    if named and request.work.kind in skills[operators.names[0]]:
                        most = min(len(places.names), len(operators.names))
                        yield Choice(index, start, p, o, self.model.new_int_var(0, most, ""))

    def _hold(self, size: int, busy: Sequence[Span], spans: Sequence[tuple[int, int, cp_model.IntVar]]) -> None:
        for moment in sorted({start for start, minutes, _ in spans if minutes} | {start for start, _ in busy}):
            here = [count for start, minutes, count in spans if start <= moment < start + minutes]
            taken = sum(start <= moment < start + minutes for start, minutes in busy)
            if here:
                self.model.add(cp_model.LinearExpr.sum(here) <= max(0, size - taken))


def _place_groups(shape: Shape, requests: Sequence[Request]) -> list[Group[int]]:
    busy: dict[int, list[Span]] = {request.place: [] for request in requests if request.place is not None}
    for taken in shape.taken:
        busy.setdefault(taken.place, []).append((taken.start, taken.place_minutes))
    alike = tuple(place for place in range(1, shape.places + 1) if place not in busy)
    single = [Group((place,), tuple(sorted(spans))) for place, spans in sorted(busy.items()) if place <= shape.places]
    return [*single, Group(alike, ())] if alike else single


def _operator_groups(shape: Shape, requests: Sequence[Request]) -> list[Group[str]]:
    busy: dict[str, list[Span]] = {}
    for request in requests:
        for operator in (request.operator, request.usual_operator):
            if operator is not None:
                busy.setdefault(operator, [])
    for taken in shape.taken:
        busy.setdefault(taken.operator, []).append((taken.start, taken.operator_minutes))
    alike: dict[frozenset[str], list[str]] = {}
    groups = []
    for operator, kinds in shape.skills:
        if operator in busy:
            groups.append(Group((operator,), tuple(sorted(busy[operator]))))
        else:
            alike.setdefault(kinds, []).append(operator)
    return [*groups, *(Group(tuple(names), ()) for names in alike.values())]


def spread(spans: Mapping[int, Span], names: Sequence[Name], wishes: Mapping[int, Name]) -> dict[int, Name]:
    """Give each interval one of the like ``names``, its wish where that is free; at most ``len(names)`` overlap."""
    given: dict[int, Name] = {}
    free_at: dict[Name, int] = dict.fromkeys(names, 0)
    for key, (start, minutes) in sorted(spans.items(), key=lambda item: (item[1], item[0])):
        free = [name for name in names if free_at[name] <= start]
        wish = wishes.get(key)
        name = wish if wish is not None and wish in free else free[0]
        given[key] = name
        free_at[name] = max(free_at[name], start + minutes)
    return given
