"""The state of the tables in a database, and how they are brought up to date."""

import re
from datetime import datetime
from enum import Enum

from sqlalchemy import Connection, column, inspect, select, table
from sqlalchemy.orm import Session

from refillplan.domain.messages import N_, message
from refillplan.storage.audit.accounting import bring_level
from refillplan.storage.errors import NotADatabase, SchemaOutOfDate, SchemaTooNew

HEAD = "0014"
"""The newest migration. A change to the rows needs one more in ``migrations/versions``, with the next four-digit number."""

_VERSIONS = table("alembic_version", column("version_num"))
_UPGRADE_LOCK = 5_238_117_240
"""Any number, the same in every process: the key of PostgreSQL's advisory lock."""


class SchemaState(Enum):
    """How the tables of a database stand to this version of the program."""

    MISSING = "missing"
    OLDER = "older"
    CURRENT = "current"
    NEWER = "newer"


def state_of(connection: Connection, where: str) -> SchemaState:
    """Return the state of the tables behind a connection.

    Parameters
    ----------
    where
        The database in words, for the sentence of an error.

    Raises
    ------
    NotADatabase
        If the tables are those of another program.
    """
    tables = inspect(connection).get_table_names()
    if not tables:
        return SchemaState.MISSING
    versions = connection.scalars(select(_VERSIONS.c.version_num)).all() if _VERSIONS.name in tables else [""]
    if not all(re.fullmatch(r"\d{4}", str(version)) for version in versions):
        raise NotADatabase(message(N_("the database {where} belongs to another program"), where=where))
    newest = max(versions, default="")
    if newest == HEAD:
        return SchemaState.CURRENT
    if not newest:
        return SchemaState.MISSING
    return SchemaState.OLDER if newest < HEAD else SchemaState.NEWER


def no_database(where: str) -> SchemaOutOfDate:
    """Return what to raise where there is no file at all."""
    nowhere = N_("there is no database {where}: is the folder right? --db names another, 'refillplan import' makes one")
    return SchemaOutOfDate(message(nowhere, where=where))


def require_current(state: SchemaState, where: str) -> None:
    """Raise unless the tables are those of this version of the program.

    Raises
    ------
    SchemaOutOfDate
        If they are missing or older.
    SchemaTooNew
        If they are newer.
    """
    match state:
        case SchemaState.MISSING:
            raise SchemaOutOfDate(
                message(N_("the database {where} has no tables yet: 'refillplan db upgrade' makes them"), where=where)
            )
        case SchemaState.OLDER:
            raise SchemaOutOfDate(
                message(N_("the database {where} is of an older version: 'refillplan db upgrade' updates it"), where=where)
            )
        case SchemaState.NEWER:
            raise SchemaTooNew(
                message(N_("the database {where} is of a newer version: update this program to open it"), where=where)
            )
        case SchemaState.CURRENT:
            return


def lock(connection: Connection) -> None:
    """Wait for everybody else who changes tables; on SQLite the transaction has done so as it began."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_UPGRADE_LOCK})")


def revision_of(connection: Connection) -> str:
    """Return the version of the tables, which there are."""
    return str(max(connection.scalars(select(_VERSIONS.c.version_num))))


def migrate(connection: Connection, revision: str) -> None:
    """Run the migrations that are missing up to a revision."""
    from alembic import command  # noqa: PLC0415 (only an upgrade needs it)
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", "refillplan.storage:migrations")
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def upgrade(connection: Connection, where: str, actor: str, at: datetime | None) -> None:
    """Run the migrations that are missing, in the transaction of ``connection``, and say in the audit what they changed.

    Raises
    ------
    NotADatabase, SchemaTooNew
        If the tables are not ours to change.
    """
    lock(connection)
    state = state_of(connection, where)
    if state is SchemaState.CURRENT:
        return
    if state is SchemaState.NEWER:
        require_current(state, where)
    migrate(connection, "head")
    with Session(connection) as session:
        bring_level(session, actor, at)
        session.commit()
