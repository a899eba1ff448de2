"""A forecast, and a look back, as JSON values: every number of counts, nothing of a single pump but its dates."""

from collections.abc import Mapping, Sequence

from refillplan.cli.desk import Json
from refillplan.cli.output.values import day_or_null
from refillplan.services.core.language import Translate
from refillplan.services.forecasts.forecasting import (
    EARLY,
    Accuracy,
    Backtest,
    Cause,
    Count,
    Coverage,
    Curve,
    Forecast,
    Forecasted,
    Group,
    LabelDates,
    LabelPeriod,
    LastPump,
    SensitivityYear,
    VialsPeriod,
)
from refillplan.services.forecasts.report import backtest_notes

LEVELS = (0.5, 0.8, 0.95)
"""The levels of the intervals that are shown."""


def forecast_json(found: Forecasted, translate: Translate) -> dict[str, Json]:
    """Return a forecast as ``forecast --json`` prints it."""
    whole = found.forecast
    return {
        "today": str(whole.today),
        "centres": [centre.code for centre in whole.centres],
        "by": whole.by.value,
        "life": whole.life.value,
        "years": whole.years,
        "settings": [_settings_json(whole, position) for position in range(len(whole.centres))],
        "label": [label_json(dates, translate) for dates in whole.label],
        "label_periods": [_label_period_json(row) for row in whole.label_periods],
        "models": [_curve_json(curve, whole, found) for curve in whole.cohort.curves],
        "models_without_curve": [
            {"model": model.model, "pumps": model.pumps, "reason": translate(model.reason)} for model in whole.cohort.without
        ],
        "all_models": _counts_json(whole.cohort.counts, whole),
        "sensitivity": [_sensitivity_json(row) for row in whole.sensitivity],
        "supply": _supply_json(whole),
        "falls_due_where_short": [{"safe_by_on": day_or_null(d.safe_by_on), **_codes(d)} for d in whole.due],
        "last_pumps": [_last_json(last) for last in whole.last_pumps],
        "vials": [_vials_json(row) for row in whole.vials],
        "notes": [translate(note) for note in found.notes],
    }


def _label_period_json(row: LabelPeriod) -> dict[str, Json]:
    return {
        "period": row.period.name,
        "short": row.short,
        "long": row.long,
        "model": row.model,
        "short_extended": row.short_extended,
        "long_extended": row.long_extended,
        "model_extended": row.model_extended,
    }


def _sensitivity_json(row: SensitivityYear) -> dict[str, Json]:
    return {
        "year": row.period.name,
        "life": row.life.value,
        "extensions": row.extensions,
        "planned": count_json(row.planned),
        "all": count_json(row.ends),
    }


def _last_json(last: LastPump) -> dict[str, Json]:
    ended_by: dict[str, Json] = {f"{level:g}": day_or_null(day) for level, day in last.ended_by}
    return {"model": last.model, "pumps": last.pumps, "label_on": day_or_null(last.label_on), "ended_by": ended_by}


def _vials_json(row: VialsPeriod) -> dict[str, Json]:
    return {
        "period": row.period.name,
        "fills": round(row.fills, 2),
        "vials": row.vials,
        "vials_if_none_replaced": row.vials_if_none_replaced,
    }


def label_json(dates: LabelDates, translate: Translate) -> dict[str, Json]:
    """Return what is on paper for one pump."""
    return {
        **_codes(dates),
        "model": dates.model,
        "implanted_on": str(dates.implanted_on),
        "short_on": str(dates.short_on),
        "long_on": str(dates.long_on),
        "model_from_on": day_or_null(dates.model_from_on),
        "model_to_on": day_or_null(dates.model_to_on),
        "nominal_on": day_or_null(dates.nominal_on),
        "extended_until": day_or_null(dates.extended_until),
        "label_on": day_or_null(dates.label_on),
        "safe_by_on": day_or_null(dates.safe_by_on),
        "low_battery": dates.low_battery,
        "made_of": [translate(sentence) for sentence in dates.made_of],
    }


def count_json(count: Count) -> dict[str, Json]:
    """Return a count with its intervals, each with what it really holds."""
    intervals = [count.interval(level) for level in LEVELS]
    return {
        "mean": round(count.mean, 6),
        "median": count.median,
        "intervals": [{"level": i.level, "low": i.low, "high": i.high, "held": round(i.held, 6)} for i in intervals],
    }


def backtest_json(found: Backtest, translate: Translate) -> dict[str, Json]:
    """Return a look back as ``backtest --json`` prints it."""
    return {
        "today": str(found.today),
        "centres": list(found.centres),
        "by": found.by.value,
        "life": found.life.value,
        "records_from_on": str(found.records_from_on),
        "settings_on": str(found.settings_on),
        "notes": [translate(note) for note in backtest_notes(found)],
        "comparisons": [
            {
                "stand_on": str(row.stand_on),
                "period": row.period.name,
                "group": row.group.value,
                "forecast": count_json(row.forecast),
                "happened": row.happened,
            }
            for row in found.comparisons
        ],
        "accuracies": [_accuracy_json(row) for row in found.accuracies],
    }


def _accuracy_json(row: Accuracy) -> dict[str, Json]:
    return {
        "group": row.group.value,
        "comparisons": row.comparisons,
        "pinball": round(row.pinball, 6),
        "coverage": _coverages_json(row.coverages),
        "calibration": _coverages_json(row.calibration),
    }


def _coverages_json(rows: Sequence[Coverage]) -> list[Json]:
    return [{"level": row.level, "expected": round(row.expected, 6), "observed": round(row.observed, 6)} for row in rows]


def _codes(dates: LabelDates) -> dict[str, Json]:
    return {"centre": dates.centre, "patient": dates.patient, "serial": dates.serial}


def _settings_json(whole: Forecast, position: int) -> dict[str, Json]:
    centre = whole.centres[position]
    settings = centre.forecast
    numbers: dict[str, Json] = {
        name: {"value": number.value, "source": number.source, "as_of": str(number.as_of)} for name, number in settings.numbers
    }
    protocol = centre.protocol
    target: dict[str, Json] = {
        "value": protocol.target_days,
        "source": protocol.source,
        "as_of": str(protocol.valid_from),
    }
    return {
        "centre": centre.code,
        **numbers,
        "target_days": target,
        "records_from": day_or_null(whole.records[position].from_on),
        "validated_by": settings.validated_by,
        "validated_on": day_or_null(settings.validated_on),
    }


def _curve_json(curve: Curve, whole: Forecast, found: Forecasted) -> dict[str, Json]:
    learnt = curve.learnt
    rates: dict[str, Json] = {
        cause.value: {
            "prior_per_100_years": round(100 * learnt.prior.early[cause].mean, 6),
            "posterior_per_100_years": round(100 * learnt.posterior.early[cause].mean, 6),
            "ends": learnt.ends[cause],
        }
        for cause in EARLY
    }
    alone = dict(found.alone).get(curve.model)
    fitted: dict[str, Json] | None = None if alone is None else {"shape": alone.shape, "median_years": alone.median_years}
    return {
        "model": curve.model,
        "pumps": curve.pumps,
        "lives": learnt.lives,
        "years_watched": round(learnt.years, 3),
        "wear_out": {
            "prior_median_years": round(learnt.prior.wear_out.median_years(), 6),
            "posterior_median_years": round(learnt.posterior.wear_out.median_years(), 6),
            "ends": learnt.ends[Cause.WEAR_OUT],
            "records_alone": fitted,
        },
        "early": rates,
        "counts": _counts_json(curve.counts, whole),
    }


def _counts_json(counts: Mapping[Group, Sequence[Count]], whole: Forecast) -> list[Json]:
    return [
        {"period": period.name, **{group.value: count_json(counts[group][number]) for group in counts}}
        for number, period in enumerate(whole.periods)
    ]


def _supply_json(whole: Forecast) -> dict[str, Json]:
    return {
        "arrivals": [
            {
                "available_on": str(a.supply.available_on),
                "centre": a.centre,
                "model": a.supply.model,
                "units": a.units,
                "source": a.supply.source,
                "counted": a.counted,
            }
            for a in whole.arrivals
        ],
        "periods": [
            {
                "period": row.period.name,
                "arriving": row.arriving,
                "obtainable": row.obtainable,
                "label_due": row.label_due,
                "label_gap": row.label_gap,
                "label_left": row.label_left,
                "ends": count_json(row.ends),
                "gap": count_json(row.gap),
            }
            for row in whole.supply
        ],
    }
