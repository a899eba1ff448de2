"""Proposals: a draft that would change what patients were told, the calls that it takes, and their answers.

Nothing that a patient was told changes before the proposal is published. A visit that somebody has agreed to on
the phone is kept in the proposals that follow; a refusal becomes an entry, and the rest is planned again.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import partial

from refillplan.domain.agenda import session_of
from refillplan.domain.calls import CallState
from refillplan.domain.centre import Centre
from refillplan.domain.messages import N_, InvalidValue, message
from refillplan.domain.people import Unavailability
from refillplan.domain.plans import Infeasible, Outcome, Plan, Planned, PlanState, Undecided
from refillplan.domain.visits import Pin, Visit
from refillplan.planner.check import check_plan
from refillplan.services.access import looking
from refillplan.services.call_sheet import Change, told_changes
from refillplan.services.editing import edit
from refillplan.services.planning import PlanKept, PlanRefused, Solve, make_plan, solve_problem
from refillplan.services.problem_file import PlanProblem
from refillplan.storage import Store, StoredPlan, UnitOfWork

_HELD = frozenset({Pin.DATE, Pin.HALF_DAY, Pin.HOUR})


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One line of the call sheet, and what was answered."""

    change: Change
    state: CallState


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A draft with its call sheet, in the order in which to phone."""

    version: int
    plan: Plan
    calls: tuple[Call, ...]

    @property
    def open_calls(self) -> int:
        """Number of people who have not agreed yet."""
        return sum(call.state is not CallState.ACCEPTED for call in self.calls)


Proposed = Proposal | PlanRefused | Infeasible | Undecided

Agreed = Mapping[tuple[str, datetime], Visit]
"""By patient and told start, the visit that was agreed to in its place."""


def propose(
    store: Store,
    centre: str,
    today: date,
    weeks: int | None = None,
    *,
    agreed: Agreed | None = None,
    actor: str,
    at: datetime,
    solving: Solve = solve_problem,
) -> Proposed:
    """Plan from the present entries and return the draft with its call sheet.

    What was agreed to in the proposal before it holds here too, and needs no second call.

    Parameters
    ----------
    agreed
        What was agreed to besides, on the phone just now.

    Raises
    ------
    CentreChanged
        If somebody changed the centre meanwhile; nothing is stored.
    StorageError
        If the database cannot be used.
    """
    agreed = {**agreed_so_far(store, centre), **(agreed or {})}
    made = make_plan(store, centre, today, weeks, actor=actor, at=at, solving=partial(_solve_around, agreed, solving))
    if not isinstance(made, PlanKept):
        return made
    with store.unit_of_work(actor, at, why="propose") as work:
        stored = work.plans.latest(centre)
        if stored is None or stored.state is not PlanState.DRAFT:  # the plan in force is the best still
            return Proposal(version=made.version or 0, plan=made.plan, calls=())
        for change in told_changes(work.centres.load(centre), stored.plan):
            if _agreed_to(agreed, change):
                work.calls.answer(centre, stored.number, visit_key(change.old), CallState.ACCEPTED)
        work.commit()
    return read_proposal(store, centre, stored.number)


def read_proposal(store: Store, centre: str, version: int | None = None) -> Proposal:
    """Return a draft with its call sheet; None: the newest plan.

    Raises
    ------
    InvalidValue
        If there is no plan, or it is no draft.
    StorageError
        If there is no plan of that number, or the database cannot be used.
    """
    with looking(store) as work:
        stored = _draft(work, centre, version)
        return _proposal(work, stored, work.centres.load(centre))


def accept(store: Store, centre: str, patient: str, version: int | None = None, *, actor: str, at: datetime) -> Proposal:
    """Keep that a patient agreed to the new visit, to all of them where the sheet has several.

    Raises
    ------
    InvalidValue
        If the patient is not on the call sheet, or a line of theirs has no new visit to agree to.
    StorageError
        As for `read_proposal`.
    """
    with store.unit_of_work(actor, at, why="accept") as work:
        stored = _draft(work, centre, version)
        proposal = _proposal(work, stored, work.centres.load(centre))
        for call in _calls_of(proposal, patient):
            work.calls.answer(centre, stored.number, visit_key(call.change.old), CallState.ACCEPTED)
        work.commit()
    return read_proposal(store, centre, stored.number)


def refuse(
    store: Store,
    centre: str,
    today: date,
    patient: str,
    version: int | None = None,
    *,
    keep_old: bool = False,
    actor: str,
    at: datetime,
    solving: Solve = solve_problem,
) -> Proposed:
    """Keep that a patient cannot come at the new time, and plan the rest again.

    Parameters
    ----------
    keep_old
        The patient insists on what was told: that day and half-day are pinned. Otherwise the new half-day becomes one
        in which the patient cannot come.

    Raises
    ------
    InvalidValue
        If the patient is not on the call sheet, or insists on a half-day that is closed.
    StorageError
        As for `propose`.
    """
    with store.unit_of_work(actor, at, why="refuse") as work:
        stored = _draft(work, centre, version)
        entered = work.centres.load(centre)
        calls = _calls_of(_proposal(work, stored, entered), patient)
        if keep_old:
            _require_open(entered, calls)
        for call in calls:
            work.calls.answer(centre, stored.number, visit_key(call.change.old), CallState.REFUSED)
        work.commit()
    changes = [call.change for call in calls]
    what = message(N_("{patient} refused the new visit"), patient=patient)
    edit(store, centre, today, partial(_kept if keep_old else _avoided, changes), what=what, actor=actor, at=at)
    weeks = (stored.plan.horizon.days + 6) // 7
    return propose(store, centre, today, weeks, actor=actor, at=at, solving=solving)


def _require_open(centre: Centre, calls: Iterable[Call]) -> None:
    for old in (call.change.old for call in calls):
        if session_of(centre, old.session) is None:
            raise InvalidValue(message(N_("{session} is closed now: the visit cannot stay there"), session=str(old.session)))


def _kept(changes: Iterable[Change], centre: Centre) -> Centre:
    """Pin the told visits to their half-days."""
    wanted = {change.old for change in changes}
    pins = frozenset({Pin.DATE, Pin.HALF_DAY})
    return replace(centre, visits=tuple(replace(v, pins=v.pins | pins) if v in wanted else v for v in centre.visits))


def _avoided(changes: Iterable[Change], centre: Centre) -> Centre:
    """Enter the new half-days as ones in which the patient cannot come."""
    entries = [
        Unavailability(patient=c.old.patient, from_on=key.on, to_on=key.on, half_day=key.half_day, hard=True)
        for c in changes
        if c.new is not None
        for key in (c.new.session,)
    ]
    known = {(u.patient, u.from_on, u.to_on, u.half_day) for u in entries}
    others = tuple(u for u in centre.unavailabilities if (u.patient, u.from_on, u.to_on, u.half_day) not in known)
    return replace(centre, unavailabilities=(*others, *entries))


def _draft(work: UnitOfWork, centre: str, version: int | None) -> StoredPlan:
    stored = work.plans.latest(centre) if version is None else work.plans.get(centre, version)
    if stored is None:
        raise InvalidValue(message(N_("the centre {centre} has no plan yet: 'refillplan plan' makes one"), centre=centre))
    if stored.state is not PlanState.DRAFT:
        raise InvalidValue(message(N_("there is no proposal: plan {version} is in force or past"), version=stored.number))
    return stored


def _proposal(work: UnitOfWork, stored: StoredPlan, centre: Centre) -> Proposal:
    answers = work.calls.of_plan(centre.code, stored.number)
    changes = told_changes(centre, stored.plan)
    calls = tuple(Call(change=change, state=answers.get(visit_key(change.old), CallState.OPEN)) for change in changes)
    return Proposal(version=stored.number, plan=stored.plan, calls=calls)


def _calls_of(proposal: Proposal, patient: str) -> list[Call]:
    calls = [call for call in proposal.calls if call.change.old.patient == patient]
    if not calls:
        raise InvalidValue(message(N_("{patient} is not on the call sheet"), patient=patient), "patient")
    return calls


def visit_key(visit: Visit) -> tuple[str, datetime]:
    """Return what names a told visit on a call sheet: its patient, and its start in UTC."""
    return visit.patient, visit.starts_at.astimezone(UTC)


def agreed_so_far(store: Store, centre: str) -> Agreed:
    """Return what was agreed to in the newest plan, if that is a draft still."""
    with looking(store) as work:
        stored = work.plans.latest(centre)
        if stored is None or stored.state is not PlanState.DRAFT:
            return {}
        calls = _proposal(work, stored, work.centres.load(centre)).calls
    accepted = [call.change for call in calls if call.state is CallState.ACCEPTED]
    return {visit_key(change.old): change.new for change in accepted if change.new is not None}


def _agreed_to(agreed: Agreed, change: Change) -> bool:
    wanted = agreed.get(visit_key(change.old))
    return wanted is not None and change.new is not None and wanted.starts_at == change.new.starts_at


def _solve_around(agreed: Agreed, solving: Solve, problem: PlanProblem) -> Outcome:
    """Solve with the agreed visits held; the plan's figures count against what is booked."""
    outcome = solving(replace(problem, centre=holding(agreed, problem.centre)))
    if not agreed or not isinstance(outcome, Planned):
        return outcome
    return replace(outcome, plan=against(problem.centre, outcome.plan))


def holding(agreed: Agreed, centre: Centre) -> Centre:
    """Return the centre with the agreed visits held in the place of the told ones."""
    booked = centre.visits
    held = [replace(agreed[visit_key(v)], told=True, pins=v.pins | _HELD) if visit_key(v) in agreed else v for v in booked]
    return replace(centre, visits=tuple(held))


def against(centre: Centre, plan: Plan) -> Plan:
    """Return the plan with told marks, pins and the count of moved visits as against the bookings of the centre."""
    booked = {(visit.patient, visit.session): visit for visit in centre.visits}
    visits = []
    for visit in plan.visits:
        before = booked.get((visit.patient, visit.session))
        told = before is not None and before.told and before.starts_at == visit.starts_at
        visits.append(replace(visit, told=told, pins=frozenset() if before is None else before.pins))
    moved = check_plan(centre, replace(plan, visits=tuple(visits))).tiers.moved
    bounds = replace(plan.bounds, moved=plan.bounds.moved + moved - plan.tiers.moved)
    return replace(plan, visits=tuple(visits), tiers=replace(plan.tiers, moved=moved), bounds=bounds)
