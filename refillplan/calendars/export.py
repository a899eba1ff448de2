"""Calendars as bytes: one event per visit, the same bytes for the same visits."""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, timedelta
from functools import cache, partial
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vDuration, vText
from icalendar.enums import CLASS, STATUS, TRANSP

from refillplan.calendars.texts import description, location, public_fields, summary
from refillplan.calendars.zones import vtimezone
from refillplan.domain.calendar_entries import CalendarEntry
from refillplan.domain.messages import Message

REFRESH_EVERY = timedelta(hours=1)
"""How often a client is asked to look for changes; a hint that phones follow or not."""

FILE_PREFIX = "refillplan-"
"""Begins the name of every file that holds one event of ours, among those of others."""

_YEAR_IF_EMPTY = 2026  # any year: RFC 5545 (3.6) asks for at least one component, and some readers insist


def calendar_bytes(
    title: str,
    timezone: str,
    entries: Iterable[CalendarEntry],
    *,
    translate: Callable[[Message], str] = str,
) -> bytes:
    """Return an iCalendar file with one event per entry; no recurrence, no people, no alarms.

    The same entries give the same bytes in whatever order they come. Told visits are CONFIRMED,
    others TENTATIVE; cancelled ones stay as CANCELLED and block no time. A calendar without
    entries holds its time zone alone.

    Parameters
    ----------
    title
        The calendar's name on the phone.
    timezone
        IANA name; the hours are written in it.
    translate
        Puts a sentence into the reader's language; English without it.
    """
    zone = ZoneInfo(timezone)
    ordered = sorted(entries, key=lambda entry: (entry.starts_at, entry.patient, entry.uid))
    years = [instant.astimezone(zone).year for entry in ordered for instant in (entry.starts_at, entry.ends_at)]
    calendar = frame(title, timezone)
    calendar.add_component(vtimezone(zone, min(years, default=_YEAR_IF_EMPTY), max(years, default=_YEAR_IF_EMPTY)))
    for entry in ordered:
        calendar.add_component(_event(entry, zone, translate))
    content: bytes = calendar.to_ical()
    return content


def calendars(
    centre_code: str,
    timezone: str,
    entries: Iterable[CalendarEntry],
    operators: Iterable[str],
    *,
    translate: Callable[[Message], str] = str,
) -> Mapping[str, bytes]:
    """Return the calendars of a centre by file name: ``unit.ics`` and one ``operator-OP1.ics`` per operator.

    Every operator gets a file, if need be an empty one. A visit stands in the calendar of the
    operator it has: one that passes from OP1 to OP2 is gone from OP1's calendar, so that a phone
    subscribed to it drops the event, and comes into OP2's with the same identity. A cancelled
    visit stays with the operator it had.
    """
    whole = tuple(entries)
    files = {"unit.ics": calendar_of(centre_code, timezone, whole, None, translate=translate)}
    for operator in sorted(operators):
        files[f"operator-{operator}.ics"] = calendar_of(centre_code, timezone, whole, operator, translate=translate)
    return files


def calendar_of(
    centre_code: str,
    timezone: str,
    entries: Iterable[CalendarEntry],
    operator: str | None,
    *,
    translate: Callable[[Message], str] = str,
) -> bytes:
    """Return one calendar of a centre: the unit's, or that of one operator.

    Its title is made of codes: a centre's name is free text, and may hold that of a person.
    """
    if operator is None:
        return calendar_bytes(centre_code, timezone, entries, translate=translate)
    own = (entry for entry in entries if entry.operator == operator)
    return calendar_bytes(f"{operator} · {centre_code}", timezone, own, translate=translate)


def event_files(
    timezone: str, entries: Iterable[CalendarEntry], *, translate: Callable[[Message], str] = str
) -> Mapping[str, bytes]:
    """Return one iCalendar file per entry, ``refillplan-UID.ics``, for collections that hold each event by itself."""
    zone = ZoneInfo(timezone)
    of_years = cache(partial(vtimezone, zone))  # most events share theirs
    files = {}
    for entry in entries:
        calendar = _empty()
        calendar.add_component(of_years(entry.starts_at.astimezone(zone).year, entry.ends_at.astimezone(zone).year))
        calendar.add_component(_event(entry, zone, translate))
        files[f"{FILE_PREFIX}{entry.uid}.ics"] = calendar.to_ical()
    return files


def _empty() -> Calendar:
    calendar = Calendar()
    calendar.add("PRODID", "-//refillplan//refillplan//EN")
    calendar.add("VERSION", "2.0")
    calendar.add("CALSCALE", "GREGORIAN")
    return calendar


def frame(title: str, timezone: str) -> Calendar:
    """Return a calendar without events, with its name and how often to look for changes."""
    calendar = _empty()
    # As vText: icalendar leaves ',' and ';' in these two unescaped.
    calendar.add("NAME", vText(title))
    calendar.add("X-WR-CALNAME", vText(title))
    calendar.add("X-WR-TIMEZONE", timezone)
    calendar.add("REFRESH-INTERVAL", REFRESH_EVERY, parameters={"VALUE": "DURATION"})
    calendar.add("X-PUBLISHED-TTL", vDuration(REFRESH_EVERY))
    return calendar


def _event(entry: CalendarEntry, zone: ZoneInfo, translate: Callable[[Message], str]) -> Event:
    fields = public_fields(entry)
    revised_at = entry.revised_at.astimezone(UTC)
    return Event.new(
        uid=entry.uid,
        sequence=entry.sequence,
        stamp=revised_at,
        last_modified=revised_at,
        start=entry.starts_at.astimezone(zone),
        end=entry.ends_at.astimezone(zone),
        status=_status(entry),
        transparency=TRANSP.TRANSPARENT if entry.cancelled else TRANSP.OPAQUE,
        classification=CLASS.PRIVATE,
        summary=translate(summary(fields, cancelled=entry.cancelled)),
        location=translate(location(fields)),
        description="\n".join(translate(line) for line in description(fields)),
    )


def _status(entry: CalendarEntry) -> STATUS:
    if entry.cancelled:
        return STATUS.CANCELLED
    return STATUS.CONFIRMED if entry.told else STATUS.TENTATIVE
