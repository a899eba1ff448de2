"""Fits with right-censoring and left truncation: ours (SurPyval), lifelines, and the equations of the likelihood."""

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.optimize import minimize

from refillplan.forecast.causes import Cause
from refillplan.forecast.fits import records_alone
from refillplan.forecast.records import WatchedLife

Floats = NDArray[np.float64]
SETS = ((60, 8.0, 8.3, 9.0, 6.0), (200, 3.0, 7.0, 8.0, 4.0), (1000, 1.3, 6.0, 10.0, 3.0))


def lives(number: int, shape: float, scale: float, latest: float, entries: float) -> list[WatchedLife]:
    """Return lives by chance: some already ended before they were watched (and are not there), some still going."""
    draws = np.random.default_rng(number)
    ends, entry = scale * draws.weibull(shape, number), draws.uniform(0, entries, number)
    ends, entry = ends[ends > entry], entry[ends > entry]
    last = np.maximum(draws.uniform(4, latest, len(ends)), entry + 0.05)
    return [
        WatchedLife(model="M", entry_years=begins, exit_years=min(end, seen), cause=Cause.WEAR_OUT if end <= seen else None)
        for begins, end, seen in zip(entry, ends, last, strict=True)
    ]


def arrays(watched: list[WatchedLife]) -> tuple[Floats, NDArray[np.bool_], Floats]:
    return (
        np.array([life.exit_years for life in watched]),
        np.array([life.cause is Cause.WEAR_OUT for life in watched]),
        np.array([life.entry_years for life in watched]),
    )


@pytest.mark.parametrize("data", SETS, ids=["wear_out", "middle", "early"])
def test_a_fit_agrees_with_lifelines_to_1e_4(data: tuple[int, float, float, float, float]) -> None:
    from lifelines import WeibullFitter  # noqa: PLC0415 (takes a second to load)

    watched = lives(*data)
    ends, seen, entry = arrays(watched)
    fitter = WeibullFitter().fit(ends, seen, entry=entry)
    ours = records_alone(watched)
    assert ours is not None
    assert ours.scale_years == pytest.approx(float(fitter.lambda_), rel=1e-4)
    assert ours.shape == pytest.approx(float(fitter.rho_), rel=1e-4)
    assert ours.median_years == pytest.approx(float(fitter.median_survival_time_), rel=1e-4)


@pytest.mark.parametrize("data", SETS, ids=["wear_out", "middle", "early"])
def test_a_fit_is_the_maximum_of_the_likelihood(data: tuple[int, float, float, float, float]) -> None:
    watched = lives(*data)
    ends, seen, entry = arrays(watched)

    def loss(logs: Floats) -> float:
        scale, shape = np.exp(logs)
        hazard = np.log(shape / scale) + (shape - 1) * np.log(ends[seen] / scale)
        return float(((ends / scale) ** shape - (entry / scale) ** shape).sum() - hazard.sum())

    best = minimize(loss, np.log([7.0, 4.0]), method="Nelder-Mead", options={"xatol": 1e-9, "fatol": 1e-12, "maxiter": 4000})
    ours = records_alone(watched)
    assert ours is not None
    assert (ours.scale_years, ours.shape) == pytest.approx(tuple(np.exp(best.x)), rel=1e-4)


def test_below_five_worn_out_pumps_there_is_no_fit() -> None:
    watched = [life for life in lives(*SETS[0]) if life.cause is Cause.WEAR_OUT]
    assert records_alone(watched[:4]) is None
    assert records_alone(watched[:5]) is not None
    assert records_alone([]) is None
