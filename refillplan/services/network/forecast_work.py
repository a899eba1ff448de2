"""The forecast of one centre, or of several together, on a worker."""

from dataclasses import dataclass
from datetime import date

from refillplan.domain.centre import Centre
from refillplan.domain.messages import InvalidValue, Message
from refillplan.forecast.periods import By
from refillplan.services.forecasts.forecasting import Forecasted, forecast_of
from refillplan.services.network.work import Versions, unlike
from refillplan.workers import Stop


@dataclass(frozen=True, slots=True, kw_only=True)
class ForecastAsked:
    """A forecast is asked for; see `refillplan.services.forecasts.forecasting.forecast_of`."""

    centres: tuple[Centre, ...]
    today: date
    years: int
    by: By
    life: str | None
    quota: int | None
    versions: Versions


def forecast_piece(asked: ForecastAsked, _: Stop) -> Forecasted | Message:
    """Forecast a centre, or several together; a sentence where that cannot be, or this machine is not like the other."""
    refused = unlike(asked.versions)
    if refused is not None:
        return refused
    try:
        return forecast_of(asked.centres, asked.today, years=asked.years, by=asked.by, life=asked.life, quota=asked.quota)
    except InvalidValue as error:  # the settings of one centre, for example, have not the label life that is asked for
        return error.sentence
