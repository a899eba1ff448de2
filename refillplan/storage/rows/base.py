"""What all rows share: names of constraints, column types by annotation, the centre that a row belongs to."""

import enum
from datetime import datetime
from typing import TypeAlias, cast

from sqlalchemy import Double, Enum, ForeignKey, ForeignKeyConstraint, MetaData, Table
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from refillplan.domain.calls import CallState
from refillplan.domain.decisions import Choice
from refillplan.domain.edits import EditState
from refillplan.domain.feeds import FeedRole
from refillplan.domain.half_days import HalfDay
from refillplan.domain.messages import Message
from refillplan.domain.people import NotDoneReason, Role
from refillplan.domain.plans import PlanState
from refillplan.domain.roles import Role as ActorRole
from refillplan.domain.windows import LimitedBy
from refillplan.storage.rows.column_types import CodeSet, CodeTuple, Sentence, UtcDateTime

Columns: TypeAlias = dict[str, object]
"""The columns of one row by name."""


def _text_of(kind: type[enum.Enum]) -> Enum:
    """Return the column type that keeps an enumeration by its values, as plain text."""
    return Enum(kind, native_enum=False, length=20, values_callable=lambda members: [member.value for member in members])


class Base(DeclarativeBase):
    """The rows of the database."""

    metadata = MetaData(
        naming_convention={
            "pk": "pk_%(table_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012 (SQLAlchemy reads it as a plain class attribute)
        datetime: UtcDateTime,
        float: Double,
        tuple[str, ...]: CodeTuple,
        frozenset[str]: CodeSet,
        ActorRole: _text_of(ActorRole),
        CallState: _text_of(CallState),
        Choice: _text_of(Choice),
        EditState: _text_of(EditState),
        FeedRole: _text_of(FeedRole),
        HalfDay: _text_of(HalfDay),
        Message: Sentence,
        LimitedBy: _text_of(LimitedBy),
        NotDoneReason: _text_of(NotDoneReason),
        PlanState: _text_of(PlanState),
        Role: _text_of(Role),
    }


class OfCentre(Base):
    """A row that belongs to one centre; the rest of its primary key is its natural key there."""

    __abstract__ = True

    centre: Mapped[str] = mapped_column(ForeignKey("centres.code"), primary_key=True, sort_order=-3)


def table_of(row: type[Base]) -> Table:
    """Return the table of a row class."""
    return cast(Table, row.__table__)  # SQLAlchemy types it as anything that can be selected from


def names_patient() -> ForeignKeyConstraint:
    """Return the rule that ``patient`` is a patient of the same centre."""
    return ForeignKeyConstraint(["centre", "patient"], ["patients.centre", "patients.patient"])


def names_kind() -> ForeignKeyConstraint:
    """Return the rule that ``kind`` is a visit kind of the same centre."""
    return ForeignKeyConstraint(["centre", "kind"], ["visit_kinds.centre", "visit_kinds.kind"])
