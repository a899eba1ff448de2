"""What it costs a patient to stand in a session: habits, wishes and absences."""

from collections.abc import Mapping, Sequence

import numpy as np

from refillplan.domain.chains import ChainStart
from refillplan.planner.arrays import HALVES, INF, Ints
from refillplan.planner.bookings import away
from refillplan.planner.problem import Problem


def place_costs(problem: Problem, starts: Sequence[ChainStart], days: Ints, session: Ints) -> Ints:
    """Return the (2, n, p) comfort of every half-day and chain, `INF` where there is no session or the patient cannot come.

    Parameters
    ----------
    starts
        One for each of the p chains.
    days : (n,) first day planned = 0
    session : (2, n) index of the morning's and afternoon's session, -1 for none
    """
    weights = problem.centre.comfort
    patients = [start.patient for start in starts]
    weekday = np.array([patient.usual_weekday or 0 for patient in patients])
    today_is = np.array([session.key.on.isoweekday() for session in problem.sessions])
    comfort = np.full((2, len(days), len(starts)), INF, dtype=np.int64)
    for half, name in enumerate(HALVES):
        other_half = np.array([p.preferred_half_day not in (None, name) for p in patients])
        rows = np.flatnonzero(session[half] >= 0)
        other_day = (weekday > 0) & (today_is[session[half, rows]][:, None] != weekday)
        comfort[half, rows] = weights.other_weekday * other_day + weights.other_half_day * other_half
    columns: dict[str, list[int]] = {}
    for column, patient in enumerate(patients):
        columns.setdefault(patient.patient, []).append(column)
        if patient.active_from is not None:
            comfort[:, days < problem.day(patient.active_from), column] = INF
        if patient.active_to is not None:
            comfort[:, days > problem.day(patient.active_to), column] = INF
    for u in problem.centre.unavailabilities:
        if u.hard and u.patient in columns:
            rows = np.flatnonzero((days >= problem.day(u.from_on)) & (days <= problem.day(u.to_on)))
            for half in (h for h, name in enumerate(HALVES) if u.half_day in (None, name)):
                comfort[half, rows[:, None], columns[u.patient]] = INF
    _add_soft_wishes(problem, columns, session, comfort)
    return comfort


def _add_soft_wishes(problem: Problem, columns: Mapping[str, list[int]], session: Ints, comfort: Ints) -> None:
    """Add the cost of a soft unavailability once per half-day, however many entries cover it."""
    wished = {u.patient for u in problem.centre.unavailabilities if not u.hard}
    for patient in wished & columns.keys():
        mine = [u for u in problem.centre.unavailabilities if u.patient == patient and not u.hard]
        for half, row in np.argwhere(session >= 0):
            if away(mine, problem.sessions[session[half, row]].key, hard=False):
                comfort[half, row, columns[patient]] += problem.centre.comfort.soft_unavailability
    np.minimum(comfort, INF, out=comfort)
