"""Decided replacements as all-day events that block no time."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, timedelta
from zoneinfo import ZoneInfo

from icalendar import Event
from icalendar.enums import CLASS, STATUS, TRANSP

from refillplan.calendars.export import frame
from refillplan.calendars.texts import LAG
from refillplan.calendars.zones import vtimezone
from refillplan.domain.messages import N_, Message, message
from refillplan.domain.replacement_windows import ReplacementWindow

_YEAR_IF_EMPTY = 2026  # any year: RFC 5545 (3.6) asks for at least one component


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicWindow:
    """All that a calendar may say of a replacement in words; not the pump's serial, and nothing of the decision."""

    patient: str
    safe_by_on: date | None
    placed: bool


def replacement_bytes(
    centre_code: str, timezone: str, windows: Iterable[ReplacementWindow], *, translate: Callable[[Message], str] = str
) -> bytes:
    """Return an iCalendar file with one all-day, transparent event per window.

    The same windows give the same bytes in whatever order they come. One with its theatre day is CONFIRMED, one that
    waits for it TENTATIVE; cancelled ones stay as CANCELLED.
    """
    ordered = sorted(windows, key=lambda window: (window.from_on, window.patient, window.uid))
    years = [day.year for window in ordered for day in (window.from_on, window.to_on)]
    calendar = frame(translate(message(N_("replacements · {centre}"), centre=centre_code)), timezone)
    first, last = min(years, default=_YEAR_IF_EMPTY), max(years, default=_YEAR_IF_EMPTY)
    calendar.add_component(vtimezone(ZoneInfo(timezone), first, last))
    for window in ordered:
        calendar.add_component(_event(window, translate))
    content: bytes = calendar.to_ical()
    return content


def _event(window: ReplacementWindow, translate: Callable[[Message], str]) -> Event:
    public = PublicWindow(patient=window.patient, safe_by_on=window.safe_by_on, placed=window.placed)
    revised_at = window.revised_at.astimezone(UTC)
    return Event.new(
        uid=window.uid,
        sequence=window.sequence,
        stamp=revised_at,
        last_modified=revised_at,
        start=window.from_on,
        end=window.to_on + timedelta(days=1),  # the day after the last one (RFC 5545, 3.6.1)
        status=_status(window),
        transparency=TRANSP.TRANSPARENT,
        classification=CLASS.PRIVATE,
        summary=translate(_summary(public, cancelled=window.cancelled)),
        description="\n".join(translate(line) for line in (_safe_by(public), LAG)),
    )


def _summary(public: PublicWindow, *, cancelled: bool) -> Message:
    if cancelled:
        return message(N_("cancelled: {patient} · pump replacement"), patient=public.patient)
    if public.placed:
        return message(N_("{patient} · pump replacement"), patient=public.patient)
    return message(N_("{patient} · pump replacement, no theatre day yet"), patient=public.patient)


def _safe_by(public: PublicWindow) -> Message:
    if public.safe_by_on is None:
        return message(N_("safe-by date unknown"))
    return message(N_("safe-by date {on}, nominal"), on=str(public.safe_by_on))


def _status(window: ReplacementWindow) -> STATUS:
    if window.cancelled:
        return STATUS.CANCELLED
    return STATUS.CONFIRMED if window.placed else STATUS.TENTATIVE
