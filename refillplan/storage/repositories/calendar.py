"""The calendar entries of a centre."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from refillplan.domain.calendar_entries import CalendarEntry
from refillplan.domain.centre import time_zone
from refillplan.domain.phone_list import EntryChange
from refillplan.storage.audit.entries import AuditLog
from refillplan.storage.mapping.visits import audited_entry, entry_columns, entry_of
from refillplan.storage.repositories.centres import centre_row
from refillplan.storage.repositories.changes import apply, compare, stored_rows
from refillplan.storage.rows.visits import CalendarEntryRow


class CalendarRepository:
    """What calendars show of the visits of a centre."""

    def __init__(self, session: Session, audit: AuditLog) -> None:
        self._session = session
        self._audit = audit

    def entries(self, centre: str) -> tuple[CalendarEntry, ...]:
        """Return all entries by start, patient, uid; past and cancelled ones too.

        Raises
        ------
        UnknownCentre
            If the database holds no centre of that code.
        """
        zone = time_zone(centre_row(self._session, centre).timezone)
        entries = (entry_of(row, zone) for row in stored_rows(self._session, CalendarEntryRow, centre))
        return tuple(sorted(entries, key=lambda entry: (entry.starts_at, entry.patient, entry.uid)))

    def revision(self, centre: str) -> str:
        """Return a mark of the entries' state: another one after each change, whoever makes it.

        Each change of an entry raises its sequence, so the sum of the sequences tells of it; an erasure alone removes
        entries, after which number and sum may come again, but not with the same latest revision.
        """
        row = CalendarEntryRow
        marks = select(func.count(), func.sum(row.sequence), func.max(row.revised_at)).where(row.centre == centre)
        number, changes, latest = self._session.execute(marks).one()
        return f"{number}.{changes or 0}" + (f".{latest.isoformat()}" if latest else "")

    def changes(self, centre: str, since: datetime) -> tuple[EntryChange, ...]:
        """Return all revisions of entries made at ``since`` or later, oldest first.

        Raises
        ------
        UnknownCentre
            If the database holds no centre of that code.
        """
        zone = time_zone(centre_row(self._session, centre).timezone)
        audited = self._audit.of_table(centre, CalendarEntryRow.__tablename__, since)
        return tuple(
            EntryChange(at=a.at, old=None if a.old is None else audited_entry(a.old, zone), new=audited_entry(a.new, zone))
            for a in audited
            if a.new is not None
        )

    def replace(self, centre: str, entries: Iterable[CalendarEntry]) -> None:
        """Store the entries that are new or changed, by uid; entries that are not given stay.

        Raises
        ------
        UnknownCentre
            If the database holds no centre of that code.
        DuplicateRow
            If two entries have the same uid.
        """
        centre_row(self._session, centre)
        difference = compare(self._session, CalendarEntryRow, centre, map(entry_columns, entries))
        self._audit.record(centre, apply(self._session, difference, removing=False))
