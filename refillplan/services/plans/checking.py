"""Checking a stored plan with the independent checker, against what was booked when it was made."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from refillplan.domain.centre import Centre
from refillplan.domain.messages import N_, InvalidValue, message
from refillplan.domain.plans import Plan, PlanState
from refillplan.domain.visits import Visit
from refillplan.planner.check import Rule, Verdict, Violation, check_plan
from refillplan.services.core.access import looking
from refillplan.storage import Store, StoredPlan, UnitOfWork

__all__ = ["CheckedPlan", "Verdict", "Violation", "check", "chosen_plan", "plan_in_use", "verdict_on", "visits_under"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedPlan:
    """A stored plan and what the checker says of it; ``outdated``: a draft that was made from older entries."""

    stored: StoredPlan
    verdict: Verdict
    outdated: bool


def check(store: Store, centre: str, version: int | None = None) -> CheckedPlan:
    """Check a plan against what the centre has entered now.

    Parameters
    ----------
    version
        Number of the plan; None: the one in force or, if there is none, the newest draft.

    Raises
    ------
    InvalidValue
        If there is no plan.
    StorageError
        If there is no plan of that number, or the database cannot be used.
    """
    with looking(store) as work:
        stored = chosen_plan(work, centre, version)
        entered = work.centres.load(centre)
        revision = work.centres.revision(centre)
    outdated = stored.state is PlanState.DRAFT and stored.centre_revision != revision
    return CheckedPlan(stored=stored, verdict=verdict_on(entered, stored), outdated=outdated)


def verdict_on(centre: Centre, stored: StoredPlan) -> Verdict:
    """Let the checker judge a stored plan.

    A draft is judged against the bookings of now, which are those it was made from unless it is outdated. The
    publication of a plan makes its visits the bookings, so a plan in force is judged by those that still are, with the
    pins that they were given since, and a past plan against its own visits: what was booked before is gone. For these two the
    number of told visits that were moved cannot be counted anew, and comfort hangs on wishes and on who is looked after
    today; both were checked before the plan was stored, and are left out here. So are the windows that its visits
    carry, which move with every fill: whether the visits lie inside the windows of today is judged.
    """
    if stored.state is PlanState.DRAFT:
        return check_plan(centre, stored.plan)
    plan = stored.plan
    if stored.state is PlanState.PAST:
        outside = [v for v in centre.visits if not plan.horizon.start_on <= v.session.on < plan.horizon.end_on]
        centre = replace(centre, visits=(*outside, *plan.visits))
    else:
        plan = replace(plan, visits=tuple(_still_booked(centre, plan.visits)))
    verdict = check_plan(centre, _with_figures(plan, moved=0, comfort=plan.tiers.comfort))
    if any(violation.rule in (Rule.TIERS, Rule.BOUNDS) for violation in verdict.violations):
        verdict = check_plan(centre, _with_figures(plan, moved=0, comfort=verdict.tiers.comfort))
    return replace(verdict, violations=tuple(v for v in verdict.violations if v.rule is not Rule.WINDOW))


def _still_booked(centre: Centre, visits: Iterable[Visit]) -> Iterator[Visit]:
    """Yield the visits that nobody has recorded as done or missed since, with the pins that they have now."""
    pins = {(booked.patient, booked.session, booked.starts_at): booked.pins for booked in centre.visits}
    for visit in visits:
        key = (visit.patient, visit.session, visit.starts_at)
        if key in pins:
            yield replace(visit, pins=pins[key])


def _with_figures(plan: Plan, *, moved: int, comfort: int) -> Plan:
    tiers = replace(plan.tiers, moved=moved, comfort=comfort)
    return replace(plan, tiers=tiers, bounds=replace(plan.bounds, moved=moved, comfort=min(plan.bounds.comfort, comfort)))


def chosen_plan(work: UnitOfWork, centre: str, version: int | None) -> StoredPlan:
    """Return the plan of a number, or else the one in force, or else the newest.

    Raises
    ------
    InvalidValue
        If there is no plan at all.
    UnknownPlan
        If there is none of that number.
    """
    found = plan_in_use(work, centre) if version is None else work.plans.get(centre, version)
    if found is None:
        raise InvalidValue(message(N_("the centre {centre} has no plan yet: 'refillplan plan' makes one"), centre=centre))
    return found


def plan_in_use(work: UnitOfWork, centre: str) -> StoredPlan | None:
    """Return the plan in force or, if there is none, the newest; None where there is none at all."""
    return work.plans.published(centre) or work.plans.latest(centre)


def visits_under(centre: Centre, stored: StoredPlan | None) -> tuple[Visit, ...]:
    """Return the visits that are booked, by start and patient; in the days of a draft, the draft's in their place."""
    visits: Iterable[Visit] = centre.visits
    if stored is not None and stored.state is PlanState.DRAFT:
        horizon = stored.plan.horizon
        outside = (v for v in centre.visits if not horizon.start_on <= v.session.on < horizon.end_on)
        visits = (*outside, *stored.plan.visits)
    return tuple(sorted(visits, key=lambda visit: (visit.starts_at, visit.patient)))
