"""Engines that lock early, keep foreign keys and turn the faults of drivers into sentences."""

import logging
import os
import ssl
import stat
from pathlib import Path
from shutil import disk_usage

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.engine.interfaces import DBAPIConnection, Dialect
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection

from refillplan.storage.database.addresses import describe, file_of
from refillplan.storage.errors import StorageError, damaged, translate

LOOKING = "refillplan_looking"
"""The execution option of transactions that only look."""

UNBEGUN = "refillplan_unbegun"
"""The execution option of what no transaction may hold."""

_ANSWER_SECONDS = 15.0
"""How long a PostgreSQL server may be silent, on top of the wait for others."""

_BESIDE_BYTES = 64 * 1024
"""What SQLite needs on the disk beside a file, even for reading: 32 KiB of index and the first pages of its log."""


def make_engine(url: URL, busy_seconds: float) -> Engine:
    """Return an engine for an address that `parse` gave; nothing is opened yet.

    Parameters
    ----------
    busy_seconds
        How long to wait for others.
    """
    logging.getLogger("sqlalchemy.pool").setLevel(logging.CRITICAL)  # a lost connection is told once, by what is raised
    file = file_of(url)
    engine = _postgresql_engine(url, busy_seconds) if file is None else _sqlite_engine(url, file, busy_seconds)
    where = describe(url)

    def speak_plainly(context: ExceptionContext) -> StorageError | None:
        if isinstance(context.original_exception, OSError):
            context.is_disconnect = True  # pg8000 lets some faults of the network through as they are
        cut_off = context.connection is None or context.is_disconnect
        return translate(context.original_exception, where, cut_off=cut_off, no_room=_no_room_for(url))

    event.listen(engine, "handle_error", speak_plainly)
    return engine


def _no_room_for(url: URL) -> bool:
    """Tell whether the disk of a database file has no room for what SQLite writes beside it, even for reading."""
    file = file_of(url)
    return file is not None and file.parent.exists() and disk_usage(file.parent).free < _BESIDE_BYTES


def _sqlite_engine(url: URL, file: Path, busy_seconds: float) -> Engine:
    engine = create_engine(url, connect_args={"timeout": busy_seconds})

    def begin_file(*_: object) -> None:
        _begin_file(file)

    def prepare(connection: DBAPIConnection, entry: ConnectionPoolEntry) -> None:
        try:
            _prepare_sqlite(connection, entry)
        except UnicodeDecodeError as error:  # SQLite quotes damaged bytes in its fault, which Python cannot read
            raise damaged(describe(url)) from error

    event.listen(engine, "do_connect", begin_file)
    event.listen(engine, "connect", prepare)
    event.listen(engine, "begin", _begin_immediate)
    return engine


def _begin_file(file: Path) -> None:
    """Make a new file for its owner alone or, in a folder that a group shares (mode 2770), for the group.

    What SQLite keeps beside a file gets the file's mode: made by one of the group, it must not lock the others out.
    """
    try:
        os.close(os.open(file, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
        shared = stat.S_ISGID | stat.S_IWGRP
        if file.parent.stat().st_mode & shared == shared:
            file.chmod(0o660)
    except OSError:
        return  # it exists, or SQLite says what is wrong


def _prepare_sqlite(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    """Set up a new SQLite connection; SQLAlchemy, not the driver, begins its transactions from here on."""
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.close()


def _begin_immediate(connection: Connection) -> None:
    """Take the write lock at once, so that two writers queue instead of failing late; who only looks waits for nobody."""
    if connection.get_execution_options().get(UNBEGUN, False):
        return
    looking = connection.get_execution_options().get(LOOKING, False)
    connection.exec_driver_sql("BEGIN" if looking else "BEGIN IMMEDIATE")


def _postgresql_engine(url: URL, busy_seconds: float) -> Engine:
    engine = create_engine(
        url.difference_update_query(["sslmode"]),
        connect_args={
            "timeout": busy_seconds + _ANSWER_SECONDS,
            "application_name": "refillplan",
            "ssl_context": _encryption(url),
        },
    )
    # Many rows in one statement: pg8000 would otherwise send them one by one.
    engine.dialect.use_insertmanyvalues_wo_returning = True
    driver = engine.dialect.loaded_dbapi

    def connect(
        dialect: Dialect, _entry: ConnectionPoolEntry, args: tuple[object, ...], options: dict[str, object]
    ) -> DBAPIConnection:
        options.setdefault("password", "")  # without any, pg8000 stumbles over a server that asks for one
        try:
            return dialect.connect(*args, **options)
        except OSError as error:  # as above: make it a fault of the driver, which SQLAlchemy then hands over
            raise driver.InterfaceError("network error") from error

    def check_alive(connection: DBAPIConnection, _entry: ConnectionPoolEntry, _proxy: PoolProxiedConnection) -> None:
        """Replace a connection that was lost while nobody used it; SQLAlchemy's own check does not expect OSError."""
        try:
            connection.cursor().execute("SELECT 1")
            connection.rollback()
        except (driver.Error, OSError) as error:
            raise DisconnectionError from error

    event.listen(engine, "do_connect", connect)
    event.listen(engine, "checkout", check_alive)
    return engine


def _encryption(url: URL) -> ssl.SSLContext | bool | None:
    """Return what pg8000 understands: True for any certificate, None for encryption where the server offers it."""
    match url.query.get("sslmode"):
        case "disable":
            return False
        case "require":
            return True
        case "verify-full":
            return ssl.create_default_context()
    return None
