"""Every test that asks for a database runs on a real SQLite file and on a real PostgreSQL."""

from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from storage_databases import Databases, PostgresqlServer, SqliteFiles, postgresql_server
from storage_values import AT, CENTRE

from refillplan.storage import Store


@pytest.fixture(scope="session")
def server_url() -> Iterator[sa.URL]:
    """The address of the first database of a PostgreSQL server."""
    with postgresql_server() as url:
        yield url


@pytest.fixture(scope="session")
def postgresql(server_url: sa.URL) -> Iterator[PostgresqlServer]:
    server = PostgresqlServer(server_url)
    yield server
    server.close()


@pytest.fixture(scope="session")
def sqlite(tmp_path_factory: pytest.TempPathFactory) -> SqliteFiles:
    return SqliteFiles(tmp_path_factory)


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def databases(request: pytest.FixtureRequest) -> Databases:
    found: Databases = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def empty_url(databases: Databases) -> str:
    """The address of a database without tables."""
    return databases.empty()


@pytest.fixture
def url(databases: Databases) -> str:
    """The address of a database with all tables and no rows."""
    return databases.with_tables()


@pytest.fixture
def postgresql_url(postgresql: PostgresqlServer) -> str:
    """The address of a PostgreSQL database with all tables and no rows."""
    return postgresql.with_tables()


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    """A store with all tables and no rows."""
    store = Store.open(url)
    yield store
    store.close()


@pytest.fixture
def centre_store(store: Store) -> Store:
    """A store that holds `CENTRE`."""
    with store.unit_of_work("setup", AT) as work:
        work.centres.merge(CENTRE)
        work.commit()
    return store


@pytest.fixture
def engine(url: str) -> Iterator[sa.Engine]:
    """A plain way into the same database as `store`, without what the storage adds."""
    engine = sa.create_engine(url)
    yield engine
    engine.dispose()
