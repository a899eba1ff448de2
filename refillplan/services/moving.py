"""Moving one visit to another half-day, as arranged with the patient; undone like any other entry."""

from dataclasses import replace
from datetime import date, datetime

from refillplan.domain.centre import Centre
from refillplan.domain.messages import N_, InvalidValue, message
from refillplan.domain.visits import Pin, Visit
from refillplan.services.editing import edit
from refillplan.storage import Store

_FIXED = frozenset({Pin.DATE, Pin.HALF_DAY})


def move_visit(
    store: Store, centre: str, today: date, visit: Visit, there: Visit, *, booked: bool, actor: str, at: datetime
) -> int | None:
    """Book a visit where an option of the `Adviser` has it, day and half-day pinned, and return the number of the edit.

    Others whom the option moves stay where they were told: a proposal lists them afterwards. A told visit stays told,
    since whoever moves it arranges that with the patient.

    Parameters
    ----------
    visit, there
        The visit as it is now, and as the option has it.
    booked
        Whether ``visit`` is among the bookings, rather than a draft's.

    Raises
    ------
    InvalidValue
        If somebody has changed the booking meanwhile.
    StorageError
        If the database cannot be used.
    """

    def change(entered: Centre) -> Centre:
        if booked and visit not in entered.visits:
            raise InvalidValue(message(N_("the visit of {patient} was changed meanwhile: look again"), patient=visit.patient))
        moved = replace(there, told=visit.told, pins=(visit.pins - {Pin.HOUR, Pin.PLACE, Pin.OPERATOR}) | _FIXED)
        return replace(entered, visits=(*(v for v in entered.visits if v != visit), moved))

    what = message(
        N_("{patient}: visit of {old} moved to {new}"), patient=visit.patient, old=str(visit.session), new=str(there.session)
    )
    return edit(store, centre, today, change, what=what, actor=actor, at=at)
