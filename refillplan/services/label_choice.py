"""Which label life counts: what people choose, and how it is called."""

from typing import assert_never

from refillplan.domain.forecast_settings import ForecastSettings
from refillplan.domain.messages import N_, InvalidValue, Message, message
from refillplan.forecast.label_life import LifeChoice


def life_choice(settings: ForecastSettings, life: str | None) -> LifeChoice:
    """Return the choice that a text means: ``model``, one of the two label lives in years, or the longer for None.

    Raises
    ------
    InvalidValue
        If it is neither ``model`` nor one of the two label lives.
    """
    choices = {
        f"{settings.short_life_years.value:g}": LifeChoice.SHORT,
        f"{settings.long_life_years.value:g}": LifeChoice.LONG,
        "model": LifeChoice.MODEL,
    }
    if life is None:
        return LifeChoice.LONG
    if life not in choices:
        raise InvalidValue(
            message(N_("'{life}' is no label life of the settings: {choices}"), life=life, choices=", ".join(choices)), "life"
        )
    return choices[life]


def life_words(settings: ForecastSettings, life: LifeChoice) -> Message:
    """Return which label life counts, in words."""
    match life:
        case LifeChoice.SHORT:
            return message(N_("label life {years} years"), years=f"{settings.short_life_years.value:g}")
        case LifeChoice.LONG:
            return message(N_("label life {years} years"), years=f"{settings.long_life_years.value:g}")
        case LifeChoice.MODEL:
            return message(N_("label life: the middle of each model's own range"))
    assert_never(life)
