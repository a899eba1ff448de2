"""Repeating events of other calendars as single days: RRULE, RDATE and EXDATE (RFC 5545, 3.8.5), within a span of days."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta

from dateutil.rrule import rruleset, rrulestr
from icalendar import Component, vRecur

from refillplan.domain.messages import N_, InvalidValue, message

MOST = 1000
"""An event that repeats more often within the span is taken for a mistake."""

_WITHIN_A_DAY = {"SECONDLY", "MINUTELY", "HOURLY"}


def repeats(event: Component) -> bool:
    """Tell whether an event stands for more than one."""
    return "RRULE" in event or "RDATE" in event


def starts_between(event: Component, first_on: date, last_on: date, replaced: Iterable[date]) -> tuple[date, ...]:
    """Return the starts of an event from ``first_on`` to ``last_on``, as dates or as instants like its own start.

    An event at 9 stays at 9 when the clocks change, as calendars show it.

    Parameters
    ----------
    replaced
        Starts that another event of the file stands for (RECURRENCE-ID).

    Raises
    ------
    InvalidValue
        If the rule cannot be read, repeats within a day, or gives more than `MOST` starts.
    """
    start: date = event.decoded("DTSTART")
    try:
        found = _starts(event, start, _span(first_on, last_on), tuple(replaced))
    except InvalidValue:
        raise
    except (ValueError, TypeError, KeyError, OverflowError) as error:  # what the library makes of rules that are none
        raise InvalidValue(message(N_("how it repeats cannot be read"))) from error
    if len(found) > MOST:
        raise InvalidValue(message(N_("it repeats more than {count} times"), count=MOST))
    return tuple(_like(start, at) for at in found)


def _starts(event: Component, start: date, span: tuple[datetime, datetime], replaced: Sequence[date]) -> list[datetime]:
    """Return the starts on the wall clock of the event's own zone."""
    starts = rruleset()
    starts.rdate(_wall(start, start))
    for rule in _rules(event):
        if set(rule.get("FREQ", ())) & _WITHIN_A_DAY:
            raise InvalidValue(message(N_("it repeats within a day")))
        until: list[date] = rule.get("UNTIL", [])
        endless = vRecur({name: value for name, value in rule.items() if name != "UNTIL"})
        read = rrulestr(f"RRULE:{_text(endless)}", dtstart=_wall(start, start))
        starts.rrule(read.replace(until=_until(until[0], start)) if until else read)
    for at in _days(event, "RDATE"):
        starts.rdate(_wall(at, start))
    for at in (*_days(event, "EXDATE"), *replaced):
        starts.exdate(_wall(at, start))
    found: list[datetime] = []
    for next_at in starts.xafter(span[0], inc=True):
        if next_at > span[1] or len(found) > MOST:
            break
        found.append(next_at)
    return found


def _text(rule: vRecur) -> str:
    text: bytes = rule.to_ical()  # type: ignore[no-untyped-call]  # icalendar leaves it untyped
    return text.decode()


def _rules(event: Component) -> list[vRecur]:
    """Return the rules of an event; the library gives one as it is, several as a list."""
    value = event.get("RRULE", [])
    return value if isinstance(value, list) else [value]


def _days(event: Component, name: str) -> list[date]:
    """Return the starts that a property names, once or several times; of a period, its start."""
    value = event.get(name, [])
    given = [part.dt for dates in (value if isinstance(value, list) else [value]) for part in dates.dts]
    return [at[0] if isinstance(at, tuple) else at for at in given]


def _until(until: date, start: date) -> datetime:
    """Return until when a rule runs; a date means the whole day."""
    return _wall(until, start) if isinstance(until, datetime) else datetime.combine(until, time.max)


def _span(first_on: date, last_on: date) -> tuple[datetime, datetime]:
    return datetime.combine(first_on, time.min), datetime.combine(last_on, time.max)


def _wall(at: date, start: date) -> datetime:
    """Return an instant on the wall clock of the zone that ``start`` is in; a date at midnight."""
    if not isinstance(at, datetime):
        hour = start.time() if isinstance(start, datetime) else time.min
        return datetime.combine(at, hour)
    zone = start.tzinfo if isinstance(start, datetime) else None
    local = at.astimezone(zone) if zone is not None and at.tzinfo is not None else at
    return local.replace(tzinfo=None)


def _like(start: date, at: datetime) -> date:
    return at.replace(tzinfo=start.tzinfo) if isinstance(start, datetime) else at.date()


def lasts(event: Component) -> timedelta:
    """Return how long an event lasts at most, rounded up to days."""
    start: date = event.decoded("DTSTART")
    if "DTEND" in event:
        end: date = event.decoded("DTEND")
        return timedelta(days=(date(end.year, end.month, end.day) - date(start.year, start.month, start.day)).days + 1)
    duration: timedelta = event.decoded("DURATION") if "DURATION" in event else timedelta(0)
    return timedelta(days=duration.days + 1)
