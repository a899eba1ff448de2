"""A whole generated centre, put together from its parts."""

from dataclasses import replace
from random import Random

from refillplan.domain.centre import Centre
from refillplan.domain.devices import Pump
from refillplan.domain.people import Fill, Patient, Unavailability
from refillplan.generator.bookings import told_visits
from refillplan.generator.devices import pumps_of, supply_of, theatre_of
from refillplan.generator.exceptional_days import with_closures, with_leaves, with_openings
from refillplan.generator.history import fills_of, last_sessions, past_of
from refillplan.generator.people import patient_of, unavailabilities_of, with_review
from refillplan.generator.settings import bare_centre
from refillplan.generator.sizing import with_week
from refillplan.generator.spec import CentreSpec


def generate_centre(spec: CentreSpec) -> Centre:
    """Return the centre that ``spec`` asks for: always the same one."""
    draws = Random(spec.seed)
    centre = with_closures(spec, draws, bare_centre(spec))
    centre = with_week(spec, draws, centre)
    centre = with_openings(spec, draws, with_leaves(spec, draws, centre))
    centre = _with_patients(spec, draws, centre)
    centre = replace(centre, supply=supply_of(spec), theatre=theatre_of(spec, centre))
    return replace(centre, visits=told_visits(spec, draws, centre)) if spec.told_days else centre


def _with_patients(spec: CentreSpec, draws: Random, centre: Centre) -> Centre:
    past = past_of(spec, centre)
    patients: list[Patient] = []
    pumps: list[Pump] = []
    fills: list[Fill] = []
    unavailabilities: list[Unavailability] = []
    for number, last in enumerate(last_sessions(spec, draws, centre, past), start=1):
        patient = patient_of(spec, draws, centre, number, last)
        devices = pumps_of(spec, draws, patient.patient, number)
        done = fills_of(draws, past, last, devices)
        if not spec.refill_only:
            patient, done = with_review(draws, patient, done)
        patients.append(patient)
        pumps += devices
        fills += done
        unavailabilities += unavailabilities_of(spec, draws, centre, last, patient)
    return replace(
        centre,
        patients=tuple(patients),
        pumps=tuple(pumps),
        fills=tuple(sorted(fills, key=lambda fill: (fill.filled_on, fill.patient))),
        unavailabilities=tuple(unavailabilities),
    )
