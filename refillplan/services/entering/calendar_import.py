"""Closures and absences from another calendar: looked at first, then entered in one go that can be undone."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import MAXYEAR, date, datetime, timedelta
from pathlib import Path

from refillplan.calendars.reading import ReadEvent, read_events
from refillplan.domain.calendar_days import TakenDays, taken_days
from refillplan.domain.centre import Centre
from refillplan.domain.half_days import HalfDay
from refillplan.domain.messages import N_, InvalidValue, Message, message
from refillplan.domain.months import months_after
from refillplan.domain.sessions import Closure, Leave
from refillplan.services.core.access import load_centre
from refillplan.services.core.editing import edit
from refillplan.storage import Store

_AHEAD_MONTHS = 24
_LONGEST = timedelta(days=731)
"""How far ahead events that repeat are read: beyond any plan, and not for ever."""

__all__ = ["CalendarDays", "EventDays", "TakenDays", "apply_days", "days_of_events", "days_of_file"]


@dataclass(frozen=True, slots=True, kw_only=True)
class EventDays:
    """One event of the file and what it becomes.

    Parameters
    ----------
    title
        As in the file, for the person who looks; it is not stored.
    days
        What would be entered; empty where nothing would.
    note
        Why nothing would be entered, or nothing new; None where something is.
    lost
        Whether the event could not be understood.
    """

    title: str
    from_on: date
    to_on: date
    days: tuple[TakenDays, ...]
    note: Message | None
    lost: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarDays:
    """What a file holds for a centre.

    Parameters
    ----------
    operator
        Whose absences; None for closures.
    until_on
        Events that repeat are read up to this day; None where none does.
    """

    operator: str | None
    until_on: date | None
    events: tuple[EventDays, ...]

    @property
    def new(self) -> tuple[TakenDays, ...]:
        """All that would be entered, each once."""
        return tuple(dict.fromkeys(days for event in self.events for days in event.days))

    @property
    def lost(self) -> int:
        """Number of events that could not be understood."""
        return sum(event.lost for event in self.events)


def days_of_file(store: Store, centre: str, file: Path, operator: str | None, today: date) -> CalendarDays:
    """Return what an .ics file would enter, and change nothing. Events that are over are left out.

    An event that repeats is read as single days, up to two years ahead.

    Parameters
    ----------
    operator
        Whose absences they are; None: closures.

    Raises
    ------
    InvalidValue
        If the file is no calendar, or the centre has no such operator.
    OSError
        If it cannot be read.
    StorageError
        If the database cannot be used.
    """
    entered = load_centre(store, centre)
    until_on = months_after(today, _AHEAD_MONTHS)
    content = file.read_bytes()
    try:
        events = read_events(content, entered.timezone, today, until_on)
    except InvalidValue as error:
        lines = N_("{file}: {fault}; 'refillplan export check' names the lines of a calendar")
        raise InvalidValue(message(lines, file=str(file), fault=error.sentence), "file") from error
    return days_of_events(entered, operator, events, today, until_on)


def days_of_events(
    centre: Centre, operator: str | None, events: Iterable[ReadEvent], today: date, until_on: date | None = None
) -> CalendarDays:
    """Return what events would enter, and change nothing. Events that are over are left out.

    Parameters
    ----------
    operator
        Whose absences they are; None: closures.
    until_on
        As in `CalendarDays`.

    Raises
    ------
    InvalidValue
        If the centre has no such operator.
    """
    _require_operator(centre, operator)
    known = _known(centre, operator)
    return CalendarDays(
        operator=operator,
        until_on=until_on,
        events=tuple(_event_days(centre, event, known) for event in events if event.to_on >= today),
    )


def _require_operator(centre: Centre, operator: str | None) -> None:
    if operator is not None and all(known.operator != operator for known in centre.operators):
        raise InvalidValue(message(N_("the centre has no operator {operator}"), operator=operator), "operator")


def apply_days(store: Store, centre: str, found: CalendarDays, today: date, *, actor: str, at: datetime) -> int | None:
    """Enter what `days_of_file` found, as one edit, and return its number; None where all of it is entered already.

    Raises
    ------
    StorageError
        If the database cannot be used.
    """
    operator = found.operator

    def change(entered: Centre) -> Centre:
        known = _known(entered, operator)
        new = [days for days in found.new if days not in known]
        if operator is None:
            closures = (Closure(from_on=d.from_on, to_on=d.to_on, half_day=d.half_day) for d in new)
            return replace(entered, closures=(*entered.closures, *closures))
        leaves = (Leave(operator=operator, from_on=d.from_on, to_on=d.to_on, half_day=d.half_day) for d in new)
        return replace(entered, leaves=(*entered.leaves, *leaves))

    count = len(found.new)
    what = (
        message(N_("closures from a calendar: {count}"), count=count)
        if operator is None
        else message(N_("absences of {operator} from a calendar: {count}"), operator=operator, count=count)
    )
    return edit(store, centre, today, change, what=what, actor=actor, at=at)


def _event_days(centre: Centre, event: ReadEvent, known: set[TakenDays]) -> EventDays:
    days: tuple[TakenDays, ...] = ()
    note = problem = event.problem or _too_long(event)
    if note is None:
        days = _days_of(centre, event)
        note = None if days else message(N_("outside the opening hours"))
    new = tuple(taken for taken in days if taken not in known)
    if days and not new:
        note = message(N_("entered already"))
    return EventDays(title=event.title, from_on=event.from_on, to_on=event.to_on, days=new, note=note, lost=problem is not None)


def _too_long(event: ReadEvent) -> Message | None:
    """Return what to tell of an event that some systems write where they know of no end."""
    if event.to_on - event.from_on <= _LONGEST and event.to_on.year < MAXYEAR:
        return None
    return message(N_("it lasts longer than two years: enter its days by 'refillplan close' or 'refillplan leave', with --long"))


def _days_of(centre: Centre, event: ReadEvent) -> tuple[TakenDays, ...]:
    if event.hours is None:
        return (TakenDays(from_on=event.from_on, to_on=event.to_on),)
    return taken_days(centre.sessions, *event.hours)


def _known(centre: Centre, operator: str | None) -> set[TakenDays]:
    entries: Iterable[Closure | Leave] = centre.closures
    if operator is not None:
        entries = (leave for leave in centre.leaves if leave.operator == operator)
    return {_taken(entry.from_on, entry.to_on, entry.half_day) for entry in entries}


def _taken(from_on: date, to_on: date, half_day: HalfDay | None) -> TakenDays:
    return TakenDays(from_on=from_on, to_on=to_on, half_day=half_day)
