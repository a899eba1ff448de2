"""The database of refillplan, behind one address."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import URL, Connection, Engine
from sqlalchemy.orm import Session

from refillplan.domain.messages import N_, message, require
from refillplan.storage.audit.damage import broken_file, is_sound, naming_what_cannot_be_read, unreadable
from refillplan.storage.database import schema
from refillplan.storage.database.addresses import describe, file_of, parse
from refillplan.storage.database.backup import BackupContents, read, restore, save
from refillplan.storage.database.engines import LOOKING, make_engine, vacuum
from refillplan.storage.database.guards import unguarded
from refillplan.storage.database.schema import HEAD, SchemaState, no_database, require_current, revision_of, state_of
from refillplan.storage.errors import DatabaseNotEmpty, damaged
from refillplan.storage.rows.column_types import to_utc
from refillplan.storage.unit_of_work import UnitOfWork

_NO_TIME = datetime(1970, 1, 1, tzinfo=UTC)  # nothing is signed: nothing is kept


class Store:
    """A database that holds centres and their plans; `open` makes one."""

    def __init__(self, url: URL, engine: Engine, busy_seconds: float) -> None:
        self._engine = engine
        self._glancing = engine.execution_options(**{LOOKING: True})
        self._file = file_of(url)
        self._where = describe(url)
        self._busy_seconds = busy_seconds

    @staticmethod
    def open(url: str, *, busy_seconds: float = 15.0) -> "Store":
        """Prepare to use the database at ``url``; nothing is opened or made before it is used.

        Parameters
        ----------
        url
            ``sqlite:///FILE``, or ``postgresql://USER:PASSWORD@HOST/DATABASE`` (also ``postgresql+pg8000://``),
            where ``?sslmode=`` may be disable, prefer (default), require or verify-full.
        busy_seconds
            How long to wait for others who are writing.

        Raises
        ------
        BadUrl
            If the address cannot be understood.
        DatabaseUnreachable
            If the folder of the file does not exist.
        """
        parsed = parse(url)
        return Store(parsed, make_engine(parsed, busy_seconds), busy_seconds)

    @property
    def file(self) -> Path | None:
        """The file of an SQLite database; None for a server."""
        return self._file

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()

    def schema_state(self) -> SchemaState:
        """Return how the tables stand to this version of the program; makes no file.

        Raises
        ------
        StorageError
            If the database cannot be read.
        """
        if self._has_no_file():
            return SchemaState.MISSING
        with self._engine.connect() as connection:
            return state_of(connection, self._where)

    def require_sound(self) -> None:
        """Read a file through, where the database is one, and raise where it is damaged; a server sees to its own.

        Raises
        ------
        NotADatabase
            If it is damaged.
        StorageError
            If it cannot be read.
        """
        if self._file is None or self._has_no_file():
            return
        with self._glancing.connect() as connection:
            if not is_sound(connection):
                raise damaged(self._where)

    def upgrade(self, *, actor: str = "refillplan", at: datetime | None = None) -> None:
        """Bring the tables up to date, from nothing if need be: all of the migrations that are missing, or none.

        Processes that upgrade at once wait for each other.

        Parameters
        ----------
        actor, at
            Who does it, and when, for the audit; None: the instant of its last entry.

        Raises
        ------
        SchemaTooNew
            If the tables were made by a newer version of the program.
        NotADatabase
            If they are those of another program.
        StorageError
            If the database cannot be written.
        """
        with self._engine.begin() as connection:
            self._limit_waiting(connection)
            schema.upgrade(connection, self._where, actor, at)

    @contextmanager
    def unit_of_work(self, actor: str, at: datetime, why: str = "", *, person: bool = True) -> Iterator[UnitOfWork]:
        """Begin a unit of work, which is undone unless its `commit` is called.

        Units of work on one database follow one another, on SQLite and on PostgreSQL: one waits for the other.
        Keep them short; let the planner think between two units, not inside one.

        Parameters
        ----------
        actor
            Code of who does it, for the audit.
        at
            When; aware.
        why
            The reason, for the audit.
        person
            Whether it is a person who acts, and whose role counts; otherwise the program itself.

        Raises
        ------
        NotAllowed
            If this person may only read.
        SchemaOutOfDate, SchemaTooNew
            If the tables are not those of this version of the program.
        DatabaseBusy
            If others kept the database for too long.
        StorageError
            If the database cannot be used.
        """
        require(bool(actor.strip()), "actor", N_("the audit needs to know who acts"))
        moment = to_utc(at)
        self._require_file()
        with self._naming_damage(), Session(self._engine, autobegin=False) as session:
            session.begin()
            connection = session.connection()
            require_current(state_of(connection, self._where), self._where)
            self._wait_for_others(connection)
            work = UnitOfWork(session, actor=actor, at=moment, why=why)
            if person:
                work.actors.admit(actor)
            yield work

    @contextmanager
    def look(self) -> Iterator[UnitOfWork]:
        """Look at the database as it is at one moment: waits for nobody, and keeps nobody waiting.

        What is changed in here is undone.

        Raises
        ------
        SchemaOutOfDate, SchemaTooNew
            If the tables are not those of this version of the program.
        StorageError
            If the database cannot be used.
        """
        self._require_file()
        with self._naming_damage(), Session(self._glancing, autobegin=False) as session:
            session.begin()
            connection = session.connection()
            if self._file is None:  # on SQLite every transaction sees one moment
                connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            require_current(state_of(connection, self._where), self._where)
            yield UnitOfWork(session, actor="refillplan", at=_NO_TIME, why="")

    @contextmanager
    def glance(self) -> Iterator[UnitOfWork]:
        """Look at the database beside units of work that go on: waits for nobody, and keeps nobody waiting.

        The tables are taken to be up to date; ask `schema_state` once before. What is changed in here is undone.

        Raises
        ------
        StorageError
            If the database cannot be used.
        """
        with Session(self._glancing, autobegin=False) as session:
            session.begin()
            yield UnitOfWork(session, actor="refillplan", at=_NO_TIME, why="")

    def back_up(self, file: Path) -> BackupContents:
        """Write all that the database holds, of whatever version its tables are, to one file.

        Raises
        ------
        SchemaOutOfDate, NotADatabase
            If it holds no tables, or those of another program.
        OSError
            If the file cannot be written.
        StorageError
            If the database cannot be read.
        """
        self._require_file()
        with self._naming_damage(), self._engine.begin() as connection:
            state = state_of(connection, self._where)
            if state in (SchemaState.MISSING, SchemaState.NEWER):
                require_current(state, self._where)
            self._wait_for_others(connection)
            return save(connection, revision_of(connection), file)

    def restore(self, file: Path) -> BackupContents:
        """Make a database without tables what a backup holds, and bring its tables up to date: all of it, or nothing.

        Raises
        ------
        NotABackup, SchemaTooNew
            If the file is no sound backup, or one of a newer version.
        DatabaseNotEmpty
            If there are tables already.
        OSError
            If the file cannot be read.
        StorageError
            If the database cannot be written.
        """
        found = read(file)
        if found.revision > HEAD:
            require_current(SchemaState.NEWER, str(file))
        with self._engine.begin() as connection:
            self._limit_waiting(connection)
            schema.lock(connection)
            if state_of(connection, self._where) is not SchemaState.MISSING:
                raise DatabaseNotEmpty(
                    message(N_("the database {where} is not empty: restore into a new one"), where=self._where)
                )
            schema.migrate(connection, found.revision)
            with unguarded(connection):
                restore(connection, file)
            schema.upgrade(connection, self._where, "refillplan", None)
        return found

    def damage(self) -> tuple[str, ...]:
        """Return what an SQLite file says of its own damage, in its own words, and every row that cannot be read.

        The tables must be up to date. What a server keeps its rows in, it looks after itself.

        Raises
        ------
        StorageError
            If the database cannot be read.
        """
        with self._glancing.connect() as connection:
            broken = () if self._file is None else broken_file(connection)
            return broken or tuple(f"{table} {key}" for table, _, key in unreadable(connection))

    def compact(self) -> None:
        """Give back the room of what was removed, and leave nothing of it in the file; a server writes over it in time.

        Raises
        ------
        StorageError
            If the database cannot be written.
        """
        vacuum(self._engine)

    def _naming_damage(self) -> AbstractContextManager[None]:
        return naming_what_cannot_be_read(self._glancing.connect, self._where)

    def _require_file(self) -> None:
        """Raise where the file is not there: a wrong folder more often than a database without tables."""
        if self._has_no_file():
            raise no_database(self._where)

    def _has_no_file(self) -> bool:
        return self._file is not None and not self._file.exists()

    def _wait_for_others(self, connection: Connection) -> None:
        """Queue behind other units of work; on SQLite the transaction has already done so as it began."""
        if connection.dialect.name == "postgresql":
            self._limit_waiting(connection)
            connection.exec_driver_sql("LOCK TABLE centres IN SHARE ROW EXCLUSIVE MODE")

    def _limit_waiting(self, connection: Connection) -> None:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql(f"SET LOCAL lock_timeout = {round(self._busy_seconds * 1000)}")
