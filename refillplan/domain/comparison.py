"""Two sets of visits compared: which visit of the one is which of the other."""

from collections.abc import Iterable

from refillplan.domain.half_days import SessionKey
from refillplan.domain.visits import Visit

SAME_VISIT_DAYS = 28
"""A visit at most this many days from another of its patient can be the same visit, moved."""


def pair_visits(old: Iterable[Visit], new: Iterable[Visit]) -> tuple[tuple[Visit | None, Visit | None], ...]:
    """Pair the visits of two plans, by patient.

    A visit in the same half-day is the same; then, in order of time, the nearest one that is left, at most 28 days
    away. What is left stands alone: None for the old where it has come, for the new where it is gone.
    """
    left: dict[tuple[str, SessionKey], list[Visit]] = {}
    for visit in new:
        left.setdefault((visit.patient, visit.session), []).append(visit)
    pairs: list[tuple[Visit | None, Visit | None]] = []
    moved = []
    for visit in sorted(old, key=lambda visit: (visit.starts_at, visit.patient)):
        same = left.get((visit.patient, visit.session))
        if same:
            pairs.append((visit, same.pop(0)))
        else:
            moved.append(visit)
    alone = [visit for visits in left.values() for visit in visits]
    for visit in moved:
        near = [v for v in alone if v.patient == visit.patient and _days_apart(v, visit) <= SAME_VISIT_DAYS]
        found = min(near, key=lambda v: (_days_apart(v, visit), v.starts_at), default=None)
        if found is not None:
            alone.remove(found)
        pairs.append((visit, found))
    return (*pairs, *((None, visit) for visit in alone))


def _days_apart(one: Visit, other: Visit) -> int:
    return abs((one.session.on - other.session.on).days)
