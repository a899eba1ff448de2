"""Calendar entries: loaded as stored, only the changed ones written."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from storage_values import AT, CENTRE, ENTRY, PARIS, visit

from refillplan.domain.calendar_entries import CalendarEntry, revise
from refillplan.storage import Action, DuplicateRow, Store, UnknownCentre

LATER = AT.replace(day=5)
CANCELLED = replace(ENTRY, uid="c9", patient="P002", cancelled=True, sequence=4)


def store_entries(store: Store, *entries: CalendarEntry) -> None:
    with store.unit_of_work("N1", AT) as work:
        work.calendar.replace("C1", entries)
        work.commit()


def test_entries_are_loaded_exactly_as_stored_by_start_then_patient(centre_store: Store) -> None:
    earlier = replace(ENTRY, uid="zz", starts_at=ENTRY.starts_at.replace(hour=13))
    store_entries(centre_store, CANCELLED, ENTRY, earlier)
    with centre_store.unit_of_work("N1", AT) as work:
        entries = work.calendar.entries("C1")
    assert entries == (earlier, ENTRY, CANCELLED)
    assert entries[0].starts_at.tzinfo == PARIS
    assert entries[0].revised_at.utcoffset() == AT.utcoffset()


def test_only_changed_entries_are_written(centre_store: Store) -> None:
    store_entries(centre_store, ENTRY, CANCELLED)
    moved = replace(ENTRY, place=3, sequence=4, revised_at=LATER)
    with centre_store.unit_of_work("N1", AT) as work:
        audited = len(work.audit.entries())
        work.calendar.replace("C1", (CANCELLED, moved))
        (entry,) = work.audit.entries("C1")[audited:]
        assert work.calendar.entries("C1") == (moved, CANCELLED)
    assert (entry.table, entry.key, entry.action) == ("calendar_entries", "b7a1", Action.CHANGED)


def test_entries_that_are_not_given_stay(centre_store: Store) -> None:
    store_entries(centre_store, ENTRY, CANCELLED)
    store_entries(centre_store)
    with centre_store.unit_of_work("N1", AT) as work:
        assert work.calendar.entries("C1") == (ENTRY, CANCELLED)


def test_entries_do_not_raise_the_revision(centre_store: Store) -> None:
    store_entries(centre_store, ENTRY)
    with centre_store.unit_of_work("N1", AT) as work:
        assert work.centres.revision("C1") == 1


def test_an_unchanged_plan_revises_stored_entries_into_themselves(centre_store: Store) -> None:
    visits = (visit("P001", date(2027, 1, 7)), visit("P002", date(2027, 1, 7), kind="review"))
    uids = iter("ab")
    store_entries(centre_store, *revise((), visits, AT, date(2027, 1, 5), lambda: next(uids)))
    with centre_store.unit_of_work("N1", AT) as work:
        stored = work.calendar.entries("C1")
    assert revise(stored, visits, LATER, date(2027, 1, 5), lambda: "new") == stored


def test_an_entry_without_time_zone_is_refused(centre_store: Store) -> None:
    naive = replace(ENTRY, revised_at=datetime(2027, 1, 4, 8))  # noqa: DTZ001
    with centre_store.unit_of_work("N1", AT) as work, pytest.raises(ValueError, match="no time zone"):
        work.calendar.replace("C1", (naive,))


def test_one_uid_twice_is_refused(centre_store: Store) -> None:
    with centre_store.unit_of_work("N1", AT) as work, pytest.raises(DuplicateRow, match="b7a1"):
        work.calendar.replace("C1", (ENTRY, CANCELLED, ENTRY))


def test_an_unknown_centre_has_no_calendar(store: Store) -> None:
    with store.unit_of_work("N1", AT) as work:
        with pytest.raises(UnknownCentre, match="C404"):
            work.calendar.entries("C404")
        with pytest.raises(UnknownCentre, match=CENTRE.code):
            work.calendar.replace(CENTRE.code, (ENTRY,))
