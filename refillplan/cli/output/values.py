"""Plans, worklists and the rest as JSON values, their keys in a fixed order (design 5.3)."""

from collections.abc import Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from refillplan.cli.desk import Json
from refillplan.domain.half_days import SessionKey
from refillplan.domain.plans import NotPlanned, Plan, PlanException, Tiers
from refillplan.domain.visits import Visit
from refillplan.domain.windows import Window
from refillplan.services.core.language import Translate
from refillplan.services.plans.checking import Violation


def plan_json(
    plan: Plan,
    seconds: float,
    translate: Translate,
    *,
    status: str = "planned",
    version: int | None = None,
    violations: Iterable[Violation] = (),
) -> dict[str, Json]:
    """Return a plan as ``plan --json`` prints it."""
    return {
        "status": status,
        "proven_optimal": plan.proven_optimal,
        "centre": plan.centre,
        "version": version,
        "today": str(plan.today),
        "horizon": {"start_on": str(plan.horizon.start_on), "end_on": str(plan.horizon.end_on)},
        "tiers": tiers_json(plan.tiers),
        "bounds": tiers_json(plan.bounds),
        "seconds": float(seconds),
        "visits": [visit_json(visit) for visit in plan.visits],
        "exceptions": [exception_json(exception, translate) for exception in plan.exceptions],
        "not_planned": [not_planned_json(entry, translate) for entry in plan.not_planned],
        "violations": [violation_json(violation, translate) for violation in violations],
    }


def tiers_json(tiers: Tiers) -> dict[str, Json]:
    """Return the four figures."""
    return {
        "unplaced": tiers.unplaced,
        "beyond_limit_days": tiers.beyond_limit_days,
        "moved": tiers.moved,
        "comfort": tiers.comfort,
    }


def visit_json(visit: Visit) -> dict[str, Json]:
    """Return a visit; its days are null where it has no window."""
    window = visit.window
    return {
        "patient": visit.patient,
        "kind": visit.kind,
        "session": str(visit.session),
        "starts_at": visit.starts_at.isoformat(),
        "ends_at": visit.ends_at.isoformat(),
        "place": visit.place,
        "operator": visit.operator,
        "earliest_on": None if window is None else str(window.earliest_on),
        "target_on": None if window is None else str(window.target_on),
        "limit_on": None if window is None else str(window.limit_on),
        "days_beyond_limit": visit.days_beyond_limit,
        "told": visit.told,
        "pins": sorted(visit.pins),
    }


def exception_json(exception: PlanException, translate: Translate) -> dict[str, Json]:
    """Return a visit that has no session inside its limit."""
    return {
        "patient": exception.patient,
        "limit_on": str(exception.limit_on),
        "reason": translate(exception.reason),
        "nearest_before": session_or_null(exception.nearest_before),
        "nearest_after": session_or_null(exception.nearest_after),
        "placed": session_or_null(exception.placed),
        "assumed_on": day_or_null(exception.assumed_on),
    }


def not_planned_json(entry: NotPlanned, translate: Translate) -> dict[str, Json]:
    """Return a patient who needs no visits, with the reason."""
    return {"patient": entry.patient, "reason": translate(entry.reason)}


def violation_json(violation: Violation, translate: Translate) -> dict[str, Json]:
    """Return what breaks a rule."""
    return {
        "rule": violation.rule.value,
        "patient": violation.patient,
        "session": session_or_null(violation.session),
        "sentence": translate(violation.sentence),
    }


def session_or_null(session: SessionKey | None) -> str | None:
    """Return ``2027-01-05-am``, or None."""
    return None if session is None else str(session)


def day_or_null(day: date | None) -> str | None:
    """Return an ISO date, or None."""
    return None if day is None else str(day)


def instant_or_null(instant: datetime | None) -> str | None:
    """Return an ISO instant with its offset, or None."""
    return None if instant is None else instant.isoformat()


def local(instant: datetime, zone: ZoneInfo) -> str:
    """Return an instant as people read it, in the centre's time."""
    return f"{instant.astimezone(zone):%Y-%m-%d %H:%M}"


def window_json(window: Window | None) -> Json:
    """Return a window with what limits it."""
    if window is None:
        return None
    return {
        "hangs_on": str(window.hangs_on),
        "earliest_on": str(window.earliest_on),
        "target_on": str(window.target_on),
        "limit_on": str(window.limit_on),
        "limited_by": window.limited_by.value,
    }
