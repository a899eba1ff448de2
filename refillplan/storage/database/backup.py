"""Backups: one file that either kind of database can be made from again, whichever it came from.

The file is text under gzip: a head with the version of the tables; for each table its columns, then a line for each row; a
foot with the number of rows and the digest of all lines before it. JSON texts stand unread, so that what is restored is the
same to the byte. Any past version of the tables can be saved and restored; restoring brings it up to date.
"""

import gzip
import json
import os
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from hashlib import sha256
from pathlib import Path

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Connection,
    Date,
    DateTime,
    MetaData,
    Table,
    Text,
    Time,
    bindparam,
    cast,
    insert,
    select,
)
from sqlalchemy.sql.elements import ColumnElement

from refillplan.domain.messages import N_, message
from refillplan.storage.audit.chain import instant_text
from refillplan.storage.errors import NotABackup
from refillplan.storage.rows.base import Columns

FORMAT = "refillplan backup 1"
_VERSIONS = "alembic_version"
_MANY = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupContents:
    """What a backup says of itself: the version of its tables, the number of its rows, and their digest."""

    revision: str
    rows: int
    sha256: str


def save(connection: Connection, revision: str, file: Path) -> BackupContents:
    """Write all rows that a connection sees; the file is there whole or not at all, and for its owner alone."""
    digest, rows = sha256(), 0
    beside = file.with_name(f".{file.name}.part")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as raw, gzip.GzipFile("", "wb", 6, raw, mtime=0) as packed:
            for value in _lines(connection, revision):
                line = _line(value)
                digest.update(line)
                packed.write(line)
                rows += isinstance(value, list)
            foot = BackupContents(revision=revision, rows=rows, sha256=digest.hexdigest())
            packed.write(_line({"rows": foot.rows, "sha256": foot.sha256}))
        beside.replace(file)
    finally:
        beside.unlink(missing_ok=True)
    return foot


def read(file: Path) -> BackupContents:
    """Read a backup through and return what it holds.

    Raises
    ------
    NotABackup
        If it is no backup, cut short, or not as it was written.
    OSError
        If it cannot be read.
    """
    digest, rows, revision, foot = sha256(), 0, "", None
    for line, value in _read_lines(file):
        if foot is not None:
            raise _damaged(file)
        if isinstance(value, dict) and "sha256" in value:
            foot = value
            continue
        if not revision and not _is_head(value):
            raise _damaged(file)
        if isinstance(value, dict):
            revision = revision or str(value.get("revision"))
        digest.update(line)
        rows += isinstance(value, list)
    if foot is None or foot != {"rows": rows, "sha256": digest.hexdigest()}:
        raise _damaged(file)
    return BackupContents(revision=revision, rows=rows, sha256=digest.hexdigest())


def restore(connection: Connection, file: Path) -> None:
    """Put the rows of a backup, which `read` found sound, into empty tables of the same version."""
    tables = _reflect(connection)
    table = ""
    names: list[str] = []
    waiting: list[list[object]] = []
    for _, value in _read_lines(file):
        if isinstance(value, list):
            waiting.append(value)
        if isinstance(value, dict) or len(waiting) == _MANY:
            _insert(connection, tables, table, names, waiting)
            waiting = []
        if isinstance(value, dict) and "table" in value:
            table, names = str(value["table"]), list(map(str, value["columns"]))


def _lines(connection: Connection, revision: str) -> Iterator[object]:
    yield {"format": FORMAT, "revision": revision}
    for table in _reflect(connection).values():
        yield {"table": table.name, "columns": [column.name for column in table.c]}
        chosen = select(*map(_read_column, table.c)).order_by(*table.primary_key)
        for row in connection.execute(chosen):
            yield [_plain(value) for value in row]


def _reflect(connection: Connection) -> dict[str, Table]:
    """Return the tables, those that others name first."""
    metadata = MetaData()
    metadata.reflect(connection)
    return {table.name: table for table in metadata.sorted_tables if table.name != _VERSIONS}


def _read_column(column: Column[object]) -> ColumnElement[object]:
    return cast(column, Text) if isinstance(column.type, JSON) else column


def _plain(value: object) -> object:
    match value:
        case datetime():
            return instant_text(value if value.tzinfo else value.replace(tzinfo=UTC))
        case date() | time():
            return value.isoformat()
    return value


def _insert(connection: Connection, tables: dict[str, Table], name: str, names: list[str], rows: list[list[object]]) -> None:
    if not rows:
        return
    table = tables[name]
    on_server = connection.dialect.name == "postgresql"
    columns = [table.c[column] for column in names]
    json_ = {c.name: bindparam(c.name, type_=Text) for c in columns if isinstance(c.type, JSON)}
    values = {key: cast(bound, JSON) if on_server else bound for key, bound in json_.items()}
    given: list[Columns] = [
        {column.name: _typed(column, value, on_server) for column, value in zip(columns, row, strict=True)} for row in rows
    ]
    connection.execute(insert(table).values(values) if values else insert(table), given)


def _typed(column: Column[object], value: object, on_server: bool) -> object:  # noqa: FBT001 (which kind of database it is)
    if not isinstance(value, (str, int)):
        return value
    match column.type:
        case DateTime():
            instant = datetime.fromisoformat(str(value))
            return instant.replace(tzinfo=UTC) if on_server else instant
        case Date():
            return date.fromisoformat(str(value))
        case Time():
            return time.fromisoformat(str(value))
        case Boolean():
            return bool(value)
    return value


def _line(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _is_head(value: object) -> bool:
    return isinstance(value, dict) and value.get("format") == FORMAT


def _read_lines(file: Path) -> Iterable[tuple[bytes, object]]:
    try:
        with gzip.open(file, "rb") as packed:
            for line in packed:
                yield line, json.loads(line)
    except (gzip.BadGzipFile, EOFError, zlib.error, ValueError) as error:
        raise _damaged(file) from error


def _damaged(file: Path) -> NotABackup:
    return NotABackup(message(N_("{file} is no backup of this program, or a damaged one"), file=str(file)))
