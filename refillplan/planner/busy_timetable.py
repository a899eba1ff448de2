"""The timetable of a large session, built rather than searched for, wherever what is built is proved the best.

Wishes apart, visits of a kind are alike, and the earliest starts that many of them can have are a small problem of
counts. A timetable that has those starts and grants every wish for an operator cannot be bettered. Where it cannot be
built so, nothing is said; only in sessions that are too large to search, a wish may stay without its operator.
"""

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from ortools.sat.python import cp_model

from refillplan.planner.cpsat import solver
from refillplan.planner.fit import Fit, Span, spread
from refillplan.planner.shapes import Request, Shape, Work

_HUGE = 60  # visits
_NEVER: Sequence[Span] = ((0, 1 << 20),)  # of an operator who is not there

Hour = tuple[int, int, str]
"""Start in minutes after the opening, place, operator."""

Given = dict[int, tuple[int, str]]
"""Start and operator, by request."""


def build(shape: Shape, requests: Sequence[Request]) -> list[Hour] | None:
    """Return hours by request, None where they are not found in this way, as with pins, told hours or bookings."""
    if shape.taken or any(request != Request(work=request.work, usual_operator=request.usual_operator) for request in requests):
        return None
    works = Counter(request.work for request in requests)
    if any(work.kind not in kinds for work in works for _, kinds in shape.skills):
        return None
    left = _earliest_starts(shape, tuple(sorted(works.items())))
    if left is None:
        return None
    given = _with_operators(shape, requests, {work: Counter(starts) for work, starts in left})
    if given is None:
        return None
    spans: dict[int, Span] = {index: (start, requests[index].work.place_minutes) for index, (start, _) in given.items()}
    places = spread(spans, range(1, shape.places + 1), {})
    return [(given[index][0], places[index], given[index][1]) for index in range(len(requests))]


@lru_cache(maxsize=4096)
def _earliest_starts(shape: Shape, works: tuple[tuple[Work, int], ...]) -> tuple[tuple[Work, tuple[int, ...]], ...] | None:
    """Return starts for so many visits of each kind, with the least sum."""
    fit = Fit(shape, [Request(work=work) for work, _ in works])
    for index, (_, number) in enumerate(works):
        fit.model.add(fit.number(index) == number)
    counts, starts = [choice.count for choice in fit.choices], [choice.start for choice in fit.choices]
    fit.model.minimize(cp_model.LinearExpr.weighted_sum(counts, starts))
    search = solver()
    if search.solve(fit.model) != cp_model.OPTIMAL:
        return None
    found: list[list[int]] = [[] for _ in works]
    for choice in fit.choices:
        found[choice.request] += [choice.start] * search.value(choice.count)
    return tuple((work, tuple(sorted(starts))) for (work, _), starts in zip(works, found, strict=True))


def _with_operators(shape: Shape, requests: Sequence[Request], left: dict[Work, Counter[int]]) -> Given | None:
    """Hand out the starts and operators: first to those who wish for one, beginning with the operator most wished for."""
    busy: dict[str, list[Span]] = {operator: [] for operator, _ in shape.skills}
    wished = {index: request.usual_operator for index, request in enumerate(requests) if request.usual_operator is not None}
    often = Counter(wished.values())
    given: Given = {}
    for index, operator in sorted(wished.items(), key=lambda item: (-often[item[1]], item[1], item[0])):
        work = requests[index].work
        starts = [start for start, number in left[work].items() if number and _free(busy.get(operator, _NEVER), start, work)]
        if not starts and len(requests) >= _HUGE:
            continue
        if not starts:
            return None
        start = max(starts, key=lambda start: (left[work][start], -start))
        given[index] = (start, operator)
        busy[operator].append((start, work.operator_minutes))
        left[work][start] -= 1
    queues = {work: iter(sorted(starts.elements())) for work, starts in left.items()}
    others = [(next(queues[request.work]), index) for index, request in enumerate(requests) if index not in given]
    for start, index in sorted(others):
        work = requests[index].work
        free = next((name for name, spans in busy.items() if _free(spans, start, work)), None)
        if free is None:
            return None
        given[index] = (start, free)
        busy[free].append((start, work.operator_minutes))
    return given


def _free(spans: Sequence[Span], start: int, work: Work) -> bool:
    return all(start >= at + minutes or start + work.operator_minutes <= at for at, minutes in spans)
