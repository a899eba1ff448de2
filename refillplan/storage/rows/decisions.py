"""Rows of what physicians have decided for the end of a pump's life."""

from datetime import date

from sqlalchemy import ForeignKeyConstraint
from sqlalchemy.orm import Mapped, mapped_column

from refillplan.domain.decisions import Choice
from refillplan.storage.rows.base import OfCentre


class DecisionRow(OfCentre):
    """A decision; who signed it may have left since, and stays plain text."""

    __tablename__ = "decisions"
    __table_args__ = (ForeignKeyConstraint(["centre", "serial"], ["pumps.centre", "pumps.serial"]),)

    serial: Mapped[str] = mapped_column(primary_key=True)
    decided_on: Mapped[date] = mapped_column(primary_key=True)
    choice: Mapped[Choice]
    signed_by: Mapped[str]
    document: Mapped[str]
    reason: Mapped[str]
    extended_until: Mapped[date | None]
    theatre_on: Mapped[date | None]
