"""A row of ``visits.csv`` before its session is known."""

from dataclasses import dataclass
from datetime import datetime

from refillplan.domain.visits import Pin


@dataclass(frozen=True, slots=True, kw_only=True)
class BookedRow:
    """A row of ``visits.csv`` as written: its start may be naive, its end and session are not known yet."""

    patient: str
    kind: str
    starts_at: datetime
    operator: str
    place: int
    told: bool
    pins: frozenset[Pin] = frozenset()
