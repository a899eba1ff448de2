"""Stores for the services: SQLite files, and for the main path a real PostgreSQL as well."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from service_samples import import_sample

from refillplan.storage import Store

sys.path.append(str(Path(__file__).parents[1] / "storage"))  # its databases serve here, too


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A store on a file that does not exist yet."""
    store = Store.open(f"sqlite:///{tmp_path / 'refillplan.db'}")
    yield store
    store.close()


@pytest.fixture
def small(store: Store) -> Store:
    """A store that holds the small sample."""
    import_sample(store, "small")
    return store


@pytest.fixture(params=["sqlite", "postgresql"])
def any_store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store without tables, on SQLite and on PostgreSQL."""
    from storage_databases import PostgresqlServer, SqliteFiles, postgresql_server  # noqa: PLC0415 (on the path by now)

    if request.param == "sqlite":
        store = Store.open(SqliteFiles(tmp_path_factory).empty())
        yield store
        store.close()
        return
    with postgresql_server() as url:
        server = PostgresqlServer(url)
        store = Store.open(server.empty())
        yield store
        store.close()
        server.close()
