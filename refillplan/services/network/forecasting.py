"""The forecast of many centres: each by itself, and all together against the supply that they share."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from refillplan.domain.centre import Centre
from refillplan.domain.devices import TheatreDay
from refillplan.domain.messages import Message
from refillplan.forecast.periods import By
from refillplan.services.core.labels import decided_pumps
from refillplan.services.forecasts.forecasting import Forecasted, life_choice
from refillplan.services.network.forecast_work import ForecastAsked, forecast_piece
from refillplan.services.network.sources import Network
from refillplan.services.network.work import versions_here, without_notes
from refillplan.workers import Lost, Piece, Runner, Stop, Told

WHOLE_NETWORK = "*"
"""The name of the forecast of all centres together; no centre's code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkAsked:
    """What is asked of every forecast; ``quota`` counts for all centres together alone: they share it."""

    years: int
    by: By
    life: str | None
    quota: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PieceForecasted:
    """The forecast of one centre, by code, or of `WHOLE_NETWORK`; a sentence: why there is none."""

    name: str
    result: Forecasted | Message


@dataclass(frozen=True, slots=True, kw_only=True)
class TheatreDayOf:
    """A theatre day of a centre from today on, and how many decided replacements have it."""

    centre: str
    day: TheatreDay
    taken: int


def forecast_network(network: Network, runner: Runner, asked: NetworkAsked, told: Told, stop: Stop) -> Iterator[PieceForecasted]:
    """Forecast every centre as it would be alone, and all together; give each as it is done.

    Raises
    ------
    InvalidValue
        If a number is out of bounds, or the cluster cannot be used.
    WorkStopped
        Once ``stop`` says so.
    """
    centres = tuple(without_notes(one.centre) for one in network.centres)
    life_choice(centres[0].forecast, asked.life)
    pieces = [_piece(one.centre.code, (without_notes(one.centre),), one.today, asked, None) for one in network.centres]
    # Together they are forecast as on one day; it differs between them for some hours alone.
    pieces.append(_piece(WHOLE_NETWORK, centres, network.centres[0].today, asked, asked.quota))
    for done in runner(forecast_piece, pieces, told, stop):
        yield PieceForecasted(name=done.name, result=done.why if isinstance(done, Lost) else done.answer)


def theatre_days(network: Network) -> tuple[TheatreDayOf, ...]:
    """Return the theatre days of all centres from today on, by date and code."""
    found = [
        TheatreDayOf(centre=one.centre.code, day=day, taken=_taken(one.centre, one.today, day.on))
        for one in network.centres
        for day in one.centre.theatre
        if day.on >= one.today
    ]
    return tuple(sorted(found, key=lambda view: (view.day.on, view.centre)))


def _piece(name: str, centres: tuple[Centre, ...], today: date, asked: NetworkAsked, quota: int | None) -> Piece[ForecastAsked]:
    question = ForecastAsked(
        centres=centres,
        today=today,
        years=asked.years,
        by=asked.by,
        life=asked.life,
        quota=quota,
        versions=versions_here(),
    )
    return Piece(name=name, size=sum(len(centre.pumps) for centre in centres), asked=question)


def _taken(centre: Centre, today: date, on: date) -> int:
    return sum(replacement.theatre_on == on for replacement in decided_pumps(centre, today))
