"""The text of one cell to a value, and back."""

import re
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from refillplan.domain.messages import N_, InvalidValue, Param, message
from refillplan.domain.visits import Pin

E = TypeVar("E", bound=StrEnum)

FIRST_YEAR, LAST_YEAR = 1900, 2199
"""Years outside are typing errors; inside, no date arithmetic of the program overflows."""

_WHOLE = re.compile(r"-?[0-9]{1,9}")
_DECIMAL = re.compile(r"-?[0-9]{1,9}(\.[0-9]+)?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = re.compile(r"([0-9]{1,2}:[0-9]{2})(:[0-9]{2})?")
_INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2})?(Z|[+-][0-9]{2}:[0-9]{2}(:[0-9]{2})?)?")


def wrong(template: str, **params: Param) -> InvalidValue:
    """Return the error of a cell, from a template marked with `N_`; the caller knows the column."""
    return InvalidValue(message(template, **params))


def shown(text: str, most: int = 40) -> str:
    """Return ``text`` as a sentence may quote it: without control characters, at most ``most`` characters."""
    printable = "".join(character if character.isprintable() else "?" for character in text)
    return printable if len(printable) <= most else printable[: most - 1] + "…"


def verbatim(text: str) -> str:
    """Return free text as typed: spaces around it stay, and so does a leading ``=``, ``+``, ``-`` or ``@``."""
    return text


def word(text: str) -> str:
    """Return a code or name."""
    return text


def whole_number(text: str) -> int:
    """Return a whole number."""
    if _WHOLE.fullmatch(text) is None:
        raise wrong(N_("'{text}' is not a whole number"), text=shown(text))
    return int(text)


def decimal_number(text: str) -> float:
    """Return a number that may have decimals, written with a point."""
    if _DECIMAL.fullmatch(text.replace(",", ".")) is None:
        raise wrong(N_("'{text}' is not a number"), text=shown(text))
    if "," in text:
        raise wrong(
            N_("'{text}' has a comma: decimals are written with a point, {point}"), text=text, point=text.replace(",", ".")
        )
    return float(text)


def iso_date(text: str) -> date:
    """Return a date written year-month-day."""
    if _DATE.fullmatch(text) is None:
        raise wrong(N_("'{text}' is not a date: write year-month-day, 2027-03-15 for 15/03/2027"), text=shown(text))
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise wrong(N_("{text} is not a day of the calendar"), text=text) from error
    return plausible(day)


def plausible(day: date) -> date:
    """Return ``day``, or raise `InvalidValue` if its year can only be a typing error."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise wrong(N_("{day} is not between {first} and {last}"), day=day.isoformat(), first=FIRST_YEAR, last=LAST_YEAR)
    return day


def time_of_day(text: str) -> time:
    """Return a local hour, ``8:30``, ``08:30`` or ``08:30:00``."""
    if _TIME.fullmatch(text) is None:
        raise wrong(N_("'{text}' is not an hour: write 08:30"), text=shown(text))
    try:
        return time.fromisoformat(text.zfill(5) if text.count(":") == 1 else text.zfill(8))
    except ValueError as error:
        raise wrong(N_("{text} is not an hour of the day"), text=text) from error


def instant(text: str) -> datetime:
    """Return a start: local and naive, or aware where an offset is written."""
    if _INSTANT.fullmatch(text) is None:
        raise wrong(N_("'{text}' is not a date with an hour: write 2027-03-15T08:30"), text=shown(text))
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise wrong(N_("{text} is not an hour of a day of the calendar"), text=text) from error
    plausible(at.date())
    return at


def yes_no(text: str) -> bool:
    """Return True for ``yes``, False for ``no``."""
    if text not in {"yes", "no"}:
        raise wrong(N_("'{text}' is neither yes nor no"), text=shown(text))
    return text == "yes"


def one_of(choices: type[E]) -> Callable[[str], E]:
    """Return the reader of a cell that holds one of ``choices``."""

    def read(text: str) -> E:
        try:
            return choices(text)
        except ValueError as error:
            raise wrong(N_("'{text}' is none of {choices}"), text=shown(text), choices=", ".join(choices)) from error

    return read


def words(text: str) -> tuple[str, ...]:
    """Return the codes between semicolons, in their order."""
    items = tuple(item.strip() for item in text.split(";") if item.strip())
    for item in items:
        if items.count(item) > 1:
            raise wrong(N_("'{item}' stands twice"), item=shown(item))
    return items


def word_set(text: str) -> frozenset[str]:
    """Return the codes between semicolons, whose order means nothing."""
    return frozenset(words(text))


def pins(text: str) -> frozenset[Pin]:
    """Return the pins between semicolons."""
    read = one_of(Pin)
    return frozenset(read(item) for item in words(text))


def written(value: object) -> str:
    """Return the cell from which the readers above give ``value`` back."""
    match value:
        case None:
            text = ""
        case bool():
            text = "yes" if value else "no"
        case float():
            text = format(Decimal(str(value)), "f")
        case datetime():
            text = _written_instant(value)
        case time() if value.second == value.microsecond == 0:
            text = value.isoformat("minutes")
        case tuple():
            text = ";".join(value)
        case frozenset():
            text = ";".join(sorted(value))
        case _:
            text = str(value)
    return text


def _written_instant(at: datetime) -> str:
    """Write the local hour; the offset only for an hour that the clocks pass twice."""
    twice = at.utcoffset() != at.replace(fold=1 - at.fold).utcoffset()
    local = at if twice else at.replace(tzinfo=None)
    return local.isoformat() if at.second or at.microsecond else local.isoformat(timespec="minutes")
