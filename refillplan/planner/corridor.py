"""Duals kept in a corridor around the best prices known (the boxstep method: Marsten, Hogan and Blankenship 1975).

While few chains are known, the master's duals swing widely, and most of the simplex method's work goes into mixes
that mean nothing. Here every row may be overbooked at the dearest price of its corridor, and places left over are
taken at the cheapest. The corridor moves with the best prices, narrows where they got no better, and widens where
it is in the way.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from ortools.math_opt.python import mathopt

Floats = NDArray[np.float64]

WIDE, NARROW = 1.5, 0.05
"""Half its width at first, in points: around prices that are to be found, and around those of a goal that is much the same."""

_SHARE = 0.3  # what is added of each price
_WIDER, _NARROWER, _FREE = 1.5, 0.7, 4.0
_NARROWEST, _WIDEST = 0.02, 1e4
_ENOUGH = 0.3  # share of the gain hoped for above which a wider corridor is tried


@dataclass(frozen=True, slots=True, kw_only=True)
class Outside:
    """What a mix takes beyond the rows: overbooked places in sum, and what is to be added to its cost to leave that of chains."""

    overbooked: float
    cost: float


NOTHING = Outside(overbooked=0.0, cost=0.0)


class Corridor:
    """Overbooking and unused places at the prices between which the duals of ``rows`` are to lie."""

    def __init__(self, model: mathopt.Model, rows: Sequence[mathopt.LinearConstraint], width: float) -> None:
        self._model = model
        self._rows = rows
        self._over = [model.add_variable(lb=0.0) for _ in rows]
        self._unused = [model.add_variable(lb=0.0) for _ in rows]
        for row, over, unused in zip(rows, self._over, self._unused, strict=True):
            row.set_coefficient(over, -1.0)
            row.set_coefficient(unused, 1.0)
        self._width = width

    def lay(self, prices: Floats) -> None:
        """Lay the corridor around the (rows,) prices, in points."""
        half = self._width * (1 + _SHARE * prices)
        self._dearest, self._cheapest = prices + half, np.maximum(0.0, prices - half)
        objective = self._model.objective
        for over, unused, dear, cheap in zip(
            self._over, self._unused, self._dearest.tolist(), self._cheapest.tolist(), strict=True
        ):
            objective.set_linear_coefficient(over, dear)
            objective.set_linear_coefficient(unused, -cheap)

    def basis(self, overbooked: Sequence[bool]) -> mathopt.Basis:
        """Return the part of a basis in which these rows are overbooked and the others are not."""
        full, free = mathopt.BasisStatus.AT_UPPER_BOUND, mathopt.BasisStatus.BASIC
        over = {variable: free for variable, above in zip(self._over, overbooked, strict=True) if above}
        rows = {row: full if above else free for row, above in zip(self._rows, overbooked, strict=True)}
        return mathopt.Basis(variable_status=over, constraint_status=rows)

    def leave(self) -> None:
        """Let nothing be overbooked any more, and the duals be free."""
        for variable in (*self._over, *self._unused):
            variable.upper_bound = 0.0

    def outside(self, values: Mapping[int, float]) -> Outside:
        """Return what a solution, by id, takes beyond the rows."""
        over = np.array([values.get(variable.id, 0.0) for variable in self._over])
        unused = np.array([values.get(variable.id, 0.0) for variable in self._unused])
        return Outside(overbooked=float(over.sum()), cost=float((self._cheapest * unused).sum() - (self._dearest * over).sum()))

    def steer(self, *, gain: float, hoped: float, near: float) -> bool:
        """Widen or narrow by how much the best bound gained of what was hoped for; False where it cannot be any wider.

        Parameters
        ----------
        near
            Where less is left to hope for, the corridor is in the way.
        """
        if hoped - gain < near:
            if self._width >= _WIDEST:
                return False
            self._width *= _FREE
        elif gain >= _ENOUGH * hoped:
            self._width = min(_WIDEST, _WIDER * self._width)
        elif gain <= 0:
            self._width = max(_NARROWEST, _NARROWER * self._width)
        return True
