"""What is broken in a database: the file, as SQLite sees it, and rows that somebody wrote past the program."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeAlias

from sqlalchemy import Boolean, Column, Connection, Integer, String
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import Session

from refillplan.domain.messages import InvalidValue
from refillplan.storage.audit.accounting import unaccounted
from refillplan.storage.audit.audited import BODIES, audited_tables, key_names, key_text
from refillplan.storage.errors import unreadable_row
from refillplan.storage.rows.audit import AuditRow
from refillplan.storage.rows.base import Base, Columns, table_of

_Reader: TypeAlias = Callable[[object], object]


def is_sound(connection: Connection) -> bool:
    """Tell, in one quick reading of an SQLite file, whether it is whole."""
    return connection.exec_driver_sql("PRAGMA quick_check(1)").scalar() == "ok"


def broken_file(connection: Connection) -> tuple[str, ...]:
    """Return what an SQLite file says of its own damage, in its own words."""
    found = [str(line) for (line,) in connection.exec_driver_sql("PRAGMA integrity_check")]
    loose = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    return (*(line for line in found if line != "ok"), *(f"{table} {row}" for table, row, *_ in loose))


def unreadable(connection: Connection, rows: tuple[type[Base], ...] = ()) -> Iterator[tuple[str, str, str]]:
    """Yield table, centre and key of every row with a cell that makes no sense, such as a date that is none.

    SQLite keeps anything in any column, and both databases keep words of which we know only some as text.

    Parameters
    ----------
    rows
        The tables to look at; none: all but the audit, which has a check of its own.
    """
    for row in rows or (*audited_tables(), *BODIES):
        table = table_of(row)
        names = [column.name for column in table.columns]
        quoted = ", ".join(f'"{name}"' for name in names)
        result = connection.exec_driver_sql(f'SELECT {quoted} FROM "{table.name}"')
        kinds = result.cursor.description if result.cursor is not None else ()
        readers = [_reader(c, connection.dialect, kind[1]) for c, kind in zip(table.columns, kinds, strict=True)]
        for found in result:
            if not all(_can_be_read(read, value) for read, value in zip(readers, found, strict=True)):
                columns: Columns = dict(zip(table.columns.keys(), found, strict=True))
                yield table.name, str(columns.get("centre", columns.get("code", ""))), key_text(columns, key_names(table))


@contextmanager
def naming_what_cannot_be_read(connect: Callable[[], Connection], where: str) -> Iterator[None]:
    """Name a row that cannot be read, of the audit too, where something fails in here that such a row explains.

    A text that only the program's other parts read is damaged where the row is not as the audit says.

    Parameters
    ----------
    where
        The database in words.

    Raises
    ------
    UnreadableRow
        If there is such a row.
    """
    try:
        yield
    except InvalidValue:
        raise
    except (ValueError, LookupError, TypeError, AttributeError) as error:  # as in `_can_be_read`
        with connect() as connection:
            found = [*unreadable(connection, (*audited_tables(), *BODIES, AuditRow))] or [*unaccounted(Session(connection))]
        if not found:
            raise
        table, _, key = found[0]
        raise unreadable_row(where, f"{table} {key}") from error


def _reader(column: Column[object], dialect: Dialect, kind: object) -> _Reader:
    """Return what reads a cell of a column, or raises; most columns of texts and numbers take it as it comes."""
    if isinstance(column.type, Boolean):
        return _yes_or_no  # SQLAlchemy takes whatever is not nothing for a yes
    read: _Reader | None = column.type.dialect_impl(dialect).result_processor(dialect, kind)
    expected = int if isinstance(column.type, Integer) else str if isinstance(column.type, String) else object

    def plain(value: object) -> object:
        if value is not None and not isinstance(value, expected):
            raise TypeError(column.name)
        return value

    return plain if read is None else read


def _yes_or_no(value: object) -> object:
    if value not in (None, False, True):
        raise ValueError(value)
    return value


def _can_be_read(read: _Reader, value: object) -> bool:
    if isinstance(value, str) and "\0" in value:  # readers of dates pass over what follows
        return False
    try:
        read(value)
    except (ValueError, LookupError, TypeError, AttributeError):  # each column type has its own way of saying so
        return False
    return True
