"""Column types that keep what the databases would lose: time zones, whole days, lists of codes."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import TypedDict

from sqlalchemy import JSON, Date, DateTime, String
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

from refillplan.domain.half_days import HalfDay
from refillplan.domain.messages import N_, Message, require

_WHOLE_DAY = "day"


class _Json(TypedDict):
    """A sentence as JSON: pairs keep the order of its fields; a field may be a sentence itself."""

    template: str
    params: list[tuple[str, "str | int | _Json"]]


def to_utc(instant: datetime) -> datetime:
    """Return ``instant`` in UTC.

    Raises
    ------
    InvalidValue
        If it has no time zone.
    """
    require(instant.utcoffset() is not None, "", N_("the instant {instant} has no time zone"), instant=str(instant))
    return instant.astimezone(UTC)


class UtcDateTime(TypeDecorator[datetime]):
    """An aware instant: refused without a time zone, stored in UTC, returned in UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn an aware instant into UTC."""
        return None if value is None else to_utc(value)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give back the time zone that SQLite does not keep."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class DayPart(TypeDecorator[HalfDay]):
    """A half-day or, for None, the whole day: never NULL, so that it can be part of a key."""

    impl = String(3)
    cache_ok = True

    def process_bind_param(self, value: HalfDay | None, dialect: Dialect) -> str:
        """Write the whole day as ``day``."""
        return _WHOLE_DAY if value is None else value.value

    def process_result_value(self, value: str | None, dialect: Dialect) -> HalfDay | None:
        """Read ``day`` as None."""
        return None if value is None or value == _WHOLE_DAY else HalfDay(value)


class SinceDay(TypeDecorator[date]):
    """A first day or, for None, the first day that there is: never NULL, so that it can be part of a key."""

    impl = Date
    cache_ok = True

    def process_bind_param(self, value: date | None, dialect: Dialect) -> date:
        """Write an open beginning as 0001-01-01."""
        return date.min if value is None else value

    def process_result_value(self, value: date | None, dialect: Dialect) -> date | None:
        """Read 0001-01-01 as an open beginning."""
        return None if value == date.min else value


class CodeTuple(TypeDecorator[tuple[str, ...]]):
    """Codes in their order, as a JSON list."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: Iterable[str] | None, dialect: Dialect) -> list[str]:
        """Write a list."""
        return [] if value is None else list(value)

    def process_result_value(self, value: Iterable[str] | None, dialect: Dialect) -> tuple[str, ...]:
        """Read a tuple."""
        return () if value is None else tuple(value)


class CodeSet(TypeDecorator[frozenset[str]]):
    """A set of codes, as a sorted JSON list."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: Iterable[str] | None, dialect: Dialect) -> list[str]:
        """Write a sorted list, so that equal sets are equal texts."""
        return [] if value is None else sorted(value)

    def process_result_value(self, value: Iterable[str] | None, dialect: Dialect) -> frozenset[str]:
        """Read a set."""
        return frozenset() if value is None else frozenset(value)


class Sentence(TypeDecorator[Message]):
    """A sentence, as a JSON object of its template and its fields."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: Message | None, dialect: Dialect) -> _Json | None:
        """Write template and fields."""
        return None if value is None else sentence_values(value)

    def process_result_value(self, value: _Json | None, dialect: Dialect) -> Message | None:
        """Read template and fields."""
        return None if value is None else _from_json(value)


def sentence_values(sentence: Message) -> _Json:
    """Return a sentence as JSON has it."""
    params = [(name, sentence_values(value) if isinstance(value, Message) else value) for name, value in sentence.params]
    return {"template": sentence.template, "params": params}


def _from_json(value: _Json) -> Message:
    params = ((name, _from_json(param) if isinstance(param, dict) else param) for name, param in value["params"])
    return Message(value["template"], tuple(params))
