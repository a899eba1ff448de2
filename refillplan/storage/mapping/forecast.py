"""The settings of the forecast as one JSON text, and back."""

import json
from dataclasses import asdict
from datetime import date

from refillplan.domain.forecast_settings import SOURCED, ForecastSettings, Sourced


def forecast_text(settings: ForecastSettings) -> str:
    """Return the settings as JSON, every one written out."""
    return json.dumps(asdict(settings), default=date.isoformat, ensure_ascii=False, sort_keys=True)


def forecast_of(text: str | None) -> ForecastSettings:
    """Return the settings of a centre; those of a centre stored before there were any are the defaults."""
    if text is None:
        return ForecastSettings()
    read = json.loads(text)
    numbers = {
        name: Sourced(value=read[name]["value"], source=read[name]["source"], as_of=date.fromisoformat(read[name]["as_of"]))
        for name in SOURCED
        if name in read  # settings that came later have their defaults
    }
    return ForecastSettings(
        **numbers,
        records_from=_day(read["records_from"]),
        validated_by=read["validated_by"],
        validated_on=_day(read["validated_on"]),
    )


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
