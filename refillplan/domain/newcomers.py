"""Made-up patients beside those of a centre, to ask what it can hold."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import count as numbers
from itertools import islice

from refillplan.domain.centre import Centre
from refillplan.domain.devices import Pump
from refillplan.domain.messages import N_, require
from refillplan.domain.people import Fill, Patient
from refillplan.domain.visit_kinds import REFILL

MOST_NEWCOMERS = 500
"""Number of patients that can be made up at most."""


def with_newcomers(centre: Centre, number: int, today: date) -> Centre:
    """Return the centre with so many patients more, without habits, on the centre's protocol.

    Their codes are NEW-001, NEW-002 and on; codes that the centre has are left out. Each has a pump that was
    implanted and filled on one day of the last ``min_days``, so that no part of the first window has passed.
    These days are spread evenly, and the first patients are the same whatever the number (van der Corput 1935):
    if some number fits, so does every smaller one.

    Raises
    ------
    InvalidValue
        If the number is not from 0 to 500.
    """
    require(
        0 <= number <= MOST_NEWCOMERS,
        "patients",
        N_("{value} new patients: from 0 to {most}"),
        value=number,
        most=MOST_NEWCOMERS,
    )
    taken = {patient.patient for patient in centre.patients} | {pump.serial for pump in centre.pumps}
    free = (code for code in (f"NEW-{n:03}" for n in numbers(1)) if code not in taken)
    filled = {
        code: today - timedelta(days=int(_spread(position) * centre.protocol.min_days))
        for position, code in enumerate(islice(free, number))
    }
    model = centre.pump_models[0].model if centre.pump_models else "NEW"
    pumps = (Pump(serial=code, patient=code, model=model, implanted_on=on) for code, on in filled.items())
    fills = (Fill(patient=code, filled_on=on, kind=REFILL, serial=code) for code, on in filled.items())
    return replace(
        centre,
        patients=(*centre.patients, *(Patient(patient=code) for code in filled)),
        pumps=(*centre.pumps, *pumps),
        fills=(*centre.fills, *fills),
    )


def _spread(position: int) -> float:
    """Return the van der Corput number of this position, from 0 to below 1: its binary digits, mirrored."""
    value, digit = 0.0, 0.5
    while position:
        value += digit * (position % 2)
        position //= 2
        digit /= 2
    return value
