"""In which half-days of the week places are short, read from the prices that prove a plan."""

from collections import defaultdict
from datetime import date

import numpy as np

from refillplan.domain.centre import Centre
from refillplan.domain.half_days import HalfDay
from refillplan.planner.bookings import sort_bookings
from refillplan.planner.capacity import Duals, capacity_of, prices_of, profiles_of
from refillplan.planner.goals import Goal
from refillplan.planner.memory import Memory
from refillplan.planner.pricing import COMFORT
from refillplan.planner.problem import build_problem

_ALONE = ((1, 0, 0, 0), (0, 1, 0, 0), (0, 0, 1, 0), (0, 0, 0, 1))


def short_half_days(centre: Centre, today: date, weeks: int, memory: Memory) -> tuple[tuple[int, HalfDay], ...]:
    """Return the half-days of the week (weekday from 1, half-day) in which one place more has a price, the dearest first.

    The prices of all sessions of such a half-day are added up over the horizon; those of an earlier tier count first.

    Parameters
    ----------
    memory
        As the solve of this very centre has left it, and no other before.
    """
    problem = build_problem(centre, today, weeks)
    capacity = capacity_of(problem, sort_bookings(problem), profiles_of(problem))
    templates = {(known.weekday, known.half_day) for known in centre.sessions}
    sums: dict[tuple[int, HalfDay], list[int]] = defaultdict(lambda: [0] * len(_ALONE))
    for position, costs in enumerate(_ALONE):
        goals = (Goal(costs=costs, own_minima=own_minima, held={}) for own_minima in range(min(position, COMFORT), -1, -1))
        known = (memory.prices(problem, capacity, goal) for goal in goals)
        priced = next((prices for prices in known if prices is not None), None)
        if priced is None:
            continue
        places = Duals(facets=priced.duals.facets, comfortable=np.zeros_like(priced.duals.comfortable))
        for session, price in zip(problem.sessions, prices_of(capacity, places)[:, 0].tolist(), strict=True):
            half_day = session.key.on.isoweekday(), session.key.half_day
            if half_day in templates:
                sums[half_day][position] += price
    short = {half_day: prices for half_day, prices in sums.items() if any(prices)}
    return tuple(sorted(short, key=lambda half_day: ([-price for price in short[half_day]], half_day)))
