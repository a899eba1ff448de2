"""A centre as one bundle, checked before anybody gets it."""

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, date

from fhir.resources.R4B.bundle import Bundle

from refillplan.domain.calendar_entries import CalendarEntry
from refillplan.domain.centre import Centre
from refillplan.fhir.devices import device_resource, model_resource, patient_resource, use_resource
from refillplan.fhir.naming import Json, Naming, Resource
from refillplan.fhir.visits import (
    appointment_resource,
    records_of,
    schedule_resource,
    slot_resource,
    takes_place,
)


def bundle_bytes(centre: Centre, entries: Iterable[CalendarEntry], today: date, base: str) -> bytes:
    """Return a centre's patients, pumps and visits as a FHIR bundle (type ``collection``) in JSON.

    The same centre gives the same bytes; the bundle's time is that of the last change of a visit.

    Parameters
    ----------
    entries
        The visits as they are booked and told, cancelled ones with them.
    base
        See `Naming`.

    Raises
    ------
    InvalidValue
        If the base can begin no identifiers.
    """
    visits = sorted(entries, key=lambda entry: (entry.starts_at, entry.patient, entry.uid))
    naming = Naming(base=base, centre=centre.code)
    found: dict[str, Json] = {"resourceType": "Bundle", "type": "collection"}
    if visits:
        found["timestamp"] = max(entry.revised_at for entry in visits).astimezone(UTC).isoformat()
    resources = _resources(naming, centre, visits, today)
    found["entry"] = [{"fullUrl": f"urn:uuid:{resource['id']}", "resource": resource} for resource in resources]
    Bundle.model_validate(found)
    return (json.dumps(found, indent=1, ensure_ascii=False) + "\n").encode()


def _resources(naming: Naming, centre: Centre, visits: list[CalendarEntry], today: date) -> Iterator[Resource]:
    for patient in centre.patients:
        yield patient_resource(naming, patient, today)
    models = {model.model for model in centre.pump_models}
    for model in centre.pump_models:
        yield model_resource(naming, model)
    for pump in centre.pumps:
        yield device_resource(naming, pump, models, today)
        yield use_resource(naming, pump, today)
    records = records_of(centre)
    taking = [entry for entry in visits if takes_place(entry, records)]
    for place in sorted({entry.place for entry in taking}):
        yield schedule_resource(naming, place, [entry for entry in taking if entry.place == place])
    for entry in taking:
        yield slot_resource(naming, entry)
    for entry in visits:
        yield appointment_resource(naming, entry, records)
