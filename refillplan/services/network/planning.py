"""Planning many centres: spread over workers, each plan the same as if its centre were planned alone."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from refillplan.domain.messages import Message
from refillplan.services.network.sources import FoundCentre
from refillplan.services.network.work import PlanAsked, plan_piece, versions_here, without_notes
from refillplan.services.plans.planning import PlanKept, PlanResult, keep_plan
from refillplan.services.plans.problem_file import PlanProblem
from refillplan.storage import StorageError, Store
from refillplan.workers import Answered, Lost, Piece, Runner, Stop, Told


@dataclass(frozen=True, slots=True, kw_only=True)
class CentrePlanned:
    """What became of one centre.

    Parameters
    ----------
    result
        As for one centre alone, a plan kept where the centre comes from a database; a sentence: why there is no plan,
        or why it could not be kept.
    """

    found: FoundCentre
    problem: PlanProblem
    result: PlanResult | Message


def plan_network(
    centres: Iterable[FoundCentre], runner: Runner, weeks: int | None, told: Told, stop: Stop, *, actor: str, at: datetime
) -> Iterator[CentrePlanned]:
    """Plan all centres, and give each as it is done; a plan is kept before it is given.

    Parameters
    ----------
    centres
        They may still be read while the first are at work; nothing is kept or given before all are there, so what goes
        wrong with reading them leaves nothing behind.
    weeks
        Length of the horizon; None: each centre's setting.

    Raises
    ------
    InvalidValue
        If the number of weeks is not one that can be planned, or the cluster cannot be used.
    WorkStopped
        Once ``stop`` says so; what was given before stays.
    """
    asked: dict[str, tuple[FoundCentre, PlanProblem]] = {}
    for done in runner(plan_piece, _pieces(centres, weeks, asked), told, stop):
        found, problem = asked[done.name]
        yield CentrePlanned(found=found, problem=problem, result=_result(found, done, actor, at))


def _pieces(
    centres: Iterable[FoundCentre], weeks: int | None, asked: dict[str, tuple[FoundCentre, PlanProblem]]
) -> Iterator[Piece[PlanAsked]]:
    """Give the centres' problems, and note each under its code."""
    versions = versions_here()
    for found in centres:
        problem = _problem(found, weeks)
        asked[found.centre.code] = (found, problem)
        question = PlanAsked(problem=problem, versions=versions)
        yield Piece(name=found.centre.code, size=len(found.centre.patients), asked=question)


def _problem(found: FoundCentre, weeks: int | None) -> PlanProblem:
    centre = without_notes(found.centre)
    return PlanProblem(centre=centre, today=found.today, weeks=centre.planning.weeks if weeks is None else weeks)


def _result(found: FoundCentre, done: Answered[PlanResult | Message] | Lost, actor: str, at: datetime) -> PlanResult | Message:
    if isinstance(done, Lost):
        return done.why
    if found.url is None or not isinstance(done.answer, PlanKept):
        return done.answer
    store = Store.open(found.url)
    try:
        return keep_plan(store, done.answer, found.revision, actor=actor, at=at)
    except StorageError as error:
        return error.sentence
    finally:
        store.close()
