"""Every table of the database, as text: what an auditor reads, and nothing that opens anything."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import Enum

from sqlalchemy import Column, Table, select
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import Session
from sqlalchemy.types import TypeDecorator

from refillplan.storage.repositories.centres import centre_row
from refillplan.storage.rows.base import Base

_SECRET = ("token", "secret", "password")
"""Words in the names of columns that are never given out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextTable:
    """A table: the names of its columns, and its rows in the order of their keys, each cell as text.

    An empty cell means no value. Text stands as it is, but for the empty one and text that begins with a quotation mark,
    which are written as JSON; lists and sentences are JSON, instants are in UTC, truth is yes or no.
    """

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class TableRepository:
    """The tables as they stand, whatever they mean."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def of_centre(self, centre: str) -> Iterator[TextTable]:
        """Give all rows about a centre, table by table, those that others refer to first; empty tables too.

        Raises
        ------
        UnknownCentre
            If the database holds no centre of that code.
        """
        centre_row(self._session, centre)
        dialect = self._session.get_bind().dialect
        for table in Base.metadata.sorted_tables:
            yield self._table(table, centre, dialect)

    def _table(self, table: Table, centre: str, dialect: Dialect) -> TextTable:
        columns = [column for column in table.columns if not any(word in column.name for word in _SECRET)]
        chosen = select(*columns).order_by(*table.primary_key.columns)
        owner = table.columns.get("centre", table.columns.get("code") if table.name == "centres" else None)
        found = self._session.execute(chosen if owner is None else chosen.where(owner == centre))
        rows = (tuple(_cell(column, value, dialect) for column, value in zip(columns, row, strict=True)) for row in found)
        return TextTable(name=table.name, columns=tuple(column.name for column in columns), rows=tuple(rows))


def _cell(column: Column[object], value: object, dialect: Dialect) -> str:
    kind = column.type
    plain = kind.process_bind_param(value, dialect) if isinstance(kind, TypeDecorator) else value
    match plain:
        case None:
            text = ""
        case bool():
            text = "yes" if plain else "no"
        case Enum():
            text = str(plain.value)
        case datetime() | date() | time():
            text = plain.isoformat()
        case str() if plain and not plain.startswith('"'):
            text = plain
        case int() | float():
            text = repr(plain)
        case _:
            text = json.dumps(plain, ensure_ascii=False)
    return text
