"""What a physician signs of a centre's entries: who is none changes nothing of it."""

from collections.abc import Iterator
from dataclasses import replace

from refillplan.domain.centre import Centre
from refillplan.domain.messages import N_, Message, message
from refillplan.domain.people import Patient

_NONE = (None, None, None, "")
"""What stands in place of an interval of one's own."""


def signed_changes(before: Centre, after: Centre) -> Iterator[Message]:
    """Yield what differs between two states of a centre and needs a physician, one sentence each.

    Decisions on pumps (but for the theatre day, which is planning), extensions, a patient's own interval, the protocol.
    """
    if before.protocol != after.protocol:
        yield message(N_("the protocol"))
    known = {(d.serial, d.decided_on): replace(d, theatre_on=None) for d in before.decisions}
    given = {(d.serial, d.decided_on): replace(d, theatre_on=None) for d in after.decisions}
    for serial, _ in sorted(key for key in known.keys() | given.keys() if known.get(key) != given.get(key)):
        yield message(N_("the decision for pump {serial}"), serial=serial)
    extended = {pump.serial: pump.extended_until for pump in before.pumps}
    for pump in after.pumps:
        if pump.extended_until != extended.get(pump.serial):
            yield message(N_("the extension of pump {serial}"), serial=pump.serial)
    own = {patient.patient: _interval(patient) for patient in before.patients}
    for patient in after.patients:
        if _interval(patient) != own.get(patient.patient, _NONE):
            yield message(N_("the interval of {patient}"), patient=patient.patient)


def _interval(patient: Patient) -> tuple[object, ...]:
    return patient.target_days, patient.limit_days, patient.not_after, patient.override_reason
