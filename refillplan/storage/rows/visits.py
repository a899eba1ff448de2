"""Rows of booked visits and of what calendars show of them."""

from datetime import date, datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from refillplan.domain.half_days import HalfDay
from refillplan.domain.windows import LimitedBy
from refillplan.storage.rows.base import OfCentre, names_kind, names_patient


class AppointmentColumns:
    """Columns of every appointment: who, what, where, from when until when."""

    patient: Mapped[str]
    kind: Mapped[str]
    session_on: Mapped[date]
    session_half_day: Mapped[HalfDay]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    place: Mapped[int]
    operator: Mapped[str]
    told: Mapped[bool]


class VisitColumns(AppointmentColumns):
    """Columns of a visit: an appointment with its pins and the window that it was planned in."""

    pins: Mapped[frozenset[str]]
    window_hangs_on: Mapped[date | None]
    window_earliest_on: Mapped[date | None]
    window_target_on: Mapped[date | None]
    window_limit_on: Mapped[date | None]
    window_limited_by: Mapped[LimitedBy | None]


class BookingRow(VisitColumns, OfCentre):
    """A visit that is booked at present; triggers refuse two at a time in one place, and places that there are not."""

    __tablename__ = "bookings"
    __table_args__ = (
        names_patient(),
        names_kind(),
        Index("ix_bookings_centre_place_starts_at", "centre", "place", "starts_at"),
    )

    session_on: Mapped[date] = mapped_column(primary_key=True)
    session_half_day: Mapped[HalfDay] = mapped_column(primary_key=True)
    patient: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)


class CalendarEntryRow(AppointmentColumns, OfCentre):
    """A visit as calendars know it."""

    __tablename__ = "calendar_entries"
    # For `CalendarRepository.revision`, which every request for a feed asks.
    __table_args__ = (names_patient(), names_kind(), Index("ix_calendar_entries_centre_sequence", "centre", "sequence"))

    uid: Mapped[str] = mapped_column(primary_key=True)
    sequence: Mapped[int]
    revised_at: Mapped[datetime]
    cancelled: Mapped[bool]
