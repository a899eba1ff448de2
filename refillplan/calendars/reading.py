"""Reading other calendars: the days and hours of their events, and which events say too little or too much."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Component

from refillplan.calendars.lint.parsing import parse
from refillplan.domain.messages import N_, InvalidValue, Message, message


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadEvent:
    """One event of a file.

    Parameters
    ----------
    title
        As it stands there, for the person who looks; it goes nowhere else.
    from_on, to_on
        First and last day.
    hours
        First and last instant in the centre's zone; None where it takes whole days.
    problem
        Why it cannot be used; None where it can.
    """

    title: str
    from_on: date
    to_on: date
    hours: tuple[datetime, datetime] | None = None
    problem: Message | None = None


def read_events(content: bytes, timezone: str) -> tuple[ReadEvent, ...]:
    """Return the events of an .ics file by their first day; cancelled ones are left out.

    Parameters
    ----------
    timezone
        IANA name of the centre's zone: times without one are meant in it.

    Raises
    ------
    InvalidValue
        If the file is no calendar.
    """
    try:
        calendars = Calendar.from_ical(content, multiple=True)
        events = [event for calendar in calendars for event in calendar.walk("VEVENT")]
        found = [read for event in events for read in _read(event, ZoneInfo(timezone))]
    except (ValueError, KeyError, TypeError, AttributeError) as error:  # what icalendar makes of files that are none
        raise InvalidValue(message(N_("the file is no calendar that can be read (.ics)")), "file") from error
    # A file that was cut short would lose its last events without a word.
    if not calendars or parse(content).unpaired:
        raise InvalidValue(message(N_("the file is no calendar that can be read (.ics)")), "file")
    return tuple(sorted(found, key=lambda event: (event.from_on, event.to_on, event.title)))


def _read(event: Component, zone: ZoneInfo) -> Iterator[ReadEvent]:
    if str(event.get("STATUS", "")).upper() == "CANCELLED":
        return
    title = str(event.get("SUMMARY", ""))
    if "DTSTART" not in event:
        raise InvalidValue(message(N_("an event of the file has no start (DTSTART)")), "file")
    start = event.decoded("DTSTART")
    if isinstance(start, datetime):
        first, last = _local(start, zone), _local(_end(event, start, timedelta(0)), zone)
        # An end at midnight belongs to the day before.
        to_on = max(first.date(), (last - timedelta(microseconds=1)).date())
        yield _usable(event, ReadEvent(title=title, from_on=first.date(), to_on=to_on, hours=(first, last)))
        return
    end = _end(event, start, timedelta(days=1))
    yield _usable(event, ReadEvent(title=title, from_on=start, to_on=max(start, end - timedelta(days=1))))


def _usable(event: Component, read: ReadEvent) -> ReadEvent:
    if event.errors:
        problem = message(N_("a part of it cannot be read"))
    elif "RRULE" in event or "RDATE" in event:
        problem = message(N_("it repeats: enter its days one by one, or export them one by one"))
    else:
        return read
    return ReadEvent(title=read.title, from_on=read.from_on, to_on=read.to_on, hours=read.hours, problem=problem)


def _end(event: Component, start: date, otherwise: timedelta) -> date:
    if "DTEND" in event:
        end: date = event.decoded("DTEND")
        return end
    if "DURATION" in event:
        lasts: timedelta = event.decoded("DURATION")
        return start + lasts
    return start + otherwise


def _local(instant: date, zone: ZoneInfo) -> datetime:
    if not isinstance(instant, datetime):
        return datetime(instant.year, instant.month, instant.day, tzinfo=zone)
    return instant.replace(tzinfo=zone) if instant.tzinfo is None else instant.astimezone(zone)
