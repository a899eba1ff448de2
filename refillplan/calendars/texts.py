"""The texts of a calendar event: codes only, through one allow-list."""

from dataclasses import dataclass

from refillplan.domain.calendar_entries import CalendarEntry
from refillplan.domain.messages import N_, Message, message

LAG = message(N_("This calendar is a planning aid: a phone may lag hours behind the plan of the unit."))
"""How far a calendar is to be trusted; stands in every event."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicFields:
    """All that a calendar may say of a visit in words.

    ``CLASS:PRIVATE`` protects nobody, so nothing stands here that would harm if it were public.
    """

    patient: str
    kind: str
    place: int
    operator: str


def public_fields(entry: CalendarEntry) -> PublicFields:
    """Return what may be said of ``entry``; the only way from an entry to a text."""
    return PublicFields(patient=entry.patient, kind=entry.kind, place=entry.place, operator=entry.operator)


def summary(fields: PublicFields, *, cancelled: bool) -> Message:
    """Return the title of the event; that of a cancelled visit says so first, as many phones hide the state."""
    if cancelled:
        return message(N_("cancelled: {patient} · {kind}"), patient=fields.patient, kind=fields.kind)
    return message(N_("{patient} · {kind}"), patient=fields.patient, kind=fields.kind)


def location(fields: PublicFields) -> Message:
    """Return where the visit takes place."""
    return message(N_("place {place}"), place=fields.place)


def description(fields: PublicFields) -> tuple[Message, ...]:
    """Return the lines of the description: the operator, and how far the calendar is to be trusted."""
    return (
        message(N_("operator {operator}"), operator=fields.operator),
        LAG,
    )
