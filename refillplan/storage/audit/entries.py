"""The audit: who changed which row when, from what to what, and why; it only ever grows, as a chain of hashes."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from secrets import token_hex

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from refillplan.storage.audit.audited import audited_columns
from refillplan.storage.audit.chain import NOTHING_BEFORE, digest_of, hash_of, instant_text
from refillplan.storage.rows.audit import AuditRow
from refillplan.storage.rows.base import Columns, table_of


class Action(StrEnum):
    """What was done to a row."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"
    ERASED = "erased"


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
    erased_by
        The entry of the erasure that emptied key, values and reason of this one; None: they stand.
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
    erased_by: int | None = None


class AuditLog:
    """Writes what a unit of work changes under its actor, time and reason, and reads it all back."""

    def __init__(self, session: Session, *, actor: str, at: datetime, why: str) -> None:
        self._session = session
        self._at = at
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

    def since(self, centre: str, revision: int) -> tuple[AuditEntry, ...]:
        """Return the entries about a centre's data that were made after one of its revisions, oldest first."""
        of_centre = (
            select(AuditRow).where(AuditRow.centre == centre, AuditRow.table_name == "centres").order_by(AuditRow.id.desc())
        )
        first: int | None = None
        for row in self._session.scalars(of_centre):
            known = (row.new_values or {}).get("revision")
            if isinstance(known, int) and known <= revision:
                break
            first = row.id if known is not None else first
        if first is None:
            return ()
        chosen = select(AuditRow).where(AuditRow.centre == centre, AuditRow.id >= first).order_by(AuditRow.id)
        return tuple(map(_entry_of, self._session.scalars(chosen)))

    def after(self, centre: str, number: int) -> tuple[AuditEntry, ...]:
        """Return the entries about a centre that come after one of a number, oldest first."""
        chosen = select(AuditRow).where(AuditRow.centre == centre, AuditRow.id > number).order_by(AuditRow.id)
        return tuple(map(_entry_of, self._session.scalars(chosen)))

    def last_at(self, centre: str | None = None) -> datetime | None:
        """Return when anything of a centre, or of all, was last changed; None: never."""
        latest = select(func.max(AuditRow.at))
        return self._session.scalar(latest if centre is None else latest.where(AuditRow.centre == centre))

    def record(self, centre: str, changes: Iterable[Change]) -> None:
        """Add one entry for each change."""
        self.add((centre, change.action, change) for change in changes)

    def add(self, lines: Iterable[tuple[str, Action, Change]]) -> int:
        """Add one entry for each change in a centre, chained to the entry before it; return the number of the last."""
        rows: list[Columns] = []
        id_, before = self._last()
        for centre, action, change in lines:
            id_ += 1
            row = self._row(id_, before, centre, action, change)
            before = str(row["hash"])
            rows.append(row)
        if rows:
            self._session.execute(insert(table_of(AuditRow)), rows)
        return id_

    def _last(self) -> tuple[int, str]:
        found = self._session.execute(select(AuditRow.id, AuditRow.hash).order_by(AuditRow.id.desc()).limit(1)).first()
        return (0, NOTHING_BEFORE) if found is None else (found.id, found.hash)

    def _row(self, id_: int, before: str, centre: str, action: Action, change: Change) -> Columns:
        old, new = (None if c is None else audited_columns(change.table, c) for c in (change.old, change.new))
        salt, why = token_hex(16), str(self._signature["why"])
        texts = (salt, change.key, *(None if values is None else json.dumps(values) for values in (old, new)), why)
        digest = digest_of(*(None if text is None else text.encode() for text in texts))
        clear = (
            before,
            str(id_),
            instant_text(self._at),
            str(self._signature["actor"]),
            action.value,
            centre,
            change.table,
            digest,
        )
        return {
            **self._signature,
            "id": id_,
            "action": action.value,
            "centre": centre,
            "table_name": change.table,
            "row_key": change.key,
            "old_values": old,
            "new_values": new,
            "salt": salt,
            "digest": digest,
            "hash": hash_of(*(text.encode() for text in clear)),
        }


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
        erased_by=row.erased_by,
    )
