"""Equal cases in their order: by safe-by date, then by code."""

from collections.abc import Sequence
from datetime import date
from itertools import combinations

from refillplan.domain.half_days import SessionKey
from refillplan.forecast.theatre.offers import Chosen, Offer, may_take, offers_of
from refillplan.forecast.theatre.problem import PlacementProblem, Request


def in_turn(problem: PlacementProblem, chosen: Chosen) -> Chosen:
    """Let any two requests that could change their days without a loss have them in the order of the requests."""
    given, offers = list(chosen), offers_of(problem)
    may = [
        {offer for offer, places in offers.items() if may_take(problem, request, places[0])} | {None}
        for request in problem.requests
    ]
    pairs = list(combinations(range(len(given)), 2))
    changed = True
    while changed:
        changed = False
        for first, second in pairs:
            one, other = given[first], given[second]
            possible = other in may[first] and one in may[second]
            if possible and _rank(other) < _rank(one) and _as_good(problem, (first, second), (one, other)):
                given[first], given[second] = other, one
                changed = True
    return tuple(given)


def _rank(offer: Offer | None) -> tuple[bool, date, SessionKey | None]:
    return (offer is None, date.max if offer is None else offer.on, None if offer is None else offer.session)


def _as_good(problem: PlacementProblem, of: tuple[int, int], given: tuple[Offer | None, Offer | None]) -> bool:
    """Tell whether it costs no more in any tier if two requests change what they are given."""
    requests = (problem.requests[of[0]], problem.requests[of[1]])
    return _costs(problem, requests, given[::-1]) <= _costs(problem, requests, given)


def _costs(problem: PlacementProblem, requests: Sequence[Request], given: Sequence[Offer | None]) -> tuple[int, int]:
    days = [problem.after_last_on if offer is None else offer.on for offer in given]
    return (
        sum(request.beyond_days(on) for request, on in zip(requests, days, strict=True)),
        sum(r.before_target_days(offer.on) for r, offer in zip(requests, given, strict=True) if offer is not None),
    )
