"""The triggers that guard booked visits, put aside while a backup is restored: it holds what was there, whatever it was."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, inspect, text

_TABLE = "bookings"


@contextmanager
def unguarded(connection: Connection) -> Iterator[None]:
    """Write booked visits as they come, in the transaction of a connection."""
    if not inspect(connection).has_table(_TABLE):  # tables of long ago
        yield
        return
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"ALTER TABLE {_TABLE} DISABLE TRIGGER USER")
        yield
        connection.exec_driver_sql(f"ALTER TABLE {_TABLE} ENABLE TRIGGER USER")
        return
    found = text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :name")
    triggers = connection.execute(found, {"name": _TABLE}).all()
    for name, _ in triggers:
        connection.exec_driver_sql(f"DROP TRIGGER {name}")
    yield
    for _, statement in triggers:
        connection.exec_driver_sql(statement)
