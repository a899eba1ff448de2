"""Erasing on both databases: rows, bodies of plans and entries of the audit."""

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa
from storage_values import AT, CENTRE, ENTRY, PLAN, WINDOW

from refillplan.storage import Store
from refillplan.storage.rows.base import Base


def test_after_an_erasure_no_table_names_the_patient_and_the_audit_holds(centre_store: Store, engine: sa.Engine) -> None:
    with centre_store.unit_of_work("N1", AT, "P001 comes") as work:
        work.plans.add(PLAN, AT, 1.0)
        work.plans.publish("C1", 1, PLAN.horizon.end_on)
        work.calendar.replace("C1", (ENTRY,))
        work.replacement_windows.replace("C1", (WINDOW,))
        work.commit()
    with centre_store.unit_of_work("N1", AT, "erasure") as work:
        work.centres.touch("C1")
        emptied = work.erasures.erase("C1", "P001", {(2026, "fills", "refill"): 2})
        work.commit()
    centre_store.compact()
    assert emptied > 10
    with engine.connect() as connection:
        for table in Base.metadata.sorted_tables:
            for row in connection.execute(sa.select(table)).mappings():
                assert "P001" not in str(dict(row)), table.name
    with centre_store.unit_of_work("N1", AT) as work:
        assert work.check_audit().faults == ()
        assert dict(work.erasures.counts("C1")) == {(2026, "fills", "refill"): 2}
        left = work.centres.load("C1")
        plan = work.plans.get("C1", 1).plan
    assert {patient.patient for patient in left.patients} == {p.patient for p in CENTRE.patients} - {"P001"}
    assert {visit.patient for visit in plan.visits} == {"P003"}
    assert centre_store.schema_state().value == "current"


def test_after_an_erasure_what_phones_are_shown_is_never_taken_for_what_it_was_before(centre_store: Store) -> None:
    """A running feed server keeps the calendars that it made by these marks."""
    later = AT + timedelta(days=1)
    with centre_store.unit_of_work("N1", AT) as work:
        work.calendar.replace("C1", (replace(ENTRY, patient="P001"),))
        work.replacement_windows.replace("C1", (WINDOW,))
        before = work.calendar.revision("C1"), work.replacement_windows.revision("C1")
        work.commit()
    with centre_store.unit_of_work("N1", later) as work:
        work.erasures.erase("C1", "P001", {})
        work.calendar.replace("C1", (replace(ENTRY, uid="uid-2", patient="P003", revised_at=later),))
        work.replacement_windows.replace("C1", (replace(WINDOW, uid="uid-2", patient="P003", revised_at=later),))
        after = work.calendar.revision("C1"), work.replacement_windows.revision("C1")
    assert not set(before) & set(after)


def test_an_erasure_on_a_database_goes_on_after_the_room_was_given_back(centre_store: Store) -> None:
    for patient in ("P002", "P003"):
        with centre_store.unit_of_work("N1", AT) as work:
            work.erasures.erase("C1", patient, {(2026, "left", ""): 1})
            work.commit()
        centre_store.compact()
    with centre_store.unit_of_work("N1", AT) as work:
        assert work.check_audit().faults == ()
        assert dict(work.erasures.counts("C1")) == {(2026, "left", ""): 2}


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("UPDATE patients SET usual_weekday = 5 WHERE patient = 'P003'", "patients P003 of C1 is not as the audit says"),
        ("UPDATE plan_visits SET operator = 'N2' WHERE patient = 'P003'", "plan_visits 1 of C1 is not as the audit says"),
    ],
)
def test_an_erasure_hides_no_change_made_by_hand(centre_store: Store, engine: sa.Engine, statement: str, fault: str) -> None:
    with centre_store.unit_of_work("N1", AT) as work:
        work.plans.add(PLAN, AT, 1.0)
        work.commit()
    with engine.begin() as connection:
        connection.exec_driver_sql(statement)
    with centre_store.unit_of_work("N1", AT) as work:
        assert list(map(str, work.check_audit().faults)) == [fault]
        work.erasures.erase("C1", "P001", {})
        work.commit()
    with centre_store.look() as work:
        assert list(map(str, work.check_audit().faults)) == [fault]
