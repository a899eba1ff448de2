"""The row of a replacement as calendars know it."""

from datetime import date, datetime

from sqlalchemy.orm import Mapped, mapped_column

from refillplan.storage.rows.base import OfCentre


class ReplacementWindowRow(OfCentre):
    """A decided replacement; patient and pump may be gone since, while phones still have the event."""

    __tablename__ = "replacement_windows"

    uid: Mapped[str] = mapped_column(primary_key=True)
    sequence: Mapped[int]
    revised_at: Mapped[datetime]
    patient: Mapped[str]
    serial: Mapped[str]
    from_on: Mapped[date]
    to_on: Mapped[date]
    safe_by_on: Mapped[date | None]
    placed: Mapped[bool]
    cancelled: Mapped[bool]
