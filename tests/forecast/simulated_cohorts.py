"""Centres whose pumps live by a known truth: made by chance from a seed, watched for years, then forecast."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import numpy as np

from refillplan.csv_files import read_folder
from refillplan.domain.centre import Centre
from refillplan.domain.devices import Pump, PumpModel
from refillplan.domain.people import Patient

TODAY = date(2027, 1, 4)
BEGAN_ON = date(2004, 1, 1)
RECORDS_FROM = date(2014, 1, 1)
MODEL = PumpModel(model="M", life_min_years=6, life_max_years=8, source="made up", source_on=date(2020, 1, 1))
_DAYS = 365.25
_WORDS = {"wear": "battery", "dys": "dysfunction", "inf": "infection", "oth": "pain at the site"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """How pumps really end."""

    shape: float
    median_years: float
    dysfunction: float
    infection: float
    other: float


@cache
def small_sample() -> Centre:
    centre = read_folder(Path(__file__).parents[2] / "sample_data" / "small", TODAY)
    assert isinstance(centre, Centre)
    return replace(centre, patients=(), pumps=(), fills=(), unavailabilities=(), visits=(), not_done=())


def truth_of(seed: int) -> Truth:
    draws = np.random.default_rng([seed, 1])
    return Truth(
        shape=draws.uniform(6, 12),
        median_years=8 * draws.lognormal(0, 0.06),
        dysfunction=draws.gamma(2, 0.021),
        infection=draws.gamma(2, 0.053),
        other=draws.gamma(2, 0.0195),
    )


def simulated_centre(seed: int, patients: int, truth: Truth, until: date = TODAY + timedelta(days=6 * 366)) -> Centre:
    """Return a centre in which every pump that ends is replaced the same day, from 2004 until ``until``."""
    draws = np.random.default_rng([seed, 2])
    pumps: list[Pump] = []
    for number in range(patients):
        on = BEGAN_ON + timedelta(days=int(draws.integers(0, 8 * 365)))
        nth = 0
        while on < until:
            nth += 1
            days, cause = _life(draws, truth)
            ended_on = on + timedelta(days=days)
            pumps.append(
                Pump(
                    serial=f"S{number}-{nth}",
                    patient=f"P{number}",
                    model="M",
                    implanted_on=on,
                    ended_on=ended_on,
                    end_cause=_WORDS[cause],
                )
            )
            on = ended_on
    people = tuple(Patient(patient=f"P{number}") for number in range(patients))
    bare = small_sample()
    forecast = replace(bare.forecast, records_from=RECORDS_FROM)
    return replace(bare, patients=people, pumps=tuple(pumps), pump_models=(MODEL,), forecast=forecast)


def as_known_on(centre: Centre, today: date) -> Centre:
    """Return what the centre has entered by ``today``: later implants and ends are not there yet."""
    known = (pump for pump in centre.pumps if pump.implanted_on <= today)
    pumps = tuple(
        replace(pump, ended_on=None, end_cause="") if pump.ended_on is not None and pump.ended_on > today else pump
        for pump in known
    )
    return replace(centre, pumps=pumps)


def _life(draws: np.random.Generator, truth: Truth) -> tuple[int, str]:
    scale = truth.median_years / np.log(2) ** (1 / truth.shape)
    years = {
        "wear": scale * draws.weibull(truth.shape),
        "dys": draws.exponential(1 / truth.dysfunction),
        "inf": draws.exponential(1 / truth.infection),
        "oth": draws.exponential(1 / truth.other),
    }
    cause = min(years, key=lambda name: years[name])
    return max(1, round(years[cause] * _DAYS)), cause
