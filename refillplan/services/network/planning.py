"""Planning many centres: spread over workers, each plan the same as if its centre were planned alone."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from refillplan.domain.messages import Message
from refillplan.services.network.sources import FoundCentre, Network
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
    network: Network, runner: Runner, weeks: int | None, told: Told, stop: Stop, *, actor: str, at: datetime
) -> Iterator[CentrePlanned]:
    """Plan all centres, and give each as it is done; a plan is kept before it is given.

    Parameters
    ----------
    weeks
        Length of the horizon; None: each centre's setting.

    Raises
    ------
    InvalidValue
        If the number of weeks is not one that can be planned, or the cluster cannot be used.
    WorkStopped
        Once ``stop`` says so; what was given before stays.
    """
    of_code = {one.centre.code: one for one in network.centres}
    problems = {code: _problem(one, weeks) for code, one in of_code.items()}
    versions = versions_here()
    pieces = [
        Piece(name=code, size=len(one.centre.patients), asked=PlanAsked(problem=problems[code], versions=versions))
        for code, one in of_code.items()
    ]
    for done in runner(plan_piece, pieces, told, stop):
        found = of_code[done.name]
        yield CentrePlanned(found=found, problem=problems[done.name], result=_result(found, done, actor, at))


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
