"""The ``[forecast]`` section of ``centre.toml``: each number a table of value, source and the day it was entered."""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import date

import tomli_w

from refillplan.csv_files.cells import shown, wrong
from refillplan.domain.forecast_settings import SOURCED, ForecastSettings, Sourced
from refillplan.domain.messages import N_

_PARTS = ("value", "source", "as_of")


def forecast_keys(text: Callable[[object], str], day: Callable[[object], date]) -> Mapping[str, Callable[[object], object]]:
    """Return how each key of the section is read.

    Parameters
    ----------
    text, day
        Read one value of the file as a text or a date, and raise `InvalidValue` where it is none.
    """

    def sourced(value: object) -> Sourced:
        if not isinstance(value, dict) or set(value) != set(_PARTS):
            raise wrong(N_("must be a table with these keys: {keys}"), keys=", ".join(_PARTS))
        number = value["value"]
        if not isinstance(number, int | float) or isinstance(number, bool):
            raise wrong(N_("'{value}' is not a number"), value=shown(str(number)))
        return Sourced(value=float(number), source=text(value["source"]), as_of=day(value["as_of"]))

    return {**dict.fromkeys(SOURCED, sourced), "records_from": day, "validated_by": text, "validated_on": day}


def written_forecast(settings: ForecastSettings) -> str:
    """Return the numbers of the section as TOML text, to stand after its head."""
    numbers = {"forecast": {name: asdict(number) for name, number in settings.numbers}}
    return tomli_w.dumps(numbers).removeprefix("[forecast]\n")


def forecast_table(settings: ForecastSettings) -> dict[str, object]:
    """Return the section as TOML values; what is not known is left out."""
    return {name: value for name, value in asdict(settings).items() if value not in (None, "")}
