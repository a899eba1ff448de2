"""Going back to an older version of the plan: a new draft as near to it as today's entries allow."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import partial

from refillplan.domain.centre import Centre
from refillplan.domain.messages import N_, InvalidValue, message
from refillplan.domain.plans import Horizon, Outcome, Planned
from refillplan.domain.visits import Visit
from refillplan.services.calls.holding import against
from refillplan.services.calls.proposals import Proposal, Proposed, propose
from refillplan.services.core.access import looking
from refillplan.services.core.lookup import chosen_kinds
from refillplan.services.plans.planning import Solve, solve_problem
from refillplan.services.plans.problem_file import PlanProblem
from refillplan.storage import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What came of an older version.

    Parameters
    ----------
    version
        The older one.
    visits
        How many of its visits lie in the days after today.
    changed
        How many of these could not be as they were: another half-day or hour, or none.
    """

    version: int
    proposed: Proposed
    visits: int
    changed: int


def restore(
    store: Store, centre: str, today: date, version: int, *, actor: str, at: datetime, solving: Solve = solve_problem
) -> Restored:
    """Make a draft in which as few visits as possible leave the half-day that an older version of the plan has them in.

    Its call sheet says what that would change of what patients are told now. Nothing is published.

    Raises
    ------
    InvalidValue
        If that version has no visit after today.
    CentreChanged
        If somebody changed the centre meanwhile; nothing is stored.
    StorageError
        If there is no plan of that number, or the database cannot be used.
    """
    with looking(store) as work:
        plan = work.plans.get(centre, version).plan
        kinds = chosen_kinds(work.centres.load(centre))
    wanted = tuple(visit for visit in plan.visits if visit.session.on > today and visit.kind in kinds)
    if not wanted:
        raise InvalidValue(message(N_("plan {version} has no visit after today, {today}"), version=version, today=str(today)))
    proposed = propose(store, centre, today, actor=actor, at=at, solving=partial(_solve_near, wanted, plan.horizon, solving))
    kept = {_place(visit) for visit in proposed.plan.visits} if isinstance(proposed, Proposal) else set()
    changed = sum(_place(visit) not in kept for visit in wanted)
    return Restored(version=version, proposed=proposed, visits=len(wanted), changed=changed)


def _solve_near(wanted: Iterable[Visit], days: Horizon, solving: Solve, problem: PlanProblem) -> Outcome:
    """Solve as though patients had been told the wanted visits; the plan's figures count against what is booked."""
    outcome = solving(replace(problem, centre=_as_told(problem.centre, problem.today, days, wanted)))
    if not isinstance(outcome, Planned):
        return outcome
    plan = against(problem.centre, outcome.plan)
    bounds = replace(plan.bounds, moved=0, comfort=0)  # of plans that need not be near the older one nothing more is proved
    return replace(outcome, plan=replace(plan, bounds=bounds))


def _as_told(centre: Centre, today: date, days: Horizon, wanted: Iterable[Visit]) -> Centre:
    """Return the centre with the wanted visits told in the place of those booked in their days, but for what cannot move."""
    frozen_to = today + timedelta(days=centre.planning.frozen_days)
    codes = {patient.patient for patient in centre.patients}
    kinds = chosen_kinds(centre)
    stay = [v for v in centre.visits if v.kind not in kinds or v.pins or not frozen_to < v.session.on < days.end_on]
    there = {(visit.patient, visit.session) for visit in stay}
    told = [
        replace(visit, told=True, pins=frozenset(), window=None)
        for visit in wanted
        if visit.session.on > frozen_to and visit.patient in codes and (visit.patient, visit.session) not in there
    ]
    return replace(centre, visits=(*stay, *told))


def _place(visit: Visit) -> tuple[str, datetime]:
    return visit.patient, visit.starts_at
