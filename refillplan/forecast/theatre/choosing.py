"""The choice of days: tier by tier, each with the least that is possible."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from math import ceil

from ortools.sat.python import cp_model

from refillplan.forecast.theatre.offers import Chosen, Offer, may_take, offers_of, tiers_of
from refillplan.forecast.theatre.problem import PlacementProblem, month_of
from refillplan.forecast.theatre.turns import in_turn

_MOST = 10**6
_EFFORT = 5.0
"""Limit of each search, in the solver's own time, the same on every machine."""


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
    model.minimise(model.lateness)
    return in_turn(problem, model.chosen), tuple(bounds)


class _Model:
    """The choice as Booleans; ``chosen`` is the best so far."""

    def __init__(self, problem: PlacementProblem) -> None:
        self._problem = problem
        self._model = cp_model.CpModel()
        self._offers = offers_of(problem)
        self._takes: list[Mapping[Offer, cp_model.IntVar]] = [self._ways(number) for number in range(len(problem.requests))]
        self.chosen = self._first_come()
        for offer, places in self._offers.items():
            self.hold(_sum(takes[offer] for takes in self._takes if offer in takes), len(places))
        self.figures = self._figures()
        first = min(self._offers).on
        self.lateness = _sum(take * (offer.on - first).days for takes in self._takes for offer, take in takes.items())

    def _ways(self, number: int) -> Mapping[Offer, cp_model.IntVar]:
        request = self._problem.requests[number]
        possible = [offer for offer, places in self._offers.items() if may_take(self._problem, request, places[0])]
        takes = {offer: self._model.new_bool_var(f"{number} on {offer.on} {offer.session}") for offer in possible}
        self._model.add_at_most_one(takes.values())
        return takes

    def _first_come(self) -> Chosen:
        """Give each request in its order the earliest day that is left: something to begin with."""
        left = {offer: len(places) for offer, places in self._offers.items()}
        given: list[Offer | None] = []
        for takes in self._takes:
            offer = next((offer for offer in takes if left[offer] > 0), None)
            given.append(offer)
            if offer is not None:
                left[offer] -= 1
        return tuple(given)

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
            return max(0, ceil(search.best_objective_bound - 1e-6))
        return 0

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
    search.parameters.linearization_level = 2  # most of it is an assignment, whose linear form is tight
    search.parameters.max_deterministic_time = _EFFORT
    return search
