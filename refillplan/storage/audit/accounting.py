"""The tables compared with the audit: rows that no entry of it accounts for, and entries that no row bears out."""

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from refillplan.storage.audit.audited import BODIES, audited_columns, audited_tables, body_line, key_names, key_text
from refillplan.storage.audit.entries import Action, AuditLog, Change
from refillplan.storage.rows.audit import AuditRow
from refillplan.storage.rows.base import Columns, table_of

Place = tuple[str, str, str]
"""Table, centre, and key of a row in words."""

_NO_CHANGE_YET = datetime(1970, 1, 1, tzinfo=UTC)
UPGRADE = "upgrade"
"""The reason of entries that an upgrade adds."""


def unaccounted(session: Session) -> dict[Place, tuple[Columns | None, Columns | None]]:
    """Return, for each row that differs from what the audit says of it, that and the row; None: there is none."""
    said, found = said_by_audit(session), found_in_tables(session)
    places = sorted(said.keys() | found.keys())
    return {place: (said.get(place), found.get(place)) for place in places if said.get(place) != found.get(place)}


def said_by_audit(session: Session) -> dict[Place, Columns]:
    """Return the rows that there must be after all that the audit says."""
    rows: dict[Place, Columns] = {}
    columns = (AuditRow.action, AuditRow.table_name, AuditRow.centre, AuditRow.row_key, AuditRow.old_values, AuditRow.new_values)
    kept = select(*columns).where(AuditRow.erased_by.is_(None), AuditRow.action != Action.ERASED).order_by(AuditRow.id)
    for action, table, centre, key, _old, new in session.execute(kept):
        place = (table, centre, key)
        if action == Action.REMOVED:
            rows.pop(place, None)
        else:
            rows[place] = {**({} if action == Action.ADDED else rows.get(place, {})), **(new or {})}
    return rows


def found_in_tables(session: Session) -> dict[Place, Columns]:
    """Return the rows that there are, as the audit would have them."""
    rows: dict[Place, Columns] = {}
    for row in audited_tables():
        table = table_of(row)
        names = [attribute.key for attribute in row.__mapper__.column_attrs]
        for found in session.execute(select(*(getattr(row, name) for name in names))):
            columns = dict(zip(names, found, strict=True))
            place = (table.name, str(columns.get("centre", columns.get("code", ""))), key_text(columns, key_names(table)))
            rows[place] = _as_read(audited_columns(table.name, columns))
    for body in BODIES:
        for centre, number in session.execute(select(body.centre, body.number).distinct()):
            plan: Columns = {"centre": centre, "number": number}
            rows[body.__tablename__, centre, str(number)] = _as_read(body_line(session, body, plan))
    return rows


def bring_level(session: Session, actor: str, at: datetime | None) -> int:
    """Add to the audit what an upgrade has changed, or what earlier versions left out of it; return how many entries.

    Parameters
    ----------
    at
        None: the instant of the last entry.
    """
    signed_at = at or AuditLog(session, actor=actor, at=_NO_CHANGE_YET, why="").last_at() or _NO_CHANGE_YET
    log = AuditLog(session, actor=actor, at=signed_at, why=UPGRADE)
    lines = list(_lines(unaccounted(session)))
    log.add(lines)
    return len(lines)


def _lines(rows: Mapping[Place, tuple[Columns | None, Columns | None]]) -> Iterable[tuple[str, Action, Change]]:
    for (table, centre, key), (said, found) in rows.items():
        # Where what the audit says has columns of long ago, the row is said to be gone and then to be there anew.
        outdated = said is not None and (found is None or not said.keys() <= found.keys())
        before = None if outdated else said
        if outdated:
            yield centre, Action.REMOVED, Change(table=table, key=key, old=said, new=None)
        if found is not None:
            action = Action.ADDED if before is None else Action.CHANGED
            yield centre, action, Change(table=table, key=key, old=before, new=found)


def _as_read(columns: Columns) -> Columns:
    """Return columns as they come back from the audit."""
    read: Columns = json.loads(json.dumps(columns))
    return read
