"""How rows stand in the audit: which columns, in which form, under which key.

Every row of every table stands in it, but for the audit itself. Bodies of plans stand in it as one line for each plan and
table, by number and digest of their rows: a plan is as large as all else, and is never changed but as a whole.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from hashlib import sha256

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from refillplan.domain.messages import Message
from refillplan.storage.rows.audit import AuditRow
from refillplan.storage.rows.base import Base, Columns, table_of
from refillplan.storage.rows.column_types import sentence_values
from refillplan.storage.rows.plans import PlanExceptionRow, PlanNotPlannedRow, PlanVisitRow

BODIES = (PlanVisitRow, PlanExceptionRow, PlanNotPlannedRow)
"""The tables of which a plan has many rows."""

_DIGESTED = {"edits": ("gone", "come"), "feeds": ("token_hash",)}
"""Columns that stand in the audit by their digest: long texts that other lines hold already, and a secret."""

_LEFT_OUT = {"feeds": ("fetched_at", "client")}
"""Columns that nobody enters: when a phone asked last, and with what; noted many times a day."""


def audited_columns(table: str, columns: Columns) -> Columns:
    """Return the columns of a row as the audit keeps them."""
    digested, left_out = _DIGESTED.get(table, ()), (*_LEFT_OUT.get(table, ()), "centre")
    return {
        name: _digest(value) if name in digested and isinstance(value, str) else plain(value)
        for name, value in columns.items()
        if name not in left_out
    }


def key_names(table: Table) -> tuple[str, ...]:
    """Return the columns that name a row within its centre, in order."""
    if table.name == "centres":
        return ("code",)
    return tuple(column.key for column in table.primary_key if column.key != "centre")


def key_text(columns: Columns, names: Iterable[str]) -> str:
    """Return the natural key of a row in words."""
    return "/".join(key_part(columns[name]) for name in names)


def key_part(value: object) -> str:
    """Return one part of a natural key."""
    return "" if value is None else str(value)


def body_line(session: Session, row: type[PlanVisitRow | PlanExceptionRow | PlanNotPlannedRow], plan: Columns) -> Columns:
    """Return what the audit keeps of the rows that a plan has in one table."""
    names = [attribute.key for attribute in row.__mapper__.column_attrs]
    columns = table_of(row).c
    chosen = select(*(columns[name] for name in names)).where(columns.centre == plan["centre"], columns.number == plan["number"])
    rows = [[plain(value) for value in found] for found in session.execute(chosen.order_by(columns.position))]
    return {"rows": len(rows), "sha256": sha256(json.dumps(rows).encode()).hexdigest()}


def audited_tables() -> tuple[type[Base], ...]:
    """Return the row classes of all tables that stand in the audit row by row."""
    mapped = (mapper.class_ for mapper in Base.registry.mappers)
    tables = [row for row in mapped if row is not AuditRow and row not in BODIES]
    return tuple(sorted(tables, key=lambda row: str(row.__tablename__)))


def plain(value: object) -> object:
    """Return a value as JSON has it.

    Raises
    ------
    TypeError
        If the audit has no form for such a value.
    """
    match value:
        case None | bool() | int() | float() | str() | dict() | list():
            return value
        case datetime() | date() | time():
            return value.isoformat()
        case frozenset():
            return sorted(map(str, value))
        case tuple():
            return [plain(part) for part in value]
        case Message():
            return sentence_values(value)
    raise TypeError(f"{type(value).__name__} has no form in the audit")


def _digest(text: str) -> Mapping[str, str]:
    return {"sha256": sha256(text.encode()).hexdigest()}
