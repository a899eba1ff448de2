"""Centres as a Hypothesis strategy: all that the contract can say, and nothing that it refuses."""

from collections.abc import Callable, Hashable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from refillplan.domain.agenda import sessions_between
from refillplan.domain.centre import Centre
from refillplan.domain.decisions import Choice, Decision
from refillplan.domain.devices import Pump, PumpModel, Supply, TheatreDay
from refillplan.domain.forecast_settings import ForecastSettings, Sourced
from refillplan.domain.half_days import HalfDay, SessionKey
from refillplan.domain.people import Fill, Operator, Patient, Role, Unavailability
from refillplan.domain.sessions import Closure, Leave, Opening, SessionTemplate
from refillplan.domain.settings import ComfortWeights, PlanningSettings, Protocol, ReviewRule
from refillplan.domain.visit_kinds import VisitKind
from refillplan.domain.visits import Pin, Visit

T = TypeVar("T")
C = TypeVar("C", date, time, float)

TODAY = date(2027, 1, 4)
KINDS = (
    VisitKind(kind="refill", place_minutes=90, operator_minutes=30, needs_physician=False, fills=True),
    VisitKind(kind="refill.review", place_minutes=120, operator_minutes=60, needs_physician=True, fills=True),
    VisitKind(kind="Rinse_2", place_minutes=240, operator_minutes=0, needs_physician=True, fills=False),
)
PATIENTS = ("P1", "P2", "p-3", "4")
OPERATORS = ("D1", "N1", "n.2")
_CLOCKS_GO_BACK = datetime(2027, 10, 31, 1, 30, tzinfo=UTC)
MODELS = ("MIP 2007D", 'model "x", new; é')

starts = st.integers(0, 2**31).map(lambda seconds: datetime.fromtimestamp(seconds, UTC)) | st.just(_CLOCKS_GO_BACK)
printed = st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp"))
texts = st.text(printed, max_size=8) | st.sampled_from(["", '"', ",", ";", "=1+1", "-0", " spaced ", "\ufeff", "#", "'"])
days = st.dates(date(2000, 1, 1), date(2099, 12, 31))
past_days = st.dates(date(2000, 1, 1), TODAY)
half_days = st.sampled_from(HalfDay)
patients = st.sampled_from(PATIENTS)
operators = st.sampled_from(OPERATORS)
kinds = st.sampled_from([kind.kind for kind in KINDS])
operator_lists = st.permutations(OPERATORS).flatmap(lambda names: st.integers(0, 3).map(lambda count: tuple(names[:count])))


def maybe(strategy: SearchStrategy[T]) -> SearchStrategy[T | None]:
    return st.none() | strategy


def rows(strategy: SearchStrategy[T], key: Callable[[T], Hashable] | None = None) -> SearchStrategy[tuple[T, ...]]:
    return st.lists(strategy, max_size=4, unique_by=key).map(tuple)


def _days(entry: Closure | Leave | Unavailability) -> Hashable:
    return entry.from_on, entry.to_on, entry.half_day


def ordered(strategy: SearchStrategy[C]) -> SearchStrategy[list[C]]:
    return st.lists(strategy, min_size=2, max_size=2).map(sorted)


hours = ordered(st.times().map(lambda t: t.replace(microsecond=0))).filter(lambda pair: pair[0] < pair[1])
models = st.tuples(
    *(
        st.builds(
            lambda life, model, **cells: PumpModel(model=model, life_min_years=life[0], life_max_years=life[1], **cells),
            life=ordered(st.floats(1e-7, 50)) | st.just([None, None]) | st.just([None, 8.0]),
            model=st.just(model),
            maker=texts,
            implantable_new=maybe(st.booleans()),
            ce_marked=maybe(st.booleans()),
            source=texts,
            source_on=maybe(days),
        )
        for model in MODELS
    )
)
patient_rows = st.tuples(
    *(
        st.builds(
            Patient,
            patient=st.just(patient),
            usual_weekday=maybe(st.integers(1, 7)),
            preferred_half_day=maybe(half_days),
            preferred_operator=maybe(operators),
            target_days=maybe(st.integers(1, 40)),
            limit_days=maybe(st.integers(40, 365)),
            not_after=maybe(days),
            override_reason=texts.map(lambda text: f"why {text}"),
            last_review_on=maybe(past_days),
            active_from=maybe(st.dates(date(2000, 1, 1), TODAY)),
            active_to=maybe(st.dates(TODAY, date(2199, 12, 31))),
        )
        for patient in PATIENTS
    )
)
templates = st.builds(
    lambda hours, validity, **cells: SessionTemplate(
        opens=hours[0], closes=hours[1], valid_from=validity[0], valid_to=validity[1], **cells
    ),
    hours=hours,
    validity=ordered(days) | st.just([None, None]),
    weekday=st.integers(1, 7),
    half_day=half_days,
    places=st.integers(0, 200),
    operators=operator_lists,
    comfortable_visits=maybe(st.integers(0, 1000)),
)
openings = st.builds(
    lambda hours, **cells: Opening(opens=hours[0], closes=hours[1], **cells),
    hours=hours,
    on=days,
    half_day=half_days,
    places=st.integers(0, 200),
    operators=operator_lists,
    comfortable_visits=maybe(st.integers(0, 1000)),
    reason=texts,
)


def spans(build: Callable[..., T], **cells: SearchStrategy[object]) -> SearchStrategy[T]:
    return st.builds(
        lambda span, **rest: build(from_on=span[0], to_on=span[1], **rest), span=ordered(days), half_day=maybe(half_days), **cells
    )


@st.composite
def pump_rows(draw: st.DrawFn) -> tuple[Pump, ...]:
    """For each patient pumps one after the other, of which only the last may still be in place."""
    pumps = []
    for patient in PATIENTS:
        turns = sorted(draw(st.lists(past_days, max_size=4, unique=True)))
        for number, implanted_on in enumerate(turns):
            following = turns[number + 1] if number + 1 < len(turns) else None
            pumps.append(
                Pump(
                    serial=f"S{patient}-{number}",
                    patient=patient,
                    model=draw(st.sampled_from(MODELS)),
                    implanted_on=implanted_on,
                    ended_on=following or draw(maybe(st.just(TODAY))),
                    end_cause=draw(texts),
                    extended_until=draw(maybe(st.dates(TODAY, date(2099, 1, 1)))),
                    low_battery_on=draw(maybe(st.just(TODAY))),
                )
            )
    return tuple(draw(st.permutations(pumps)))


sourced = st.builds(Sourced, value=st.integers(5, 40).map(float), source=texts.map(lambda text: f"from {text}"), as_of=days)
settings_not_validated = st.builds(
    ForecastSettings, lead_months=sourced, fewest_pumps=sourced, dysfunction_per_100_years=sourced, records_from=maybe(days)
)
forecasts = settings_not_validated | st.builds(
    lambda settings, on: replace(settings, validated_by="unit", validated_on=on), settings_not_validated, days
)


@st.composite
def fill_rows(draw: st.DrawFn, pumps: tuple[Pump, ...]) -> tuple[Fill, ...]:
    fills = []
    for pump in draw(st.lists(st.sampled_from(pumps), unique=True)) if pumps else ():
        fills.append(
            Fill(
                patient=pump.patient,
                serial=draw(st.sampled_from(["", pump.serial])),
                filled_on=draw(st.dates(pump.implanted_on, pump.ended_on or TODAY)),
                kind=draw(kinds),
                operator=draw(st.sampled_from(["", *OPERATORS])),
                lot=draw(texts),
                readings=draw(texts),
            )
        )
    return tuple({(fill.patient, fill.filled_on, fill.kind): fill for fill in fills}.values())


@st.composite
def decision_rows(draw: st.DrawFn, pumps: tuple[Pump, ...], physicians: list[str]) -> tuple[Decision, ...]:
    """Decisions that some physician of the centre signed for pumps that were implanted by then."""
    decisions = []
    for pump in draw(st.lists(st.sampled_from(pumps), max_size=4)) if pumps and physicians else ():
        choice = draw(st.sampled_from(Choice))
        decisions.append(
            Decision(
                serial=pump.serial,
                decided_on=draw(st.dates(pump.implanted_on, TODAY)),
                choice=choice,
                signed_by=draw(st.sampled_from(physicians)),
                document=draw(texts.map(lambda text: f"D{text}")),
                reason=draw(texts.map(lambda text: f"{text}.")),
                extended_until=draw(st.dates(date(2027, 2, 1), date(2099, 1, 1))) if choice is Choice.EXTEND else None,
                theatre_on=draw(maybe(st.dates(TODAY, date(2099, 1, 1)))) if choice is Choice.REPLACE else None,
            )
        )
    return tuple({(decision.serial, decision.decided_on): decision for decision in decisions}.values())


@st.composite
def visit_rows(draw: st.DrawFn, centre: Centre) -> tuple[Visit, ...]:
    """At most one visit a patient, in the session that holds its start, else before or after noon."""
    zone = ZoneInfo(centre.timezone)
    minutes = {kind.kind: kind.place_minutes for kind in centre.visit_kinds}
    visits = []
    for patient in draw(st.lists(patients, unique=True)):
        starts_at = draw(starts).astimezone(zone)
        kind = draw(kinds)
        ends_at = (starts_at.astimezone(UTC) + timedelta(minutes=minutes[kind])).astimezone(zone)
        if ends_at.utcoffset() != starts_at.utcoffset():
            continue
        day, hour = starts_at.date(), starts_at.time()
        held = (s.key for s in sessions_between(centre, day, day + timedelta(days=1)) if s.opens <= hour < s.closes)
        visits.append(
            Visit(
                patient=patient,
                kind=kind,
                session=next(held, SessionKey(day, HalfDay.AM if hour < time(12) else HalfDay.PM)),
                starts_at=starts_at,
                ends_at=ends_at,
                place=draw(st.integers(1, 200)),
                operator=draw(operators),
                told=draw(st.booleans()),
                pins=draw(st.frozensets(st.sampled_from(Pin))),
            )
        )
    return tuple(visits)


@st.composite
def centres(draw: st.DrawFn) -> Centre:
    pumps = draw(pump_rows())
    weights = st.integers(0, 1000)
    without_visits = Centre(
        code="C.1",
        name=draw(texts.map(lambda text: f"Hôpital {text}")),
        timezone=draw(st.sampled_from(["Europe/Paris", "Indian/Reunion", "UTC"])),
        holiday_zone=draw(st.sampled_from(["FR", "FR-57", "FR-974"])),
        protocol=Protocol(min_days=1, target_days=draw(st.integers(1, 42)), source=draw(texts) + ".", valid_from=draw(days)),
        planning=PlanningSettings(weeks=draw(st.integers(1, 260)), grid_minutes=draw(st.integers(1, 120))),
        comfort=ComfortWeights(early_day=draw(weights), late_day=draw(weights), crowding=draw(weights)),
        forecast=draw(forecasts),
        review=draw(maybe(st.builds(ReviewRule, kind=st.just("refill.review"), every_months=st.integers(1, 120)))),
        visit_kinds=KINDS,
        pump_models=draw(models),
        patients=draw(patient_rows),
        pumps=pumps,
        fills=draw(fill_rows(pumps)),
        operators=tuple(
            Operator(operator=operator, role=draw(st.sampled_from(Role)), kinds=frozenset(draw(st.sets(kinds))))
            for operator in OPERATORS
        ),
        sessions=draw(rows(templates, lambda template: (template.weekday, template.half_day))),
        closures=draw(rows(spans(Closure, reason=texts), _days)),
        openings=draw(rows(openings, lambda opening: (opening.on, opening.half_day))),
        leaves=draw(rows(spans(Leave, operator=operators), lambda leave: (leave.operator, _days(leave)))),
        unavailabilities=draw(
            rows(spans(Unavailability, patient=patients, hard=st.booleans()), lambda entry: (entry.patient, _days(entry)))
        ),
        supply=draw(
            rows(
                st.builds(Supply, available_on=days, model=st.sampled_from(MODELS), units=st.integers(0, 10_000), source=texts),
                lambda supply: (supply.available_on, supply.model, supply.source),
            )
        ),
        theatre=draw(
            rows(st.builds(TheatreDay, on=days, places=st.integers(0, 100), teams=texts), lambda theatre_day: theatre_day.on)
        ),
    )
    physicians = [operator.operator for operator in without_visits.operators if operator.role is Role.PHYSICIAN]
    return replace(without_visits, visits=draw(visit_rows(without_visits)), decisions=draw(decision_rows(pumps, physicians)))
