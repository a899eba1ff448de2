"""A tiny centre and plans for it, built by hand; 4 January 2027 is a Monday, the first day not planned is 2 March."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import TypedDict, Unpack
from zoneinfo import ZoneInfo

from refillplan.domain.centre import Centre
from refillplan.domain.chains import chain_starts
from refillplan.domain.devices import Pump
from refillplan.domain.half_days import HalfDay, SessionKey
from refillplan.domain.messages import message
from refillplan.domain.people import Fill, Operator, Patient, Role, Unavailability
from refillplan.domain.plans import Horizon, NotPlanned, Plan, PlanException, Tiers
from refillplan.domain.sessions import Closure, Leave, Opening, SessionTemplate
from refillplan.domain.settings import ComfortWeights, PlanningSettings, Protocol, ReviewRule
from refillplan.domain.visit_kinds import VisitKind
from refillplan.domain.visits import Pin, Visit
from refillplan.domain.windows import LimitedBy, Window
from refillplan.planner.check import Rule, check_plan

PARIS = ZoneInfo("Europe/Paris")
TODAY = date(2027, 1, 4)
HORIZON = Horizon.after(TODAY, 8)

REFILL = VisitKind(kind="refill", place_minutes=90, operator_minutes=30, needs_physician=False, fills=True)
REVIEW = VisitKind(kind="review", place_minutes=120, operator_minutes=60, needs_physician=True, fills=True)
RINSE = VisitKind(kind="rinse", place_minutes=180, operator_minutes=120, needs_physician=True, fills=False)
POSTOP = VisitKind(kind="postop", place_minutes=60, operator_minutes=30, needs_physician=True, fills=True)
KINDS = {kind.kind: kind for kind in (REFILL, REVIEW, RINSE, POSTOP)}


class CentreChanges(TypedDict, total=False):
    protocol: Protocol
    planning: PlanningSettings
    comfort: ComfortWeights
    review: ReviewRule | None
    visit_kinds: tuple[VisitKind, ...]
    patients: tuple[Patient, ...]
    pumps: tuple[Pump, ...]
    fills: tuple[Fill, ...]
    operators: tuple[Operator, ...]
    sessions: tuple[SessionTemplate, ...]
    closures: tuple[Closure, ...]
    openings: tuple[Opening, ...]
    leaves: tuple[Leave, ...]
    unavailabilities: tuple[Unavailability, ...]
    visits: tuple[Visit, ...]


class TemplateChanges(TypedDict, total=False):
    opens: time
    closes: time
    places: int
    operators: tuple[str, ...]
    comfortable_visits: int | None
    valid_from: date | None
    valid_to: date | None


class PatientChanges(TypedDict, total=False):
    usual_weekday: int | None
    preferred_half_day: HalfDay | None
    not_after: date | None
    last_review_on: date | None
    active_from: date | None
    active_to: date | None


class VisitChanges(TypedDict, total=False):
    patient: str
    kind: str
    session: SessionKey
    starts_at: datetime
    ends_at: datetime
    place: int
    operator: str
    told: bool
    pins: frozenset[Pin]
    window: Window | None


class SlotChanges(TypedDict, total=False):
    session: SessionKey
    starts_at: datetime
    ends_at: datetime
    place: int
    operator: str
    told: bool
    window: Window | None


class ExceptionChanges(TypedDict, total=False):
    patient: str
    placed: SessionKey | None
    assumed_on: date | None


class PlanChanges(TypedDict, total=False):
    centre: str
    today: date
    horizon: Horizon
    exceptions: tuple[PlanException, ...]
    not_planned: tuple[NotPlanned, ...]
    tiers: Tiers


def day(text: str) -> date:
    """Read ``01-18`` as a day of 2027, ``2026-12-07`` as it stands."""
    return date.fromisoformat(text if len(text) == 10 else f"2027-{text}")


def at(text: str) -> datetime:
    """Read ``01-18 08:00`` in the centre's time zone."""
    on, hour = text.split()
    return datetime.combine(day(on), time.fromisoformat(hour), tzinfo=PARIS)


def key(text: str) -> SessionKey:
    """Read ``01-18-am``."""
    return SessionKey(day(text[:-3]), HalfDay(text[-2:]))


def template(weekday: int, half_day: str = "am", **changes: Unpack[TemplateChanges]) -> SessionTemplate:
    hours = (time(8), time(12)) if half_day == "am" else (time(13), time(17))
    usual = SessionTemplate(
        weekday=weekday,
        half_day=HalfDay(half_day),
        opens=hours[0],
        closes=hours[1],
        places=2 if half_day == "am" else 1,
        operators=("D1", "N1") if half_day == "am" else ("N1",),
    )
    return replace(usual, **changes)


def patient(code: str = "P1", **changes: Unpack[PatientChanges]) -> Patient:
    return replace(Patient(patient=code, override_reason="travels"), **changes)


def pump(code: str = "P1", implanted_on: str = "2025-03-03") -> Pump:
    return Pump(serial=f"S-{code}", patient=code, model="MIP 2007D", implanted_on=day(implanted_on))


def fill(code: str = "P1", on: str = "2026-12-07", kind: str = "refill") -> Fill:
    return Fill(patient=code, filled_on=day(on), kind=kind)


def centre(**changes: Unpack[CentreChanges]) -> Centre:
    """P1 was filled on 7 December: due from 11 January, best on Monday the 18th, by the 21st."""
    usual = Centre(
        code="CHU1",
        name="Day hospital",
        timezone="Europe/Paris",
        holiday_zone="FR",
        protocol=Protocol(source="label", valid_from=date(2020, 1, 1)),
        planning=PlanningSettings(weeks=8),
        comfort=ComfortWeights(),
        visit_kinds=tuple(KINDS.values()),
        patients=(patient(),),
        pumps=(pump(),),
        fills=(fill(),),
        operators=(
            Operator(operator="D1", role=Role.PHYSICIAN, kinds=frozenset(KINDS)),
            Operator(operator="N1", role=Role.NURSE, kinds=frozenset(["refill", "rinse"])),
            Operator(operator="N2", role=Role.NURSE, kinds=frozenset(["refill"])),
        ),
        sessions=tuple(template(weekday, half_day) for weekday in range(1, 6) for half_day in ("am", "pm")),
    )
    return replace(usual, **changes)


def people(*codes: str) -> CentreChanges:
    """Return what a centre knows of these patients, all with the dates of P1."""
    return {
        "patients": tuple(patient(code) for code in codes),
        "pumps": tuple(pump(code) for code in codes),
        "fills": tuple(fill(code) for code in codes),
    }


def two_patients(**changes: Unpack[CentreChanges]) -> Centre:
    return replace(centre(**people("P1", "P2")), **changes)


def window(hangs_on: str = "2026-12-07", days: tuple[int, int, int] = (35, 42, 45), by: str = "protocol") -> Window:
    earliest, target, limit = (day(hangs_on) + timedelta(days=number) for number in days)
    return Window(hangs_on=day(hangs_on), earliest_on=earliest, target_on=target, limit_on=limit, limited_by=LimitedBy(by))


def visit(
    starts: str = "01-18 08:00", code: str = "P1", kind: str = "refill", pins: Iterable[str] = (), **changes: Unpack[SlotChanges]
) -> Visit:
    """Build a visit with nurse N1 (a physician where the kind needs one) at place 1; half-days part at 13:00."""
    starts_at = at(starts)
    usual = Visit(
        patient=code,
        kind=kind,
        session=SessionKey(starts_at.date(), HalfDay.AM if starts_at.hour < 13 else HalfDay.PM),
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=KINDS[kind].place_minutes),
        place=1,
        operator="D1" if KINDS[kind].needs_physician else "N1",
        pins=frozenset(Pin(pin) for pin in pins),
        window=window() if KINDS[kind].fills else None,
    )
    return replace(usual, **changes)


def late(visited: Visit) -> PlanException:
    """Name a visit beyond its limit."""
    assert visited.window is not None
    return exception(visited.patient, str(visited.window.limit_on), placed=visited.session, assumed_on=None)


def exception(code: str = "P1", limit_on: str = "01-21", **changes: Unpack[ExceptionChanges]) -> PlanException:
    """Name a visit of ``code`` that has no session and is taken as done on its limit."""
    usual = PlanException(
        patient=code,
        limit_on=day(limit_on),
        reason=message("every session is full"),
        placed=None,
        assumed_on=day(limit_on),
        nearest_before=None,
        nearest_after=None,
    )
    return replace(usual, **changes)


def plan(of: Centre, *visits: Visit, **changes: Unpack[PlanChanges]) -> Plan:
    """Build a plan with its visits in order, the patients left out, and the figures that the visits come to."""
    today = changes.get("today", TODAY)
    horizon = changes.get("horizon", Horizon.after(today, 8))
    draft = Plan(
        centre=of.code,
        today=today,
        horizon=horizon,
        visits=tuple(sorted(visits, key=lambda one: (one.starts_at, one.patient))),
        not_planned=chain_starts(of, today, horizon)[1],
    )
    draft = replace(draft, **changes)
    return draft if "tiers" in changes else replace(draft, tiers=check_plan(of, draft).tiers)


def broken(of: Centre, by: Plan) -> Mapping[Rule, int]:
    """Return how often each rule is broken, every sentence read once."""
    found: dict[Rule, int] = {}
    for violation in check_plan(of, by).violations:
        assert str(violation.sentence)
        found[violation.rule] = found.get(violation.rule, 0) + 1
    return found
