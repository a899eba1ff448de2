"""Rows of the plans: a header, and the visits, exceptions and patients without a chain of each."""

from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKeyConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from refillplan.domain.half_days import HalfDay
from refillplan.domain.messages import Message
from refillplan.domain.plans import PlanState
from refillplan.storage.rows.base import OfCentre, names_kind, names_patient
from refillplan.storage.rows.visits import VisitColumns

_PUBLISHED = text("state = 'published'")


def _of_plan() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["centre", "number"], ["plans.centre", "plans.number"])


class PlanRow(OfCentre):
    """One version of a centre's plan; at most one is published."""

    __tablename__ = "plans"
    __table_args__ = (Index("ix_plans_published", "centre", unique=True, sqlite_where=_PUBLISHED, postgresql_where=_PUBLISHED),)

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    state: Mapped[PlanState]
    made_at: Mapped[datetime]
    today: Mapped[date]
    horizon_start_on: Mapped[date]
    horizon_end_on: Mapped[date]
    tiers_unplaced: Mapped[int] = mapped_column(BigInteger)
    tiers_beyond_limit_days: Mapped[int] = mapped_column(BigInteger)
    tiers_moved: Mapped[int] = mapped_column(BigInteger)
    tiers_comfort: Mapped[int] = mapped_column(BigInteger)
    bounds_unplaced: Mapped[int] = mapped_column(BigInteger)
    bounds_beyond_limit_days: Mapped[int] = mapped_column(BigInteger)
    bounds_moved: Mapped[int] = mapped_column(BigInteger)
    bounds_comfort: Mapped[int] = mapped_column(BigInteger)
    centre_revision: Mapped[int]
    told_until: Mapped[date | None]
    seconds: Mapped[float]


class _PartOfPlan(OfCentre):
    """A row of a plan, at its position in the plan's tuple."""

    __abstract__ = True

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, sort_order=-2)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, sort_order=-1)


class PlanVisitRow(VisitColumns, _PartOfPlan):
    """A visit of a plan."""

    __tablename__ = "plan_visits"
    __table_args__ = (_of_plan(), names_patient(), names_kind())


class PlanExceptionRow(_PartOfPlan):
    """A visit that has no session inside its limit, and why."""

    __tablename__ = "plan_exceptions"
    __table_args__ = (_of_plan(), names_patient())

    patient: Mapped[str]
    limit_on: Mapped[date]
    reason: Mapped[Message]
    placed_on: Mapped[date | None]
    placed_half_day: Mapped[HalfDay | None]
    assumed_on: Mapped[date | None]
    nearest_before_on: Mapped[date | None]
    nearest_before_half_day: Mapped[HalfDay | None]
    nearest_after_on: Mapped[date | None]
    nearest_after_half_day: Mapped[HalfDay | None]


class PlanNotPlannedRow(_PartOfPlan):
    """A patient who gets no chain in a plan, and why."""

    __tablename__ = "plan_not_planned"
    __table_args__ = (_of_plan(), names_patient())

    patient: Mapped[str]
    reason: Mapped[Message]
