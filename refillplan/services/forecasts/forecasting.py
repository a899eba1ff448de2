"""The replacement forecast of one or several centres, and what it would have said in the past."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from refillplan.domain.centre import Centre
from refillplan.domain.devices import Supply
from refillplan.domain.messages import N_, InvalidValue, Message, message
from refillplan.domain.own_sources import QUOTA
from refillplan.forecast.backtest import Accuracy, Backtest, Comparison, Coverage, backtest
from refillplan.forecast.causes import EARLY, Cause
from refillplan.forecast.demand import Cohort, Curve, Group, NoCurve
from refillplan.forecast.fits import RecordsAlone, records_alone
from refillplan.forecast.label import LabelDates
from refillplan.forecast.label_life import LifeChoice
from refillplan.forecast.periods import By, Period
from refillplan.forecast.poisson_binomial import Count, Interval
from refillplan.forecast.records import of_model
from refillplan.forecast.supply import Arrival, SupplyPeriod
from refillplan.forecast.vials import VialsPeriod
from refillplan.forecast.whole import Forecast, LabelPeriod, LastPump, SensitivityYear, forecast
from refillplan.services.core.access import choose_centre, looking
from refillplan.services.core.labels import life_choice
from refillplan.services.forecasts.notes import notes_on
from refillplan.storage import Store

__all__ = [
    "EARLY",
    "Accuracy",
    "Arrival",
    "Backtest",
    "By",
    "Cause",
    "Cohort",
    "Comparison",
    "Count",
    "Coverage",
    "Curve",
    "Forecast",
    "Forecasted",
    "Group",
    "Interval",
    "LabelDates",
    "LabelPeriod",
    "LastPump",
    "LifeChoice",
    "NoCurve",
    "Period",
    "RecordsAlone",
    "SensitivityYear",
    "SupplyPeriod",
    "VialsPeriod",
    "choose_centres",
    "forecast_of",
    "life_choice",
    "look_back",
    "look_forward",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecasted:
    """A forecast, what has to be said of it, and what the records alone say of wear-out by model (where they say enough)."""

    forecast: Forecast
    notes: tuple[Message, ...]
    alone: tuple[tuple[str, RecordsAlone | None], ...]


def choose_centres(store: Store, codes: Sequence[str], *, every: bool) -> tuple[str, ...]:
    """Return the codes of the centres that are meant, sorted.

    Parameters
    ----------
    codes
        As given; none where there is only one to choose from.
    every
        Whether all centres of the database are meant.

    Raises
    ------
    InvalidValue
        If there is no such centre, none at all, or several and none is named.
    """
    if every and codes:
        raise InvalidValue(message(N_("name centres or ask for all of them, not both")))
    if every:
        with looking(store) as work:
            found = work.centres.codes()
        return found or (choose_centre(store, None),)
    return tuple(sorted({choose_centre(store, code) for code in codes or (None,)}))


def look_forward(
    store: Store,
    codes: Sequence[str],
    today: date,
    *,
    years: int = 10,
    by: By = By.QUARTER,
    life: str | None = None,
    quota: int | None = None,
    fit: bool = False,
) -> Forecasted:
    """Forecast centres together.

    Parameters
    ----------
    life
        ``model``, or one of the two label lives of the settings in years, as text; None: the longer.
    quota
        Count as if so many pumps could be obtained from today on, in place of the supply that is entered.
    fit
        Whether to say what the records alone say; takes a second more.

    Raises
    ------
    InvalidValue
        If the life is none of the settings', or a number is out of bounds.
    StorageError
        If the database cannot be used.
    """
    return forecast_of(_load(store, codes), today, years=years, by=by, life=life, quota=quota, fit=fit)


def forecast_of(
    centres: tuple[Centre, ...],
    today: date,
    *,
    years: int = 10,
    by: By = By.QUARTER,
    life: str | None = None,
    quota: int | None = None,
    fit: bool = False,
) -> Forecasted:
    """Forecast centres that are loaded already; see `look_forward`.

    Raises
    ------
    InvalidValue
        If the life is none of the settings', or a number is out of bounds.
    """
    chosen = life_choice(centres[0].forecast, life)
    if quota is not None:
        centres = _with_quota(centres, today, quota)
    found = forecast(centres, today, years=years, by=by, life=chosen)
    alone = tuple((curve.model, records_alone(of_model(found.records, curve.model))) for curve in _curves(found, fit=fit))
    return Forecasted(forecast=found, notes=notes_on(found), alone=alone)


def look_back(
    store: Store, codes: Sequence[str], today: date, *, ahead: int = 1, by: By = By.YEAR, life: str | None = None
) -> Backtest:
    """Compare what would have been forecast at past dates with what happened.

    Raises
    ------
    InvalidValue
        If the records are not whole over any past time, or a choice is out of bounds.
    StorageError
        If the database cannot be used.
    """
    if not 1 <= ahead <= 20:
        raise InvalidValue(message(N_("{ahead} periods ahead: from 1 to 20"), ahead=ahead))
    centres = _load(store, codes)
    return backtest(centres, today, ahead=ahead, by=by, life=life_choice(centres[0].forecast, life))


def _load(store: Store, codes: Iterable[str]) -> tuple[Centre, ...]:
    with looking(store) as work:
        return tuple(work.centres.load(code) for code in codes)


def _with_quota(centres: tuple[Centre, ...], today: date, quota: int) -> tuple[Centre, ...]:
    """Put one arrival in place of all supply, of a model that no rule keeps from being implanted."""
    asked = Supply(available_on=today, model="-", units=quota, source=QUOTA)
    first, *others = (replace(centre, supply=()) for centre in centres)
    return (replace(first, supply=(asked,)), *others)


def _curves(found: Forecast, *, fit: bool) -> tuple[Curve, ...]:
    return found.cohort.curves if fit else ()
