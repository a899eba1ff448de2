"""From visits and calendar entries to their rows and back: instants are kept in UTC, read in the centre's zone."""

from collections.abc import Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from refillplan.domain.calendar_entries import CalendarEntry
from refillplan.domain.half_days import HalfDay, SessionKey
from refillplan.domain.visits import Pin, Visit
from refillplan.domain.windows import Window
from refillplan.storage.mapping.alike import columns_of
from refillplan.storage.rows.base import Columns
from refillplan.storage.rows.column_types import to_utc
from refillplan.storage.rows.visits import AppointmentColumns, CalendarEntryRow, VisitColumns

_NO_WINDOW: Columns = dict.fromkeys(
    ("window_hangs_on", "window_earliest_on", "window_target_on", "window_limit_on", "window_limited_by")
)


def visit_columns(visit: Visit) -> Columns:
    """Return the columns of a visit."""
    return {
        **_appointment_columns(visit),
        "pins": visit.pins,
        **(_NO_WINDOW if visit.window is None else columns_of(visit.window, "window_")),
    }


def visit_of(row: VisitColumns, zone: ZoneInfo) -> Visit:
    """Return the visit of a row, its hours in ``zone``."""
    return Visit(
        patient=row.patient,
        kind=row.kind,
        session=session_of(row),
        starts_at=row.starts_at.astimezone(zone),
        ends_at=row.ends_at.astimezone(zone),
        place=row.place,
        operator=row.operator,
        told=row.told,
        pins=frozenset(map(Pin, row.pins)),
        window=_window_of(row),
    )


def entry_columns(entry: CalendarEntry) -> Columns:
    """Return the columns of a calendar entry."""
    return {
        **_appointment_columns(entry),
        "uid": entry.uid,
        "sequence": entry.sequence,
        "revised_at": to_utc(entry.revised_at),
        "cancelled": entry.cancelled,
    }


def entry_of(row: CalendarEntryRow, zone: ZoneInfo) -> CalendarEntry:
    """Return the calendar entry of a row, its hours in ``zone``."""
    return CalendarEntry(
        uid=row.uid,
        sequence=row.sequence,
        revised_at=row.revised_at,
        patient=row.patient,
        kind=row.kind,
        session=session_of(row),
        starts_at=row.starts_at.astimezone(zone),
        ends_at=row.ends_at.astimezone(zone),
        place=row.place,
        operator=row.operator,
        told=row.told,
        cancelled=row.cancelled,
    )


def audited_entry(values: Mapping[str, object], zone: ZoneInfo) -> CalendarEntry:
    """Return the calendar entry of the values that the audit keeps, its hours in ``zone``."""
    text = {name: str(value) for name, value in values.items()}
    return CalendarEntry(
        uid=text["uid"],
        sequence=int(text["sequence"]),
        revised_at=datetime.fromisoformat(text["revised_at"]),
        patient=text["patient"],
        kind=text["kind"],
        session=SessionKey(date.fromisoformat(text["session_on"]), HalfDay(text["session_half_day"])),
        starts_at=datetime.fromisoformat(text["starts_at"]).astimezone(zone),
        ends_at=datetime.fromisoformat(text["ends_at"]).astimezone(zone),
        place=int(text["place"]),
        operator=text["operator"],
        told=values["told"] is True,
        cancelled=values["cancelled"] is True,
    )


def session_of(row: AppointmentColumns) -> SessionKey:
    """Return the session that an appointment sits in."""
    return SessionKey(row.session_on, row.session_half_day)


def _appointment_columns(value: Visit | CalendarEntry) -> Columns:
    return {
        "patient": value.patient,
        "kind": value.kind,
        "session_on": value.session.on,
        "session_half_day": value.session.half_day,
        "starts_at": to_utc(value.starts_at),
        "ends_at": to_utc(value.ends_at),
        "place": value.place,
        "operator": value.operator,
        "told": value.told,
    }


def _window_of(row: VisitColumns) -> Window | None:
    if (
        row.window_hangs_on is None
        or row.window_earliest_on is None
        or row.window_target_on is None
        or row.window_limit_on is None
        or row.window_limited_by is None
    ):
        return None
    return Window(
        hangs_on=row.window_hangs_on,
        earliest_on=row.window_earliest_on,
        target_on=row.window_target_on,
        limit_on=row.window_limit_on,
        limited_by=row.window_limited_by,
    )
