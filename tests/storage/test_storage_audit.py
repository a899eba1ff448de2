"""The audit: only ever grows, in whatever way one asks."""

import pytest
import sqlalchemy as sa
from storage_values import AT, CENTRE, PLAN, ROWS

from refillplan.storage import Action, Store

REPLACE = """
INSERT OR REPLACE INTO audit (id, at, actor, action, centre, table_name, row_key, why)
SELECT id, at, 'X', action, centre, table_name, row_key, why FROM audit
"""


@pytest.mark.parametrize("statement", ["UPDATE audit SET actor = 'X'", "DELETE FROM audit", "DELETE FROM audit WHERE id = 1"])
def test_raw_sql_can_neither_change_nor_remove_an_entry(centre_store: Store, engine: sa.Engine, statement: str) -> None:
    with engine.connect() as connection, pytest.raises(sa.exc.DBAPIError, match="append-only"):
        connection.exec_driver_sql(statement)
    with centre_store.unit_of_work("N1", AT) as work:
        assert {entry.actor for entry in work.audit.entries()} == {"setup"}
        assert len(work.audit.entries()) == ROWS


def test_an_entry_cannot_be_replaced_or_the_table_emptied(centre_store: Store, engine: sa.Engine) -> None:
    statement = REPLACE if engine.dialect.name == "sqlite" else "TRUNCATE audit"
    with engine.connect() as connection, pytest.raises(sa.exc.DBAPIError, match="append-only"):
        connection.exec_driver_sql(statement)
    with centre_store.unit_of_work("N1", AT) as work:
        assert len(work.audit.entries()) == ROWS


def test_the_first_merge_is_audited_row_by_row(centre_store: Store) -> None:
    with centre_store.unit_of_work("N1", AT) as work:
        entries = work.audit.entries("C1")
    assert {entry.action for entry in entries} == {Action.ADDED}
    assert all(entry.old is None and entry.new is not None for entry in entries)
    assert [entry.id for entry in entries] == sorted(entry.id for entry in entries)
    assert {(entry.actor, entry.at, entry.why) for entry in entries} == {("setup", AT, "")}


def test_entries_show_values_as_people_write_them(centre_store: Store) -> None:
    with centre_store.unit_of_work("N1", AT) as work:
        by_key = {(entry.table, entry.key): entry.new for entry in work.audit.entries("C1")}
    operator = by_key["operators", "D1"]
    template = by_key["session_templates", "1/am/2027-07-01"]
    booking = by_key["bookings", "2027-01-04/am/P001/refill"]
    model = by_key["pump_models", "MIP 2007D"]
    assert operator == {"operator": "D1", "role": "physician", "kinds": ["refill", "review", "rinse"]}
    assert template is not None
    assert (template["opens"], template["operators"], template["half_day"]) == ("08:00:00", ["D1", "N1"], "am")
    assert booking is not None
    assert (booking["starts_at"], booking["told"]) == ("2027-01-04T08:15:00+00:00", True)
    assert booking["pins"] == ["date", "half_day", "hour", "operator", "place"]
    assert model is not None
    assert (model["life_max_years"], model["implantable_new"]) == (8.000000001, None)


def test_entries_are_chosen_by_centre(centre_store: Store) -> None:
    with centre_store.unit_of_work("N1", AT) as work:
        work.plans.add(PLAN, AT, 1.0)
        assert work.audit.entries(CENTRE.code) == work.audit.entries()
        assert work.audit.entries("C404") == ()
