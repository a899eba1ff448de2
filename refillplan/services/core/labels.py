"""Label dates, and which label life counts: what people choose, and how it is called."""

from datetime import date
from typing import assert_never

from refillplan.domain.centre import Centre
from refillplan.domain.devices import Pump
from refillplan.domain.forecast_settings import ForecastSettings
from refillplan.domain.messages import N_, InvalidValue, Message, message
from refillplan.domain.replacements import Replacement, decided_replacements
from refillplan.forecast.label import LabelDates, dates_of
from refillplan.forecast.label_life import LifeChoice

__all__ = ["LabelDates", "LifeChoice", "dates_of", "decided_pumps", "life_choice", "life_text", "life_words"]


def decided_pumps(centre: Centre, today: date, life: LifeChoice = LifeChoice.LONG) -> tuple[Replacement, ...]:
    """Return the decided replacements, with the safe-by dates that a forecast shows under the same label life."""

    def safe_by_on(entered: Centre, pump: Pump) -> date | None:
        return dates_of(entered, pump, today, life).safe_by_on

    return decided_replacements(centre, today, safe_by_on)


def life_choice(settings: ForecastSettings, life: str | None) -> LifeChoice:
    """Return the choice that a text means: ``model``, one of the two label lives in years, or the longer for None.

    Raises
    ------
    InvalidValue
        If it is neither ``model`` nor one of the two label lives.
    """
    choices = {life_text(settings, choice): choice for choice in (LifeChoice.SHORT, LifeChoice.LONG, LifeChoice.MODEL)}
    if life is None:
        return LifeChoice.LONG
    if life not in choices:
        raise InvalidValue(
            message(N_("'{life}' is no label life of the settings: {choices}"), life=life, choices=", ".join(choices)), "life"
        )
    return choices[life]


def life_text(settings: ForecastSettings, life: LifeChoice) -> str:
    """Return the text that means a choice: a number of years, or ``model``."""
    match life:
        case LifeChoice.SHORT:
            return f"{settings.short_life_years.value:g}"
        case LifeChoice.LONG:
            return f"{settings.long_life_years.value:g}"
        case LifeChoice.MODEL:
            return "model"
    assert_never(life)


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
