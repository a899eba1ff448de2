"""Dates as people type them: ``+6w``, ``15/3``, ``mar 9h``, ``demain``, ``2027-03-15``; in French and English alike."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time, timedelta

from refillplan.domain.half_days import HalfDay
from refillplan.domain.messages import N_, InvalidValue, message

_WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            "lun lundi mon monday",
            "mar mardi tue tuesday",
            "mer mercredi wed wednesday",
            "jeu jeudi thu thursday",
            "ven vendredi fri friday",
            "sam samedi sat saturday",
            "dim dimanche sun sunday",
        )
    )
    for name in names.split()
}
_NAMED = {"auj": 0, "aujourd'hui": 0, "today": 0, "dem": 1, "demain": 1, "tomorrow": 1, "hier": -1, "yesterday": -1}
_HALF_DAYS = {
    **dict.fromkeys(("am", "mat", "matin", "morning"), HalfDay.AM),
    **dict.fromkeys(("pm", "apm", "après-midi", "apres-midi", "afternoon"), HalfDay.PM),
}
_DAYS_IN = {"d": 1, "j": 1, "w": 7, "s": 7}
_STEP = re.compile(r"([+-]?)(\d{1,3})([djws])")
_DAY_MONTH = re.compile(r"(\d{1,2})[/.](\d{1,2})(?:[/.](\d{4}|\d{2}))?")
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_HOUR = re.compile(r"(\d{1,2})[h:](\d{2})?")
_NOON = time(12)


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A day, and an hour or a half-day where these were typed."""

    on: date
    hour: time | None = None
    half_day: HalfDay | None = None


def read_moment(text: str, today: date, *, past: bool = False, near: date | None = None) -> Moment:
    """Read a day with or without an hour or half-day.

    Parameters
    ----------
    near
        A weekday alone is the one of this day's week, unless that is past.
    past
        Where only a day and month, or a weekday, are typed: the last one up to today, rather than the next from today on.

    Raises
    ------
    InvalidValue
        If it is not understood, or there is no such day or hour.
    """
    words = text.strip().lower().split()
    if not words:
        raise _not_understood(text)
    try:
        on = _weekday_near(words[0], today, near) or _day(words[0], today, past=past)
        hour, half_day = _of_the_day(words[1:])
    except ValueError as error:
        raise _not_understood(text) from error
    return Moment(on=on, hour=hour, half_day=half_day)


def read_day(text: str, today: date, *, past: bool = False) -> date:
    """Read a day alone; see `read_moment`."""
    return read_moment(text, today, past=past).on


def read_days(text: str, today: date) -> tuple[date, date]:
    """Read a first and a last day, ``2/8 15/8``, ``2/8 - 15/8``, ``2/8 +2w`` (counted from the first); one alone is both."""
    words = [word for word in text.split() if word not in ("-", "–", "to", "au", "à")]
    if not 1 <= len(words) <= 2:
        raise _not_understood(text)
    first = read_day(words[0], today)
    return first, read_day(words[-1], first) if len(words) == 2 else first


def read_half_day_of_week(text: str) -> tuple[int, HalfDay]:
    """Read a half-day of every week, ``mar am``: the day's number from 1 (Monday), and the half-day.

    Raises
    ------
    InvalidValue
        If it is not understood.
    """
    words = text.lower().split()
    if len(words) != 2 or words[0] not in _WEEKDAYS or words[1] not in _HALF_DAYS:
        raise InvalidValue(message(N_("'{text}' is not a half-day of the week: write tue am"), text=text))
    return _WEEKDAYS[words[0]] + 1, _HALF_DAYS[words[1]]


def read_hour(text: str) -> time:
    """Read an hour: ``9h``, ``9h30``, ``09:30``.

    Raises
    ------
    InvalidValue
        If it is not understood, or there is no such hour.
    """
    try:
        return _hour(text.strip().lower())
    except ValueError as error:
        raise InvalidValue(message(N_("'{text}' is not an hour: write 9h, 9h30, 09:30"), text=text)) from error


def _weekday_near(word: str, today: date, near: date | None) -> date | None:
    if near is None or word not in _WEEKDAYS:
        return None
    on = near + timedelta(days=_WEEKDAYS[word] - near.weekday())
    return on if on >= today else None


def _day(word: str, today: date, *, past: bool) -> date:
    if word in _NAMED:
        return today + timedelta(days=_NAMED[word])
    if word in _WEEKDAYS:
        ahead = (_WEEKDAYS[word] - today.weekday()) % 7
        return today + timedelta(days=ahead - 7 if past and ahead else ahead)
    if _ISO.fullmatch(word):
        return date.fromisoformat(word)
    step = _STEP.fullmatch(word)
    if step:
        days = int(step[2]) * _DAYS_IN[step[3]]
        return today + timedelta(days=-days if step[1] == "-" else days)
    typed = _DAY_MONTH.fullmatch(word)
    if typed is None:
        raise ValueError(word)
    day, month = int(typed[1]), int(typed[2])
    if typed[3]:
        return date(int(typed[3]) + (2000 if len(typed[3]) == 2 else 0), month, day)
    return _nearest_year(day, month, today, (lambda on: on <= today) if past else (lambda on: on >= today), past=past)


def _nearest_year(day: int, month: int, today: date, fits: Callable[[date], bool], *, past: bool) -> date:
    """Return that day of the nearest year that has it (29/2) on the wanted side of today."""
    for years in range(9):
        year = today.year + (-years if past else years)
        try:
            on = date(year, month, day)
        except ValueError:
            if (day, month) != (29, 2):
                raise
            continue
        if fits(on):
            return on
    raise ValueError(day)


def _of_the_day(words: list[str]) -> tuple[time | None, HalfDay | None]:
    if not words:
        return None, None
    if len(words) > 1:
        raise ValueError(words)
    if words[0] in _HALF_DAYS:
        return None, _HALF_DAYS[words[0]]
    hour = _hour(words[0])
    return hour, HalfDay.AM if hour < _NOON else HalfDay.PM


def _hour(word: str) -> time:
    typed = _HOUR.fullmatch(word)
    if typed is None:
        raise ValueError(word)
    return time(int(typed[1]), int(typed[2] or 0))


def _not_understood(text: str) -> InvalidValue:
    return InvalidValue(message(N_("'{text}' is not a day: write 15/3, +6w, tue, tue 9h, 2027-03-15"), text=text), "on")
