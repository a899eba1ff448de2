"""Databases of every past version, with a row in every table: upgraded, saved and restored, nothing lost, all accounted for."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from storage_databases import Databases
from test_storage_schema import PAST_REVISIONS

from refillplan.storage import SchemaState, Store

pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")

WORDS: dict[str, object] = {
    "closes": time(12),
    "extended_until": date(2027, 1, 1),
    "reason": "ill",
    "half_day": "am",
    "session_half_day": "am",
    "preferred_half_day": "am",
    "placed_half_day": "am",
    "nearest_before_half_day": "am",
    "nearest_after_half_day": "am",
    "window_limited_by": "protocol",
    "state": "draft",
    "action": "changed",
    "role": "nurse",
    "choice": "extend",
    "timezone": "Europe/Paris",
    "holiday_zone": "FR",
    "forecast": None,
    "patient": "P001",
    "valid_to": None,
}


SENTENCE = {"template": "text «é»", "params": []}
OF_TABLE: dict[tuple[str, str], object] = {
    ("edits", "state"): "done",
    ("calls", "state"): "open",
    ("plan_exceptions", "reason"): SENTENCE,
    ("plan_not_planned", "reason"): SENTENCE,
    ("edits", "what"): SENTENCE,
    ("feeds", "role"): "unit",
    ("centres", "code"): "X1",
    ("decisions", "theatre_on"): None,
}
OF_TYPE: dict[type, object] = {
    sa.JSON: [],
    sa.Date: date(2026, 3, 4),
    sa.Time: time(9, 30),
    sa.Boolean: True,
    sa.Integer: 1,
    sa.Float: 1.5,
}


def value(table: str, column: sa.Column[object], on_server: bool) -> object:
    """Return something that a column can hold and the program can read."""
    if isinstance(column.type, sa.DateTime):
        hour = 10 if column.name == "ends_at" else 9
        return datetime(2026, 3, 4, hour, 30, 1, 5, tzinfo=UTC if on_server else None)
    given = OF_TABLE.get((table, column.name), WORDS.get(column.name, "?"))
    if given != "?":
        return given
    return next((example for kind, example in OF_TYPE.items() if isinstance(column.type, kind)), "X1")


def made_at(revision: str, engine: sa.Engine) -> dict[str, int]:
    """Make the tables of a past version with one row each, and return the number of rows by table."""
    config = Config()
    config.set_main_option("script_location", "refillplan.storage:migrations")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
    metadata = sa.MetaData()
    metadata.reflect(engine)
    kept = {"alembic_version", "audit"} if revision >= "0012" else {"alembic_version"}  # an audit is a chain from 0012 on
    tables = [table for table in metadata.sorted_tables if table.name not in kept]
    on_server = engine.dialect.name == "postgresql"
    with engine.begin() as connection:
        for table in tables:
            row = {column.name: value(table.name, column, on_server) for column in table.c}
            connection.execute(sa.insert(table).values(**row))
    return {table.name: 1 for table in tables}


@pytest.fixture(params=PAST_REVISIONS)
def past(request: pytest.FixtureRequest, empty_url: str) -> Iterator[tuple[Store, dict[str, int]]]:
    engine = sa.create_engine(empty_url)
    rows = made_at(request.param, engine)
    engine.dispose()
    store = Store.open(empty_url)
    yield store, rows
    store.close()


def require_all_there(store: Store, rows: dict[str, int]) -> None:
    assert store.schema_state() is SchemaState.CURRENT
    with store.unit_of_work("N1", datetime(2026, 3, 5, tzinfo=UTC)) as work:
        centre = work.centres.load("X1")
        assert (len(centre.patients), len(centre.visits)) == (rows.get("patients", 0), rows.get("bookings", 0))
        assert len(work.plans.list("X1")) == rows.get("plans", 0)
        assert len(work.edits.list("X1")) == rows.get("edits", 0)
        assert [str(fault) for fault in work.check_audit().faults] == []
        added = {entry.table for entry in work.audit.entries() if entry.why == "upgrade"}
    assert added - {"X1"} == rows.keys() - {"audit"}  # X1: of what the made-up entry of an old audit says


def test_a_past_database_is_upgraded_and_its_audit_accounts_for_every_row(past: tuple[Store, dict[str, int]]) -> None:
    store, rows = past
    store.upgrade(actor="admin", at=datetime(2026, 3, 4, 12, tzinfo=UTC))
    require_all_there(store, rows)


def test_a_past_database_is_saved_and_restored_into_the_other_kind(
    past: tuple[Store, dict[str, int]], sqlite: Databases, tmp_path: Path
) -> None:
    store, rows = past
    store.back_up(tmp_path / "past.backup")
    new = Store.open(sqlite.empty())
    new.restore(tmp_path / "past.backup")
    require_all_there(new, rows)
    new.close()
