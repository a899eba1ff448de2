"""The chance that each pump ends in each period by each cause, given its age today and the rates of a world."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from refillplan.forecast.causes import EARLY, Cause
from refillplan.forecast.worlds import Worlds

Floats = NDArray[np.float64]

_POINTS, _SHARES = np.polynomial.legendre.leggauss(8)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ages:
    """The pumps of a model as the forecast needs them.

    Parameters
    ----------
    years
        Age today, in years; shape (pumps,).
    stretches
        How much later than the label a physician's extension lets this pump be replaced: extended life by label
        life, 1 without extension; ages at wear-out are stretched by it. Shape (pumps,).
    due
        Whether a low-battery entry makes the pump due at once; shape (pumps,).
    """

    years: Floats
    stretches: Floats
    due: NDArray[np.bool_]


def chances(ages: Ages, edges: Floats, worlds: Worlds) -> dict[Cause, Floats]:
    """Return the chance of an end in each period by cause: arrays of shape (pumps, periods, worlds).

    For an age ``a`` today, ``S(u) = exp(-R u - f ((a + u)^k - a^k))`` is the chance to be in place after ``u`` years
    (ages in stretched label lives, ``R`` the sum of the early rates). An end between ``u`` and ``v`` has the chance
    ``S(u) - S(v)``; by an early cause of rate ``r`` it is ``r`` times the integral of ``S`` (Gauss-Legendre, eight
    points), and what remains is wear-out. A pump that is due at once ends by wear-out in the first period.

    Parameters
    ----------
    edges
        Years from today to the first day of each period, and to the end of the last; shape (periods + 1,).
    """
    total_rate = worlds.early.sum(axis=0)
    start = _in_place(ages, edges, worlds, total_rate)
    ended = start[:, :-1] - start[:, 1:]
    lengths = np.diff(edges)
    middles = (edges[:-1] + edges[1:]) / 2
    inside = np.zeros_like(ended)
    for point, share in zip(_POINTS, _SHARES, strict=True):
        inside += share / 2 * _in_place(ages, middles + point * lengths / 2, worlds, total_rate)
    inside *= lengths[None, :, None]
    inside *= np.minimum(1.0, ended / np.maximum(total_rate * inside, 1e-300))
    found = {cause: rate * inside for cause, rate in zip(EARLY, worlds.early, strict=True)}
    found[Cause.WEAR_OUT] = np.maximum(ended - total_rate * inside, 0.0)
    for cause, chance in found.items():
        chance[ages.due] = 0.0
        if cause is Cause.WEAR_OUT:
            chance[ages.due, 0] = 1.0
    return found


def _in_place(ages: Ages, times: Floats, worlds: Worlds, total_rate: Floats) -> Floats:
    """Return the chance to be in place after each time, shape (pumps, times, worlds)."""
    unit = ages.stretches * worlds.label_years
    now = ages.years / unit
    then = (ages.years[:, None] + times[None, :]) / unit[:, None]
    shapes, kind = np.unique(worlds.shapes, return_inverse=True)
    worn = then[:, :, None] ** shapes - now[:, None, None] ** shapes
    return np.exp(-total_rate * times[None, :, None] - worlds.scales * worn[:, :, kind])
