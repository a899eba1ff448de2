"""The decided replacements of a centre, as calendars show them."""

from collections.abc import Iterable

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from refillplan.domain.replacement_windows import ReplacementWindow
from refillplan.storage.audit.entries import AuditLog
from refillplan.storage.mapping.alike import columns_of, value_of
from refillplan.storage.repositories.changes import apply, compare, stored_rows
from refillplan.storage.rows.replacement_windows import ReplacementWindowRow


class ReplacementWindowRepository:
    """What calendars show of replacements."""

    def __init__(self, session: Session, audit: AuditLog) -> None:
        self._session = session
        self._audit = audit

    def list(self, centre: str) -> tuple[ReplacementWindow, ...]:
        """Return all windows by first day, patient, uid; past and cancelled ones too."""
        rows = stored_rows(self._session, ReplacementWindowRow, centre)
        windows = (value_of(ReplacementWindow, row) for row in rows)
        return tuple(sorted(windows, key=lambda window: (window.from_on, window.patient, window.uid)))

    def revision(self, centre: str) -> str:
        """Return a mark of the windows' state: another one after each change (see `CalendarRepository.revision`)."""
        row = ReplacementWindowRow
        marks = select(func.count(), func.sum(row.sequence), func.max(row.revised_at)).where(row.centre == centre)
        number, changes, latest = self._session.execute(marks).one()
        return f"{number}.{changes or 0}" + (f".{latest.isoformat()}" if latest else "")

    def replace(self, centre: str, windows: Iterable[ReplacementWindow]) -> None:
        """Store the windows that are new or changed, by uid; windows that are not given stay.

        Raises
        ------
        DuplicateRow
            If two windows have the same uid.
        """
        difference = compare(self._session, ReplacementWindowRow, centre, map(columns_of, windows))
        self._audit.record(centre, apply(self._session, difference, removing=False))
