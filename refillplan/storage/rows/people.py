"""Rows of patients, their pumps, fills and unavailabilities, and of operators and their leaves.

A past fill may name a kind, an operator or a pump that the centre no longer lists, and a pump a model that it
knows by name only: these stay plain text. What the coming visits rest on is tied by foreign keys.
"""

from datetime import date

from sqlalchemy import ForeignKeyConstraint
from sqlalchemy.orm import Mapped, mapped_column

from refillplan.domain.half_days import HalfDay
from refillplan.domain.people import NotDoneReason, Role
from refillplan.storage.rows.base import OfCentre, names_kind, names_patient
from refillplan.storage.rows.column_types import DayPart


class PatientRow(OfCentre):
    """A patient, by code alone."""

    __tablename__ = "patients"

    patient: Mapped[str] = mapped_column(primary_key=True)
    usual_weekday: Mapped[int | None]
    preferred_half_day: Mapped[HalfDay | None]
    preferred_operator: Mapped[str | None]
    target_days: Mapped[int | None]
    limit_days: Mapped[int | None]
    not_after: Mapped[date | None]
    override_reason: Mapped[str]
    last_review_on: Mapped[date | None]
    active_from: Mapped[date | None]
    active_to: Mapped[date | None]


class PumpRow(OfCentre):
    """An implanted pump."""

    __tablename__ = "pumps"
    __table_args__ = (names_patient(),)

    serial: Mapped[str] = mapped_column(primary_key=True)
    patient: Mapped[str]
    model: Mapped[str]
    implanted_on: Mapped[date]
    ended_on: Mapped[date | None]
    end_cause: Mapped[str]
    extended_until: Mapped[date | None]
    low_battery_on: Mapped[date | None]


class FillRow(OfCentre):
    """A refill that was done."""

    __tablename__ = "fills"
    __table_args__ = (names_patient(),)

    patient: Mapped[str] = mapped_column(primary_key=True)
    filled_on: Mapped[date] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    serial: Mapped[str]
    operator: Mapped[str]
    lot: Mapped[str]
    readings: Mapped[str]


class NotDoneRow(OfCentre):
    """A booked visit that was not done."""

    __tablename__ = "not_done"
    __table_args__ = (names_patient(), names_kind())

    patient: Mapped[str] = mapped_column(primary_key=True)
    on: Mapped[date] = mapped_column("visit_on", key="on", primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    reason: Mapped[NotDoneReason]


class UnavailabilityRow(OfCentre):
    """Days on which a patient cannot come, or would rather not."""

    __tablename__ = "unavailabilities"
    __table_args__ = (names_patient(),)

    patient: Mapped[str] = mapped_column(primary_key=True)
    from_on: Mapped[date] = mapped_column(primary_key=True)
    to_on: Mapped[date] = mapped_column(primary_key=True)
    half_day: Mapped[HalfDay | None] = mapped_column(DayPart, primary_key=True, nullable=False)
    hard: Mapped[bool]


class OperatorRow(OfCentre):
    """An operator and the kinds of visit that they do."""

    __tablename__ = "operators"

    operator: Mapped[str] = mapped_column(primary_key=True)
    role: Mapped[Role]
    kinds: Mapped[frozenset[str]]


class LeaveRow(OfCentre):
    """Days on which an operator is away."""

    __tablename__ = "leaves"
    __table_args__ = (ForeignKeyConstraint(["centre", "operator"], ["operators.centre", "operators.operator"]),)

    operator: Mapped[str] = mapped_column(primary_key=True)
    from_on: Mapped[date] = mapped_column(primary_key=True)
    to_on: Mapped[date] = mapped_column(primary_key=True)
    half_day: Mapped[HalfDay | None] = mapped_column(DayPart, primary_key=True, nullable=False)
