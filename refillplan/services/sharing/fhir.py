"""FHIR: a centre as a bundle for the hospital's systems, and the busy times that these give back."""

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from refillplan.calendars.files import write_calendars
from refillplan.calendars.reading import ReadEvent
from refillplan.domain.messages import N_, message
from refillplan.planner.check import Violation
from refillplan.services.core.access import load_centre, looking
from refillplan.services.core.extras import require_extra
from refillplan.services.entering.calendar_import import CalendarDays, EventDays, days_of_events
from refillplan.services.sharing.exporting import told_calendar
from refillplan.storage import Store

if TYPE_CHECKING:
    from refillplan.fhir.reading import BusyTime


@dataclass(frozen=True, slots=True, kw_only=True)
class BundleExported:
    """A bundle on disk: of which plan, and whether the file's bytes changed.

    Parameters
    ----------
    violations
        Rules that the visits shown break with what is entered now: somebody is still to be phoned.
    """

    version: int
    written: bool
    violations: tuple[Violation, ...]


def export_fhir(store: Store, centre: str, file: Path, today: date, base: str) -> BundleExported:
    """Write a centre with its visits, as booked and told, as one FHIR bundle.

    Parameters
    ----------
    base
        Address that begins the systems of all identifiers; the hospital's to choose.

    Raises
    ------
    InvalidValue
        If no plan is published, the base can begin no identifiers, or the libraries are not installed.
    OSError
        If the file cannot be written.
    StorageError
        If the database cannot be used.
    """
    require_extra("fhir", "fhir_core")
    from refillplan.fhir.bundle import bundle_bytes  # noqa: PLC0415 (an optional part)

    told = told_calendar(store, centre, today)
    content = bundle_bytes(told.centre, told.entries, today, base)
    written = bool(write_calendars({file.name: content}, file.parent))
    return BundleExported(version=told.stored.number, written=written, violations=told.violations)


def days_of_bundle(store: Store, centre: str, file: Path, operator: str | None, today: date) -> CalendarDays:
    """Return what the busy times of a FHIR file would enter, and change nothing; our own visits are left out.

    Parameters
    ----------
    operator
        Whose absences they are; None: closures.

    Raises
    ------
    InvalidValue
        If the file is no FHIR resource, the centre has no such operator, or the libraries are not installed.
    OSError
        If it cannot be read.
    StorageError
        If the database cannot be used.
    """
    require_extra("fhir", "fhir_core")
    from refillplan.fhir.reading import read_busy  # noqa: PLC0415 (an optional part)

    entered = load_centre(store, centre)
    with looking(store) as work:
        ours = {entry.uid for entry in work.calendar.entries(centre)}
    found = read_busy(file.read_bytes(), entered.timezone)
    own = tuple(_own_visit(busy, today) for busy in found if busy.identifiers & ours)
    events = [_event(busy, today) for busy in found if not busy.identifiers & ours]
    days = days_of_events(entered, operator, events, today)
    return replace(days, events=(*days.events, *(event for event in own if event.to_on >= today)))


def _event(busy: "BusyTime", today: date) -> ReadEvent:
    if busy.hours is None:
        return ReadEvent(title=busy.name, from_on=today, to_on=today, problem=busy.problem)
    first, last = busy.hours
    return ReadEvent(title=busy.name, from_on=first.date(), to_on=last.date(), hours=busy.hours)


def _own_visit(busy: "BusyTime", today: date) -> EventDays:
    first, last = busy.hours or (None, None)
    return EventDays(
        title=busy.name,
        from_on=today if first is None else first.date(),
        to_on=today if last is None else last.date(),
        days=(),
        note=message(N_("a visit of this centre")),
        lost=False,
    )
