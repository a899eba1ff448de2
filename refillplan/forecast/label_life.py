"""Which label life counts."""

from enum import StrEnum

from refillplan.domain.devices import PumpModel
from refillplan.domain.forecast_settings import ForecastSettings, Sourced


class LifeChoice(StrEnum):
    """A choice of label life: the shorter or the longer of the settings, or the middle of the model's own range."""

    SHORT = "short"
    LONG = "long"
    MODEL = "model"


def label_life(settings: ForecastSettings, model: PumpModel | None, life: LifeChoice) -> Sourced | None:
    """Return the label life in years with its source, in whole months.

    None where the model's own life is unknown, or stands there without a source and a date.
    """
    match life:
        case LifeChoice.SHORT:
            return settings.short_life_years
        case LifeChoice.LONG:
            return settings.long_life_years
        case LifeChoice.MODEL:
            return None if model is None else _of_model(model)


def _of_model(model: PumpModel) -> Sourced | None:
    ends = [years for years in (model.life_min_years, model.life_max_years) if years is not None]
    if not ends or not model.source.strip() or model.source_on is None:
        return None
    return Sourced(value=round(12 * sum(ends) / len(ends)) / 12, source=model.source, as_of=model.source_on)
