"""What one centre asks of a worker, and what comes back; the same on a worker as at one centre's own machine."""

import sys
from dataclasses import dataclass, replace
from datetime import date

from refillplan.domain.centre import Centre
from refillplan.domain.messages import N_, InvalidValue, Message, message
from refillplan.forecast.periods import By
from refillplan.services.core.versions import program_version, version_of
from refillplan.services.forecasts.forecasting import Forecasted, forecast_of
from refillplan.services.plans.planning import PlanResult, answer, solve_problem
from refillplan.services.plans.problem_file import PlanProblem
from refillplan.workers import Stop

_DECIDING = ("numpy", "ortools", "scipy")

Versions = tuple[tuple[str, str], ...]
"""Names and versions of what an answer depends on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanAsked:
    """A plan is asked for; ``versions``: those at the machine that asks."""

    problem: PlanProblem
    versions: Versions


@dataclass(frozen=True, slots=True, kw_only=True)
class ForecastAsked:
    """A forecast is asked for; see `refillplan.services.forecasts.forecasting.forecast_of`."""

    centres: tuple[Centre, ...]
    today: date
    years: int
    by: By
    life: str | None
    quota: int | None
    versions: Versions


def versions_here() -> Versions:
    """Return the versions of what plans and forecasts depend on."""
    python = ".".join(map(str, sys.version_info[:2]))
    return (("refillplan", program_version()), ("Python", python), *((name, version_of(name)) for name in _DECIDING))


def without_notes(centre: Centre) -> Centre:
    """Leave at home what no worker needs: lots and readings."""
    return replace(centre, fills=tuple(replace(fill, lot="", readings="") for fill in centre.fills))


def plan_piece(asked: PlanAsked, stop: Stop) -> PlanResult | Message:
    """Plan a centre and check the plan; a sentence where this machine is not like the one that asks."""
    refused = _unlike(asked.versions)
    return refused or answer(asked.problem, lambda problem: solve_problem(problem, stop=stop))


def forecast_piece(asked: ForecastAsked, _: Stop) -> Forecasted | Message:
    """Forecast a centre, or several together; a sentence where that cannot be, or this machine is not like the other."""
    refused = _unlike(asked.versions)
    if refused is not None:
        return refused
    try:
        return forecast_of(asked.centres, asked.today, years=asked.years, by=asked.by, life=asked.life, quota=asked.quota)
    except InvalidValue as error:  # the settings of one centre, for example, have not the label life that is asked for
        return error.sentence


def _unlike(versions: Versions) -> Message | None:
    for (name, asked), (_, here) in zip(versions, versions_here(), strict=True):
        if asked != here:
            sentence = N_("the worker has {name} {theirs}, and this machine {ours}: what they find could differ")
            return message(sentence, name=name, theirs=here, ours=asked)
    return None
