"""The whole forecast of one or several centres: both layers, need against supply, and what each rests on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from refillplan.domain.centre import Centre
from refillplan.domain.messages import N_, InvalidValue, message
from refillplan.forecast.demand import PLANNED, Cohort, Group, cohort
from refillplan.forecast.label import LabelDates, dates_of, label_dates, pumps_in_place
from refillplan.forecast.label_life import LifeChoice
from refillplan.forecast.periods import By, Period, periods_from
from refillplan.forecast.poisson_binomial import Count
from refillplan.forecast.records import Records, records_of
from refillplan.forecast.supply import Arrival, SupplyPeriod, arrivals, falls_due, supply_periods
from refillplan.forecast.vials import VialsPeriod, vials_periods


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelPeriod:
    """Number of pumps in place whose label date lies in one period, by what is counted.

    Parameters
    ----------
    short, long, model
        By implant date and label life alone.
    short_extended, long_extended, model_extended
        With extensions and low-battery entries.
    """

    period: Period
    short: int
    long: int
    model: int
    short_extended: int
    long_extended: int
    model_extended: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SensitivityYear:
    """The cohort layer under one label life, with extensions or without, in one year."""

    period: Period
    life: LifeChoice
    extensions: bool
    planned: Count
    ends: Count


@dataclass(frozen=True, slots=True, kw_only=True)
class LastPump:
    """When the last pump of a model that is in place today reaches its label date, or has ended.

    Parameters
    ----------
    label_on
        The latest label date that holds; None: unknown.
    ended_by
        For each level, the last day of the first period by which all have ended with that chance; None: not within
        the years looked at, or no curve.
    """

    model: str
    pumps: int
    label_on: date | None
    ended_by: tuple[tuple[float, date | None], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """The whole forecast.

    Parameters
    ----------
    label
        One entry for each pump in place, by label date and code.
    label_periods
        From the earliest label date on, also before today.
    due
        What falls due where supply falls short, by date and code.
    """

    centres: tuple[Centre, ...]
    today: date
    by: By
    life: LifeChoice
    years: int
    periods: tuple[Period, ...]
    records: tuple[Records, ...]
    label: tuple[LabelDates, ...]
    label_periods: tuple[LabelPeriod, ...]
    cohort: Cohort
    sensitivity: tuple[SensitivityYear, ...]
    arrivals: tuple[Arrival, ...]
    supply: tuple[SupplyPeriod, ...]
    due: tuple[LabelDates, ...]
    last_pumps: tuple[LastPump, ...]
    vials: tuple[VialsPeriod, ...]


LEVELS = (0.5, 0.8, 0.95)
"""The levels of the intervals that are shown."""


def forecast(
    centres: Sequence[Centre], today: date, *, years: int = 10, by: By = By.QUARTER, life: LifeChoice = LifeChoice.LONG
) -> Forecast:
    """Forecast the pumps that are in place on ``today``; pumps implanted later are not in it.

    Parameters
    ----------
    centres
        At least one; several are forecast together, with the settings of the first.

    Raises
    ------
    InvalidValue
        If ``years`` is not from 1 to 30.
    """
    if not 1 <= years <= 30:
        raise InvalidValue(message(N_("{years} years: from 1 to 30"), years=years), "years")
    periods = periods_from(today, years, by)
    records = tuple(records_of(centre, today) for centre in centres)
    label = _label(centres, today, life, extensions=True)
    found = cohort(centres, records, today, periods, life)
    arriving = arrivals(centres, today, periods[-1].end_on)
    supply = supply_periods(periods, label, found.counts, _needed(centres, records, today, periods, life, found), arriving)
    return Forecast(
        centres=tuple(centres),
        today=today,
        by=by,
        life=life,
        years=years,
        periods=periods,
        records=records,
        label=label,
        label_periods=_label_periods(centres, today, periods, by),
        cohort=found,
        sensitivity=_sensitivity(centres, records, today, years),
        arrivals=arriving,
        supply=supply,
        due=falls_due(supply, label),
        last_pumps=_last_pumps(label, found, periods),
        vials=vials_periods(centres, today, periods, found),
    )


def _needed(
    centres: Sequence[Centre],
    records: Sequence[Records],
    today: date,
    periods: Sequence[Period],
    life: LifeChoice,
    found: Cohort,
) -> tuple[Count, ...]:
    """Return the ends so far of the pumps that need another in their place: all but those with another treatment decided."""
    dates = [(pump, dates_of(centre, pump, today, life)) for centre in centres for pump in pumps_in_place(centre, today)]
    ended_for_good = {pump for pump, on_paper in dates if not on_paper.needs_a_pump}
    if not ended_for_good:
        return found.counts[Group.SO_FAR]
    groups = (Group.SO_FAR,)
    return cohort(centres, records, today, periods, life, groups=groups, left_out=ended_for_good).counts[Group.SO_FAR]


def _label(centres: Sequence[Centre], today: date, life: LifeChoice, *, extensions: bool) -> tuple[LabelDates, ...]:
    found = [dates for centre in centres for dates in label_dates(centre, today, life, extensions=extensions)]
    return tuple(sorted(found, key=lambda dates: (dates.label_on or date.max, dates.centre, dates.patient)))


def _label_periods(centres: Sequence[Centre], today: date, periods: Sequence[Period], by: By) -> tuple[LabelPeriod, ...]:
    """Count label dates from the period of the earliest on, also before today."""
    nominal = {life: [d.nominal_on for d in _label(centres, today, life, extensions=False)] for life in LifeChoice}
    holding = {life: [d.label_on for d in _label(centres, today, life, extensions=True)] for life in LifeChoice}
    dates = [day for days in (*nominal.values(), *holding.values()) for day in days if day is not None]
    end_on = periods[-1].end_on
    first_on = min([*dates, today])
    whole = periods_from(date(first_on.year, 1, 1), end_on.year - first_on.year + 1, by)
    return tuple(
        LabelPeriod(
            period=period,
            short=_within(nominal[LifeChoice.SHORT], period),
            long=_within(nominal[LifeChoice.LONG], period),
            model=_within(nominal[LifeChoice.MODEL], period),
            short_extended=_within(holding[LifeChoice.SHORT], period),
            long_extended=_within(holding[LifeChoice.LONG], period),
            model_extended=_within(holding[LifeChoice.MODEL], period),
        )
        for period in whole
        if period.start_on < end_on and period.end_on > first_on
    )


def _within(days: Sequence[date | None], period: Period) -> int:
    return sum(day is not None and period.holds(day) for day in days)


def _sensitivity(centres: Sequence[Centre], records: Sequence[Records], today: date, years: int) -> tuple[SensitivityYear, ...]:
    periods = periods_from(today, years, By.YEAR)
    found = []
    for life in (LifeChoice.SHORT, LifeChoice.LONG):
        for extensions in (True, False):
            groups = (PLANNED, Group.ALL)
            counts = cohort(centres, records, today, periods, life, groups=groups, extensions=extensions).counts
            found += [
                SensitivityYear(period=period, life=life, extensions=extensions, planned=planned, ends=ends)
                for period, planned, ends in zip(periods, counts[PLANNED], counts[Group.ALL], strict=True)
            ]
    return tuple(found)


def _last_pumps(label: Sequence[LabelDates], found: Cohort, periods: Sequence[Period]) -> tuple[LastPump, ...]:
    curves = {curve.model: curve for curve in found.curves}
    last = []
    for model in sorted({dates.model for dates in label}):
        of_model = [dates.label_on for dates in label if dates.model == model]
        known = [day for day in of_model if day is not None]
        so_far = curves[model].counts[Group.SO_FAR] if model in curves else ()
        ended_by = tuple((level, _ended_by(so_far, periods, len(of_model), level)) for level in LEVELS)
        last.append(LastPump(model=model, pumps=len(of_model), label_on=max(known, default=None), ended_by=ended_by))
    return tuple(last)


def _ended_by(so_far: Sequence[Count], periods: Sequence[Period], pumps: int, level: float) -> date | None:
    for count, period in zip(so_far, periods, strict=False):
        if len(count.chances) > pumps and count.chances[pumps] >= level:
            return period.end_on - timedelta(days=1)
    return None
