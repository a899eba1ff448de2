"""The plan of one centre on a worker, the same as at the centre's own machine; nothing is loaded that it does not need."""

import sys
from dataclasses import dataclass, replace

from refillplan.domain.centre import Centre
from refillplan.domain.messages import N_, Message, message
from refillplan.services.core.versions import program_version, version_of
from refillplan.services.plans.problem_file import PlanProblem
from refillplan.services.plans.solving import PlanResult, answer, solve_problem
from refillplan.workers import Stop

_DECIDING = ("numpy", "ortools", "scipy")

Versions = tuple[tuple[str, str], ...]
"""Names and versions of what an answer depends on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanAsked:
    """A plan is asked for; ``versions``: those at the machine that asks."""

    problem: PlanProblem
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
    refused = unlike(asked.versions)
    return refused or answer(asked.problem, lambda problem: solve_problem(problem, stop=stop))


def unlike(versions: Versions) -> Message | None:
    """Return why this machine is not like the one that asks; None where it is."""
    for (name, asked), (_, here) in zip(versions, versions_here(), strict=True):
        if asked != here:
            sentence = N_("the worker has {name} {theirs}, and this machine {ours}: what they find could differ")
            return message(sentence, name=name, theirs=here, ours=asked)
    return None
