"""Making a plan: loaded, solved outside any transaction, checked, and kept as a draft."""

from datetime import date, datetime

from refillplan.domain.messages import N_, message
from refillplan.domain.plans import Plan, PlanState
from refillplan.planner.progress import Progress
from refillplan.services.core.access import looking
from refillplan.services.core.conflicts import CentreChanged, what_changed
from refillplan.services.core.permissions import require_may_enter
from refillplan.services.plans.problem_file import PlanProblem
from refillplan.services.plans.solving import PlanKept, PlanRefused, PlanResult, Solve, answer, solve_problem
from refillplan.storage import Store, StoredPlan, UnitOfWork

__all__ = [
    "CentreChanged",
    "PlanKept",
    "PlanRefused",
    "PlanResult",
    "Progress",
    "Solve",
    "answer",
    "keep_plan",
    "load_problem",
    "load_with_revision",
    "make_plan",
    "solve_problem",
]


def load_problem(store: Store, centre: str, today: date, weeks: int | None = None) -> PlanProblem:
    """Return what the planner is asked for a centre.

    Parameters
    ----------
    weeks
        Length of the horizon; None: the centre's setting.

    Raises
    ------
    InvalidValue
        If the number of weeks is not one that can be planned.
    StorageError
        If the centre cannot be loaded.
    """
    return load_with_revision(store, centre, today, weeks)[0]


def make_plan(
    store: Store,
    centre: str,
    today: date,
    weeks: int | None = None,
    *,
    actor: str,
    at: datetime,
    solving: Solve = solve_problem,
) -> PlanResult:
    """Make a plan of a centre and keep it as a draft, unless the checker finds fault with it.

    Where the newest plan in the database is the very same, from the same entries, no second copy is stored.

    Parameters
    ----------
    weeks
        Length of the horizon; None: the centre's setting.
    solving
        Called once, outside any transaction.

    Raises
    ------
    CentreChanged
        If somebody changed the centre meanwhile; nothing is stored.
    NotAllowed
        If ``actor`` may only read.
    StorageError
        If the database cannot be used.
    """
    require_may_enter(store, actor)
    problem, revision = load_with_revision(store, centre, today, weeks)
    result = answer(problem, solving)
    if not isinstance(result, PlanKept):
        return result
    return keep_plan(store, result, revision, actor=actor, at=at)


def keep_plan(store: Store, result: PlanKept, revision: int, *, actor: str, at: datetime) -> PlanKept:
    """Keep a sound plan as a draft, unless the newest plan in the database is the very same.

    Parameters
    ----------
    revision
        Of the centre, when the plan's problem was loaded.

    Raises
    ------
    CentreChanged
        If somebody changed the centre since; nothing is stored.
    StorageError
        If the database cannot be used.
    """
    centre = result.plan.centre
    with store.unit_of_work(actor, at, why="plan") as work:
        if work.centres.revision(centre) != revision:
            raise _changed_meanwhile(work, centre, revision)
        known = _same_plan(work, result.plan, revision)
        if known is not None:
            return PlanKept(plan=result.plan, seconds=result.seconds, version=known.number, new=False)
        number = work.plans.add(result.plan, at, result.seconds, centre_revision=revision)
        work.commit()
    return PlanKept(plan=result.plan, seconds=result.seconds, version=number, new=True)


def load_with_revision(store: Store, code: str, today: date, weeks: int | None) -> tuple[PlanProblem, int]:
    """Return what `load_problem` does, and the revision of the centre that goes with it."""
    with looking(store) as work:
        centre = work.centres.load(code)
        revision = work.centres.revision(code)
    return PlanProblem(centre=centre, today=today, weeks=centre.planning.weeks if weeks is None else weeks), revision


def _changed_meanwhile(work: UnitOfWork, centre: str, seen: int) -> CentreChanged:
    what = what_changed(work, centre, seen)
    if what is None:
        return CentreChanged(message(N_("the centre was changed while its plan was being made; no plan was saved: plan again")))
    sentence = N_("while the plan was being made the centre was {what}; no plan was saved: plan again")
    return CentreChanged(message(sentence, what=what))


def _same_plan(work: UnitOfWork, plan: Plan, revision: int) -> StoredPlan | None:
    """Return the newest plan if it is this one; a draft counts only while it can still be published."""
    newest = work.plans.latest(plan.centre)
    if newest is None or newest.plan != plan:
        return None
    alive = newest.state is PlanState.PUBLISHED or (newest.state is PlanState.DRAFT and newest.centre_revision == revision)
    return newest if alive else None
