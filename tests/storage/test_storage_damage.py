"""Rows that cannot be read are damage on both databases, and found by the audit."""

import pytest
import sqlalchemy as sa
from storage_values import AT, ENTRY, PLAN

from refillplan.storage import Store


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
