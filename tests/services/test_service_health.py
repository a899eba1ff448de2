"""The doctor and the night's report: first whether all is well, then what is not, by code."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from made_in_force import CODE, TODAY, Make
from service_samples import AT

from refillplan.services.upkeep.auditing import verify_audit
from refillplan.services.upkeep.health import examine
from refillplan.services.upkeep.nightly import report_night
from refillplan.storage import StorageError, Store

pytest_plugins = ["service_stores", "made_fixtures"]


def on(day: date) -> Callable[[str], date]:
    return lambda _centre: day


def by_hand(tmp_path: Path, statement: str) -> None:
    engine = sa.create_engine(f"sqlite:///{tmp_path / 'refillplan.db'}")
    with engine.begin() as connection:
        connection.exec_driver_sql(statement)
    engine.dispose()


def test_where_all_is_well_every_finding_says_so(store: Store, in_force: Make) -> None:
    in_force(2)
    findings = examine(store, on(TODAY))
    assert [finding.sentence.template for finding in findings if not finding.well] == []
    assert len(findings) == 4
    night = report_night(store, on(TODAY), AT)
    assert night.well
    assert str(night.lines[0]) == "2027-01-04 08:30 UTC: all is well"


def test_a_database_without_a_centre_is_not_well(store: Store) -> None:
    store.upgrade()
    nothing_in_it = "there is no centre in this database yet: 'refillplan import FOLDER' reads one"
    assert [str(finding.sentence) for finding in examine(store, on(TODAY)) if not finding.well] == [nothing_in_it]
    night = report_night(store, on(TODAY), AT)
    assert not night.well
    assert nothing_in_it in map(str, night.lines)


def test_a_database_that_is_not_there_is_no_finding(store: Store) -> None:
    with pytest.raises(StorageError, match=r"there is no database|has no tables yet"):
        examine(store, on(TODAY))


def test_who_is_overdue_and_unexplained_is_named_by_code(store: Store, in_force: Make) -> None:
    in_force(2)
    later = TODAY + timedelta(days=200)
    night = report_night(store, on(later), AT)
    assert not night.well
    said = "\n".join(map(str, night.lines))
    assert "not all is well" in said
    assert f"{CODE}: patients without a booked visit inside the limit who are not shown as exceptions: P" in said
    assert f"{CODE}: overdue: P" in said


def test_a_visit_changed_past_the_program_is_found_twice(store: Store, in_force: Make, tmp_path: Path) -> None:
    centre = in_force(2)
    coming = next(v for v in centre.visits if v.session.on > TODAY)
    by_hand(tmp_path, f"UPDATE plan_visits SET operator = 'NOBODY' WHERE patient = '{coming.patient}'")
    by_hand(tmp_path, f"UPDATE bookings SET operator = 'NOBODY' WHERE patient = '{coming.patient}'")
    findings = examine(store, on(TODAY))
    assert any("is not as the audit says" in str(finding.sentence) for finding in findings)


def test_the_promise_is_looked_at_also_where_the_audit_is_not_whole(store: Store, in_force: Make, tmp_path: Path) -> None:
    in_force(2)
    by_hand(tmp_path, "UPDATE fills SET lot = 'by hand' WHERE rowid = 1")
    said = [str(finding.sentence) for finding in examine(store, on(TODAY))]
    assert any("is not as the audit says" in sentence for sentence in said)
    assert any(sentence.startswith(f"{CODE}: every active patient has a visit inside the limit") for sentence in said)
    later = "\n".join(map(str, report_night(store, on(TODAY + timedelta(days=200)), AT).lines))
    assert "is not as the audit says" in later
    assert f"{CODE}: overdue: P" in later


@pytest.mark.parametrize(
    ("statement", "damaged"),
    [
        ("UPDATE patients SET preferred_half_day = 'noon'", "patients P"),
        ("UPDATE session_templates SET opens = '99:99'", "session_templates "),
        ("UPDATE patients SET target_days = 'often'", "patients P"),
        ("UPDATE plans SET state = 'lost'", "plans 1"),
        ("INSERT INTO theatre_days VALUES ('MADE', 'never', 1, '')", "theatre_days never"),
    ],
)
def test_a_cell_that_makes_no_sense_is_damage_of_its_row_and_found_by_the_audit(
    store: Store, in_force: Make, tmp_path: Path, statement: str, damaged: str
) -> None:
    in_force(2)
    by_hand(tmp_path, statement)
    assert [f"the database is damaged: {damaged}" in str(finding.sentence) for finding in examine(store, on(TODAY))] == [True]
    assert not report_night(store, on(TODAY), AT).well
    faults = list(map(str, verify_audit(store).faults))
    assert any(fault.startswith(damaged) and fault.endswith("is not as the audit says") for fault in faults)


@pytest.mark.parametrize(
    ("statement", "wrong"),
    [
        ("UPDATE patients SET limit_days = -4", "limit in days is -4"),
        ("UPDATE centres SET timezone = 'Nowhere'", "'Nowhere' is not a time zone"),
    ],
)
def test_entries_that_are_not_allowed_are_named_and_stop_no_report(
    store: Store, in_force: Make, tmp_path: Path, statement: str, wrong: str
) -> None:
    in_force(2)
    by_hand(tmp_path, statement)
    assert any(str(finding.sentence).startswith(f"{CODE}: {wrong}") for finding in examine(store, on(TODAY)))
    assert any(str(line).startswith(f"{CODE}: {wrong}") for line in report_night(store, on(TODAY), AT).lines)


def test_the_night_reports_all_the_same_where_an_entry_of_the_audit_cannot_be_read(
    store: Store, in_force: Make, tmp_path: Path
) -> None:
    in_force(2)
    by_hand(tmp_path, "DROP TRIGGER audit_is_not_updated")
    by_hand(tmp_path, "UPDATE audit SET at = 'once' WHERE id = 5")
    said = "\n".join(map(str, report_night(store, on(TODAY), AT).lines))
    assert "entry 5 of the audit is not as it was written" in said
    assert f"{CODE}: a row of the database" in said


def test_a_bad_reference_in_the_file_is_damage(store: Store, in_force: Make, tmp_path: Path) -> None:
    in_force(2)
    by_hand(tmp_path, "UPDATE fills SET patient = 'P999' WHERE rowid = 1")
    findings = examine(store, on(TODAY))
    assert any("the database is damaged: fills" in str(finding.sentence) for finding in findings)
