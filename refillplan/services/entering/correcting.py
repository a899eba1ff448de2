"""Taking away what was recorded by mistake: a change of its own, possible long after, that the history keeps."""

from dataclasses import replace
from datetime import date, datetime

from refillplan.domain.centre import Centre
from refillplan.domain.messages import N_, InvalidValue, message, require
from refillplan.domain.people import Fill, NotDone
from refillplan.services.core.access import load_centre
from refillplan.services.core.editing import edit
from refillplan.services.core.lookup import patient_of
from refillplan.services.entering.recording import Recorded, recorded
from refillplan.storage import Store


def remove_done(
    store: Store, centre: str, today: date, patient: str, on: date, kind: str | None = None, *, actor: str, at: datetime
) -> Recorded:
    """Take away a fill that was recorded by mistake; the patient's next visit counts from the one before it again.

    Bookings stay as they are: a proposal plans with that.

    Parameters
    ----------
    kind
        Kind of visit, where two are recorded for that day.

    Raises
    ------
    InvalidValue
        If the patient is unknown, or no fill, or more than one, is recorded so.
    StorageError
        If the database cannot be used.
    """
    found = _fill(load_centre(store, centre), patient, on, kind)

    def change(entered: Centre) -> Centre:
        wrong = _fill(entered, patient, on, kind)
        return replace(entered, fills=tuple(fill for fill in entered.fills if fill != wrong))

    what = message(N_("{patient}: {kind} of {on} taken away, recorded by mistake"), patient=patient, kind=found.kind, on=str(on))
    number = edit(store, centre, today, change, what=what, actor=actor, at=at)
    return recorded(store, centre, today, number, patient, on, found.kind, None)


def remove_not_done(store: Store, centre: str, today: date, patient: str, on: date, *, actor: str, at: datetime) -> Recorded:
    """Take away that a visit was not done, recorded by mistake; the visit itself does not come back.

    Raises
    ------
    InvalidValue
        If the patient is unknown, or no missed visit is recorded for that day.
    StorageError
        If the database cannot be used.
    """
    found = _missed(load_centre(store, centre), patient, on)

    def change(entered: Centre) -> Centre:
        wrong = _missed(entered, patient, on)
        return replace(entered, not_done=tuple(missed for missed in entered.not_done if missed != wrong))

    what = message(
        N_("{patient}: {kind} of {on} no longer counts as missed, recorded by mistake"),
        patient=patient,
        kind=found.kind,
        on=str(on),
    )
    number = edit(store, centre, today, change, what=what, actor=actor, at=at)
    return recorded(store, centre, today, number, patient, on, found.kind, None)


def _fill(centre: Centre, patient: str, on: date, kind: str | None) -> Fill:
    patient_of(centre, patient)
    mine = [fill for fill in centre.fills if fill.patient == patient]
    found = [fill for fill in mine if fill.filled_on == on and kind in (None, fill.kind)]
    if not found:
        last = max((fill.filled_on for fill in mine), default=None)
        no_fill = (
            N_("{patient}: no fill of {day} is recorded")
            if last is None
            else N_("{patient}: no fill of {day} is recorded; the last one is of {last}")
        )
        raise InvalidValue(message(no_fill, patient=patient, day=str(on), last=str(last)), "on")
    kinds = ", ".join(sorted(fill.kind for fill in found))
    several = N_("{patient}: more than one fill of {day} is recorded: {kinds}; --kind says which")
    require(len(found) == 1, "kind", several, patient=patient, day=str(on), kinds=kinds)
    return found[0]


def _missed(centre: Centre, patient: str, on: date) -> NotDone:
    patient_of(centre, patient)
    found = next((missed for missed in centre.not_done if (missed.patient, missed.on) == (patient, on)), None)
    if found is None:
        raise InvalidValue(message(N_("{patient}: no missed visit of {day} is recorded"), patient=patient, day=str(on)), "on")
    return found
