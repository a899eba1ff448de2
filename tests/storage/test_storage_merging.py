"""Centres merged by natural key: what is new, what differs, what stays."""

from dataclasses import replace
from datetime import date

import pytest
from storage_reading import load, revision
from storage_values import (
    AT,
    CENTRE,
    CLOSURES,
    DECISIONS,
    OPENINGS,
    OPERATORS,
    PATIENTS,
    ROWS,
    SESSIONS,
    SUPPLY,
    THEATRE,
    UNAVAILABILITIES,
    VISITS,
)

from refillplan.domain.centre import Centre
from refillplan.storage import Action, Store


def test_the_first_merge_adds_every_row_and_reports_it(store: Store) -> None:
    with store.unit_of_work("N1", AT) as work:
        report = work.centres.merge(CENTRE)
    assert (report.added, report.changed, report.unchanged, report.kept) == (ROWS, 0, 0, 0)
    assert {table.table: table.added for table in report.tables}["patients"] == len(PATIENTS)


def test_merging_the_same_centre_twice_changes_nothing(centre_store: Store) -> None:
    before = revision(centre_store)
    with centre_store.unit_of_work("N1", AT) as work:
        audited = len(work.audit.entries())
        report = work.centres.merge(CENTRE)
        assert len(work.audit.entries()) == audited
        work.commit()
    assert (report.added, report.changed, report.unchanged, report.kept) == (0, 0, ROWS, 0)
    assert revision(centre_store) == before
    assert load(centre_store) == CENTRE


def test_a_merge_updates_what_differs_and_audits_old_and_new(centre_store: Store) -> None:
    changed = replace(PATIENTS[2], usual_weekday=2, active_to=date(2028, 1, 1))
    with centre_store.unit_of_work("N1", AT, "new habit") as work:
        audited = len(work.audit.entries())
        report = work.centres.merge(replace(CENTRE, patients=(*PATIENTS[:2], changed)))
        raised, entry = work.audit.entries("C1")[audited:]
        work.commit()
    assert (report.added, report.changed, report.unchanged) == (0, 1, ROWS - 1)
    assert load(centre_store).patients == (*PATIENTS[:2], changed)
    assert (raised.table, raised.old, raised.new) == ("centres", {"revision": 1}, {"revision": 2})
    assert (entry.table, entry.key, entry.action) == ("patients", "P003", Action.CHANGED)
    assert (entry.actor, entry.at, entry.why) == ("N1", AT, "new habit")
    assert entry.old is not None
    assert entry.new is not None
    assert (entry.old["usual_weekday"], entry.old["active_to"]) == (None, None)
    assert (entry.new["usual_weekday"], entry.new["active_to"]) == (2, "2028-01-01")
    assert entry.old["preferred_half_day"] == entry.new["preferred_half_day"] == "am"


def test_a_merge_updates_the_settings_of_the_centre(centre_store: Store) -> None:
    changed = replace(CENTRE, review=None, planning=replace(CENTRE.planning, weeks=30))
    with centre_store.unit_of_work("N1", AT) as work:
        report = work.centres.merge(changed)
        entry = work.audit.entries("C1")[-1]
        work.commit()
    assert (report.added, report.changed) == (0, 1)
    assert (entry.table, entry.key) == ("centres", "C1")
    assert load(centre_store) == changed


@pytest.mark.parametrize(
    "changed",
    [
        replace(CENTRE, closures=(CLOSURES[0], replace(CLOSURES[1], reason="works"))),
        replace(CENTRE, visits=(VISITS[0], replace(VISITS[1], place=3, told=True), VISITS[2])),
        replace(CENTRE, sessions=(replace(SESSIONS[0], operators=("D1",)), *SESSIONS[1:])),
        replace(CENTRE, operators=(*OPERATORS[:2], replace(OPERATORS[2], kinds=frozenset({"rinse"})))),
        replace(CENTRE, openings=(replace(OPENINGS[0], places=9),)),
        replace(CENTRE, theatre=(replace(THEATRE[0], teams=""), THEATRE[1])),
        replace(CENTRE, unavailabilities=(replace(UNAVAILABILITIES[0], hard=False), UNAVAILABILITIES[1])),
        replace(CENTRE, supply=(replace(SUPPLY[0], units=8), SUPPLY[1])),
        replace(CENTRE, decisions=(DECISIONS[0], replace(DECISIONS[1], theatre_on=None, signed_by="D1"))),
    ],
)
def test_a_merge_recognises_a_row_by_its_natural_key(centre_store: Store, changed: Centre) -> None:
    with centre_store.unit_of_work("N1", AT) as work:
        report = work.centres.merge(changed)
        work.commit()
    assert (report.added, report.changed, report.kept) == (0, 1, 0)
    assert load(centre_store) == changed


def test_a_merge_keeps_and_reports_rows_that_are_absent(centre_store: Store) -> None:
    with centre_store.unit_of_work("N1", AT) as work:
        report = work.centres.merge(replace(CENTRE, closures=CLOSURES[:1], fills=()))
        work.commit()
    kept = {table.table: table.kept_keys for table in report.tables if table.kept}
    assert kept == {
        "closures": ("2027-05-07/2027-05-07/pm",),
        "fills": ("P001/2026-11-23/refill", "P001/2026-12-30/a kind of long ago"),
    }
    assert (report.changed, report.kept) == (0, 3)
    assert load(centre_store) == CENTRE
