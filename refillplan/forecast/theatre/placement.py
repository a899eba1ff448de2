"""Theatre days for decided replacements: chosen tier by tier, each with the least that is possible."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil

from ortools.sat.python import cp_model

from refillplan.domain.centre import Centre
from refillplan.domain.half_days import SessionKey
from refillplan.domain.replacements import (
    FillPlace,
    PlacedReplacement,
    Placement,
    PlacementTiers,
    Replacement,
    ReplacementException,
)
from refillplan.domain.visits import Visit
from refillplan.forecast.theatre.problem import PlacementProblem, Request, build_placement, month_of
from refillplan.forecast.theatre.reasons import why_late, why_not_placed

_MOST = 10**6
_EFFORT = 10.0
"""Limit of each search, in the solver's own time, the same on every machine."""


@dataclass(frozen=True, slots=True, order=True)
class Offer:
    """A theatre day with the half-day of the fill after it."""

    on: date
    session: SessionKey


Chosen = tuple[Offer | None, ...]
"""What each request is given; None: nothing."""


def place_replacements(centre: Centre, today: date, replacements: Sequence[Replacement]) -> Placement:
    """Put the decided replacements that have no theatre day on theatre days (the rules: `refillplan.forecast.theatre`).

    Parameters
    ----------
    replacements
        All that are decided, by safe-by date and code; those with a theatre day keep it.

    Raises
    ------
    KeyError
        If there is something to place and the centre defines no post-operative fill.
    """
    problem = build_placement(centre, today, replacements)
    chosen, bounds = choose(problem)
    placed = _placed(problem, chosen)
    return Placement(
        placed=tuple(sorted(placed, key=lambda p: (p.theatre_on, p.replacement.patient, p.replacement.serial))),
        exceptions=_exceptions(problem, chosen),
        tiers=_as_tiers(tiers_of(problem, chosen)),
        bounds=_as_tiers(bounds),
    )


def offers_of(problem: PlacementProblem) -> dict[Offer, tuple[FillPlace, ...]]:
    """Return the places of each theatre day with each half-day of fills after it."""
    found: dict[Offer, list[FillPlace]] = defaultdict(list)
    for day in problem.days:
        for place in day.fills:
            found[Offer(day.on, place.session)].append(place)
    return {offer: tuple(places) for offer, places in sorted(found.items())}


def may_take(problem: PlacementProblem, request: Request, place: FillPlace) -> bool:
    """Tell whether a request can be given a place."""
    return problem.can_operate(request, place.theatre_on) and problem.can_fill(request, place)


def tiers_of(problem: PlacementProblem, chosen: Chosen) -> tuple[int, int, int, int]:
    """Return the four figures of a choice."""
    given = [(request, offer.on) for request, offer in zip(problem.requests, chosen, strict=True) if offer is not None]
    months = Counter(problem.taken_months) + Counter(month_of(on) for _, on in given)
    waiting = (r for r, offer in zip(problem.requests, chosen, strict=True) if offer is None)
    return (
        len(chosen) - len(given),
        sum(r.beyond_days(on) for r, on in given) + sum(r.beyond_days(problem.after_last_on) for r in waiting),
        max(months.values(), default=0),
        sum(request.before_target_days(on) for request, on in given),
    )


def choose(problem: PlacementProblem) -> tuple[Chosen, tuple[int, ...]]:
    """Return what each request is given, and the least possible of each figure."""
    if not any(may_take(problem, request, place) for request in problem.requests for day in problem.days for place in day.fills):
        nothing = (None,) * len(problem.requests)
        return nothing, tiers_of(problem, nothing)
    model = _Model(problem)
    bounds: list[int] = []
    proved = True
    for position, figure in enumerate(model.figures):
        bound = model.minimise(figure)
        reached = tiers_of(problem, model.chosen)[position]
        bounds.append(min(bound, reached) if proved else 0)
        proved = proved and bounds[-1] == reached
        model.hold(figure, reached)
    model.take_earliest_in_turn()
    return model.chosen, tuple(bounds)


class _Model:
    """The choice as Booleans; ``chosen`` is the best so far."""

    def __init__(self, problem: PlacementProblem) -> None:
        self._problem = problem
        self._model = cp_model.CpModel()
        self._offers = offers_of(problem)
        self.chosen: Chosen = (None,) * len(problem.requests)
        self._takes: list[Mapping[Offer, cp_model.IntVar]] = [self._ways(number) for number in range(len(problem.requests))]
        for offer, places in self._offers.items():
            self.hold(_sum(takes[offer] for takes in self._takes if offer in takes), len(places))
        self.figures = self._figures()

    def _ways(self, number: int) -> Mapping[Offer, cp_model.IntVar]:
        request = self._problem.requests[number]
        possible = [offer for offer, places in self._offers.items() if may_take(self._problem, request, places[0])]
        takes = {offer: self._model.new_bool_var(f"{number} on {offer.on} {offer.session}") for offer in possible}
        self._model.add_at_most_one(takes.values())
        return takes

    def _figures(self) -> tuple[cp_model.LinearExpr, ...]:
        requests, problem = self._problem.requests, self._problem
        pairs = [
            (request, offer, take) for request, takes in zip(requests, self._takes, strict=True) for offer, take in takes.items()
        ]
        by_month: dict[tuple[int, int], list[cp_model.IntVar]] = defaultdict(list)
        for _, offer, take in pairs:
            by_month[month_of(offer.on)].append(take)
        least = max(problem.taken_months.values(), default=0)
        fullest = self._model.new_int_var(least, least + len(requests), "fullest month")
        for month, takes in by_month.items():
            self._model.add_linear_constraint(fullest - _sum(takes), problem.taken_months.get(month, 0), _MOST)
        waiting = {id(request): request.beyond_days(problem.after_last_on) for request in requests}
        beyond = _sum(take * (request.beyond_days(offer.on) - waiting[id(request)]) for request, offer, take in pairs)
        return (
            len(requests) - _sum(take for _, _, take in pairs),
            sum(waiting.values()) + beyond,
            _sum([fullest]),
            _sum(take * request.before_target_days(offer.on) for request, offer, take in pairs),
        )

    def hold(self, figure: cp_model.LinearExpr, most: int) -> None:
        """Keep a figure at ``most`` from now on."""
        self._model.add_linear_constraint(figure, 0, most)

    def minimise(self, figure: cp_model.LinearExpr) -> int:
        """Look for the least of a figure, from the best so far; return what is proved of it."""
        self._model.minimize(figure)
        self._model.clear_hints()  # type: ignore[no-untyped-call]
        for takes, offer in zip(self._takes, self.chosen, strict=True):
            for way, take in takes.items():
                self._model.add_hint(take, way == offer)
        search = _solver()
        status = search.solve(self._model)
        if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            self.chosen = tuple(self._given(search, takes) for takes in self._takes)
            return ceil(search.best_objective_bound - 1e-6)
        return 0

    def take_earliest_in_turn(self) -> None:
        """Among equal choices, let each request in its order have the earliest day; nothing is worse than any day."""
        order = {offer: rank for rank, offer in enumerate(self._offers)}
        for number, takes in enumerate(self._takes):
            if takes:
                rank = len(order) + _sum(take * (order[offer] - len(order)) for offer, take in takes.items())
                self.minimise(rank)
                offer = self.chosen[number]
                self.hold(rank, len(order) if offer is None else order[offer])

    @staticmethod
    def _given(search: cp_model.CpSolver, takes: Mapping[Offer, cp_model.IntVar]) -> Offer | None:
        return next((offer for offer, take in takes.items() if search.boolean_value(take)), None)


def _sum(terms: Iterable[cp_model.LinearExpr]) -> cp_model.LinearExpr:
    return cp_model.LinearExpr.sum(list(terms)) + 0


def _solver() -> cp_model.CpSolver:
    search = cp_model.CpSolver()
    search.parameters.num_workers = 1
    search.parameters.random_seed = 1
    search.parameters.catch_sigint_signal = False
    search.parameters.max_deterministic_time = _EFFORT
    return search


def _as_tiers(figures: Sequence[int]) -> PlacementTiers:
    not_placed, beyond, fullest, before = figures
    return PlacementTiers(not_placed=not_placed, beyond_safe_by_days=beyond, most_per_month=fullest, before_target_days=before)


def _placed(problem: PlacementProblem, chosen: Chosen) -> list[PlacedReplacement]:
    """Give out the places of each offer in the order of the requests."""
    left = {offer: list(places) for offer, places in offers_of(problem).items()}
    return [
        PlacedReplacement(
            replacement=request.replacement,
            theatre_on=offer.on,
            fill=_fill(problem, request, left[offer].pop(0)),
            beyond_safe_by_days=request.beyond_days(offer.on),
            before_target_days=request.before_target_days(offer.on),
        )
        for request, offer in zip(problem.requests, chosen, strict=True)
        if offer is not None
    ]


def _fill(problem: PlacementProblem, request: Request, place: FillPlace) -> Visit:
    """Return the fill; its patient knows of it already where a refill was told for that very hour."""
    code = request.replacement.patient
    at = (code, place.session, place.starts_at)
    return place.visit(code, told=any(v.told and (v.patient, v.session, v.starts_at) == at for v in problem.centre.visits))


def _exceptions(problem: PlacementProblem, chosen: Chosen) -> tuple[ReplacementException, ...]:
    found = []
    for request, offer in zip(problem.requests, chosen, strict=True):
        replacement, safe_by_on = request.replacement, request.replacement.safe_by_on
        if offer is None:
            reason = why_not_placed(problem, request)
        elif safe_by_on is not None and offer.on > safe_by_on:
            reason = why_late(problem, request, safe_by_on)
        else:
            continue
        theatre_on = None if offer is None else offer.on
        found.append(ReplacementException(replacement=replacement, theatre_on=theatre_on, reason=reason))
    return tuple(found)
