"""The row of a call."""

from datetime import datetime

from sqlalchemy import ForeignKeyConstraint
from sqlalchemy.orm import Mapped, mapped_column

from refillplan.domain.calls import CallState
from refillplan.storage.rows.base import OfCentre


class CallRow(OfCentre):
    """What somebody on the call sheet of a draft has answered."""

    __tablename__ = "calls"
    __table_args__ = (ForeignKeyConstraint(["centre", "number"], ["plans.centre", "plans.number"]),)

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    patient: Mapped[str] = mapped_column(primary_key=True)
    old_starts_at: Mapped[datetime] = mapped_column(primary_key=True)
    state: Mapped[CallState]
    actor: Mapped[str]
    at: Mapped[datetime]
