"""The choice among known chains: one per patient, whole, inside the sessions' rows, at the least cost.

The way to a plan where the steps that are left are too many to be chosen among exactly.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from ortools.math_opt.python import mathopt
from ortools.sat import sat_parameters_pb2

from refillplan.planner.capacity import Capacity
from refillplan.planner.pricing import COMFORT, OWN, Column
from refillplan.planner.rows import post_sessions

_EFFORT = 30.0  # CP-SAT's deterministic seconds


def select(
    capacity: Capacity, offered: Mapping[int, Sequence[Column]], tier: int, held: Mapping[int, int]
) -> tuple[Column, ...] | None:
    """Choose one of the ``offered`` chains of every patient.

    Parameters
    ----------
    tier, held
        Position of the tier to minimise, and values that earlier tiers may not exceed.

    Returns
    -------
    None where no choice was found: there is none, or the effort was used up.
    """
    model = mathopt.Model(name="selection")
    chosen: list[tuple[Column, mathopt.Variable]] = []
    refills: dict[int, list[mathopt.Variable]] = defaultdict(list)
    reviews: dict[int, list[mathopt.Variable]] = defaultdict(list)
    for columns in offered.values():
        mine = [(column, model.add_binary_variable()) for column in columns]
        model.add_linear_constraint(mathopt.fast_sum(take for _, take in mine) == 1)
        chosen.extend(mine)
        for column, take in mine:
            for stop in column.stops:
                session, kind = divmod(stop, 3)
                if stop >= 0 and kind != OWN:
                    (reviews if kind else refills)[session].append(take)
    above = post_sessions(model, capacity, refills, reviews)
    for position, value in held.items():
        model.add_linear_constraint(_weighed(chosen, position) <= value)
    crowding = capacity.crowding * mathopt.fast_sum(above) if tier == COMFORT else 0
    model.minimize(_weighed(chosen, tier) + crowding)
    parameters = sat_parameters_pb2.SatParameters(
        num_workers=1, random_seed=1, max_deterministic_time=_EFFORT, linearization_level=2
    )
    result = mathopt.solve(model, mathopt.SolverType.CP_SAT, params=mathopt.SolveParameters(cp_sat=parameters))
    if not result.has_primal_feasible_solution():
        return None
    values = result.variable_values()
    return tuple(column for column, take in chosen if values[take] > 0.5)


def _weighed(chosen: Sequence[tuple[Column, mathopt.Variable]], position: int) -> mathopt.LinearSum:
    return mathopt.fast_sum(column.tiers[position] * take for column, take in chosen if column.tiers[position])
