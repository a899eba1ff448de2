"""Rows that cannot be read are damage on both databases, and found by the audit."""

import pytest
import sqlalchemy as sa
from storage_databases import SqliteFiles
from storage_values import AT, CENTRE, ENTRY, PLAN

from refillplan.storage import NotADatabase, Store, UnreadableRow


def written_past(engine: sa.Engine, statement: str) -> None:
    with engine.begin() as connection:
        connection.exec_driver_sql(statement)


def test_a_sound_database_has_no_damage(centre_store: Store) -> None:
    with centre_store.unit_of_work("N1", AT) as work:
        work.plans.add(PLAN, AT, 1.0)
        work.calendar.replace("C1", (ENTRY,))
        work.commit()
    assert centre_store.damage() == ()


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("UPDATE patients SET preferred_half_day = 'noon' WHERE patient = 'P001'", "patients P001"),
        ("UPDATE operators SET role = 'surgeon' WHERE operator = 'N1'", "operators N1"),
        ("UPDATE openings SET half_day = 'noon' WHERE opening_on = '2027-05-08'", "openings 2027-05-08/noon"),
    ],
)
def test_a_word_that_nobody_knows_is_damage_of_its_row(
    centre_store: Store, engine: sa.Engine, statement: str, found: str
) -> None:
    written_past(engine, statement)
    assert centre_store.damage() == (found,)
    with centre_store.look() as work:
        assert [str(fault) for fault in work.check_audit().faults] == [f"{found} of C1 is not as the audit says"]


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("UPDATE patients SET preferred_half_day = 'noon' WHERE patient = 'P001'", "patients P001"),
        ("UPDATE centres SET forecast = '{' WHERE code = 'C1'", "centres C1"),
    ],
)
def test_who_reads_a_row_that_cannot_be_read_is_told_which_one_it_is(
    centre_store: Store, engine: sa.Engine, statement: str, found: str
) -> None:
    written_past(engine, statement)
    named = f"cannot be read: {found}; 'refillplan doctor' looks at all"
    with pytest.raises(UnreadableRow, match=named), centre_store.look() as work:
        work.centres.load("C1")
    with pytest.raises(UnreadableRow, match=named), centre_store.unit_of_work("N1", AT) as work:
        work.centres.load("C1")


def test_a_fault_that_no_row_explains_stays_what_it_is(centre_store: Store) -> None:
    with pytest.raises(KeyError, match="a fault"), centre_store.look():
        raise KeyError("a fault")


def test_an_entry_of_the_audit_that_cannot_be_read_is_named(sqlite: SqliteFiles) -> None:
    store = Store.open(url := sqlite.with_tables())
    engine = sa.create_engine(url)
    with store.unit_of_work("N1", AT) as work:
        work.centres.merge(CENTRE)
        work.commit()
    written_past(engine, "DROP TRIGGER audit_is_not_updated")
    for change in ("at = 'once'", "new_values = '{'"):
        written_past(engine, f"UPDATE audit SET {change} WHERE id = 2")
        with pytest.raises(UnreadableRow, match="cannot be read: audit 2;"), store.look() as work:
            work.audit.entries("C1")
    written_past(engine, "UPDATE audit SET why = CAST(x'ff41' AS TEXT) WHERE id = 2")
    with pytest.raises(NotADatabase, match="is damaged; put back its last copy"), store.look() as work:
        work.audit.entries("C1")
    with store.look() as work:
        assert "entry 2 of the audit is not as it was written" in map(str, work.check_audit().faults)
    engine.dispose()
    store.close()


@pytest.mark.parametrize(
    "change", ["session_templates SET opens = opens || char(0)", "visit_kinds SET fills = 2", "visit_kinds SET fills = '1x'"]
)
def test_what_would_be_read_as_if_nothing_had_been_changed_is_found_all_the_same(sqlite: SqliteFiles, change: str) -> None:
    store = Store.open(url := sqlite.with_tables())
    engine = sa.create_engine(url)
    with store.unit_of_work("N1", AT) as work:
        work.centres.merge(CENTRE)
        work.commit()
    written_past(engine, f"UPDATE {change} WHERE rowid = 1")
    with store.look() as work:
        (fault,) = map(str, work.check_audit().faults)
    assert fault.startswith(change.partition(" ")[0])
    engine.dispose()
    store.close()
