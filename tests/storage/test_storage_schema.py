"""The tables: one history for both databases, which ends in what the rows say."""

import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from storage_values import AT, CENTRE

import refillplan
from refillplan.storage import NotADatabase, SchemaOutOfDate, SchemaState, SchemaTooNew, Store
from refillplan.storage.database.schema import HEAD
from refillplan.storage.rows.base import Base

ROOT = Path(refillplan.__file__).parents[1]
PAST_REVISIONS = ("0001", "0002", "0003", "0004", "0005", "0006", "0007", "0008", "0009", "0010", "0011", "0012", "0013")
UPGRADE = "import sys; from refillplan.storage import Store; Store.open(sys.argv[1]).upgrade()"


def migrations() -> Config:
    config = Config()
    config.set_main_option("script_location", "refillplan.storage:migrations")
    return config


def upgrade_to(revision: str, engine: sa.Engine) -> None:
    config = migrations()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


@pytest.fixture
def empty_engine(empty_url: str) -> Iterator[sa.Engine]:
    engine = sa.create_engine(empty_url)
    yield engine
    engine.dispose()


@pytest.fixture
def empty_store(empty_url: str) -> Iterator[Store]:
    store = Store.open(empty_url)
    yield store
    store.close()


def constraints(engine: sa.Engine) -> dict[str, Sequence[object]]:
    """Return what a comparison of metadata leaves out, by table."""
    inspector = sa.inspect(engine)
    return {
        table: (
            inspector.get_pk_constraint(table),
            sorted(inspector.get_foreign_keys(table), key=lambda key: str(key["name"])),
            [(column["name"], str(column["type"]), column["nullable"]) for column in inspector.get_columns(table)],
            [(index["name"], index["column_names"], index["unique"]) for index in inspector.get_indexes(table)],
        )
        for table in inspector.get_table_names()
        if table != "alembic_version"
    }


def test_the_migrations_make_what_the_rows_say(url: str, engine: sa.Engine) -> None:
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []


def test_keys_columns_and_indexes_are_those_of_the_rows(engine: sa.Engine, empty_engine: sa.Engine) -> None:
    Base.metadata.create_all(empty_engine)
    assert constraints(engine) == constraints(empty_engine)


def test_every_table_is_migrated(engine: sa.Engine) -> None:
    assert set(sa.inspect(engine).get_table_names()) == {"alembic_version", *Base.metadata.tables}


def test_the_history_is_one_line_that_ends_at_the_head() -> None:
    history = ScriptDirectory.from_config(migrations())
    assert [script.revision for script in history.walk_revisions()] == [HEAD, *reversed(PAST_REVISIONS)]


def test_a_database_without_tables_is_missing_its_schema_until_upgraded(empty_store: Store) -> None:
    assert empty_store.schema_state() is SchemaState.MISSING
    empty_store.upgrade()
    assert empty_store.schema_state() is SchemaState.CURRENT


@pytest.mark.parametrize("revision", PAST_REVISIONS)
def test_an_older_database_is_upgraded(empty_store: Store, empty_engine: sa.Engine, revision: str) -> None:
    upgrade_to(revision, empty_engine)
    assert empty_store.schema_state() is SchemaState.OLDER
    empty_store.upgrade()
    assert empty_store.schema_state() is SchemaState.CURRENT
    with empty_store.unit_of_work("N1", AT) as work:
        work.centres.merge(CENTRE)
        assert work.centres.load("C1") == CENTRE


def test_an_upgrade_keeps_what_is_stored(centre_store: Store) -> None:
    centre_store.upgrade()
    with centre_store.unit_of_work("N1", AT) as work:
        assert work.centres.load("C1") == CENTRE


def test_an_older_or_missing_schema_asks_for_an_upgrade(empty_store: Store, empty_engine: sa.Engine) -> None:
    with pytest.raises(SchemaOutOfDate, match=r"refillplan (db upgrade|import)"), empty_store.unit_of_work("N1", AT):
        pass
    upgrade_to("0002", empty_engine)
    with pytest.raises(SchemaOutOfDate, match="refillplan db upgrade"), empty_store.unit_of_work("N1", AT):
        pass


def test_a_newer_schema_is_left_alone(store: Store, engine: sa.Engine) -> None:
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0999'")
    assert store.schema_state() is SchemaState.NEWER
    with pytest.raises(SchemaTooNew, match="newer version"), store.unit_of_work("N1", AT):
        pass
    with pytest.raises(SchemaTooNew, match="newer version"):
        store.upgrade()


def test_the_tables_of_another_program_are_left_alone(empty_store: Store, empty_engine: sa.Engine) -> None:
    with empty_engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE moz_places (id INTEGER)")
    for use in (empty_store.schema_state, empty_store.upgrade):
        with pytest.raises(NotADatabase, match="another program"):
            use()
    assert sa.inspect(empty_engine).get_table_names() == ["moz_places"]


def test_the_history_of_another_program_is_left_alone(store: Store, engine: sa.Engine) -> None:
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = 'ae1027a6acf'")
    with pytest.raises(NotADatabase, match="another program"):
        store.upgrade()


def test_a_migration_that_fails_leaves_nothing_behind(empty_store: Store, empty_engine: sa.Engine) -> None:
    upgrade_to("0001", empty_engine)
    with empty_engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE audit (id INTEGER)")  # in the way of the last migration
    before = set(sa.inspect(empty_engine).get_table_names())
    with pytest.raises(sa.exc.DBAPIError, match="audit"):
        empty_store.upgrade()
    assert set(sa.inspect(empty_engine).get_table_names()) == before
    assert empty_store.schema_state() is SchemaState.OLDER


def test_processes_that_upgrade_at_once_do_not_collide(empty_store: Store, empty_url: str) -> None:
    upgrades = [
        subprocess.Popen([sys.executable, "-c", UPGRADE, empty_url], cwd=ROOT, stderr=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    assert [(upgrade.communicate(timeout=60)[1], upgrade.returncode) for upgrade in upgrades] == [("", 0)] * 3
    assert empty_store.schema_state() is SchemaState.CURRENT


def test_asking_for_the_state_makes_no_file(tmp_path: Path) -> None:
    store = Store.open(f"sqlite:///{tmp_path / 'new.db'}")
    assert store.schema_state() is SchemaState.MISSING
    with pytest.raises(SchemaOutOfDate), store.unit_of_work("N1", AT):
        pass
    assert list(tmp_path.iterdir()) == []


def test_the_storage_imports_alembic_only_to_upgrade() -> None:
    code = "import sys, refillplan.storage; assert 'alembic' not in sys.modules; assert 'pg8000' not in sys.modules"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0
