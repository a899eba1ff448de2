"""A forecast, and a look back, as figures."""

from refillplan.domain.messages import N_, message
from refillplan.forecast.backtest import GROUPS, Backtest
from refillplan.forecast.demand import PLANNED, Group
from refillplan.forecast.poisson_binomial import Count
from refillplan.forecast.whole import Forecast
from refillplan.reports.values import Figure, Series
from refillplan.services.forecasts.tables import LEVEL, life_words

GROUP_WORDS = {
    PLANNED: message(N_("planned")),
    Group.UNPLANNED: message(N_("unplanned")),
    Group.ALL: message(N_("together")),
}
"""The groups in words."""


def figures_of(found: Forecast) -> tuple[Figure, ...]:
    """Return the figures of a forecast: the wave on paper, what the cohort says, need against supply."""
    return (_wave(found), _ends(found), _gap(found))


def _wave(found: Forecast) -> Figure:
    settings = found.centres[0].forecast
    held = [at for at, row in enumerate(found.label_periods) if row.short_extended or row.long_extended]
    rows = found.label_periods[held[0] : held[-1] + 1] if held else ()
    label = N_("label life {years} years")
    return Figure(
        key="wave",
        title=message(N_("Label layer: pumps in place by label date, with extensions")),
        axis=message(N_("period")),
        marks=tuple(row.period.name for row in rows),
        bars=(
            Series(
                name=message(label, years=f"{settings.short_life_years.value:g}"),
                values=tuple(float(row.short_extended) for row in rows),
            ),
            Series(
                name=message(label, years=f"{settings.long_life_years.value:g}"),
                values=tuple(float(row.long_extended) for row in rows),
            ),
        ),
        rests_on=("short_life_years", "long_life_years", "records"),
    )


def _ends(found: Forecast) -> Figure:
    counts = found.cohort.counts
    return Figure(
        key="ends",
        title=message(N_("Cohort layer: pumps that end, {life}: mean, and interval at 80 %"), life=life_words(found)),
        axis=message(N_("period")),
        marks=tuple(period.name for period in found.periods),
        lines=tuple(_line(group, counts[group]) for group in (PLANNED, Group.UNPLANNED)),
        rests_on=("long_life_years", "short_life_years", "pump_models", "records", "method", "asked"),
    )


def _gap(found: Forecast) -> Figure:
    gaps = tuple(row.gap for row in found.supply)
    return Figure(
        key="gaps",
        title=message(N_("Gap: replacements due for which no pump has arrived, {life}"), life=life_words(found)),
        axis=message(N_("period")),
        marks=tuple(row.period.name for row in found.supply),
        bars=(
            Series(name=message(N_("by safe-by date")), values=tuple(float(row.label_gap) for row in found.supply)),
            Series(name=message(N_("arriving")), values=tuple(float(row.arriving) for row in found.supply)),
        ),
        lines=(_series(N_("by the cohort layer, 80 %"), gaps),),
        rests_on=("supply", "lead_months", "long_life_years", "short_life_years", "records", "method", "asked"),
    )


def calibration_figure(found: Backtest) -> Figure:
    """Return how often intervals held what happened, against how often they should have."""
    levels = [coverage.level for coverage in found.accuracies[0].calibration]
    return Figure(
        key="calibration",
        title=message(N_("How often an interval held what happened")),
        axis=message(N_("how often it should")),
        marks=tuple(f"{level:g}" for level in levels),
        lines=tuple(
            Series(name=GROUP_WORDS[row.group], values=tuple(coverage.observed for coverage in row.calibration))
            for row in found.accuracies
            if row.group in GROUPS
        ),
        even=True,
    )


def _line(group: Group, counts: tuple[Count, ...]) -> Series:
    return _series(GROUP_WORDS[group].template, counts)


def _series(name: str, counts: tuple[Count, ...]) -> Series:
    intervals = [count.interval(LEVEL) for count in counts]
    return Series(
        name=message(name),
        values=tuple(count.mean for count in counts),
        low=tuple(float(interval.low) for interval in intervals),
        high=tuple(float(interval.high) for interval in intervals),
    )
