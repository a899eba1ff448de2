"""The settings of a generated centre, each number with the source it comes from."""

from datetime import date

from refillplan.domain import own_sources
from refillplan.domain.centre import Centre
from refillplan.domain.devices import PumpModel
from refillplan.domain.forecast_settings import ForecastSettings
from refillplan.domain.settings import ComfortWeights, PlanningSettings, Protocol, ReviewRule
from refillplan.domain.visit_kinds import POST_OPERATIVE_FILL, REFILL, VisitKind
from refillplan.generator.spec import CentreSpec

REVIEW = "refill_review"
"""The kind of a refill with the yearly review."""

OLD_MODEL = "MIP 2007D"
NEW_MODEL = "MIIPS 2020"

_PROTOCOL = Protocol(
    min_days=35,
    target_days=42,
    limit_days=45,
    source=own_sources.PROTOCOL,
    valid_from=date(2023, 7, 1),
)

_KINDS = (
    VisitKind(kind=REFILL, place_minutes=90, operator_minutes=30, needs_physician=False, fills=True),
    VisitKind(kind=REVIEW, place_minutes=120, operator_minutes=60, needs_physician=True, fills=True),
    VisitKind(kind="rinse", place_minutes=240, operator_minutes=120, needs_physician=True, fills=False),
    VisitKind(kind=POST_OPERATIVE_FILL, place_minutes=90, operator_minutes=30, needs_physician=False, fills=True),
)

_MODELS = (
    PumpModel(
        model=OLD_MODEL,
        maker="MiniMed",
        life_min_years=6.0,
        life_max_years=8.0,
        implantable_new=False,
        source=own_sources.OLD_MODEL,
        source_on=date(2020, 7, 20),
    ),
    PumpModel(
        model=NEW_MODEL,
        life_min_years=7.0,
        life_max_years=7.0,
        ce_marked=False,
        source=own_sources.NEW_MODEL,
        source_on=date(2025, 11, 27),
    ),
)


def bare_centre(spec: CentreSpec) -> Centre:
    """Return the centre of ``spec`` with its settings alone: no people, no sessions."""
    return Centre(
        code=spec.code,
        name=f"Centre {spec.code}",
        timezone=spec.timezone,
        holiday_zone=spec.holiday_zone,
        protocol=_PROTOCOL,
        planning=PlanningSettings(
            weeks=spec.weeks,
            frozen_days=spec.frozen_days,
            grid_minutes=spec.grid_minutes,
            reserve_places_per_week=spec.reserve_places_per_week,
        ),
        comfort=ComfortWeights(),
        review=None if spec.refill_only else ReviewRule(kind=REVIEW, every_months=12),
        visit_kinds=_KINDS[:1] if spec.refill_only else _KINDS,
        pump_models=_MODELS,
        # Only patients of today are made up, and so no pump whose end was the end of its patient's refills: records of
        # those who are left would make pumps last longer than they do.
        forecast=ForecastSettings(records_from=spec.today),
    )
