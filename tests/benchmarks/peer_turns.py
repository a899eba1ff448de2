"""How the exact peers go about the four figures: one after the other, each held at its least for the next."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Protocol

from peer_ground import FIGURES, MOVED, Ground, Solved, Stops, tiers_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """What came of minimising one figure.

    Parameters
    ----------
    chains
        The best found; None where nothing was found in the time.
    bound
        No chains have less of the figure, told visits counted as minus those kept.
    best
        Whether ``chains`` have the least.
    impossible
        Whether there are no chains at all.
    """

    chains: dict[str, Stops] | None = None
    bound: float = -float("inf")
    best: bool = False
    impossible: bool = False


class Model(Protocol):
    """A whole model of a centre: inside the limits alone, or with visits beyond them and done elsewhere."""

    @property
    def figures(self) -> Sequence[int]:
        """The figures on which chains can differ, in their order."""

    def minimise(self, figure: int, held: Mapping[int, int], seconds: float) -> Turn:
        """Minimise one figure, earlier ones held at most at these values."""


def solve_in_turn(ground: Ground, model: Callable[[bool], Model], seconds: float) -> Solved:
    """Return chains that are best in the four figures, as far as the time allows.

    First everybody is kept inside the limits: where that can be done, nobody is late in the best plan. Only else is the
    elastic model made, which is several times as large.
    """
    until = time.perf_counter() + seconds
    solved = _solve(ground, model(False), until)
    if solved is None:
        solved = _solve(ground, model(True), until)
    if solved is None:
        raise RuntimeError("visits done elsewhere always make chains")
    return solved


def _solve(ground: Ground, model: Model, until: float) -> Solved | None:
    held: dict[int, int] = {}
    constants = {MOVED: ground.told_total}
    bounds = [constants.get(figure, 0) if figure not in model.figures else 0 for figure in range(FIGURES)]
    chains: dict[str, Stops] | None = None
    for figure in model.figures:
        turn = model.minimise(figure, held, until - time.perf_counter())
        if turn.impossible:
            return None
        chains = turn.chains or chains
        if turn.bound > -1e9:
            bounds[figure] = max(0, ceil(turn.bound - 1e-6) + constants.get(figure, 0))
        if not turn.best:
            break
        held[figure] = ceil(turn.bound - 1e-6)
    return Solved(chains=chains, bounds=tiers_of(bounds))
