"""A forecast as tables, for the screen, for files and for the page."""

from refillplan.domain.messages import N_, Message, message
from refillplan.forecast.causes import EARLY, Cause
from refillplan.forecast.demand import PLANNED, Curve, Group
from refillplan.forecast.fits import RecordsAlone
from refillplan.forecast.poisson_binomial import Count
from refillplan.forecast.whole import Forecast, SensitivityYear
from refillplan.reports.values import Cell, Table
from refillplan.services.core import labels

LEVEL = 0.8
"""The interval that tables show; files and JSON hold those at 50 and 95 % too."""

CAUSES: dict[Cause, Message] = {
    Cause.WEAR_OUT: message(N_("wear-out")),
    Cause.DYSFUNCTION: message(N_("dysfunction")),
    Cause.INFECTION_CATHETER: message(N_("infection and catheter")),
    Cause.OTHER: message(N_("other cause")),
}
"""The causes in words."""

LABEL = ("short_life_years", "long_life_years", "pump_models", "records", "asked")
"""What the label layer rests on."""

CURVES = (
    "long_life_years",
    "short_life_years",
    "pump_models",
    "wear_out_shape",
    "wear_out_prior_pumps",
    "dysfunction_per_100_years",
    "infection_catheter_per_100_years",
    "other_per_100_years",
    "prior_patient_years",
    "fewest_pumps",
    "records",
    "asked",
    "method",
)
"""What the cohort layer rests on."""


def life_words(found: Forecast) -> Message:
    """Return which label life counts, in words."""
    return labels.life_words(found.centres[0].forecast, found.life)


def label_table(found: Forecast) -> Table:
    """Return the label layer: label dates by period, at both lives and at the model's range, and with extensions."""
    short, long = lives(found)
    held = N_("{years} y, extended")
    rows = [
        (
            row.period.name,
            *map(str, (row.short, row.long, row.model, row.short_extended, row.long_extended, row.model_extended)),
        )
        for row in found.label_periods
    ]
    return Table(
        key="label",
        title=message(N_("Label layer: pumps in place by label date")),
        headings=(
            message(N_("period")),
            message(N_("{years} y"), years=short),
            message(N_("{years} y"), years=long),
            message(N_("model")),
            message(held, years=short),
            message(held, years=long),
            message(N_("model, extended")),
        ),
        rows=tuple(row for row in rows if any(cell != "0" for cell in row[1:])),
        rests_on=LABEL,
    )


def cohort_table(found: Forecast) -> Table:
    """Return the cohort layer: ends by period over all models, planned and unplanned apart."""
    counts = found.cohort.counts
    groups = (PLANNED, Group.UNPLANNED, Group.ALL)
    rows = tuple(
        (period.name, *(cell for group in groups for cell in count_cells(counts[group][number])))
        for number, period in enumerate(found.periods)
    )
    return Table(
        key="cohort",
        title=message(N_("Cohort layer: pumps that end, {life}: mean, and interval at 80 %"), life=life_words(found)),
        headings=(
            message(N_("period")),
            message(N_("planned")),
            message(N_("80 %")),
            message(N_("unplanned")),
            message(N_("80 %")),
            message(N_("together")),
            message(N_("80 %")),
        ),
        rows=rows,
        rests_on=CURVES,
    )


def cause_table(found: Forecast) -> Table:
    """Return the ends by period, model and cause, with all intervals."""
    rows: list[tuple[Cell, ...]] = [
        (
            period.name,
            curve.model,
            CAUSES[cause],
            message(N_("planned")) if cause is Cause.WEAR_OUT else message(N_("unplanned")),
            *_all_intervals(curve.counts[Group(cause.value)][number]),
        )
        for curve in found.cohort.curves
        for cause in Cause
        for number, period in enumerate(found.periods)
    ]
    return Table(
        key="causes",
        title=message(N_("Cohort layer by model and cause")),
        headings=(
            message(N_("period")),
            message(N_("model")),
            message(N_("cause")),
            message(N_("planned or not")),
            message(N_("mean")),
            message(N_("50 %")),
            message(N_("80 %")),
            message(N_("95 %")),
        ),
        rows=tuple(rows),
        rests_on=CURVES,
    )


def belief_table(found: Forecast, alone: dict[str, RecordsAlone | None]) -> Table:
    """Return what was believed before the records, and how far they moved it."""
    rows: list[tuple[Cell, ...]] = []
    for curve in found.cohort.curves:
        rows.append(_wear_out_row(curve, alone.get(curve.model)))
        for cause in EARLY:
            prior, posterior = curve.learnt.prior.early[cause], curve.learnt.posterior.early[cause]
            ends = str(curve.learnt.ends[cause])
            rows.append((curve.model, CAUSES[cause], f"{100 * prior.mean:.1f}", f"{100 * posterior.mean:.1f}", ends, ""))
    return Table(
        key="beliefs",
        title=message(
            N_(
                "What the label and published rates say, and how far the records moved it "
                "(wear-out: median life in years; others: ends per 100 patient-years)"
            )
        ),
        headings=(
            message(N_("model")),
            message(N_("cause")),
            message(N_("before")),
            message(N_("after")),
            message(N_("ends")),
            message(N_("records alone")),
        ),
        rows=tuple(rows),
        rests_on=CURVES,
    )


def _wear_out_row(curve: Curve, alone: RecordsAlone | None) -> tuple[Cell, ...]:
    learnt = curve.learnt
    return (
        curve.model,
        CAUSES[Cause.WEAR_OUT],
        f"{learnt.prior.wear_out.median_years():.2f}",
        f"{learnt.posterior.wear_out.median_years():.2f}",
        str(learnt.ends[Cause.WEAR_OUT]),
        "" if alone is None else f"{alone.median_years:.2f}",
    )


def sensitivity_table(found: Forecast) -> Table:
    """Return the planned ends by year under both label lives, with extensions and without."""
    short, long = lives(found)
    by_year: dict[str, list[SensitivityYear]] = {}
    for row in found.sensitivity:
        by_year.setdefault(row.period.name, []).append(row)
    rows = tuple((name, *(_in_words(row.planned) for row in by_year[name])) for name in by_year)
    return Table(
        key="sensitivity",
        title=message(N_("Planned ends by year under {short} and {long} years: mean (80 %)"), short=short, long=long),
        headings=(
            message(N_("year")),
            message(N_("{years} y, extended"), years=short),
            message(N_("{years} y, not extended"), years=short),
            message(N_("{years} y, extended"), years=long),
            message(N_("{years} y, not extended"), years=long),
        ),
        rows=rows,
        rests_on=CURVES,
    )


def last_table(found: Forecast) -> Table:
    """Return when the last pump of each model reaches its label date, and by when all have ended."""
    rows = [
        (last.model, str(last.pumps), str(last.label_on or ""), *(str(day or "") for _, day in last.ended_by))
        for last in found.last_pumps
    ]
    return Table(
        key="last",
        title=message(N_("Last pump of each model in place today")),
        headings=(
            message(N_("model")),
            message(N_("pumps")),
            message(N_("latest label date")),
            message(N_("all ended by (50 %)")),
            message(N_("all ended by (80 %)")),
            message(N_("all ended by (95 %)")),
        ),
        rows=tuple(rows),
        rests_on=CURVES,
    )


def count_cells(count: Count) -> tuple[str, str]:
    """Return the mean of a count and its interval as texts."""
    interval = count.interval(LEVEL)
    return f"{count.mean:.1f}", f"{interval.low}–{interval.high}"


def _all_intervals(count: Count) -> tuple[str, ...]:
    intervals = (count.interval(level) for level in (0.5, LEVEL, 0.95))
    return (f"{count.mean:.2f}", *(f"{interval.low}–{interval.high}" for interval in intervals))


def _in_words(count: Count) -> str:
    mean, interval = count_cells(count)
    return f"{mean} ({interval})"


def lives(found: Forecast) -> tuple[str, str]:
    """Return the two label lives of the settings as texts."""
    settings = found.centres[0].forecast
    return f"{settings.short_life_years.value:g}", f"{settings.long_life_years.value:g}"
