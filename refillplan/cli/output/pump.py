"""What entering a pump does to the fills that were booked for another day of operation."""

from datetime import date

from refillplan.cli.desk import Desk, Json
from refillplan.cli.output.values import day_or_null, visit_json
from refillplan.domain.messages import N_
from refillplan.services.entering.operated import OutdatedFills


def say_outdated(desk: Desk, patient: str, implanted_on: date, fills: OutdatedFills) -> None:
    """Say which booked fills follow the operation no more, and what to do instead."""
    for visit in fills.withdrawn:
        gone = N_("{patient}: operated on {on}, so the post-operative fill of {session} is booked no more")
        desk.say(gone, patient=patient, on=str(implanted_on), session=str(visit.session))
    for visit in fills.released:
        told = N_(
            "{patient}: operated on {on}, so the visit of {session}, of which the patient was told, is a post-operative fill "
            "no more: it counts as a refill, and the call sheet says if it moves or goes away"
        )
        desk.say(told, patient=patient, on=str(implanted_on), session=str(visit.session))
    if fills.book_until is not None:
        book = N_(
            "{patient}: no post-operative fill is booked up to {until}; "
            "next: refillplan book {patient} DATE am|pm post_operative_fill"
        )
        desk.say(book, patient=patient, until=str(fills.book_until))


def outdated_json(fills: OutdatedFills) -> dict[str, Json]:
    """Return the same for programs."""
    return {
        "withdrawn": [visit_json(visit) for visit in fills.withdrawn],
        "released": [visit_json(visit) for visit in fills.released],
        "book_until": day_or_null(fills.book_until),
    }
