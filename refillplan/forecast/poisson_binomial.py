"""How many of several unlike events happen: the exact distribution of the number, and its intervals."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_NEVER = 1e-18  # chance that a count lies beyond the last one that is followed
_NOTHING = 1e-13  # chance that is left when rounding alone is left


def distribution(chances: Floats) -> Floats:
    """Return the chance of each number of events, for independent events of these chances.

    The Poisson-binomial distribution, built up one event at a time: with each event of chance ``p`` the chance of
    ``k`` becomes ``f[k] (1 - p) + f[k - 1] p``. Every term is positive, so nothing cancels and the result is exact
    to rounding; counts above the last that can occur with a chance of 1e-18 are cut off, which leaves the others
    as they are.

    Parameters
    ----------
    chances
        Shape (events, rows): for each row its own chances of the same events.

    Returns
    -------
    Floats
        Shape (rows, counts): row by row, the chance of 0, 1, 2, ... events.
    """
    events, rows = chances.shape
    most = _most(chances.sum(axis=0).max(initial=0.0), events)
    found, moved = np.zeros((most + 1, rows)), np.empty((most, rows))
    found[0] = 1.0
    for number, chance in enumerate(chances, 1):
        upto = min(number, most)
        np.multiply(found[:upto], chance, out=moved[:upto])
        found[: upto + 1] *= 1.0 - chance
        found[1 : upto + 1] += moved[:upto]
    return np.ascontiguousarray(found.T)


def _most(mean: float, events: int) -> int:
    """Return a count that is passed with a chance below 1e-18 (Chernoff: P(X >= k) <= e^(k - m) (m / k)^k)."""
    counts = np.arange(1, events + 1)
    bound = counts - mean + counts * (np.log(max(mean, 1e-300)) - np.log(counts))
    beyond = np.flatnonzero((counts > mean) & (bound < np.log(_NEVER)))
    return int(counts[beyond[0]]) if beyond.size else events


def convolved(first: Floats, second: Floats) -> Floats:
    """Return the distribution of the sum of two independent counts."""
    return np.convolve(first, second)


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """Counts from ``low`` to ``high``, and the chance that the distribution gives them: near to ``level``."""

    level: float
    low: int
    high: int
    held: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """What is known of a number to come.

    Parameters
    ----------
    chances
        Chance of 0, 1, 2, ... as far as they matter.
    """

    chances: tuple[float, ...]

    @property
    def mean(self) -> float:
        """Mean of the distribution."""
        return float(np.dot(np.arange(len(self.chances)), self.chances))

    @property
    def median(self) -> int:
        """Least number that is not passed with a chance of a half."""
        return self.quantile(0.5)

    def quantile(self, level: float) -> int:
        """Return the least number ``k`` such that the chance of at most ``k`` reaches ``level``."""
        reached = np.cumsum(self.chances) >= level - 1e-12
        return int(np.argmax(reached)) if reached.any() else len(self.chances) - 1

    def interval(self, level: float) -> Interval:
        """Return the central counts that together come nearest to a level.

        It grows from the median towards the side on which more is left, so that about as much is cut off below as
        above, and stops where another count would take it further from ``level``: what it holds is then as often a
        little more as a little less than asked, where the usual rule always holds more. ``held`` says how much.
        """
        chances = self.chances
        low = high = self.median
        below, above = sum(chances[:low]), sum(chances[high + 1 :])
        held = chances[low]
        while max(below, above) > _NOTHING:
            down = below > above
            more = chances[low - 1] if down else chances[high + 1]
            if abs(held + more - level) > abs(held - level):
                break
            held += more
            low, high = (low - 1, high) if down else (low, high + 1)
            below, above = (below - more, above) if down else (below, above - more)
        return Interval(level=level, low=low, high=high, held=min(held, 1.0))


def count_of(chances: Floats) -> Count:
    """Return a count from its distribution, without the end that never happens."""
    last = int(np.flatnonzero(chances > 1e-16)[-1])
    return Count(chances=tuple(float(chance) for chance in chances[: last + 1]))
