"""Proposals: a draft that would change what patients were told, the calls that it takes, and their answers.

Nothing that a patient was told changes before the proposal is published. A visit that somebody has agreed to on
the phone is kept in the proposals that follow; a refusal becomes an entry, and the rest is planned again.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial

from refillplan.domain.agenda import session_of
from refillplan.domain.calls import CallState
from refillplan.domain.centre import Centre
from refillplan.domain.edits import EditState
from refillplan.domain.messages import N_, InvalidValue, message
from refillplan.domain.people import Unavailability
from refillplan.domain.plans import Infeasible, Plan, PlanState, Undecided
from refillplan.domain.visits import Pin, Visit
from refillplan.services.calls.answers import Agreed, Call, answers_to, calls_on, lines_of, told_until_in_force, with_answer
from refillplan.services.calls.call_sheet import Change, Line
from refillplan.services.calls.holding import solve_around, still_open
from refillplan.services.core.access import looking
from refillplan.services.core.editing import edit, keep
from refillplan.services.plans.planning import PlanKept, PlanRefused, Solve, make_plan, solve_problem
from refillplan.storage import Store, StoredPlan, UnitOfWork

__all__ = ["Call", "Proposal", "Proposed", "accept", "is_proposed", "propose", "read_proposal", "refuse", "weeks_in_force"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A draft with its call sheet, in the order in which to phone.

    Parameters
    ----------
    outdated
        Whether the centre's entries or bookings have changed since the draft was made: nobody is phoned from it.
    later
        Booked visits after the days that it plans of which nobody was told: on no sheet before a plan reaches them.
    told_until
        Last day up to which patients are told of the plan in force, and so of this one; None: nobody is told of any yet.
    in_force
        Whether it is the plan in force, which needs no change.
    """

    version: int
    plan: Plan
    calls: tuple[Call, ...]
    later: tuple[Visit, ...] = ()
    told_until: date | None = None
    outdated: bool = False
    in_force: bool = False

    @property
    def open_calls(self) -> int:
        """Number of people who have not agreed yet."""
        return sum(call.state is not CallState.ACCEPTED for call in self.calls)


Proposed = Proposal | PlanRefused | Infeasible | Undecided


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

    What was agreed to in the proposals before holds here too, and needs no second call, as far as the half-day is open.

    Parameters
    ----------
    weeks
        Length of the horizon; None: as far as the plan in force reaches, or the centre's setting where there is none.
    agreed
        What was agreed to besides, on the phone just now.

    Raises
    ------
    CentreChanged
        If somebody changed the centre meanwhile; nothing is stored.
    InvalidValue
        If there is nothing to plan.
    StorageError
        If the database cannot be used.
    """
    weeks = weeks_in_force(store, centre, today) if weeks is None else weeks
    with looking(store) as work:
        entered = work.centres.load(centre)
        held = still_open(work, entered, today)
    for key, visit in (agreed or {}).items():
        held = with_answer(held, key, visit)
    made = make_plan(store, centre, today, weeks, actor=actor, at=at, solving=partial(solve_around, held, solving))
    if not isinstance(made, PlanKept):
        return made
    with looking(store) as work:
        stored = work.plans.latest(centre)
    if stored is None or stored.state is not PlanState.DRAFT:  # the plan in force is the best still
        return Proposal(version=made.version or 0, plan=made.plan, calls=(), later=_later(entered, made.plan), in_force=True)
    if agreed:
        _keep_agreed(store, stored, agreed, actor, at)
    return read_proposal(store, centre, stored.number)


def weeks_in_force(store: Store, centre: str, today: date) -> int | None:
    """Return the whole weeks from tomorrow that reach the end of the plan in force; None where none reaches so far."""
    with looking(store) as work:
        ends_on = [header.horizon.end_on for header in work.plans.list(centre) if header.state is PlanState.PUBLISHED]
    days = max(((end_on - today).days - 1 for end_on in ends_on), default=0)
    return (days + 6) // 7 if days > 0 else None


def is_proposed(store: Store, centre: str) -> bool:
    """Tell whether the newest plan is made from the present entries and bookings."""
    with looking(store) as work:
        stored = work.plans.latest(centre)
        if stored is None:
            return False
        if stored.state is PlanState.DRAFT:
            return stored.centre_revision == work.centres.revision(centre)
        edits = work.edits.list(centre)
    return not edits or edits[-1].state is not EditState.DONE


def _keep_agreed(store: Store, stored: StoredPlan, agreed: Agreed, actor: str, at: datetime) -> None:
    """Keep the answers of those who have agreed on the phone, as far as the draft has the visits that they agreed to."""
    with store.unit_of_work(actor, at, why="accept") as work:
        entered = work.centres.load(stored.plan.centre)
        proposal = _proposal(work, stored, entered, agreed)
        for call in proposal.calls:
            wanted, new = agreed.get(call.change.key), call.change.new
            if wanted is not None and new is not None and wanted.starts_at == new.starts_at:
                what = message(N_("{patient} agreed to the new visit"), patient=new.patient)
                keep(work, entered, entered, what, answers_to(proposal.version, [call], CallState.ACCEPTED))
        work.commit()


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


def accept(store: Store, centre: str, *patients: str, version: int | None = None, actor: str, at: datetime) -> Proposal:
    """Keep that patients agreed to their new visits, to all of them where the sheet has several; `undo` takes it back.

    Raises
    ------
    InvalidValue
        If one of the patients is not on the call sheet, or the sheet is outdated; nothing is stored.
    StorageError
        As for `read_proposal`.
    """
    with store.unit_of_work(actor, at, why="accept") as work:
        stored = _draft(work, centre, version)
        entered = work.centres.load(centre)
        proposal = _proposal(work, stored, entered)
        _require_present(proposal)
        for patient in patients:
            answers = answers_to(proposal.version, lines_of(proposal.calls, patient), CallState.ACCEPTED)
            keep(work, entered, entered, message(N_("{patient} agreed to the new visit"), patient=patient), answers)
        work.commit()
    return read_proposal(store, centre, stored.number)


def refuse(
    store: Store,
    centre: str,
    today: date,
    *patients: str,
    agreeing: Iterable[str] = (),
    version: int | None = None,
    keep_old: bool = False,
    actor: str,
    at: datetime,
    solving: Solve = solve_problem,
) -> Proposed:
    """Keep that patients cannot come at the new time, and plan the rest again; `undo` takes each refusal back.

    Parameters
    ----------
    patients
        Codes: all lines of the sheet that are about them; or single lines, as `Line.words` names them.
    agreeing
        Patients who agreed on the same sheet: kept before it is planned again.
    keep_old
        They insist on what was told: that day and half-day are pinned. Otherwise the new half-day becomes one in which
        the patient cannot come.

    Raises
    ------
    InvalidValue
        If one of the patients is not on the call sheet, or insists on a half-day that is closed or on what nobody was
        told, or the sheet is outdated; nothing is stored.
    StorageError
        As for `propose`.
    """
    with looking(store) as work:
        stored = _draft(work, centre, version)
        entered = work.centres.load(centre)
        proposal = _proposal(work, stored, entered)
    _require_present(proposal)
    calls = {patient: lines_of(proposal.calls, patient) for patient in patients}
    if keep_old:
        _require_open(entered, (call.change for mine in calls.values() for call in mine))
    others = [patient for patient in agreeing if lines_of(proposal.calls, patient)]
    if others:
        accept(store, centre, *others, version=stored.number, actor=actor, at=at)
    for mine in calls.values():
        change = partial(_kept if keep_old else _avoided, [call.change for call in mine])
        what = message(N_("{patient} refused the new visit"), patient=mine[0].change.patient)
        answers = answers_to(proposal.version, mine, CallState.REFUSED)
        edit(store, centre, today, change, what=what, actor=actor, at=at, answers=answers)
    weeks = (stored.plan.horizon.days + 6) // 7
    return propose(store, centre, today, weeks, actor=actor, at=at, solving=solving)


def _require_present(proposal: Proposal) -> None:
    if proposal.outdated:
        raise InvalidValue(
            message(
                N_("proposal {version} was made from older entries: 'refillplan propose' makes a new one to phone from"),
                version=proposal.version,
            )
        )


def _require_open(centre: Centre, lines: Iterable[Line]) -> None:
    for line in lines:
        if not isinstance(line, Change):
            never_told = N_("{patient} was not told of another visit than that on {session}: refuse without --keep-old")
            raise InvalidValue(message(never_told, patient=line.patient, session=str(line.visit.session)))
        if session_of(centre, line.old.session) is None:
            closed = N_("{session} is closed now: the visit cannot stay there; refuse without --keep-old")
            raise InvalidValue(message(closed, session=str(line.old.session)))


def _kept(lines: Iterable[Line], centre: Centre) -> Centre:
    """Pin the told visits to their half-days."""
    wanted = {line.old for line in lines}
    pins = frozenset({Pin.DATE, Pin.HALF_DAY})
    return replace(centre, visits=tuple(replace(v, pins=v.pins | pins) if v in wanted else v for v in centre.visits))


def _avoided(lines: Iterable[Line], centre: Centre) -> Centre:
    """Enter the new half-days as ones in which the patient cannot come."""
    entries = [
        Unavailability(patient=line.patient, from_on=key.on, to_on=key.on, half_day=key.half_day, hard=True)
        for line in lines
        if line.new is not None
        for key in (line.new.session,)
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


def _proposal(work: UnitOfWork, stored: StoredPlan, centre: Centre, just_agreed: Agreed | None = None) -> Proposal:
    return Proposal(
        version=stored.number,
        plan=stored.plan,
        calls=calls_on(work, centre, stored, just_agreed),
        later=_later(centre, stored.plan),
        told_until=told_until_in_force(work, stored.plan),
        outdated=stored.centre_revision != work.centres.revision(centre.code),
    )


def _later(centre: Centre, plan: Plan) -> tuple[Visit, ...]:
    return tuple(visit for visit in centre.visits if visit.session.on >= plan.horizon.end_on and not visit.told)
