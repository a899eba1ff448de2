"""Why a replacement has no theatre day by its safe-by date, in words."""

from collections.abc import Sequence
from datetime import date

from refillplan.domain.messages import N_, Message, message
from refillplan.forecast.theatre.problem import OpenDay, PlacementProblem, Request


def why_late(problem: PlacementProblem, request: Request, safe_by_on: date) -> Message:
    """Return what keeps a replacement from a theatre day by its safe-by date."""
    span = {"first": str(problem.first_on), "last": str(safe_by_on)}
    if safe_by_on < problem.first_on:
        return message(N_("the safe-by date {last} lies before the first day that can be planned, {first}"), **span)
    days = [day for day in problem.days if day.on <= safe_by_on]
    if not days:
        return message(N_("no theatre day with both teams free is entered from {first} to {last}"), **span)
    return _on_days(problem, request, days)


def why_not_placed(problem: PlacementProblem, request: Request) -> Message:
    """Return what keeps a replacement from every theatre day."""
    if not problem.days:
        return message(N_("no theatre day with both teams free is entered from {first} on"), first=str(problem.first_on))
    return _on_days(problem, request, problem.days)


def _on_days(problem: PlacementProblem, request: Request, days: Sequence[OpenDay]) -> Message:
    open_days = [day for day in days if day.places > 0]
    if not open_days:
        return message(N_("every theatre day is full already: {days}"), days=_names(days))
    possible = [day for day in open_days if problem.can_operate(request, day.on)]
    if not possible:
        return message(N_("the patient cannot come on any theatre day with a place left: {days}"), days=_names(open_days))
    staffed = [day for day in possible if day.fills]
    if not staffed:
        return message(
            N_(
                "no half-day soon after these theatre days has a free place for the post-operative fill: {days}; open a place "
                "there, or move a visit away"
            ),
            days=_names(possible),
        )
    free = [day for day in staffed if any(problem.can_fill(request, place) for place in day.fills)]
    if not free:
        return message(
            N_("the patient cannot come to the post-operative fill, or has a fixed visit too near: {days}"), days=_names(staffed)
        )
    return message(N_("the places are taken by the other replacements: {days}"), days=_names(free))


def _names(days: Sequence[OpenDay]) -> str:
    return ", ".join(str(day.on) for day in days)
