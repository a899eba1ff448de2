"""Looking back: what the forecast would have said at past dates, against what happened after them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from refillplan.domain.centre import Centre
from refillplan.domain.devices import Pump
from refillplan.domain.messages import N_, InvalidValue, message
from refillplan.domain.months import months_after
from refillplan.forecast.causes import Cause
from refillplan.forecast.demand import PLANNED, Group, cohort
from refillplan.forecast.label import pumps_in_place
from refillplan.forecast.label_life import LifeChoice
from refillplan.forecast.periods import By, Period, periods_from
from refillplan.forecast.poisson_binomial import Count
from refillplan.forecast.records import end_of, records_from, records_of

GROUPS = (PLANNED, Group.UNPLANNED, Group.ALL)
"""What is compared."""

LEVELS = (0.5, 0.8, 0.95)
_PINBALL_LEVELS = (0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975)
_CALIBRATION_LEVELS = tuple(round(0.1 * tenth, 1) for tenth in range(1, 10))


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """One period, as it was forecast on ``stand_on`` from what was known then, and what happened."""

    stand_on: date
    period: Period
    group: Group
    forecast: Count
    happened: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """How often the interval of a level held what happened, and how often it should have."""

    level: float
    expected: float
    observed: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Accuracy:
    """How good the forecasts of one group were.

    Parameters
    ----------
    pinball
        Mean pinball loss over seven quantiles from 2.5 % to 97.5 %, in pumps; less is better.
    coverages
        At 50, 80 and 95 %.
    calibration
        At 10, 20, ... 90 %: the points of a calibration plot.
    """

    group: Group
    comparisons: int
    pinball: float
    coverages: tuple[Coverage, ...]
    calibration: tuple[Coverage, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Backtest:
    """All comparisons of a look back, and how good the forecasts were.

    Parameters
    ----------
    settings_on
        The day on which the newest of the settings used was entered.
    """

    centres: tuple[str, ...]
    today: date
    by: By
    life: LifeChoice
    records_from_on: date
    settings_on: date
    comparisons: tuple[Comparison, ...]
    accuracies: tuple[Accuracy, ...]


def backtest(
    centres: Sequence[Centre], today: date, *, ahead: int = 1, by: By = By.YEAR, life: LifeChoice = LifeChoice.LONG
) -> Backtest:
    """Stand at the start of each past year (or quarter) that was watched, and forecast the next ``ahead`` of them.

    A stand knows pumps, ends and low-battery entries up to its day. Extensions are left out, since the records do
    not say when they were entered; settings are those of now.

    Raises
    ------
    InvalidValue
        If the records are not whole over any such time.
    """
    from_on = _whole_from(centres)
    stands = _stands(from_on, today, ahead, by)
    if not stands:
        raise InvalidValue(
            message(
                N_(
                    "there is nothing to look back on yet: what became of every pump is known from {from_on} on, and no whole "
                    "year or quarter as asked for has gone by since, up to {today}. If it is known from an earlier day, enter "
                    "that day as records_from under [forecast] in centre.toml and import the folder again; --by quarter needs "
                    "less time"
                ),
                from_on=str(from_on),
                today=str(today),
            )
        )
    comparisons = tuple(found for stand_on in stands for found in _compared(centres, stand_on, ahead, by, life))
    return Backtest(
        centres=tuple(centre.code for centre in centres),
        today=today,
        by=by,
        life=life,
        records_from_on=from_on,
        settings_on=max(number.as_of for centre in centres for _, number in centre.forecast.numbers),
        comparisons=comparisons,
        accuracies=tuple(_accuracy(group, [c for c in comparisons if c.group is group]) for group in GROUPS),
    )


def _whole_from(centres: Sequence[Centre]) -> date:
    """Return the day from which the records of all centres are whole."""
    days = [records_from(centre) for centre in centres]
    known = [day for day in days if day is not None]
    if len(known) < len(days):
        raise InvalidValue(message(N_("nothing says from when the records are whole: no fill and no records_from")))
    return max(known)


def _stands(from_on: date, today: date, ahead: int, by: By) -> list[date]:
    """Return the starts of the past periods that are watched to the end of the last one ahead."""
    months = 12 if by is By.YEAR else 3
    starts = [period.start_on for period in periods_from(date(from_on.year, 1, 1), today.year - from_on.year + 1, by)]
    return [start for start in starts if start >= from_on and months_after(start, ahead * months) <= today]


def _compared(centres: Sequence[Centre], stand_on: date, ahead: int, by: By, life: LifeChoice) -> Iterable[Comparison]:
    years = ahead if by is By.YEAR else -(-ahead // 4)
    periods = periods_from(stand_on, years, by)[:ahead]
    records = [records_of(centre, stand_on) for centre in centres]
    found = cohort(centres, records, stand_on, periods, life, groups=GROUPS, extensions=False)
    with_curve = {curve.model for curve in found.curves}
    pumps = [pump for centre in centres for pump in pumps_in_place(centre, stand_on) if pump.model in with_curve]
    for group in GROUPS:
        for period, count in zip(periods, found.counts[group], strict=True):
            happened = sum(_ended(pump, max(stand_on, _end_on(pump)), period, group) for pump in pumps)
            yield Comparison(stand_on=stand_on, period=period, group=group, forecast=count, happened=happened)


def _end_on(pump: Pump) -> date:
    end = end_of(pump)
    return date.max if end is None else end[0]


def _ended(pump: Pump, on: date, period: Period, group: Group) -> bool:
    """Tell whether a pump ended in a period by a cause of the group; a replacement by decision was planned."""
    end = end_of(pump)
    if end is None or not period.holds(on):
        return False
    planned = end[1] in (None, Cause.WEAR_OUT)
    return group is Group.ALL or planned is (group is PLANNED)


def _accuracy(group: Group, comparisons: Sequence[Comparison]) -> Accuracy:
    return Accuracy(
        group=group,
        comparisons=len(comparisons),
        pinball=float(np.mean([pinball(c.forecast, c.happened) for c in comparisons])),
        coverages=tuple(_coverage(comparisons, level) for level in LEVELS),
        calibration=tuple(_coverage(comparisons, level) for level in _CALIBRATION_LEVELS),
    )


def pinball(forecast: Count, happened: int) -> float:
    """Return the mean pinball loss of a forecast's quantiles (Koenker and Bassett, Econometrica 1978;46:33)."""
    losses = []
    for level in _PINBALL_LEVELS:
        missed = happened - forecast.quantile(level)
        losses.append(max(level * missed, (level - 1) * missed))
    return sum(losses) / len(losses)


def _coverage(comparisons: Sequence[Comparison], level: float) -> Coverage:
    intervals = [c.forecast.interval(level) for c in comparisons]
    held = [interval.low <= c.happened <= interval.high for interval, c in zip(intervals, comparisons, strict=True)]
    return Coverage(
        level=level, expected=float(np.mean([interval.held for interval in intervals])), observed=float(np.mean(held))
    )
