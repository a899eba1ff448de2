"""Units of work: all or nothing, one after the other."""

import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session
from storage_values import AT, CENTRE, ENTRY, PLAN

import refillplan
from refillplan.storage import Store
from refillplan.storage.mapping.alike import columns_of
from refillplan.storage.repositories.changes import apply, compare, stored_rows
from refillplan.storage.rows.people import PatientRow

ROOT = Path(refillplan.__file__).parents[1]
ADD_PATIENTS = """
import sys
from dataclasses import replace
from datetime import UTC, datetime
from refillplan.domain.people import Patient
from refillplan.storage import Store

url, name, count = sys.argv[1:]
store = Store.open(url, busy_seconds=60)
for number in range(int(count)):
    with store.unit_of_work(name, datetime.now(UTC)) as work:
        centre = work.centres.load("C1")
        added = Patient(patient=f"{name}{number:03d}", override_reason=str(len(centre.patients)))
        work.centres.merge(replace(centre, patients=(*centre.patients, added)))
        work.commit()
store.close()
"""


class Stumble(Exception):
    """Raised by a test in the middle of a unit of work."""


def test_without_commit_nothing_is_kept(centre_store: Store) -> None:
    with centre_store.unit_of_work("N1", AT) as work:
        audited = len(work.audit.entries())
    with centre_store.unit_of_work("N1", AT) as work:
        work.centres.merge(replace(CENTRE, code="C2"))
        work.centres.replace_bookings("C1", ())
        work.plans.add(PLAN, AT, 1.0)
        work.calendar.replace("C1", (ENTRY,))
    with centre_store.unit_of_work("N1", AT) as work:
        assert work.centres.codes() == ("C1",)
        assert work.centres.load("C1") == CENTRE
        assert work.centres.revision("C1") == 1
        assert work.plans.list("C1") == ()
        assert work.calendar.entries("C1") == ()
        assert len(work.audit.entries()) == audited


def test_an_exception_undoes_the_unit(store: Store) -> None:
    with pytest.raises(Stumble), store.unit_of_work("N1", AT) as work:
        work.centres.merge(CENTRE)
        raise Stumble
    with store.unit_of_work("N1", AT) as work:
        assert work.centres.codes() == ()
        assert work.audit.entries() == ()


def test_a_unit_is_over_once_it_is_committed(store: Store) -> None:
    with store.unit_of_work("N1", AT) as work:
        work.centres.merge(CENTRE)
        work.commit()
        with pytest.raises(sa.exc.InvalidRequestError):
            work.centres.load("C1")


def test_a_unit_reads_what_it_has_changed(centre_store: Store) -> None:
    with centre_store.unit_of_work("N1", AT) as work:
        assert work.centres.load("C1") == CENTRE
        work.centres.merge(replace(CENTRE, name="changed"))
        assert work.centres.load("C1").name == "changed"
        work.centres.replace_bookings("C1", CENTRE.visits[:1])
        assert work.centres.load("C1").visits == CENTRE.visits[:1]


def test_rows_that_someone_still_holds_are_read_anew(centre_store: Store, engine: sa.Engine) -> None:
    with Session(engine) as session:
        held = stored_rows(session, PatientRow, "C1")
        changed = (columns_of(replace(patient, active_to=date(2031, 1, 1))) for patient in CENTRE.patients)
        apply(session, compare(session, PatientRow, "C1", changed), removing=False)
        assert {row.active_to for row in stored_rows(session, PatientRow, "C1")} == {date(2031, 1, 1)}
        assert len(held) == len(CENTRE.patients)


def test_the_time_of_a_unit_is_kept_in_utc(store: Store) -> None:
    local = datetime(2027, 1, 4, 9, 0, tzinfo=timezone(timedelta(hours=2)))
    with store.unit_of_work("N1", local) as work:
        work.centres.merge(CENTRE)
        at = work.audit.entries()[0].at
    assert at == local
    assert at.tzinfo is UTC


def test_a_time_without_zone_is_refused(store: Store) -> None:
    with pytest.raises(ValueError, match="no time zone"), store.unit_of_work("N1", datetime(2027, 1, 4)):  # noqa: DTZ001
        raise Stumble


def test_a_unit_needs_to_know_who_acts(store: Store) -> None:
    with pytest.raises(ValueError, match="who acts"), store.unit_of_work(" ", AT):
        raise Stumble


def test_two_processes_that_write_wait_for_each_other(centre_store: Store, url: str) -> None:
    count = 8
    writers = [
        subprocess.Popen([sys.executable, "-c", ADD_PATIENTS, url, name, str(count)], cwd=ROOT, stderr=subprocess.PIPE, text=True)
        for name in "XY"
    ]
    assert [(writer.communicate(timeout=60)[1], writer.returncode) for writer in writers] == [("", 0)] * 2
    with centre_store.unit_of_work("N1", AT) as work:
        patients = work.centres.load("C1").patients
        assert work.centres.revision("C1") == 1 + 2 * count
    seen = sorted(int(patient.override_reason) for patient in patients if patient.patient[0] in "XY")
    assert seen == list(range(len(CENTRE.patients), len(CENTRE.patients) + 2 * count))  # no writer missed another's patient
