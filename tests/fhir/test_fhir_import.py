"""Busy times of other systems: shown first, entered in one go, taken back; what cannot be read is named."""

import json
from pathlib import Path
from typing import Any

import pytest
from fhir_samples import ACTOR, AT, TODAY, entries, exported

from refillplan.domain.messages import InvalidValue
from refillplan.services.core.access import load_centre
from refillplan.services.core.editing import undo
from refillplan.services.entering.calendar_import import apply_days
from refillplan.services.sharing.fhir import days_of_bundle
from refillplan.storage import Store

pytest_plugins = ["fhir_fixtures"]

SLOT = {
    "resourceType": "Slot",
    "id": "s1",
    "schedule": {"reference": "Schedule/1"},
    "status": "busy-unavailable",
    "start": "2027-02-04T08:00:00+01:00",
    "end": "2027-02-04T18:00:00+01:00",
}
VISIT = {
    "resourceType": "Appointment",
    "id": "a1",
    "status": "booked",
    "start": "2027-02-08T09:00:00+01:00",
    "end": "2027-02-08T09:30:00+01:00",
    "participant": [{"actor": {"display": "MmeDupont"}, "status": "accepted"}],
}


def file_of(folder: Path, *resources: dict[str, Any]) -> Path:
    file = folder / "busy.json"
    file.write_text(json.dumps({"resourceType": "Bundle", "type": "searchset", "entry": [{"resource": r} for r in resources]}))
    return file


def test_busy_times_become_closures_that_can_be_taken_back(in_force: Store, tmp_path: Path) -> None:
    before = load_centre(in_force, "SMALL")
    found = days_of_bundle(in_force, "SMALL", file_of(tmp_path, SLOT, VISIT), None, TODAY)
    assert [(str(days.from_on), days.half_day) for days in found.new] == [("2027-02-04", None), ("2027-02-08", None)]
    assert load_centre(in_force, "SMALL") == before
    apply_days(in_force, "SMALL", found, TODAY, actor=ACTOR, at=AT)
    after = load_centre(in_force, "SMALL")
    assert len(after.closures) == len(before.closures) + len(found.new) > len(before.closures)
    assert "MmeDupont" not in str(after)
    undo(in_force, "SMALL", TODAY, actor=ACTOR, at=AT)
    assert load_centre(in_force, "SMALL") == before


def test_busy_times_become_the_absences_of_an_operator(in_force: Store, tmp_path: Path) -> None:
    operator = load_centre(in_force, "SMALL").operators[0].operator
    found = days_of_bundle(in_force, "SMALL", file_of(tmp_path, SLOT), operator, TODAY)
    apply_days(in_force, "SMALL", found, TODAY, actor=ACTOR, at=AT)
    assert [leave.operator for leave in load_centre(in_force, "SMALL").leaves][-1] == operator


@pytest.mark.parametrize("status", ["free", "entered-in-error"])
def test_a_slot_that_is_not_busy_takes_nothing(in_force: Store, tmp_path: Path, status: str) -> None:
    assert days_of_bundle(in_force, "SMALL", file_of(tmp_path, SLOT | {"status": status}), None, TODAY).events == ()


@pytest.mark.parametrize("status", ["cancelled", "noshow", "proposed", "waitlist"])
def test_an_appointment_that_takes_no_time_takes_nothing(in_force: Store, tmp_path: Path, status: str) -> None:
    assert days_of_bundle(in_force, "SMALL", file_of(tmp_path, VISIT | {"status": status}), None, TODAY).events == ()


def test_a_single_resource_is_read_too(in_force: Store, tmp_path: Path) -> None:
    file = tmp_path / "slot.json"
    file.write_text(json.dumps(SLOT))
    assert len(days_of_bundle(in_force, "SMALL", file, None, TODAY).events) == 1


def test_visits_of_this_centre_that_come_back_close_nothing(in_force: Store, tmp_path: Path) -> None:
    exported(in_force, tmp_path / "out.json")
    found = days_of_bundle(in_force, "SMALL", tmp_path / "out.json", None, TODAY)
    assert (found.new, found.lost) == ((), 0)
    assert {str(event.note) for event in found.events} == {"a visit of this centre"}
    assert len(found.events) == 2 * len(entries(in_force))


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"start": "yesterday"}, "it is no sound Slot: start"),
        ({"start": 1}, "it is no sound Slot: start"),
        ({"status": "perhaps"}, "it is no sound Slot: status"),
        ({"schedule": None}, "it is no sound Slot: schedule"),
        ({"colour": "red"}, "it is no sound Slot: colour"),
        ({"end": "2027-02-04T08:00:00+01:00"}, "ends before it starts"),
        ({"end": "9999-12-31T23:59:59+00:00"}, "it lasts longer than two years: enter its days by 'refillplan close'"),
        ({"start": "9999-12-31T08:00:00Z", "end": "9999-12-31T23:59:59Z"}, "it lasts longer than two years"),
        ({"start": "0001-01-01T00:00:00+14:00"}, "it lasts longer than two years"),
    ],
)
def test_a_time_that_cannot_be_read_is_named_and_counted(
    in_force: Store, tmp_path: Path, change: dict[str, Any], says: str
) -> None:
    wrong = {name: value for name, value in (SLOT | change).items() if value is not None}
    found = days_of_bundle(in_force, "SMALL", file_of(tmp_path, wrong, SLOT), None, TODAY)
    assert (found.lost, len(found.new)) == (1, 1)
    assert says in str(next(event.note for event in found.events if event.lost))


@pytest.mark.parametrize("content", ["", "[]", "{}", "BEGIN:VCALENDAR", '{"resourceType": "Bundle", "entry": 1}', "\x00"])
def test_a_file_that_is_no_resource_is_refused_in_one_sentence(in_force: Store, tmp_path: Path, content: str) -> None:
    file = tmp_path / "busy.json"
    file.write_text(content)
    with pytest.raises(InvalidValue, match="holds no FHIR resource in JSON"):
        days_of_bundle(in_force, "SMALL", file, None, TODAY)
