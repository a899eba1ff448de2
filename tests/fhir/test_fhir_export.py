"""The bundle validates, another library reads the same visits in it, and nothing but codes stands in it."""

import json
import re
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from fhir.resources.R4B.bundle import Bundle
from fhir_samples import (
    ACTOR,
    AT,
    SAMPLES,
    TODAY,
    as_read,
    cancel_a_visit,
    entries,
    exported,
    move_a_visit,
    of_kind,
    read_by_another,
)

from refillplan.domain.calendar_entries import CalendarEntry, visible
from refillplan.domain.messages import InvalidValue
from refillplan.domain.people import Fill, NotDone, NotDoneReason
from refillplan.fhir.bundle import bundle_bytes
from refillplan.services.core.access import load_centre
from refillplan.services.entering.importing import import_folder
from refillplan.services.sharing.fhir import export_fhir
from refillplan.storage import Store

pytest_plugins = ["fhir_fixtures"]


def test_another_library_reads_the_same_visits(in_force: Store, tmp_path: Path) -> None:
    cancelled = cancel_a_visit(in_force, AT)
    move_a_visit(in_force, AT + timedelta(hours=1))
    bundle = exported(in_force, tmp_path / "out.json")
    Bundle.model_validate(bundle)
    known = visible(entries(in_force), TODAY)
    expected = {as_read(e, "cancelled" if e.cancelled else "booked" if e.told else "proposed") for e in known}
    found = read_by_another(bundle)
    assert set(found) == expected
    assert len(found) == len(expected) > 20
    assert cancelled.uid in {visit.uid for visit in found if visit.status == "cancelled"}


def test_every_reference_leads_to_a_resource_of_its_kind(in_force: Store, tmp_path: Path) -> None:
    bundle = exported(in_force, tmp_path / "out.json")
    kinds = {entry["fullUrl"]: entry["resource"]["resourceType"] for entry in bundle["entry"]}
    assert len(kinds) == len(bundle["entry"])
    text = (tmp_path / "out.json").read_text()
    pointed = re.findall(r'"reference": "([^"]+)",\s+"type": "([A-Za-z]+)"', text)
    assert len(pointed) == text.count('"reference"') > 50
    assert {kinds[url] == kind for url, kind in pointed} == {True}
    assert set(kinds.values()) == {
        *("Patient", "Device", "DeviceDefinition", "DeviceUseStatement"),
        *("Schedule", "Slot", "Appointment"),
    }


def test_slots_of_one_place_never_overlap_and_each_visit_has_its_own(in_force: Store, tmp_path: Path) -> None:
    bundle = exported(in_force, tmp_path / "out.json")
    slots = {slot["id"]: slot for slot in of_kind(bundle, "Slot")}
    taken: dict[str, list[tuple[str, str]]] = {}
    for slot in slots.values():
        taken.setdefault(slot["schedule"]["reference"], []).append((slot["start"], slot["end"]))
    for times in taken.values():
        ordered = sorted(times)
        assert all(before[1] <= after[0] for before, after in pairwise(ordered))
    kept = [visit for visit in of_kind(bundle, "Appointment") if "slot" in visit]
    assert [visit["slot"][0]["reference"].removeprefix("urn:uuid:") for visit in kept] == list(slots)
    for visit in kept:
        slot = slots[visit["slot"][0]["reference"].removeprefix("urn:uuid:")]
        assert (slot["start"], slot["end"]) == (visit["start"], visit["end"])


def test_what_was_recorded_is_in_the_status(in_force: Store) -> None:
    centre = load_centre(in_force, "SMALL")
    first, second, third, fourth, *_ = [entry for entry in entries(in_force) if not entry.cancelled]

    def missed(entry: CalendarEntry, reason: NotDoneReason) -> NotDone:
        return NotDone(patient=entry.patient, on=entry.session.on, kind=entry.kind, reason=reason)

    centre = replace(
        centre,
        fills=(*centre.fills, Fill(patient=first.patient, filled_on=first.session.on, kind=first.kind)),
        not_done=(missed(second, NotDoneReason.NO_SHOW), missed(third, NotDoneReason.ILL)),
    )
    bundle = json.loads(bundle_bytes(centre, (first, second, third, replace(fourth, told=False)), TODAY, "urn:refillplan"))
    assert [visit["status"] for visit in of_kind(bundle, "Appointment")] == ["fulfilled", "noshow", "cancelled", "proposed"]
    assert of_kind(bundle, "Appointment")[2]["cancelationReason"] == {"text": "ill"}
    versions = [visit["meta"]["versionId"] for visit in of_kind(bundle, "Appointment")]
    assert versions == ["1-fulfilled", "1-noshow", "1-cancelled", "1"]  # never one version with two contents
    assert ["lastUpdated" in visit["meta"] for visit in of_kind(bundle, "Appointment")] == [False, False, False, True]
    Bundle.model_validate(bundle)
    assert [slot["status"] for slot in of_kind(bundle, "Slot")] == ["busy", "busy-tentative"]


def test_the_same_state_gives_the_same_bytes(in_force: Store, tmp_path: Path) -> None:
    file = tmp_path / "out.json"
    assert export_fhir(in_force, "SMALL", file, TODAY, "urn:refillplan").written
    before = file.read_bytes()
    assert not export_fhir(in_force, "SMALL", file, TODAY, "urn:refillplan").written
    assert file.read_bytes() == before
    move_a_visit(in_force, AT + timedelta(hours=1))
    assert export_fhir(in_force, "SMALL", file, TODAY, "urn:refillplan").written


def test_free_text_of_the_centre_stays_at_home(in_force: Store, tmp_path: Path) -> None:
    centre = load_centre(in_force, "SMALL")
    secret = "MmeDupont"
    typed = replace(
        centre,
        name=secret,
        patients=tuple(replace(patient, not_after=None, override_reason=secret) for patient in centre.patients),
        pumps=tuple(replace(pump, end_cause=secret) for pump in centre.pumps),
        fills=tuple(replace(fill, lot=secret, readings=secret) for fill in centre.fills),
        pump_models=tuple(replace(model, source=secret) for model in centre.pump_models),
    )
    assert secret.encode() not in bundle_bytes(typed, entries(in_force), TODAY, "urn:refillplan")


@pytest.mark.parametrize("base", ["refillplan", "ftp://host/x", "https://host/x y", "urn:", "https://host/"])
def test_a_base_that_cannot_begin_identifiers_is_refused(in_force: Store, tmp_path: Path, base: str) -> None:
    with pytest.raises(InvalidValue, match="cannot begin identifiers"):
        exported(in_force, tmp_path / "out.json", base)
    assert not (tmp_path / "out.json").exists()


def test_identifiers_begin_as_the_hospital_writes_them(in_force: Store, tmp_path: Path) -> None:
    bundle = exported(in_force, tmp_path / "out.json", "https://ids.example.org/pumps")
    assert of_kind(bundle, "Patient")[0]["identifier"] == [
        {"system": "https://ids.example.org/pumps/SMALL/patient", "value": "P01"}
    ]


def test_without_a_published_plan_there_is_no_bundle(tmp_path: Path) -> None:
    store = Store.open(f"sqlite:///{tmp_path / 'empty.db'}")
    import_folder(store, SAMPLES / "small", TODAY, actor=ACTOR, at=AT)
    with pytest.raises(InvalidValue, match="nothing is published yet"):
        exported(store, tmp_path / "out.json")
    store.close()
