"""What calendars show of the visits: one entry per visit, with an identity that outlives replanning."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from refillplan.domain.half_days import SessionKey
from refillplan.domain.visits import Visit

KEEP_CANCELLED_DAYS = 14
"""Days for which a cancelled visit stays visible as cancelled (design 7)."""

KEEP_PAST_DAYS = 84
"""Days for which a visit that is over stays visible: two intervals of six weeks, so that the last visit is always there."""

_SAME_VISIT_DAYS = 17
"""A visit that moves by at most this many days is the same visit; half of the shortest usual interval."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarEntry:
    """One visit as calendars know it.

    Parameters
    ----------
    uid
        Random, given once, never changed.
    sequence
        0 at first; one more at each change of time, place or state.
    revised_at
        The instant of that revision (aware, UTC).
    cancelled
        Whether the visit no longer takes place.
    """

    uid: str
    sequence: int
    revised_at: datetime
    patient: str
    kind: str
    session: SessionKey
    starts_at: datetime
    ends_at: datetime
    place: int
    operator: str
    told: bool
    cancelled: bool = False


def revise(
    entries: Iterable[CalendarEntry], visits: Iterable[Visit], at: datetime, from_on: date, new_uid: Callable[[], str]
) -> tuple[CalendarEntry, ...]:
    """Carry ``visits``, the whole plan from ``from_on`` on, into the entries.

    A visit keeps the entry of the same patient and session; a visit that moved takes over the
    patient's entry nearest in time that is left, at most 17 days away; a visit that comes back to
    the session it was cancelled in takes its old entry up again; the rest are new. Entries that no
    visit takes are cancelled. Entries before ``from_on`` are past and stay as they are. Unchanged
    entries are returned unchanged, so that nothing is sent twice.
    """
    known = list(entries)
    coming = sorted(
        (visit for visit in visits if visit.session.on >= from_on), key=lambda visit: (visit.starts_at, visit.patient, visit.kind)
    )
    taken = _pairs([entry for entry in known if entry.session.on >= from_on], coming)
    carried = [_carry(taken.get(number), visit, at, new_uid) for number, visit in enumerate(coming)]
    used = {entry.uid for entry in taken.values()}
    left = [entry for entry in known if entry.uid not in used]
    done = [
        entry
        if entry.cancelled or entry.session.on < from_on
        else replace(entry, cancelled=True, sequence=entry.sequence + 1, revised_at=at)
        for entry in left
    ]
    return tuple(sorted([*done, *carried], key=lambda e: (e.starts_at, e.patient, e.uid)))


def _pairs(entries: Sequence[CalendarEntry], visits: Sequence[Visit]) -> dict[int, CalendarEntry]:
    """Pair visits, by their place in ``visits``, with entries of the same patient, the most alike first."""
    by_patient: dict[str, list[CalendarEntry]] = {}
    for entry in entries:
        by_patient.setdefault(entry.patient, []).append(entry)
    alike = sorted(
        (_unlikeness(entry, visit), number, entry.uid)
        for number, visit in enumerate(visits)
        for entry in by_patient.get(visit.patient, ())
        if entry.session == visit.session or (not entry.cancelled and _days_apart(entry, visit) <= _SAME_VISIT_DAYS)
    )
    of_uid = {entry.uid: entry for entry in entries}
    pairs: dict[int, CalendarEntry] = {}
    for _, number, uid in alike:
        if number not in pairs and uid in of_uid:
            pairs[number] = of_uid.pop(uid)
    return pairs


def _unlikeness(entry: CalendarEntry, visit: Visit) -> tuple[bool, bool, int, bool, timedelta]:
    return (
        entry.cancelled,
        entry.session != visit.session,
        _days_apart(entry, visit),
        entry.kind != visit.kind,
        abs(entry.starts_at - visit.starts_at),
    )


def visible(entries: Iterable[CalendarEntry], today: date) -> tuple[CalendarEntry, ...]:
    """Return the entries that calendars show: none over for more than 84 days, none cancelled more than 14 days ago."""
    first_on, oldest = today - timedelta(days=KEEP_PAST_DAYS), today - timedelta(days=KEEP_CANCELLED_DAYS)
    return tuple(e for e in entries if e.session.on >= first_on and (not e.cancelled or e.revised_at.date() >= oldest))


def _days_apart(entry: CalendarEntry, visit: Visit) -> int:
    return abs((entry.session.on - visit.session.on).days)


def _carry(entry: CalendarEntry | None, visit: Visit, at: datetime, new_uid: Callable[[], str]) -> CalendarEntry:
    fresh = CalendarEntry(
        uid=new_uid() if entry is None else entry.uid,
        sequence=0 if entry is None else entry.sequence,
        revised_at=at if entry is None else entry.revised_at,
        patient=visit.patient,
        kind=visit.kind,
        session=visit.session,
        starts_at=visit.starts_at,
        ends_at=visit.ends_at,
        place=visit.place,
        operator=visit.operator,
        told=visit.told,
    )
    if entry is None or fresh == entry:
        return fresh
    return replace(fresh, sequence=entry.sequence + 1, revised_at=at)
