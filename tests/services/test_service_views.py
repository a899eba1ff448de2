from datetime import date
from pathlib import Path

import pytest
from service_samples import TODAY, imported, planned, published, sample_copy

from refillplan.domain.half_days import SessionKey
from refillplan.domain.messages import InvalidValue
from refillplan.services.looking.views import show_audit, show_patient, show_session, show_week
from refillplan.services.upkeep.about import info
from refillplan.storage import SchemaState, Store

pytest_plugins = ["service_stores"]


def test_a_patient_is_shown_with_window_fills_pump_and_coming_visits(small: Store) -> None:
    planned(small)
    found = show_patient(small, "SMALL", "P02", date(2027, 1, 12))
    assert found.start is not None
    assert found.start.window.limit_on == date(2027, 1, 14)
    assert [fill.filled_on for fill in found.fills] == [date(2026, 11, 30), date(2026, 10, 19)]
    assert [pump.serial for pump in found.pumps] == ["SMALL-2"]
    assert [visit.session.on for visit in found.visits] == [date(2027, 2, 22)]


def test_a_patient_without_a_pump_is_shown_with_the_reason(small: Store, tmp_path: Path) -> None:
    imported(small, sample_copy(tmp_path, patients="P09,,,,,,,,,,"))
    found = show_patient(small, "SMALL", "P09", TODAY)
    assert found.start is None
    assert str(found.left_out) == "has no pump in place"


def test_an_unknown_patient_is_told(small: Store) -> None:
    with pytest.raises(InvalidValue, match="no patient P77"):
        show_patient(small, "SMALL", "P77", TODAY)


def test_a_half_day_is_shown_with_its_visits(small: Store) -> None:
    planned(small)
    view = show_session(small, "SMALL", SessionKey.parse("2027-01-11-am"), TODAY)
    assert view.session is not None
    assert [visit.patient for visit in view.visits] == ["P02"]


@pytest.mark.parametrize(
    ("key", "because"),
    [
        ("2027-05-06-am", "public holiday: Ascension Day"),
        ("2027-02-18-am", "closed: works"),
        ("2027-02-25-am", "closed"),
        ("2027-02-16-am", "the unit does not open on this half-day"),
    ],
)
def test_a_half_day_that_does_not_open_says_why(small: Store, tmp_path: Path, key: str, because: str) -> None:
    imported(small, sample_copy(tmp_path, closures="2027-02-18,2027-02-18,,works\n2027-02-25,2027-02-25,am,"))
    view = show_session(small, "SMALL", SessionKey.parse(key), TODAY)
    assert view.session is None
    assert str(view.closed_because) == because


def test_a_week_shows_what_opens_and_what_would(small: Store, tmp_path: Path) -> None:
    imported(small, sample_copy(tmp_path, closures="2027-02-18,2027-02-18,,works"))
    planned(small)
    found = show_week(small, "SMALL", date(2027, 2, 21), TODAY)
    assert [(str(view.key), view.session is not None) for view in found] == [("2027-02-15-am", True), ("2027-02-18-am", False)]


def test_the_newest_changes_come_last(small: Store) -> None:
    planned(small)
    published(small)
    found = show_audit(small, "SMALL", 3)
    assert len(found) == 3
    assert {entry.why for entry in found} == {"publish"}
    assert [entry.id for entry in found] == sorted(entry.id for entry in found)


def test_info_counts_what_the_database_holds(small: Store) -> None:
    planned(small)
    found = info(small)
    assert found.schema is SchemaState.CURRENT
    (centre,) = found.centres
    assert (centre.code, centre.patients, centre.bookings, len(centre.plans)) == ("SMALL", 3, 0, 1)
    assert dict(found.libraries)["ortools"]


def test_info_of_a_database_without_tables_has_no_centres(store: Store) -> None:
    assert (info(store).schema, info(store).centres) == (SchemaState.MISSING, ())
