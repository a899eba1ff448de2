"""What can be looked at: a plan, a patient, a session, a week, the plans, the audit."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from refillplan.domain.agenda import sessions_between, why_closed
from refillplan.domain.centre import Centre
from refillplan.domain.chains import ChainStart, recorded_starts, windows_now
from refillplan.domain.decisions import Decision, decisions_in_force
from refillplan.domain.devices import Pump
from refillplan.domain.half_days import HalfDay, SessionKey
from refillplan.domain.messages import Message
from refillplan.domain.people import Fill, Patient
from refillplan.domain.plans import Horizon, PlanException
from refillplan.domain.sessions import Session
from refillplan.domain.visits import Visit
from refillplan.services.core.access import looking
from refillplan.services.core.lookup import patient_of
from refillplan.services.plans.checking import chosen_plan, plan_in_use, visits_under
from refillplan.storage import AuditEntry, PlanHeader, Store, StoredPlan

__all__ = [
    "AuditEntry",
    "PatientView",
    "PlanHeader",
    "SessionView",
    "StoredPlan",
    "show_audit",
    "show_patient",
    "show_plan",
    "show_plans",
    "show_session",
    "show_week",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientView:
    """A patient with what is known, what is due and what is planned.

    Parameters
    ----------
    start
        The window of the next visit and what it hangs on; None where the patient needs no visits now.
    left_out
        Why the patient needs no visits now; None where there are windows.
    decision
        That in force for the pump in place; None where nothing is decided for it.
    fills
        Newest first.
    visits, exceptions
        Those of the plan in use from today on, ``version``; windows as they count from what is recorded.
    """

    patient: Patient
    pumps: tuple[Pump, ...]
    decision: Decision | None
    fills: tuple[Fill, ...]
    start: ChainStart | None
    left_out: Message | None
    version: int | None
    visits: tuple[Visit, ...]
    exceptions: tuple[PlanException, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionView:
    """A half-day: what opens (None: closed, and why), and the visits in it.

    Parameters
    ----------
    version
        The plan that the visits are taken from; None: the bookings.
    """

    key: SessionKey
    session: Session | None
    closed_because: Message | None
    version: int | None
    visits: tuple[Visit, ...]


def show_plan(store: Store, centre: str, version: int | None = None) -> StoredPlan:
    """Return a plan: that of a number, or the one in force, or else the newest.

    Raises
    ------
    InvalidValue
        If there is none at all.
    StorageError
        If there is none of that number, or the database cannot be used.
    """
    with looking(store) as work:
        return chosen_plan(work, centre, version)


def show_plans(store: Store, centre: str) -> tuple[PlanHeader, ...]:
    """Return all plans of a centre by number, without their visits."""
    with looking(store) as work:
        return work.plans.list(centre)


def show_audit(store: Store, centre: str, last: int) -> tuple[AuditEntry, ...]:
    """Return the ``last`` changes of a centre, oldest first."""
    with looking(store) as work:
        return work.audit.entries(centre)[-last:]


def show_patient(store: Store, centre: str, code: str, today: date) -> PatientView:
    """Return a patient with windows, fills, pumps and the visits from today on.

    Raises
    ------
    InvalidValue
        If the centre has no such patient.
    """
    with looking(store) as work:
        entered = work.centres.load(centre)
        stored = plan_in_use(work, centre)
    patient = patient_of(entered, code)
    starts, left_out = recorded_starts(entered, today, Horizon.after(today, entered.planning.weeks))
    mine = (visit for visit in _visits_now(entered, stored, today) if visit.patient == code and visit.session.on >= today)
    pumps = tuple(pump for pump in entered.pumps if pump.patient == code)
    in_force = decisions_in_force(entered.decisions)
    return PatientView(
        patient=patient,
        pumps=pumps,
        decision=next((in_force.get(pump.serial) for pump in pumps if pump.in_place_on(today)), None),
        fills=tuple(
            sorted((fill for fill in entered.fills if fill.patient == code), key=lambda fill: fill.filled_on, reverse=True)
        ),
        start=next((start for start in starts if start.patient.patient == code), None),
        left_out=next((entry.reason for entry in left_out if entry.patient == code), None),
        version=None if stored is None else stored.number,
        visits=tuple(mine),
        exceptions=() if stored is None else tuple(e for e in stored.plan.exceptions if e.patient == code),
    )


def show_session(store: Store, centre: str, key: SessionKey, today: date) -> SessionView:
    """Return one half-day with its visits."""
    with looking(store) as work:
        entered = work.centres.load(centre)
        stored = plan_in_use(work, centre)
    return _session_view(entered, stored, _visits_now(entered, stored, today), key)


def show_week(store: Store, centre: str, day: date, today: date) -> tuple[SessionView, ...]:
    """Return the half-days of the ISO week of ``day`` that open, or would without a holiday or closure."""
    with looking(store) as work:
        entered = work.centres.load(centre)
        stored = plan_in_use(work, centre)
    monday = day - timedelta(days=day.weekday())
    days = [monday + timedelta(days=offset) for offset in range(7)]
    visits = _visits_now(entered, stored, today)
    views = [_session_view(entered, stored, visits, SessionKey(on, half_day)) for on in days for half_day in HalfDay]
    usual = {(template.weekday, template.half_day) for template in entered.sessions}
    return tuple(
        view
        for view in views
        if view.session is not None or view.visits or (view.key.on.isoweekday(), view.key.half_day) in usual
    )


def _visits_now(centre: Centre, stored: StoredPlan | None, today: date) -> tuple[Visit, ...]:
    """Return the visits under the plan in use, the windows of the coming ones as they count from what is recorded."""
    visits = visits_under(centre, stored)
    starts, _ = recorded_starts(centre, today, Horizon.after(today, centre.planning.weeks))
    planned_before = None if stored is None else stored.plan.horizon.end_on
    windows = windows_now(centre, starts, visits, today, planned_before)
    return tuple(replace(visit, window=windows.get((visit.patient, visit.starts_at), visit.window)) for visit in visits)


def _session_view(centre: Centre, stored: StoredPlan | None, visits: Iterable[Visit], key: SessionKey) -> SessionView:
    on_day = sessions_between(centre, key.on, key.on + timedelta(days=1))
    session = next((session for session in on_day if session.key == key), None)
    return SessionView(
        key=key,
        session=session,
        closed_because=why_closed(centre, key) if session is None else None,
        version=None if stored is None else stored.number,
        visits=tuple(visit for visit in visits if visit.session == key),
    )
