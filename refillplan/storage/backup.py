"""Backups: one file that either database can be made from again, whichever it came from.

The file is text under gzip: a head with the version of the tables, a line for each row, a foot with the number of rows and
the digest of all lines before it. Values stand as the database keeps them, JSON texts unread, so that what is restored is
the same to the byte. Any past version of the tables can be saved and restored; restoring brings it up to date.
"""

import gzip
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from hashlib import sha256
from pathlib import Path
from typing import cast

from sqlalchemy import JSON, Column, Connection, DateTime, MetaData, Table, Text, TypeDecorator, insert, select, text
from sqlalchemy.dialects.postgresql import JSON as PostgresqlJson
from sqlalchemy.engine import Dialect
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy import cast as sql_cast

from refillplan.domain.messages import N_, message
from refillplan.storage.errors import NotABackup

FORMAT = "refillplan backup 1"
_VERSION = "alembic_version"
_MANY = 500


class _RawJson(TypeDecorator[str]):
    """A JSON column by its text, unread."""

    impl = Text
    cache_ok = True

    def bind_expression(self, bindvalue: ColumnElement[str]) -> ColumnElement[str]:
        """Tell PostgreSQL that a text is JSON."""
        return _OnPostgresql(bindvalue)

    def column_expression(self, column: ColumnElement[str]) -> ColumnElement[str]:
        """Read the text as it stands."""
        return sql_cast(column, Text)


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupHead:
    """What a backup says of itself: the version of its tables, and how many rows it has."""

    revision: str
    rows: int
    sha256: str
