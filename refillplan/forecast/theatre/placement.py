"""Theatre days for decided replacements: what is chosen, with its fills, its figures and its exceptions."""

from collections.abc import Sequence
from datetime import date

from refillplan.domain.centre import Centre
from refillplan.domain.replacements import (
    FillPlace,
    PlacedReplacement,
    Placement,
    PlacementTiers,
    Replacement,
    ReplacementException,
)
from refillplan.domain.visits import Visit
from refillplan.forecast.theatre.choosing import choose
from refillplan.forecast.theatre.offers import Chosen, offers_of, tiers_of
from refillplan.forecast.theatre.problem import PlacementProblem, Request, build_placement
from refillplan.forecast.theatre.reasons import why_late, why_not_placed


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
