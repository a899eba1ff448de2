"""What the records say of each pump's life: from which age it was watched, to which, and how that ended."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from refillplan.domain.centre import Centre
from refillplan.domain.devices import Pump
from refillplan.forecast.causes import Cause, cause_of
from refillplan.forecast.periods import years_between


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchedLife:
    """One pump under observation.

    Parameters
    ----------
    entry_years
        Age at which it came under observation (left truncation): it would not be known had it ended before.
    exit_years
        Age at which it ended or was last seen, more than ``entry_years``.
    cause
        Why it ended; None: it was still in place, or replaced by decision before it failed (right-censoring). A
        low-battery entry is the end: from then on a replacement is due.
    """

    model: str
    entry_years: float
    exit_years: float
    cause: Cause | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Records:
    """The lives that a centre has watched.

    Parameters
    ----------
    from_on
        First day from which all pumps and ends stand in the records; None: nothing says so, and no record counts.
    unwatched
        Number of pumps that ended before that day: that others of their time ended too, nobody has written down.
    """

    centre: str
    from_on: date | None
    lives: tuple[WatchedLife, ...]
    unwatched: int


def records_of(centre: Centre, until: date) -> Records:
    """Return the lives that the centre watched up to ``until``; what happened later is not looked at."""
    from_on = records_from(centre)
    if from_on is None:
        return Records(centre=centre.code, from_on=None, lives=(), unwatched=0)
    left_on = {patient.patient: patient.active_to for patient in centre.patients}
    pumps = [pump for pump in centre.pumps if pump.implanted_on < until]
    lives = [_life(pump, from_on, until, left_on.get(pump.patient)) for pump in pumps]
    return Records(
        centre=centre.code,
        from_on=from_on,
        lives=tuple(life for life in lives if life is not None),
        unwatched=sum(pump.ended_on is not None and pump.ended_on <= min(from_on, until) for pump in pumps),
    )


def records_from(centre: Centre) -> date | None:
    """Return the day from which the records are whole: the setting, else the first recorded fill, else None."""
    return centre.forecast.records_from or min((fill.filled_on for fill in centre.fills), default=None)


def of_model(records: Iterable[Records], model: str) -> tuple[WatchedLife, ...]:
    """Return the lives of one model that several centres watched."""
    return tuple(life for found in records for life in found.lives if life.model == model)


def end_of(pump: Pump) -> tuple[date, Cause | None] | None:
    """Return the day from which a pump has to be replaced, and why: a low-battery entry, else its end; None: not yet."""
    low_on, ended_on = pump.low_battery_on, pump.ended_on
    if low_on is not None and (ended_on is None or low_on <= ended_on):
        return low_on, Cause.WEAR_OUT
    return None if ended_on is None else (ended_on, cause_of(pump.end_cause))


def _life(pump: Pump, from_on: date, until: date, left_on: date | None) -> WatchedLife | None:
    first_on = max(pump.implanted_on, from_on)
    end = end_of(pump)
    last_on = min(day for day in (end and end[0], left_on, until) if day is not None)
    if last_on <= first_on:
        return None
    return WatchedLife(
        model=pump.model,
        entry_years=years_between(pump.implanted_on, first_on),
        exit_years=years_between(pump.implanted_on, last_on),
        cause=end[1] if end is not None and end[0] == last_on else None,
    )
