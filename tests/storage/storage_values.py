"""A centre and a plan that use every field of the domain, in the order in which a store gives them back."""

from dataclasses import fields
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from refillplan.domain.calendar_entries import CalendarEntry
from refillplan.domain.centre import Centre
from refillplan.domain.decisions import Choice, Decision
from refillplan.domain.devices import Pump, PumpModel, Supply, TheatreDay
from refillplan.domain.forecast_settings import ForecastSettings, Sourced
from refillplan.domain.half_days import HalfDay, SessionKey
from refillplan.domain.messages import Message, message
from refillplan.domain.people import Fill, NotDone, NotDoneReason, Operator, Patient, Role, Unavailability
from refillplan.domain.plans import Horizon, NotPlanned, Plan, PlanException, Tiers
from refillplan.domain.replacement_windows import ReplacementWindow
from refillplan.domain.sessions import Closure, Leave, Opening, SessionTemplate
from refillplan.domain.settings import ComfortWeights, PlanningSettings, Protocol, ReviewRule
from refillplan.domain.visit_kinds import VisitKind
from refillplan.domain.visits import Pin, Visit
from refillplan.domain.windows import LimitedBy, Window

AT = datetime(2027, 1, 4, 7, 30, 15, 123456, tzinfo=UTC)
PARIS = ZoneInfo("Europe/Paris")
AM, PM = HalfDay.AM, HalfDay.PM


def window(hangs_on: date, limited_by: LimitedBy = LimitedBy.PROTOCOL) -> Window:
    return Window(
        hangs_on=hangs_on,
        earliest_on=hangs_on + timedelta(days=35),
        target_on=hangs_on + timedelta(days=42),
        limit_on=hangs_on + timedelta(days=45),
        limited_by=limited_by,
    )


def visit(
    patient: str,
    on: date,
    *,
    kind: str = "refill",
    at: time = time(9, 15),
    told: bool = False,
    pins: frozenset[Pin] = frozenset(),
    within: Window | None = None,
    zone: ZoneInfo = PARIS,
) -> Visit:
    starts_at = datetime.combine(on, at, zone)
    return Visit(
        patient=patient,
        kind=kind,
        session=SessionKey(on, AM if at < time(12) else PM),
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=90),
        place=2,
        operator="N1",
        told=told,
        pins=pins,
        window=within,
    )


KINDS = (
    VisitKind(kind="refill", place_minutes=90, operator_minutes=30, needs_physician=False, fills=True),
    VisitKind(kind="review", place_minutes=120, operator_minutes=60, needs_physician=True, fills=True),
    VisitKind(kind="rinse", place_minutes=240, operator_minutes=120, needs_physician=True, fills=False),
)
MODELS = (
    PumpModel(model="MIIPS 2020", maker="", life_min_years=7.0, life_max_years=7.0, implantable_new=False, ce_marked=False),
    PumpModel(
        model="MIP 2007D",
        maker="Makér",
        life_min_years=6.1,
        life_max_years=8.000000001,
        implantable_new=None,
        ce_marked=True,
        source="question 22772, «réponse»",
        source_on=date(2020, 7, 20),
    ),
    PumpModel(model="unknown"),
)
PATIENTS = (
    Patient(patient="P001"),
    Patient(
        patient="P002",
        usual_weekday=5,
        preferred_half_day=PM,
        preferred_operator="N1",
        target_days=30,
        limit_days=33,
        not_after=date(2027, 2, 1),
        override_reason="kidney; see letter",
        last_review_on=date(2026, 7, 1),
        active_from=date(2020, 1, 1),
        active_to=date(2030, 12, 31),
    ),
    Patient(patient="P003", preferred_half_day=AM),
)
PUMPS = (
    Pump(
        serial="S1",
        patient="P001",
        model="MIP 2007D",
        implanted_on=date(2015, 3, 2),
        ended_on=date(2022, 5, 6),
        end_cause="battery",
        extended_until=date(2023, 1, 1),
        low_battery_on=date(2022, 4, 1),
    ),
    Pump(serial="S2", patient="P001", model="a model known by name only", implanted_on=date(2022, 5, 6)),
)
FILLS = (
    Fill(patient="P001", filled_on=date(2026, 11, 23), kind="refill"),
    Fill(
        patient="P001",
        filled_on=date(2026, 12, 30),
        kind="a kind of long ago",
        serial="S0",
        operator="X9",
        lot="L-77",
        readings="12,5 mL; «très peu»\nsecond line",
    ),
)
OPERATORS = (
    Operator(operator="D1", role=Role.PHYSICIAN, kinds=frozenset({"refill", "review", "rinse"})),
    Operator(operator="N1", role=Role.NURSE, kinds=frozenset({"refill"})),
    Operator(operator="N2", role=Role.NURSE, kinds=frozenset()),
)
SESSIONS = (
    SessionTemplate(weekday=1, half_day=AM, opens=time(8, 30), closes=time(12, 30), places=3, operators=("N1", "D1")),
    SessionTemplate(
        weekday=1,
        half_day=AM,
        opens=time(8),
        closes=time(12),
        places=4,
        operators=("D1", "N1"),
        comfortable_visits=3,
        valid_from=date(2027, 7, 1),
        valid_to=date(2027, 8, 31),
    ),
    SessionTemplate(weekday=1, half_day=PM, opens=time(13), closes=time(17, 45, 30), places=2, operators=()),
    SessionTemplate(weekday=2, half_day=PM, opens=time(13), closes=time(17), places=0, operators=()),
)
CLOSURES = (
    Closure(from_on=date(2027, 5, 7), to_on=date(2027, 5, 7), reason="bridge"),
    Closure(from_on=date(2027, 5, 7), to_on=date(2027, 5, 7), half_day=PM),
)
OPENINGS = (
    Opening(
        on=date(2027, 5, 8),
        half_day=AM,
        opens=time(9),
        closes=time(11),
        places=1,
        operators=("N2", "N1"),
        comfortable_visits=1,
        reason="instead of Friday",
    ),
)
LEAVES = (
    Leave(operator="D1", from_on=date(2027, 2, 1), to_on=date(2027, 2, 14)),
    Leave(operator="D1", from_on=date(2027, 2, 1), to_on=date(2027, 2, 14), half_day=AM),
)
UNAVAILABILITIES = (
    Unavailability(patient="P001", from_on=date(2027, 3, 1), to_on=date(2027, 3, 5), hard=True),
    Unavailability(patient="P001", from_on=date(2027, 3, 1), to_on=date(2027, 3, 5), half_day=PM, hard=False),
)
VISITS = (
    visit("P001", date(2027, 1, 4), told=True, pins=frozenset(Pin), within=window(date(2026, 11, 23))),
    visit("P001", date(2027, 1, 4), kind="rinse", at=time(10, 45)),
    visit("P002", date(2027, 7, 5), at=time(14), told=True, within=window(date(2027, 6, 1), LimitedBy.NOT_AFTER)),
)
SUPPLY = (
    Supply(available_on=date(2027, 6, 1), model="MIIPS 2020", units=0, source="article"),
    Supply(available_on=date(2027, 6, 1), model="MIIPS 2020", units=4, source="maker"),
)
THEATRE = (TheatreDay(on=date(2027, 4, 1), places=2, teams="D;S"), TheatreDay(on=date(2027, 4, 8), places=0))
DECISIONS = (
    Decision(
        serial="S1",
        decided_on=date(2021, 3, 1),
        choice=Choice.EXTEND,
        signed_by="D1",
        document="letter «12»",
        reason="battery good; =see note",
        extended_until=date(2023, 1, 1),
    ),
    Decision(
        serial="S2",
        decided_on=date(2026, 12, 1),
        choice=Choice.REPLACE,
        signed_by="LONG-GONE",
        document="D-2",
        theatre_on=date(2027, 4, 1),
    ),
)

CENTRE = Centre(
    code="C1",
    name="Hôpital de jour",
    timezone="Europe/Paris",
    holiday_zone="FR-57",
    protocol=Protocol(min_days=34, target_days=41, limit_days=44, source="label", valid_from=date(2026, 1, 1)),
    planning=PlanningSettings(weeks=26, frozen_days=5, grid_minutes=10, reserve_places_per_week=2),
    comfort=ComfortWeights(early_day=2, late_day=4, other_weekday=6, other_half_day=8, soft_unavailability=10, crowding=12),
    review=ReviewRule(kind="review", every_months=12),
    forecast=ForecastSettings(
        lead_months=Sourced(value=4.0, source="«réunion» of the unit", as_of=date(2026, 12, 1)),
        wear_out_shape=Sourced(value=6.125, source="own records", as_of=date(2026, 12, 2)),
        records_from=date(2012, 3, 4),
        validated_by="head of unit",
        validated_on=date(2026, 12, 3),
    ),
    visit_kinds=KINDS,
    pump_models=MODELS,
    patients=PATIENTS,
    pumps=PUMPS,
    fills=FILLS,
    operators=OPERATORS,
    sessions=SESSIONS,
    closures=CLOSURES,
    openings=OPENINGS,
    leaves=LEAVES,
    unavailabilities=UNAVAILABILITIES,
    visits=VISITS,
    not_done=(NotDone(patient=PATIENTS[0].patient, on=date(2026, 11, 2), kind=KINDS[0].kind, reason=NotDoneReason.ILL),),
    supply=SUPPLY,
    theatre=THEATRE,
    decisions=DECISIONS,
)
ROWS = 1 + sum(len(part) for part in (getattr(CENTRE, field.name) for field in fields(Centre)) if isinstance(part, tuple))
"""Rows that hold the centre: its own and one for each part."""

PLAN = Plan(
    centre="C1",
    today=date(2027, 1, 4),
    horizon=Horizon.after(date(2027, 1, 4), 26),
    visits=(
        visit("P001", date(2027, 1, 7), within=window(date(2026, 11, 23)), pins=frozenset({Pin.DATE})),
        visit("P003", date(2027, 1, 7), kind="review", told=True, within=window(date(2026, 11, 25), LimitedBy.PATIENT)),
        visit("P001", date(2027, 2, 18), within=window(date(2027, 1, 7))),
    ),
    exceptions=(
        PlanException(
            patient="P002",
            limit_on=date(2027, 2, 1),
            reason=message("no place until {limit}: {why}", limit="2027-02-01", why=Message("{n} closed", (("n", 3),))),
            placed=None,
            assumed_on=date(2027, 2, 1),
            nearest_before=SessionKey(date(2027, 1, 28), AM),
            nearest_after=None,
        ),
        PlanException(
            patient="P001",
            limit_on=date(2027, 1, 7),
            reason=Message("late"),
            placed=SessionKey(date(2027, 1, 11), PM),
            assumed_on=None,
            nearest_before=None,
            nearest_after=SessionKey(date(2027, 1, 11), PM),
        ),
    ),
    not_planned=(NotPlanned(patient="P003", reason=message("left the centre on {on}", on="2026-12-31")),),
    tiers=Tiers(unplaced=1, beyond_limit_days=4, moved=2, comfort=3_000_000_000),
    bounds=Tiers(unplaced=1, beyond_limit_days=4, moved=1, comfort=0),
)

WINDOW = ReplacementWindow(
    uid="uid-1",
    sequence=0,
    revised_at=AT,
    patient="P001",
    serial="S1",
    from_on=date(2027, 1, 4),
    to_on=date(2027, 6, 30),
    safe_by_on=date(2027, 6, 30),
    placed=False,
)

ENTRY = CalendarEntry(
    uid="b7a1",
    sequence=3,
    revised_at=AT,
    patient="P001",
    kind="refill",
    session=SessionKey(date(2027, 7, 5), PM),
    starts_at=datetime(2027, 7, 5, 14, tzinfo=PARIS),
    ends_at=datetime(2027, 7, 5, 15, 30, tzinfo=PARIS),
    place=1,
    operator="N1",
    told=True,
)
