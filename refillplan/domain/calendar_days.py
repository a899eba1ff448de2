"""Which half-days of a centre an event of another calendar takes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from refillplan.domain.half_days import HalfDay
from refillplan.domain.sessions import SessionTemplate


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenDays:
    """Days, or half-days of them, as closures and leaves have them."""

    from_on: date
    to_on: date
    half_day: HalfDay | None = None


def taken_days(templates: Sequence[SessionTemplate], first: datetime, last: datetime) -> tuple[TakenDays, ...]:
    """Return the half-days whose opening hours the time from ``first`` to ``last`` (local) overlaps.

    A day of which both half-days are taken, or the only one that opens, is taken whole; days in a row that are taken
    whole are joined.
    """
    found: list[TakenDays] = []
    day = first.date()
    while day <= last.date():
        usual = [t for t in templates if t.weekday == day.isoweekday() and t.valid_on(day)]
        taken = {t.half_day for t in usual if _overlaps(t, day, first, last)}
        if taken and taken == {t.half_day for t in usual}:
            found = _joined(found, day)
        elif taken:
            found += [TakenDays(from_on=day, to_on=day, half_day=half_day) for half_day in sorted(taken)]
        day += timedelta(days=1)
    return tuple(found)


def _overlaps(template: SessionTemplate, day: date, first: datetime, last: datetime) -> bool:
    opens = datetime.combine(day, template.opens, first.tzinfo)
    closes = datetime.combine(day, template.closes, first.tzinfo)
    return opens < last and first < closes


def _joined(found: list[TakenDays], day: date) -> list[TakenDays]:
    last = found[-1] if found else None
    if last is not None and last.half_day is None and last.to_on == day - timedelta(days=1):
        return [*found[:-1], TakenDays(from_on=last.from_on, to_on=day)]
    return [*found, TakenDays(from_on=day, to_on=day)]
