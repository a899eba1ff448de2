"""A fixed set of values that the unknown rates may have, each as likely as the next.

The rates are not known but believed, and all pumps of a model share them: their counts rise and fall together. So a
count's distribution is a mean of exact distributions, one for each of these worlds. The worlds are the points of an
additive recurrence (Kronecker's sequence) in five dimensions, one each for the shape, the scale of wear-out and the
three early rates, its steps the powers of the root of x^6 = x + 1, as Roberts proposed in 2018; they are taken through
the inverse distribution functions. Nothing is drawn by chance: the same beliefs give the same worlds.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from refillplan.forecast.causes import EARLY
from refillplan.forecast.life import Beliefs

Floats = NDArray[np.float64]

WORLDS = 96
"""Twenty times as many change a mean count by a few percent at most (a test holds it), far less than its interval is wide."""

_ROOT = 1.1347241384015195  # of x^6 = x + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Worlds:
    """Values of the rates, one row each.

    Parameters
    ----------
    shapes, scales
        Wear-out: ``H(t) = scale (t / L)^shape``; shape (worlds,).
    early
        Rates a year of the early causes in the order of `EARLY`; shape (causes, worlds).
    """

    label_years: float
    shapes: Floats
    scales: Floats
    early: Floats


def worlds_of(beliefs: Beliefs, number: int = WORLDS) -> Worlds:
    """Return ``number`` worlds that spread over what is believed."""
    from scipy.special import gammaincinv  # noqa: PLC0415 (loaded where a curve is drawn)

    steps = np.arange(number)[:, None]
    points = (0.5 + steps * _ROOT ** -np.arange(1.0, 6.0)) % 1.0
    wear_out = beliefs.wear_out
    kind = np.minimum(np.searchsorted(np.cumsum(wear_out.chances), points[:, 0]), len(wear_out.shapes) - 1)
    early = [
        gammaincinv(beliefs.early[cause].a, points[:, 2 + column]) / beliefs.early[cause].b for column, cause in enumerate(EARLY)
    ]
    return Worlds(
        label_years=wear_out.label_years,
        shapes=wear_out.shapes[kind],
        scales=gammaincinv(wear_out.a, points[:, 1]) / wear_out.rates[kind],
        early=np.array(early),
    )
