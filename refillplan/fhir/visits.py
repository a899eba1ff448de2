"""Visits as appointments, and the times that they take as slots on the schedules of the unit's places.

There are no free slots: whether a place can be booked hangs on operators, hours, the reserve and every chain, so an
empty hour is no offer. ``refillplan suggest`` answers that question.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date

from refillplan.domain.calendar_entries import CalendarEntry
from refillplan.domain.centre import Centre
from refillplan.domain.people import NotDoneReason
from refillplan.fhir.naming import Json, Naming, Resource


@dataclass(frozen=True, slots=True, kw_only=True)
class Records:
    """What was done and not done of the visits: by patient and day, and by patient, day and kind."""

    filled: frozenset[tuple[str, date]]
    not_done: Mapping[tuple[str, date, str], NotDoneReason]


def records_of(centre: Centre) -> Records:
    """Return what a centre has recorded."""
    return Records(
        filled=frozenset((fill.patient, fill.filled_on) for fill in centre.fills),
        not_done={(missed.patient, missed.on, missed.kind): missed.reason for missed in centre.not_done},
    )


def schedule_resource(naming: Naming, place: int, entries: Sequence[CalendarEntry]) -> Resource:
    """Return the schedule of one place, from its first visit to its last."""
    horizon: Json = {
        "start": min(entry.starts_at for entry in entries).isoformat(),
        "end": max(entry.ends_at for entry in entries).isoformat(),
    }
    return naming.resource("Schedule", str(place), "schedule") | {
        "active": True,
        "actor": [_place(naming, place)],
        "planningHorizon": horizon,
    }


def slot_resource(naming: Naming, entry: CalendarEntry) -> Resource:
    """Return the time that a visit takes at its place."""
    return naming.resource("Slot", entry.uid, "visit") | {
        "schedule": naming.reference("Schedule", str(entry.place)),
        "status": "busy" if entry.told else "busy-tentative",
        "start": entry.starts_at.isoformat(),
        "end": entry.ends_at.isoformat(),
    }


def appointment_resource(naming: Naming, entry: CalendarEntry, records: Records) -> Resource:
    """Return a visit: its status, its hours, and who takes part, by code.

    A visit that was planned and not told is ``proposed``, one that was told ``booked``; a fill recorded on its day
    makes it ``fulfilled``, a patient who did not come ``noshow``, and another reason why it was not done
    ``cancelled`` with that reason. Such a record changes no calendar entry: its version names the status too, and has no
    instant.
    """
    status, reason = _status(entry, records)
    accepted = "accepted" if entry.told else "needs-action"
    found = naming.resource("Appointment", entry.uid, "visit")
    revision: dict[str, Json] = {"versionId": f"{entry.sequence + 1}-{status}"}
    if reason is None and status not in _RECORDED:
        updated = entry.revised_at.astimezone(UTC).isoformat()
        revision = {"versionId": str(entry.sequence + 1), "lastUpdated": updated}
    found["meta"] = revision | _meta(found)
    found["status"] = status
    if reason is not None:
        found["cancelationReason"] = {"text": reason.value}
    found["serviceType"] = [{"coding": [{"system": naming.system("kind"), "code": entry.kind}]}]
    found["start"] = entry.starts_at.isoformat()
    found["end"] = entry.ends_at.isoformat()
    if status not in _PLACELESS:
        found["slot"] = [naming.reference("Slot", entry.uid)]
    found["participant"] = [
        {"actor": naming.reference("Patient", entry.patient), "required": "required", "status": accepted},
        {"actor": naming.elsewhere("Practitioner", "operator", entry.operator), "required": "required", "status": "accepted"},
        {"actor": _place(naming, entry.place), "required": "required", "status": "accepted"},
    ]
    return found


def takes_place(entry: CalendarEntry, records: Records) -> bool:
    """Tell whether a visit keeps its time."""
    return _status(entry, records)[0] not in _PLACELESS


_PLACELESS = ("cancelled", "noshow")
_RECORDED = ("fulfilled", "noshow")


def _status(entry: CalendarEntry, records: Records) -> tuple[str, NotDoneReason | None]:
    missed = records.not_done.get((entry.patient, entry.session.on, entry.kind))
    if missed is not None:
        return ("noshow", None) if missed is NotDoneReason.NO_SHOW else ("cancelled", missed)
    if entry.cancelled:
        return "cancelled", None
    if (entry.patient, entry.session.on) in records.filled:
        return "fulfilled", None
    return ("booked" if entry.told else "proposed"), None


def _place(naming: Naming, place: int) -> Json:
    return naming.elsewhere("Location", "place", str(place))


def _meta(found: Resource) -> dict[str, Json]:
    meta = found["meta"]
    return meta if isinstance(meta, dict) else {}
