"""A centre in force, its bundle, and what another library reads in it."""

import json
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, cast

from fhirclient.models.bundle import Bundle

sys.path.append(str(Path(__file__).parents[1] / "feeds"))  # its centre in force serves here, too

from feed_samples import ACTOR, AT, SAMPLES, TODAY, cancel_a_visit, entries, move_a_visit, year_in_force

from refillplan.domain.calendar_entries import CalendarEntry
from refillplan.services.sharing.fhir import export_fhir
from refillplan.storage import Store

__all__ = ["ACTOR", "AT", "SAMPLES", "TODAY", "cancel_a_visit", "entries", "move_a_visit", "year_in_force"]


@dataclass(frozen=True)
class ReadVisit:
    """A visit as another FHIR library reads it."""

    uid: str
    patient: str
    kind: str
    starts_at: datetime
    ends_at: datetime
    place: int
    operator: str
    status: str


def exported(store: Store, file: Path, base: str = "urn:refillplan") -> dict[str, Any]:
    export_fhir(store, "SMALL", file, TODAY, base)
    return cast("dict[str, Any]", json.loads(file.read_bytes()))


def of_kind(bundle: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return [entry["resource"] for entry in bundle["entry"] if entry["resource"]["resourceType"] == kind]


def read_by_another(bundle: dict[str, Any]) -> list[ReadVisit]:
    """Return the visits as the SMART-on-FHIR client's own R4 models read them; a wrong element raises."""
    read = Bundle(bundle, strict=True)
    of_url = {entry.fullUrl: entry.resource for entry in read.entry}
    return [_visit(entry.resource, of_url) for entry in read.entry if entry.resource.resource_type == "Appointment"]


def _visit(appointment: Any, of_url: dict[str, Any]) -> ReadVisit:
    actors = {taking.actor.type: taking.actor for taking in appointment.participant}
    return ReadVisit(
        uid=appointment.identifier[0].value,
        patient=of_url[actors["Patient"].reference].identifier[0].value,
        kind=appointment.serviceType[0].coding[0].code,
        starts_at=appointment.start.datetime,
        ends_at=appointment.end.datetime,
        place=int(actors["Location"].identifier.value),
        operator=actors["Practitioner"].identifier.value,
        status=appointment.status,
    )


def as_read(entry: CalendarEntry, status: str) -> ReadVisit:
    """Return what another library should read of an entry."""
    return ReadVisit(
        uid=entry.uid,
        patient=entry.patient,
        kind=entry.kind,
        starts_at=entry.starts_at,
        ends_at=entry.ends_at,
        place=entry.place,
        operator=entry.operator,
        status=status,
    )
