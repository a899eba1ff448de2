"""The timetable inside one session: a start, a place and an operator for every visit, or the proof that there is none.

Of all timetables the best is taken, in this order: fewest told starts changed, most visits with
their usual operator, earliest starts, so that the end of the session stays free.
"""

from collections import Counter
from dataclasses import astuple, dataclass
from functools import lru_cache

from ortools.sat.python import cp_model

from refillplan.planner.busy_timetable import build
from refillplan.planner.cpsat import solver
from refillplan.planner.fit import Choice, Fit, Span, spread
from refillplan.planner.shapes import Request, Shape

_MANY = 25  # visits: from so many on, a timetable is built first
_EFFORT = 20.0  # CP-SAT's deterministic seconds; sessions of the usual size need a thousandth of it


@dataclass(frozen=True, slots=True)
class Slot:
    """Start in minutes after the opening, place and operator of one visit."""

    start: int
    place: int
    operator: str


def arrange(shape: Shape, requests: tuple[Request, ...]) -> tuple[Slot, ...] | None:
    """Return a slot per request, in their order, or None where they do not fit together.

    Like requests get ascending starts. That they do not fit is said after two verdicts, with presolve
    and without. A very large session may keep a timetable that is not proved the best of all.
    """
    order = sorted(range(len(requests)), key=lambda index: _rank(requests[index]))
    slots = _arrange_sorted(shape, tuple(requests[index] for index in order))
    if slots is None:
        return None
    by_request = dict(zip(order, slots, strict=True))
    return tuple(by_request[index] for index in range(len(requests)))


@lru_cache(maxsize=4096)
def _rank(request: Request) -> str:
    return repr(astuple(request))


@lru_cache(maxsize=4096)
def _arrange_sorted(shape: Shape, requests: tuple[Request, ...]) -> tuple[Slot, ...] | None:
    if len(requests) >= _MANY and (built := build(shape, requests)) is not None:
        return tuple(Slot(start, place, operator) for start, place, operator in built)
    wanted = Counter(requests)
    types = list(wanted)
    fit = Fit(shape, types)
    for index, request in enumerate(types):
        fit.model.add(fit.number(index) == wanted[request])
    fit.model.minimize(_cost(fit, shape, types, len(requests)))
    search = solver(_EFFORT)
    search.parameters.cp_model_presolve = presolved = len(requests) >= _MANY  # of smaller models it takes most of the time
    status = search.solve(fit.model)
    if status == cp_model.INFEASIBLE:
        search.parameters.cp_model_presolve = not presolved
        status = search.solve(fit.model)
        if status == cp_model.INFEASIBLE:
            return None
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        raise RuntimeError(f"timetable of {shape}: {search.status_name(status)}")
    return _slots(fit, types, requests, {index: search.value(choice.count) for index, choice in enumerate(fit.choices)})


def _cost(fit: Fit, shape: Shape, types: list[Request], size: int) -> cp_model.LinearExprT:
    """Weigh so that one told start counts more than all operators, and one operator more than all starts."""
    operator = size * shape.minutes + 1
    told = (size + 1) * operator

    def price(choice: Choice) -> int:
        request = types[choice.request]
        changed = request.told_start is not None and choice.start != request.told_start
        other = request.usual_operator is not None and request.usual_operator not in fit.operators[choice.operators].names
        return told * changed + operator * other + choice.start

    return cp_model.LinearExpr.weighted_sum([choice.count for choice in fit.choices], [price(choice) for choice in fit.choices])


def _slots(fit: Fit, types: list[Request], requests: tuple[Request, ...], counts: dict[int, int]) -> tuple[Slot, ...]:
    """Hand the counted starts to the requests of each type, then like places and operators by name."""
    chosen = [fit.choices[index] for index, count in sorted(counts.items()) for _ in range(count)]
    queues = {
        index: iter(sorted((c for c in chosen if c.request == index), key=lambda c: (c.start, c.places, c.operators)))
        for index in range(len(types))
    }
    mine = [next(queues[types.index(request)]) for request in requests]
    places: dict[int, int] = {}
    for p, group in enumerate(fit.places):
        spans: dict[int, Span] = {i: (c.start, requests[i].work.place_minutes) for i, c in enumerate(mine) if c.places == p}
        wishes = {i: place for i in spans if (place := requests[i].usual_place) is not None}
        places |= spread(spans, group.names, wishes)
    operators: dict[int, str] = {}
    for o, staff in enumerate(fit.operators):
        busy: dict[int, Span] = {i: (c.start, requests[i].work.operator_minutes) for i, c in enumerate(mine) if c.operators == o}
        operators |= spread(busy, staff.names, {})
    return tuple(Slot(choice.start, places[i], operators[i]) for i, choice in enumerate(mine))
