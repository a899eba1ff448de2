"""Patients, pump models, pumps, and which patient has which pump."""

from collections.abc import Iterable
from datetime import date

from refillplan.domain.devices import Pump, PumpModel
from refillplan.domain.people import Patient
from refillplan.fhir.naming import Json, Naming, Resource

_PUMP: Json = {"text": "implanted insulin pump"}


def patient_resource(naming: Naming, patient: Patient, today: date) -> Resource:
    """Return a patient by code alone: no name, date of birth, sex or address is known here."""
    return {**naming.resource("Patient", patient.patient, "patient"), "active": patient.active_on(today)}


def model_resource(naming: Naming, model: PumpModel) -> Resource:
    """Return a pump model, with its label life in years where it is known."""
    found = naming.resource("DeviceDefinition", model.model, "model")
    found |= {"type": _PUMP, "deviceName": [{"name": model.model, "type": "model-name"}]}
    if model.maker.strip():
        found["manufacturerString"] = model.maker.strip()
    lives = (("least label life", model.life_min_years), ("longest label life", model.life_max_years))
    known: list[Json] = [_life(words, years) for words, years in lives if years is not None]
    return {**found, "property": known} if known else found


def device_resource(naming: Naming, pump: Pump, models: Iterable[str], today: date) -> Resource:
    """Return a pump."""
    found = naming.resource("Device", pump.serial, "pump")
    if pump.model in models:
        found["definition"] = naming.reference("DeviceDefinition", pump.model)
    return found | {
        "status": "active" if pump.in_place_on(today) else "inactive",
        "serialNumber": pump.serial,
        "deviceName": [{"name": pump.model, "type": "model-name"}],
        "type": _PUMP,
        "patient": naming.reference("Patient", pump.patient),
    }


def use_resource(naming: Naming, pump: Pump, today: date) -> Resource:
    """Return who has a pump, and from when to when."""
    period: dict[str, Json] = {"start": str(pump.implanted_on)}
    if pump.ended_on is not None:
        period["end"] = str(pump.ended_on)
    return naming.resource("DeviceUseStatement", pump.serial, "pump-use") | {
        "status": "completed" if pump.ended_on is not None and pump.ended_on <= today else "active",
        "subject": naming.reference("Patient", pump.patient),
        "timingPeriod": period,
        "device": naming.reference("Device", pump.serial),
    }


def _life(words: str, years: float) -> Json:
    quantity: Json = {"value": years, "unit": "years", "system": "http://unitsofmeasure.org", "code": "a"}
    return {"type": {"text": words}, "valueQuantity": [quantity]}
