"""The doctor and the night's report: first whether all is well, then what is not, by code."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from made_in_force import CODE, TODAY, Make
from service_samples import AT

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


def test_a_bad_reference_in_the_file_is_damage(store: Store, in_force: Make, tmp_path: Path) -> None:
    in_force(2)
    by_hand(tmp_path, "UPDATE fills SET patient = 'P999' WHERE rowid = 1")
    findings = examine(store, on(TODAY))
    assert any("the database is damaged: fills" in str(finding.sentence) for finding in findings)
