"""Reading other calendars: the days and hours of their events, and which events say too little or too much."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Component

from refillplan.calendars.lint.parsing import parse
from refillplan.calendars.recurring import lasts, repeats, starts_between
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


def read_events(content: bytes, timezone: str, first_on: date, last_on: date) -> tuple[ReadEvent, ...]:
    """Return the events of an .ics file by their first day; cancelled ones are left out.

    Parameters
    ----------
    timezone
        IANA name of the centre's zone: times without one are meant in it.
    first_on, last_on
        Events that repeat are read from the first of these days to the last, each time for itself.

    Raises
    ------
    InvalidValue
        If the file is no calendar.
    """
    try:
        calendars = Calendar.from_ical(content, multiple=True)
        events = [event for calendar in calendars for event in calendar.walk("VEVENT")]
        replaced = _replaced(events)
        span = (first_on, last_on)
        found = [read for event in events for read in _read(event, ZoneInfo(timezone), span, replaced[_uid(event)])]
    except InvalidValue:
        raise
    except (ValueError, KeyError, TypeError, AttributeError) as error:  # what icalendar makes of files that are none
        raise InvalidValue(message(N_("the file is no calendar that can be read (.ics)")), "file") from error
    # A file that was cut short would lose its last events without a word.
    if not calendars or parse(content).unpaired:
        raise InvalidValue(message(N_("the file is no calendar that can be read (.ics)")), "file")
    return tuple(sorted(found, key=lambda event: (event.from_on, event.to_on, event.title)))


def _replaced(events: Iterable[Component]) -> dict[str, list[date]]:
    """Return the starts that a repeating event no longer has, since another event of the same identity stands for them."""
    found: dict[str, list[date]] = defaultdict(list)
    for event in events:
        if "RECURRENCE-ID" in event:
            found[_uid(event)].append(event.decoded("RECURRENCE-ID"))
    return found


def _uid(event: Component) -> str:
    return str(event.get("UID", ""))


def _read(event: Component, zone: ZoneInfo, span: tuple[date, date], replaced: Sequence[date]) -> Iterator[ReadEvent]:
    if str(event.get("STATUS", "")).upper() == "CANCELLED":
        return
    if "DTSTART" not in event:
        raise InvalidValue(message(N_("an event of the file has no start (DTSTART)")), "file")
    start: date = event.decoded("DTSTART")
    problem = _problem(event)
    if problem is not None or not repeats(event):
        yield replace(_once(event, start, zone), problem=problem)
        return
    try:
        starts = starts_between(event, span[0] - lasts(event), span[1], replaced)
    except InvalidValue as error:
        yield replace(_once(event, start, zone), to_on=span[1], problem=error.sentence)
        return
    for at in starts:
        yield _once(event, at, zone)


def _problem(event: Component) -> Message | None:
    if event.errors:
        return message(N_("a part of it cannot be read"))
    if "RECURRENCE-ID" in event and "RANGE" in event["RECURRENCE-ID"].params:
        return message(N_("it changes this and all later times of an event: enter its days one by one"))
    return None


def _once(event: Component, start: date, zone: ZoneInfo) -> ReadEvent:
    """Return one time of an event, from ``start`` on."""
    title = str(event.get("SUMMARY", ""))
    if isinstance(start, datetime):
        first, last = _local(start, zone), _local(_end(event, start, timedelta(0)), zone)
        # An end at midnight belongs to the day before.
        to_on = max(first.date(), (last - timedelta(microseconds=1)).date())
        return ReadEvent(title=title, from_on=first.date(), to_on=to_on, hours=(first, last))
    end = _end(event, start, timedelta(days=1))
    return ReadEvent(title=title, from_on=start, to_on=max(start, end - timedelta(days=1)))


def _end(event: Component, start: date, otherwise: timedelta) -> date:
    """Return the end of an event that begins at ``start``, as long after it as the first time's end."""
    if "DTEND" in event:
        first, end = event.decoded("DTSTART"), event.decoded("DTEND")
        if start == first:
            return end  # type: ignore[no-any-return]  # icalendar does not say of what type
        return start + _wall_span(first, end)
    if "DURATION" in event:
        lasts: timedelta = event.decoded("DURATION")
        return start + lasts
    return start + otherwise


def _wall_span(first: date, end: date) -> timedelta:
    """Return the time between two points of one wall clock: an event from 9 to 12 does so on every day."""
    if isinstance(first, datetime) and isinstance(end, datetime) and end.tzinfo is not None and first.tzinfo is not None:
        return end.astimezone(first.tzinfo).replace(tzinfo=None) - first.replace(tzinfo=None)
    return end - first


def _local(instant: date, zone: ZoneInfo) -> datetime:
    if not isinstance(instant, datetime):
        return datetime(instant.year, instant.month, instant.day, tzinfo=zone)
    if instant.tzinfo is None:
        return instant.replace(tzinfo=zone)
    try:
        return instant.astimezone(zone)
    except OverflowError:  # the last day of the year 9999, which stands for no end
        return instant.replace(tzinfo=zone)
