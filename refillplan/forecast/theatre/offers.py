"""What can be given: theatre days with their fills; and what giving them costs."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date

from refillplan.domain.half_days import SessionKey
from refillplan.domain.replacements import FillPlace
from refillplan.forecast.theatre.problem import PlacementProblem, Request, month_of


@dataclass(frozen=True, slots=True, order=True)
class Offer:
    """A theatre day with the half-day of the fill after it."""

    on: date
    session: SessionKey


Chosen = tuple[Offer | None, ...]
"""What each request is given; None: nothing."""


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
