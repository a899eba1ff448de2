"""Rows of ``visits.csv`` to visits: the start made aware, the end counted, the session found."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from refillplan.csv_files.booked_row import BookedRow
from refillplan.csv_files.cells import wrong
from refillplan.csv_files.faults import Fault
from refillplan.csv_files.loading import Loaded
from refillplan.csv_files.rules import Span, overlapping
from refillplan.domain.agenda import sessions_between
from refillplan.domain.centre import Centre
from refillplan.domain.half_days import HalfDay, SessionKey
from refillplan.domain.messages import N_, InvalidValue
from refillplan.domain.sessions import Session
from refillplan.domain.visit_kinds import VisitKind
from refillplan.domain.visits import Visit

_NOON = time(12)


@dataclass(frozen=True, slots=True, kw_only=True)
class Booked:
    """The visits of the sound rows, each in the half-day that the clock says, and the faults of the others."""

    visits: tuple[Visit, ...]
    faults: tuple[Fault, ...]


def booked_visits(rows: Loaded[BookedRow], kinds: Loaded[VisitKind], zone: ZoneInfo) -> Booked:
    """Return the visits in the order of the file."""
    minutes = {kind.kind: kind.place_minutes for kind in kinds.values}
    visits: list[Visit] = []
    faults: list[Fault] = []
    spans: list[Span] = []
    first_lines: dict[tuple[str, str, SessionKey], int] = {}
    for line, row in rows.sound:
        try:
            visit = _visit(row, zone, minutes.get(row.kind, 1))
        except InvalidValue as error:
            column = error.field if error.field in rows.table.column_names else "starts_at"
            faults.append(Fault(file=rows.table.file, line=line, column=column, sentence=error.sentence))
            continue
        first = first_lines.setdefault((visit.patient, visit.kind, visit.session), line)
        if first != line:
            sentence = N_("the patient has a visit of this kind in that half-day already, on line {first}")
            faults.append(rows.fault(line, "starts_at", sentence, first=first))
            continue
        visits.append(visit)
        spans.append(Span(group=visit.patient, start=visit.starts_at.timestamp(), end=visit.ends_at.timestamp(), line=line))
    for span, other in overlapping(spans):
        faults.append(
            rows.fault(span.line, "starts_at", N_("the patient has the visit of line {other} at that time"), other=other.line)
        )
    return Booked(visits=tuple(visits), faults=tuple(faults))


def seated(visits: Iterable[Visit], centre: Centre) -> Iterator[Visit]:
    """Give the visits in the sessions that hold their starts; one outside every session keeps its half-day."""

    @cache
    def sessions_on(day: date) -> tuple[Session, ...]:
        return sessions_between(centre, day, day + timedelta(days=1))

    for visit in visits:
        hour = visit.starts_at.time()
        holding = (s.key for s in sessions_on(visit.session.on) if s.opens <= hour < s.closes)
        yield replace(visit, session=next(holding, visit.session))


def _visit(row: BookedRow, zone: ZoneInfo, place_minutes: int) -> Visit:
    starts_at = _in_zone(row.starts_at, zone)
    return Visit(
        patient=row.patient,
        kind=row.kind,
        session=SessionKey(starts_at.date(), HalfDay.AM if starts_at.time() < _NOON else HalfDay.PM),
        starts_at=starts_at,
        ends_at=(starts_at.astimezone(UTC) + timedelta(minutes=place_minutes)).astimezone(zone),
        place=row.place,
        operator=row.operator,
        told=row.told,
        pins=row.pins,
    )


def _in_zone(at: datetime, zone: ZoneInfo) -> datetime:
    if at.utcoffset() is not None:
        return at.astimezone(zone)
    local = at.replace(tzinfo=zone)
    if local.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != at:
        raise wrong(N_("{hour} does not exist on that day in {zone}: the clocks go forward"), hour=f"{at:%H:%M}", zone=zone.key)
    return local
