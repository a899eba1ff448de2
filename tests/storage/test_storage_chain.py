"""The chain of the audit: whatever somebody changes by hand is found."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import sqlalchemy as sa
from storage_values import AT, CENTRE, PLAN

from refillplan.storage import AuditVerdict, Store

_COLUMNS = (
    "at",
    "actor",
    "action",
    "centre",
    "table_name",
    "row_key",
    "old_values",
    "new_values",
    "why",
    "salt",
    "digest",
    "hash",
)


@pytest.fixture
def told(centre_store: Store) -> Store:
    """A store with entries of every kind."""
    with centre_store.unit_of_work("N1", AT, "why «not»") as work:
        work.plans.add(PLAN, AT, 1.0)
        work.centres.replace_bookings("C1", CENTRE.visits[:1])
        work.scenarios.put("C1", "a", "text")
        work.commit()
    return centre_store


def verdict(store: Store) -> AuditVerdict:
    with store.unit_of_work("N1", AT) as work:
        return work.check_audit()


@contextmanager
def unguarded(engine: sa.Engine) -> Iterator[sa.Connection]:
    """Do what somebody with all rights does: past the triggers."""
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        else:
            for name in ("audit_is_not_updated", "audit_is_not_deleted", "audit_is_not_replaced"):
                connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}")
        yield connection


def test_an_audit_that_nobody_touched_is_whole_and_accounts_for_every_row(told: Store) -> None:
    found = verdict(told)
    assert found.faults == ()
    assert found.head[0] == found.entries > 40
    assert len(found.head[1]) == 64


@pytest.mark.parametrize("column", _COLUMNS)
def test_every_byte_of_an_entry_that_was_changed_by_hand_is_found(told: Store, engine: sa.Engine, column: str) -> None:
    """On SQLite each byte becomes another one, text or not; PostgreSQL takes whole characters only."""
    with engine.connect() as connection:
        last = connection.scalar(sa.text("SELECT max(id) FROM audit WHERE old_values IS NOT NULL AND new_values IS NOT NULL"))
    on_sqlite = engine.dialect.name == "sqlite"
    read = sa.text(
        f"SELECT CAST({column} AS BLOB) FROM audit WHERE id = :id"
        if on_sqlite
        else f"SELECT {column}::text FROM audit WHERE id = :id"
    )
    store_it = f"UPDATE audit SET {column} = CAST(:new AS TEXT) WHERE id = :id"
    if not on_sqlite:
        kind = {"at": "timestamptz", "old_values": "json", "new_values": "json"}.get(column, "text")
        store_it = f"UPDATE audit SET {column} = CAST(CAST(:new AS text) AS {kind}) WHERE id = :id"
    with engine.connect() as connection:
        value = connection.execute(read, {"id": last}).scalar_one()
    assert value
    tried = 0
    for position in range(len(value)):
        changed = _with_another(value, position)
        try:
            with unguarded(engine) as connection:
                connection.execute(sa.text(store_it), {"new": changed, "id": last})
        except sa.exc.DBAPIError:
            continue  # PostgreSQL takes no text there that is no JSON or no instant
        tried += 1
        assert any(f"entry {last} " in str(fault) for fault in verdict(told).faults), (column, position)
    assert tried > len(value) / 4
    with unguarded(engine) as connection:
        connection.execute(sa.text(store_it), {"new": value, "id": last})
    assert verdict(told).faults == ()


def _with_another(value: bytes | str, position: int) -> bytes | str:
    if isinstance(value, bytes):
        return value[:position] + bytes([value[position] ^ 0x81]) + value[position + 1 :]
    other = "7" if value[position] != "7" else "8"
    return value[:position] + other + value[position + 1 :]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit SET new_values = NULL WHERE id = 40",
        "UPDATE audit SET new_values = '{}' WHERE id = 40",
        "UPDATE audit SET erased_by = 41 WHERE id = 40",
        "UPDATE audit SET erased_by = 41, row_key = '', why = '', salt = '', old_values = NULL, new_values = NULL WHERE id = 40",
        "UPDATE audit SET id = 1000 WHERE id = 40",
        "DELETE FROM audit WHERE id = 40",
        "DELETE FROM audit WHERE id = 1",
        "DELETE FROM audit WHERE id > 30",
        "UPDATE audit SET hash = 'x'",
    ],
)
def test_entries_emptied_renumbered_or_removed_are_found(told: Store, engine: sa.Engine, statement: str) -> None:
    with unguarded(engine) as connection:
        assert connection.exec_driver_sql(statement).rowcount > 0
    assert verdict(told).faults


def test_an_entry_slipped_in_is_found(told: Store, engine: sa.Engine) -> None:
    with unguarded(engine) as connection:
        columns = "at, actor, action, centre, table_name, row_key, why, salt, digest, hash"
        connection.exec_driver_sql(f"INSERT INTO audit (id, {columns}) SELECT 1000, {columns} FROM audit WHERE id = 1")
    assert verdict(told).faults


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        ("UPDATE bookings SET place = 3", "bookings 2027-01-04/am/P001/refill of C1"),
        ("UPDATE fills SET readings = ''", "fills P001/2026-12-30"),
        ("UPDATE plan_visits SET operator = 'X' WHERE position = 1", "plan_visits 1 of C1"),
        ("DELETE FROM leaves", "leaves D1/2027-02-01/2027-02-14/"),
        ("UPDATE centres SET name = 'x', revision = 3", "centres C1"),
        ("UPDATE scenarios SET changes = 'x'", "scenarios a of C1"),
    ],
)
def test_a_row_changed_past_the_audit_is_named(told: Store, engine: sa.Engine, statement: str, named: str) -> None:
    with engine.begin() as connection:
        connection.exec_driver_sql(statement)
    assert any(named in str(fault) for fault in verdict(told).faults)


def test_the_database_lets_an_entry_be_erased_once_and_in_no_other_way_changed(told: Store, engine: sa.Engine) -> None:
    emptied = "row_key = '', old_values = NULL, new_values = NULL, why = '', salt = ''"
    for statement in (
        f"UPDATE audit SET {emptied}, actor = 'x', erased_by = 5 WHERE id = 2",
        "UPDATE audit SET why = '', erased_by = 5 WHERE id = 2",
        f"UPDATE audit SET {emptied} WHERE id = 2",
    ):
        with engine.connect() as connection, pytest.raises(sa.exc.DBAPIError, match="append-only"):
            connection.exec_driver_sql(statement)
    once = f"UPDATE audit SET {emptied}, erased_by = 5 WHERE id = 2"
    with engine.begin() as connection:
        connection.exec_driver_sql(once)
    with engine.connect() as connection, pytest.raises(sa.exc.DBAPIError, match="append-only"):
        connection.exec_driver_sql(once)
    assert [str(fault) for fault in verdict(told).faults] == ["entry 2 of the audit was erased by hand"]
