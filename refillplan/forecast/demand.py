"""The cohort layer: how many pumps end in each period, by model and cause, with exact intervals of the counts."""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from refillplan.domain.centre import Centre
from refillplan.domain.devices import Pump, PumpModel
from refillplan.domain.forecast_settings import ForecastSettings
from refillplan.domain.messages import N_, Message, message
from refillplan.domain.months import months_after
from refillplan.domain.own_sources import source_words
from refillplan.forecast.causes import EARLY, Cause
from refillplan.forecast.hazards import Ages, chances
from refillplan.forecast.label import pumps_in_place
from refillplan.forecast.label_life import LifeChoice, label_life
from refillplan.forecast.life import Learnt, learn, prior_of
from refillplan.forecast.periods import Period, years_between
from refillplan.forecast.poisson_binomial import Count, convolved, count_of, distribution
from refillplan.forecast.records import Records, of_model
from refillplan.forecast.worlds import WORLDS, worlds_of

Floats = NDArray[np.float64]


class Group(StrEnum):
    """What is counted: ends by one cause, or by several together."""

    WEAR_OUT = "wear_out"
    DYSFUNCTION = "dysfunction"
    INFECTION_CATHETER = "infection_catheter"
    OTHER = "other"
    UNPLANNED = "unplanned"
    ALL = "all"
    SO_FAR = "so_far"


PLANNED = Group.WEAR_OUT
"""Wear-out and low battery can be seen coming; the other causes cannot."""

ALL_GROUPS = tuple(Group)

_AT_ONCE = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """The forecast of one model.

    Parameters
    ----------
    pumps
        Number of pumps in place.
    learnt
        The prior, the posterior and what moved it.
    counts
        For each group one count a period; `Group.SO_FAR` counts all ends from today to the period's end.
    """

    model: str
    pumps: int
    label_years: float
    learnt: Learnt
    counts: Mapping[Group, tuple[Count, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoCurve:
    """A model without a forecast, and why."""

    model: str
    pumps: int
    reason: Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Cohort:
    """The forecasts of all models, the models without one, and the sums over the models that have one."""

    curves: tuple[Curve, ...]
    without: tuple[NoCurve, ...]
    counts: Mapping[Group, tuple[Count, ...]]


def cohort(
    centres: Sequence[Centre],
    records: Sequence[Records],
    today: date,
    periods: Sequence[Period],
    life: LifeChoice,
    *,
    groups: Iterable[Group] = ALL_GROUPS,
    extensions: bool = True,
    left_out: Container[Pump] = (),
    worlds: int = WORLDS,
) -> Cohort:
    """Forecast the pumps in place in one or several centres.

    Models and settings of the first centre count for all: the services tell where they differ.

    Parameters
    ----------
    records
        What the centres watched up to ``today``.
    groups
        What is counted.
    extensions
        Whether a physician's extension moves the age at which a pump wears out.
    left_out
        Pumps in place whose ends are not counted.
    worlds
        Over how many values of the unknown rates each count is averaged.
    """
    settings = centres[0].forecast
    models: dict[str, PumpModel] = {model.model: model for centre in reversed(centres) for model in centre.pump_models}
    in_place = [pump for centre in centres for pump in pumps_in_place(centre, today)]
    curves: list[Curve] = []
    without: list[NoCurve] = []
    for name in sorted({pump.model for pump in in_place}):
        pumps = [pump for pump in in_place if pump.model == name]
        label = label_life(settings, models.get(name), life)
        if label is None or len(pumps) < settings.fewest_pumps.value:
            without.append(NoCurve(model=name, pumps=len(pumps), reason=_why_none(settings, len(pumps))))
            continue
        learnt = learn(prior_of(settings, label), of_model(records, name))
        ages = _ages([pump for pump in pumps if pump not in left_out], today, label.value, extensions=extensions)
        counts = _counts(ages, learnt, today, periods, tuple(groups), worlds)
        curves.append(Curve(model=name, pumps=len(pumps), label_years=label.value, learnt=learnt, counts=counts))
    return Cohort(curves=tuple(curves), without=tuple(without), counts=_sum(curves, tuple(groups), len(periods)))


def _why_none(settings: ForecastSettings, pumps: int) -> Message:
    fewest = settings.fewest_pumps
    if pumps < fewest.value:
        return message(
            N_("{pumps} pumps in place, fewer than {fewest}: too few for a curve ({source}, as of {as_of}); label dates only"),
            pumps=pumps,
            fewest=int(fewest.value),
            source=source_words(fewest.source),
            as_of=str(fewest.as_of),
        )
    return message(N_("the label life of this model is unknown, or has no source and date: no curve"))


def _ages(pumps: Sequence[Pump], today: date, label_years: float, *, extensions: bool) -> Ages:
    stretches = []
    for pump in pumps:
        label_on = months_after(pump.implanted_on, round(12 * label_years))
        extended = extensions and pump.extended_until is not None and pump.extended_until > label_on
        until = pump.extended_until if extended and pump.extended_until is not None else label_on
        stretches.append((until - pump.implanted_on) / (label_on - pump.implanted_on))
    return Ages(
        years=np.array([years_between(pump.implanted_on, today) for pump in pumps]),
        stretches=np.array(stretches),
        due=np.array([pump.low_battery_on is not None and pump.low_battery_on <= today for pump in pumps], dtype=np.bool_),
    )


def _counts(
    ages: Ages, learnt: Learnt, today: date, periods: Sequence[Period], groups: Sequence[Group], worlds: int
) -> dict[Group, tuple[Count, ...]]:
    days = [period.start_on for period in periods] + [periods[-1].end_on]
    edges = np.array([years_between(today, day) for day in days])
    by_cause = chances(ages, edges, worlds_of(learnt.posterior, worlds))
    return {group: _averaged(_chance_of(group, by_cause)) for group in groups}


def _chance_of(group: Group, by_cause: Mapping[Cause, Floats]) -> Floats:
    match group:
        case Group.UNPLANNED:
            return reduce(np.add, (by_cause[cause] for cause in EARLY))
        case Group.ALL:
            return reduce(np.add, by_cause.values())
        case Group.SO_FAR:
            return np.cumsum(reduce(np.add, by_cause.values()), axis=1)
        case Group.WEAR_OUT | Group.DYSFUNCTION | Group.INFECTION_CATHETER | Group.OTHER:
            return by_cause[Cause(group.value)]


def _averaged(chance: Floats) -> tuple[Count, ...]:
    """Return a count a period: the exact distribution in each world, averaged over the worlds.

    Several periods are worked on at once, but not so many that their rows leave the processor's cache.
    """
    pumps, periods, worlds = chance.shape
    found: list[Count] = []
    for first in range(0, periods, _AT_ONCE):
        some = np.minimum(chance[:, first : first + _AT_ONCE], 1.0)
        exact = distribution(some.reshape(pumps, some.shape[1] * worlds))
        found += [count_of(rows.mean(axis=0)) for rows in exact.reshape(-1, worlds, exact.shape[1])]
    return tuple(found)


def _sum(curves: Sequence[Curve], groups: Sequence[Group], periods: int) -> dict[Group, tuple[Count, ...]]:
    """Add up over the models, whose counts are independent of each other."""
    return {
        group: tuple(
            count_of(reduce(convolved, (np.array(curve.counts[group][period].chances) for curve in curves), np.ones(1)))
            for period in range(periods)
        )
        for group in groups
    }
