"""Rows of the centre itself, its visit kinds, the pumps that it can obtain and where it can implant them."""

from datetime import date

from sqlalchemy.orm import Mapped, mapped_column

from refillplan.storage.rows.base import Base, OfCentre


class CentreRow(Base):
    """A centre with all its settings; ``revision`` counts the units of work that changed its data."""

    __tablename__ = "centres"

    code: Mapped[str] = mapped_column(primary_key=True)
    revision: Mapped[int]
    name: Mapped[str]
    timezone: Mapped[str]
    holiday_zone: Mapped[str]
    protocol_min_days: Mapped[int]
    protocol_target_days: Mapped[int]
    protocol_limit_days: Mapped[int]
    protocol_source: Mapped[str]
    protocol_valid_from: Mapped[date]
    planning_weeks: Mapped[int]
    planning_frozen_days: Mapped[int]
    planning_grid_minutes: Mapped[int]
    planning_reserve_places_per_week: Mapped[int]
    comfort_early_day: Mapped[int]
    comfort_late_day: Mapped[int]
    comfort_other_weekday: Mapped[int]
    comfort_other_half_day: Mapped[int]
    comfort_soft_unavailability: Mapped[int]
    comfort_crowding: Mapped[int]
    review_kind: Mapped[str | None]
    review_every_months: Mapped[int | None]
    forecast: Mapped[str | None]


class VisitKindRow(OfCentre):
    """A kind of visit."""

    __tablename__ = "visit_kinds"

    kind: Mapped[str] = mapped_column(primary_key=True)
    place_minutes: Mapped[int]
    operator_minutes: Mapped[int]
    needs_physician: Mapped[bool]
    fills: Mapped[bool]


class PumpModelRow(OfCentre):
    """A pump model."""

    __tablename__ = "pump_models"

    model: Mapped[str] = mapped_column(primary_key=True)
    maker: Mapped[str]
    life_min_years: Mapped[float | None]
    life_max_years: Mapped[float | None]
    implantable_new: Mapped[bool | None]
    ce_marked: Mapped[bool | None]
    source: Mapped[str]
    source_on: Mapped[date | None]


class SupplyRow(OfCentre):
    """Pumps that become obtainable; two sources may say different things of the same day."""

    __tablename__ = "supply"

    available_on: Mapped[date] = mapped_column(primary_key=True)
    model: Mapped[str] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(primary_key=True)
    units: Mapped[int]


class TheatreDayRow(OfCentre):
    """A day on which pumps can be implanted."""

    __tablename__ = "theatre_days"

    on: Mapped[date] = mapped_column("theatre_on", key="on", primary_key=True)
    places: Mapped[int]
    teams: Mapped[str]
