"""Scenarios in the database: beside the centre, which they never touch."""

from storage_values import AT, CENTRE

from refillplan.storage import Store


def put(store: Store, name: str, changes: str | None) -> None:
    with store.unit_of_work("N1", AT) as work:
        work.scenarios.put("C1", name, changes)
        work.commit()


def test_scenarios_are_kept_by_name_and_replaced_and_removed(centre_store: Store) -> None:
    put(centre_store, "b", "one")
    put(centre_store, "B", "two")
    put(centre_store, "b", "three")
    with centre_store.unit_of_work("N1", AT) as work:
        assert list(work.scenarios.all("C1").items()) == [("B", "two"), ("b", "three")]
        assert work.scenarios.all("C2") == {}
    put(centre_store, "b", None)
    with centre_store.unit_of_work("N1", AT) as work:
        assert dict(work.scenarios.all("C1")) == {"B": "two"}


def test_a_scenario_changes_neither_the_centre_nor_its_revision(centre_store: Store) -> None:
    put(centre_store, "a", "one")
    with centre_store.unit_of_work("N1", AT) as work:
        assert work.centres.load("C1") == CENTRE
        assert work.centres.revision("C1") == 1


def test_what_changes_nothing_leaves_no_trace(centre_store: Store) -> None:
    put(centre_store, "a", "one")
    with centre_store.unit_of_work("N1", AT) as work:
        audited = len(work.audit.entries())
    put(centre_store, "a", "one")
    put(centre_store, "b", None)
    with centre_store.unit_of_work("N1", AT) as work:
        assert len(work.audit.entries()) == audited
