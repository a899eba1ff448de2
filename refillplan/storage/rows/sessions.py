"""Rows of the weekly sessions and of what opens and closes them."""

from datetime import date, time

from sqlalchemy.orm import Mapped, mapped_column

from refillplan.domain.half_days import HalfDay
from refillplan.storage.rows.base import OfCentre
from refillplan.storage.rows.column_types import DayPart, SinceDay


class SessionTemplateRow(OfCentre):
    """A half-day that opens every week."""

    __tablename__ = "session_templates"

    weekday: Mapped[int] = mapped_column(primary_key=True)
    half_day: Mapped[HalfDay] = mapped_column(primary_key=True)
    valid_from: Mapped[date | None] = mapped_column(SinceDay, primary_key=True, nullable=False)
    valid_to: Mapped[date | None]
    opens: Mapped[time]
    closes: Mapped[time]
    places: Mapped[int]
    operators: Mapped[tuple[str, ...]]
    comfortable_visits: Mapped[int | None]


class ClosureRow(OfCentre):
    """Days, or half-days of them, on which the unit is closed."""

    __tablename__ = "closures"

    from_on: Mapped[date] = mapped_column(primary_key=True)
    to_on: Mapped[date] = mapped_column(primary_key=True)
    half_day: Mapped[HalfDay | None] = mapped_column(DayPart, primary_key=True, nullable=False)
    reason: Mapped[str]


class OpeningRow(OfCentre):
    """One half-day that opens by decision."""

    __tablename__ = "openings"

    on: Mapped[date] = mapped_column("opening_on", key="on", primary_key=True)
    half_day: Mapped[HalfDay] = mapped_column(primary_key=True)
    opens: Mapped[time]
    closes: Mapped[time]
    places: Mapped[int]
    operators: Mapped[tuple[str, ...]]
    comfortable_visits: Mapped[int | None]
    reason: Mapped[str]
