"""What it costs a patient to stand in a session: habits, wishes and absences."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from refillplan.domain.chains import ChainStart
from refillplan.planner.arrays import HALVES, INF, Ints
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
    _add_soft_wishes(problem, columns, days, session, comfort)
    return comfort


def _add_soft_wishes(problem: Problem, columns: Mapping[str, list[int]], days: Ints, session: Ints, comfort: Ints) -> None:
    """Add the cost of a soft unavailability once per half-day, however many entries cover it."""
    covered: dict[str, NDArray[np.bool_]] = defaultdict(lambda: np.zeros(session.shape, dtype=bool))
    for u in problem.centre.unavailabilities:
        if not u.hard and u.patient in columns:
            during = (days >= problem.day(u.from_on)) & (days <= problem.day(u.to_on))
            for half in (h for h, name in enumerate(HALVES) if u.half_day in (None, name)):
                covered[u.patient][half] |= during
    for patient, there in covered.items():
        halves, rows = np.nonzero(there & (session >= 0))
        comfort[halves[:, None], rows[:, None], columns[patient]] += problem.centre.comfort.soft_unavailability
    np.minimum(comfort, INF, out=comfort)
