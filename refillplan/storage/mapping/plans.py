"""From plans to their rows and back."""

from collections.abc import Iterable, Mapping
from datetime import date
from zoneinfo import ZoneInfo

from refillplan.domain.half_days import HalfDay, SessionKey
from refillplan.domain.plans import Horizon, NotPlanned, Plan, PlanException, Tiers
from refillplan.storage.mapping.alike import columns_of, value_of
from refillplan.storage.mapping.visits import visit_columns, visit_of
from refillplan.storage.rows.base import Columns
from refillplan.storage.rows.plans import PlanExceptionRow, PlanNotPlannedRow, PlanRow, PlanVisitRow


def header_columns(plan: Plan) -> Columns:
    """Return the columns of a plan's header that come from the plan itself."""
    return {
        "today": plan.today,
        **columns_of(plan.horizon, "horizon_"),
        **columns_of(plan.tiers, "tiers_"),
        **columns_of(plan.bounds, "bounds_"),
    }


def body_columns(plan: Plan) -> Mapping[type[PlanVisitRow | PlanExceptionRow | PlanNotPlannedRow], Iterable[Columns]]:
    """Return the columns of a plan's visits, exceptions and patients without a chain, each in its order."""
    return {
        PlanVisitRow: map(visit_columns, plan.visits),
        PlanExceptionRow: map(_exception_columns, plan.exceptions),
        PlanNotPlannedRow: map(_not_planned_columns, plan.not_planned),
    }


def plan_of(
    header: PlanRow,
    visits: Iterable[PlanVisitRow],
    exceptions: Iterable[PlanExceptionRow],
    not_planned: Iterable[PlanNotPlannedRow],
    zone: ZoneInfo,
) -> Plan:
    """Return the plan of its rows, the hours of its visits in ``zone``."""
    return Plan(
        centre=header.centre,
        today=header.today,
        horizon=value_of(Horizon, header, "horizon_"),
        visits=tuple(visit_of(row, zone) for row in visits),
        exceptions=tuple(map(_exception_of, exceptions)),
        not_planned=tuple(map(_not_planned_of, not_planned)),
        tiers=value_of(Tiers, header, "tiers_"),
        bounds=value_of(Tiers, header, "bounds_"),
    )


def _exception_columns(exception: PlanException) -> Columns:
    return {
        "patient": exception.patient,
        "limit_on": exception.limit_on,
        "reason": exception.reason,
        **_session_columns("placed_", exception.placed),
        "assumed_on": exception.assumed_on,
        **_session_columns("nearest_before_", exception.nearest_before),
        **_session_columns("nearest_after_", exception.nearest_after),
    }


def _exception_of(row: PlanExceptionRow) -> PlanException:
    return PlanException(
        patient=row.patient,
        limit_on=row.limit_on,
        reason=row.reason,
        placed=_session_of(row.placed_on, row.placed_half_day),
        assumed_on=row.assumed_on,
        nearest_before=_session_of(row.nearest_before_on, row.nearest_before_half_day),
        nearest_after=_session_of(row.nearest_after_on, row.nearest_after_half_day),
    )


def _not_planned_columns(value: NotPlanned) -> Columns:
    return {"patient": value.patient, "reason": value.reason}


def _not_planned_of(row: PlanNotPlannedRow) -> NotPlanned:
    return NotPlanned(patient=row.patient, reason=row.reason)


def _session_columns(prefix: str, session: SessionKey | None) -> Columns:
    return {
        prefix + "on": None if session is None else session.on,
        prefix + "half_day": None if session is None else session.half_day,
    }


def _session_of(on: date | None, half_day: HalfDay | None) -> SessionKey | None:
    return None if on is None or half_day is None else SessionKey(on, half_day)
