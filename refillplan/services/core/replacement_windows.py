"""Calendars follow what is decided about replacements: after every change of what is entered."""

from datetime import date, datetime
from uuid import uuid4

from refillplan.domain.centre import Centre
from refillplan.domain.replacement_windows import revise_windows
from refillplan.services.core.labels import decided_pumps
from refillplan.storage import UnitOfWork


def follow_replacements(work: UnitOfWork, centre: Centre, today: date, at: datetime) -> None:
    """Carry the decided replacements of a centre into what calendars show of them."""
    known = work.replacement_windows.list(centre.code)
    decided = decided_pumps(centre, today) if centre.decisions else ()
    revised = revise_windows(known, decided, at, today, lambda: str(uuid4()))
    if set(revised) != set(known):
        work.replacement_windows.replace(centre.code, revised)
