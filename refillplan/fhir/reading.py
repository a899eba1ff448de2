"""Busy times out of what another system gives: the slots and appointments of a bundle, or a single one."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from fhir.resources.R4B.appointment import Appointment
from fhir.resources.R4B.slot import Slot
from pydantic import ValidationError

from refillplan.domain.messages import N_, InvalidValue, Message, message

_BUSY = {
    "Slot": ("busy", "busy-unavailable", "busy-tentative"),
    "Appointment": ("pending", "booked", "arrived", "checked-in", "fulfilled"),
}
_LEFT_OUT = {
    "Slot": ("free", "entered-in-error"),
    "Appointment": ("proposed", "waitlist", "cancelled", "noshow", "entered-in-error"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class BusyTime:
    """One time that is taken.

    Parameters
    ----------
    name
        Its sort and id in the file, for the person who looks; it goes nowhere else.
    identifiers
        The values of its identifiers.
    hours
        First and last instant in the centre's zone; None where it cannot be read.
    problem
        Why it cannot be used; None where it can.
    """

    name: str
    identifiers: frozenset[str]
    hours: tuple[datetime, datetime] | None
    problem: Message | None


def read_busy(content: bytes, timezone: str) -> tuple[BusyTime, ...]:
    """Return the busy times of a FHIR file in JSON; what is free, cancelled or of another sort is left out.

    Parameters
    ----------
    timezone
        IANA name of the centre's zone.

    Raises
    ------
    InvalidValue
        If the file holds no FHIR resource.
    """
    try:
        value = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise _no_resource() from error
    if not isinstance(value, dict) or not isinstance(value.get("resourceType"), str):
        raise _no_resource()
    return tuple(busy for found in _resources(value) for busy in _busy(found, ZoneInfo(timezone)))


def _resources(value: dict[str, object]) -> Iterator[dict[str, object]]:
    if value["resourceType"] != "Bundle":
        yield value
        return
    entries = value.get("entry", [])
    if not isinstance(entries, list):
        raise _no_resource()
    for entry in entries:
        resource = entry.get("resource") if isinstance(entry, dict) else None
        if isinstance(resource, dict):
            yield resource


def _busy(found: dict[str, object], zone: ZoneInfo) -> Iterator[BusyTime]:
    kind = str(found.get("resourceType"))
    if kind not in _BUSY:
        return
    name = f"{kind} {str(found.get('id', ''))[:40]}".strip()
    read = _read(kind, found)
    if isinstance(read, Message):
        yield BusyTime(name=name, identifiers=frozenset(), hours=None, problem=read)
        return
    if read.status in _LEFT_OUT[kind]:
        return
    identifiers = frozenset(str(one.value) for one in read.identifier or () if one.value)
    hours, problem = None, None
    if read.start is None or read.end is None or read.start >= read.end:
        problem = message(N_("it has no start and end, or ends before it starts"))
    else:
        hours = (_local(read.start, zone), _local(read.end, zone))
    yield BusyTime(name=name, identifiers=identifiers, hours=hours, problem=problem)


def _local(instant: datetime, zone: ZoneInfo) -> datetime:
    try:
        return instant.astimezone(zone)
    except OverflowError:  # the last day of the year 9999, which stands for no end
        return instant.replace(tzinfo=zone)


def _read(kind: str, found: dict[str, object]) -> Slot | Appointment | Message:
    """Return the resource, or what is wrong with it: the library takes any word for a status, and a number for an instant."""
    try:
        read = Slot.model_validate(found) if kind == "Slot" else Appointment.model_validate(found)
    except ValidationError as error:
        return _unsound(kind, ".".join(str(part) for part in error.errors()[0]["loc"]))
    if read.status not in (*_BUSY[kind], *_LEFT_OUT[kind]):
        return _unsound(kind, "status")
    numbers = [field for field in ("start", "end") if isinstance(found.get(field), int | float)]
    return _unsound(kind, numbers[0]) if numbers else read


def _unsound(kind: str, field: str) -> Message:
    return message(N_("it is no sound {kind}: {field}"), kind=kind, field=field)


def _no_resource() -> InvalidValue:
    return InvalidValue(message(N_("the file holds no FHIR resource in JSON")), "file")
