"""The audit: who changed which row when, from what to what, and why; it only ever grows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from refillplan.storage.rows_audit import AuditRow
from refillplan.storage.rows_base import Columns, table_of


class Action(StrEnum):
    """What was done to a row."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One row before (None: it was not there) and after (None: it is gone), by its natural key in words."""

    table: str
    key: str
    old: Columns | None
    new: Columns | None

    @property
    def action(self) -> Action:
        """What was done."""
        if self.old is None:
            return Action.ADDED
        return Action.REMOVED if self.new is None else Action.CHANGED


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """One line of the audit.

    Parameters
    ----------
    id
        Ascending in the order of the changes.
    at
        When, in UTC, as the unit of work was told.
    table, key
        Which row: its table, and its natural key in the centre, parts joined by ``/``.
    old, new
        All values of the row before and after; None where it was not there yet, or is gone.
    """

    id: int
    at: datetime
    actor: str
    action: Action
    centre: str
    table: str
    key: str
    old: Mapping[str, object] | None
    new: Mapping[str, object] | None
    why: str


class AuditLog:
    """Writes what a unit of work changes under its actor, time and reason, and reads it all back."""

    def __init__(self, session: Session, *, actor: str, at: datetime, why: str) -> None:
        self._session = session
        self._signature: Columns = {"actor": actor, "at": at, "why": why}

    def entries(self, centre: str | None = None) -> tuple[AuditEntry, ...]:
        """Return the entries about one centre, or about all, oldest first."""
        chosen = select(AuditRow).order_by(AuditRow.id)
        if centre is not None:
            chosen = chosen.where(AuditRow.centre == centre)
        return tuple(map(_entry_of, self._session.scalars(chosen)))

    def of_table(self, centre: str, table: str, since: datetime) -> tuple[AuditEntry, ...]:
        """Return the entries about the rows of one table that were made at ``since`` or later, oldest first."""
        here = (AuditRow.centre == centre) & (AuditRow.table_name == table) & (AuditRow.at >= since)
        return tuple(map(_entry_of, self._session.scalars(select(AuditRow).where(here).order_by(AuditRow.id))))

    def record(self, centre: str, changes: Iterable[Change]) -> None:
        """Add one entry for each change."""
        rows = [
            {
                **self._signature,
                "action": change.action.value,
                "centre": centre,
                "table_name": change.table,
                "row_key": change.key,
                "old_values": _plain(change.old),
                "new_values": _plain(change.new),
            }
            for change in changes
        ]
        if rows:
            self._session.execute(insert(table_of(AuditRow)), rows)


def _entry_of(row: AuditRow) -> AuditEntry:
    return AuditEntry(
        id=row.id,
        at=row.at,
        actor=row.actor,
        action=Action(row.action),
        centre=row.centre,
        table=row.table_name,
        key=row.row_key,
        old=row.old_values,
        new=row.new_values,
        why=row.why,
    )


def _plain(columns: Columns | None) -> Columns | None:
    return None if columns is None else {name: _json(value) for name, value in columns.items() if name != "centre"}


def _json(value: object) -> object:
    match value:
        case None | bool() | int() | float() | str():
            return value
        case datetime() | date() | time():
            return value.isoformat()
        case frozenset():
            return sorted(map(str, value))
        case tuple():
            return [_json(part) for part in value]
    raise TypeError(f"{type(value).__name__} has no form in the audit")
