"""What the records alone say of wear-out, without the label: a Weibull fit by maximum likelihood."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from refillplan.forecast.causes import Cause
from refillplan.forecast.records import WatchedLife

FEWEST_ENDS = 5
"""A fit needs as many worn-out pumps as a curve needs devices."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordsAlone:
    """A Weibull distribution of the age at wear-out, ``H(t) = (t / scale_years)^shape``, and its median."""

    scale_years: float
    shape: float
    median_years: float


def records_alone(lives: Sequence[WatchedLife]) -> RecordsAlone | None:
    """Fit wear-out to watched lives, other ends as censored; None below five worn-out pumps.

    Right-censored and left-truncated; SurPyval does the fitting (Knife, J Open Source Software 2021;6:3484).
    """
    worn = np.array([life.cause is Cause.WEAR_OUT for life in lives], dtype=bool)
    if worn.sum() < FEWEST_ENDS:
        return None
    from surpyval import Weibull  # noqa: PLC0415 (takes half a second to load)

    fitted = Weibull.fit(
        np.array([life.exit_years for life in lives]),
        c=(~worn).astype(int),
        tl=np.array([life.entry_years for life in lives]),
    )
    scale, shape = (float(value) for value in fitted.params)
    return RecordsAlone(scale_years=scale, shape=shape, median_years=scale * float(np.log(2)) ** (1 / shape))
