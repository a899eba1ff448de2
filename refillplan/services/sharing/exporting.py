"""Exports: calendars for phones, and the centre as a folder of CSV files."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from refillplan.calendars.export import calendars
from refillplan.calendars.files import write_calendars
from refillplan.calendars.replacement_events import replacement_bytes
from refillplan.csv_files import sheet_bytes, write_folder
from refillplan.domain.calendar_entries import CalendarEntry, visible
from refillplan.domain.centre import Centre
from refillplan.domain.messages import N_, InvalidValue, Message, message
from refillplan.domain.replacement_windows import ReplacementWindow, visible_windows
from refillplan.planner.check import Violation
from refillplan.private_files import write_files
from refillplan.services.core.access import load_centre, looking
from refillplan.services.core.folders import require_empty
from refillplan.services.plans.checking import verdict_on
from refillplan.storage import Store, StoredPlan

REPLACEMENTS_FILE = "replacements.ics"


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """Calendars on disk: all their names, the files written anew, and the visits of the unit's calendar.

    Parameters
    ----------
    violations
        Rules that the visits shown break with what is entered now: somebody is still to be phoned.
    """

    version: int
    files: tuple[str, ...]
    written: tuple[Path, ...]
    events: int
    violations: tuple[Violation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldCalendar:
    """What calendars show: visits as they are booked and told, also where what is entered now asks for another plan.

    Parameters
    ----------
    windows
        Decided replacements; None where there never was one.
    """

    stored: StoredPlan
    centre: Centre
    entries: tuple[CalendarEntry, ...]
    windows: tuple[ReplacementWindow, ...] | None

    @property
    def violations(self) -> tuple[Violation, ...]:
        """Rules that the plan in force breaks with what is entered now."""
        return verdict_on(self.centre, self.stored).violations

    def of(self, operator: str | None) -> tuple[CalendarEntry, ...]:
        """Return the entries of one operator; None: all.

        Raises
        ------
        InvalidValue
            If the centre has no such operator.
        """
        if operator is None:
            return self.entries
        if all(known.operator != operator for known in self.centre.operators):
            raise InvalidValue(message(N_("the centre has no operator {operator}"), operator=operator), "operator")
        return tuple(entry for entry in self.entries if entry.operator == operator)


def told_calendar(store: Store, centre: str, today: date) -> ToldCalendar:
    """Return what calendars show.

    Raises
    ------
    InvalidValue
        If no plan is published.
    StorageError
        If the database cannot be used.
    """
    with looking(store) as work:
        stored = work.plans.published(centre)
        entered = work.centres.load(centre)
        entries = visible(work.calendar.entries(centre), today)
        known = work.replacement_windows.list(centre)
    if stored is None:
        raise InvalidValue(
            message(N_("nothing is published yet, so there is no calendar: 'refillplan publish' puts a plan in force"))
        )
    windows = visible_windows(known, today) if known else None
    return ToldCalendar(stored=stored, centre=entered, entries=entries, windows=windows)


def export_ics(store: Store, centre: str, folder: Path, today: date, *, translate: Callable[[Message], str] = str) -> Exported:
    """Write the unit's calendar, one per operator and one of decided replacements, if there were any.

    Like feeds they show visits as they were told, also where what is entered now asks for another plan. Files whose
    calendar did not change are left alone.

    Parameters
    ----------
    today
        Visits over for more than 84 days, or cancelled more than 14 days before, are left out.
    translate
        Puts the sentences of the events into the readers' language.

    Raises
    ------
    InvalidValue
        If no plan is published.
    OSError
        If a file cannot be written.
    StorageError
        If the database cannot be used.
    """
    told = told_calendar(store, centre, today)
    entered, entries = told.centre, told.entries
    operators = {operator.operator for operator in entered.operators} | {entry.operator for entry in entries}
    files = dict(calendars(entered.code, entered.timezone, entries, operators, translate=translate))
    if told.windows is not None or (folder / REPLACEMENTS_FILE).exists():  # it shows no longer who was erased since
        files[REPLACEMENTS_FILE] = replacement_bytes(entered.code, entered.timezone, told.windows or (), translate=translate)
    return Exported(
        version=told.stored.number,
        files=tuple(files),
        written=write_calendars(files, folder),
        events=len(entries),
        violations=told.violations,
    )


def export_csv(store: Store, centre: str, folder: Path) -> None:
    """Write a centre with its bookings as a folder of CSV files that ``import`` reads back.

    Raises
    ------
    InvalidValue
        If there is anything in the folder.
    OSError
        If the folder cannot be written.
    StorageError
        If the database cannot be used.
    """
    require_empty(folder)
    write_folder(load_centre(store, centre), folder)


def export_tables(store: Store, centre: str, folder: Path) -> Mapping[str, int]:
    """Write every table of the database, as far as it is about a centre, as one CSV file; return their numbers of rows.

    Plans, calendar entries, answers, edits, feeds and the audit are among them; what opens a feed is not. See
    `refillplan.storage.repositories.tables.TextTable` for how a cell is written.

    Raises
    ------
    InvalidValue
        If there is anything in the folder.
    OSError
        If the folder cannot be written.
    StorageError
        If the database cannot be used.
    """
    require_empty(folder)
    with looking(store) as work:
        tables = tuple(work.tables.of_centre(centre))
    write_files({f"{table.name}.csv": sheet_bytes(table.columns, table.rows) for table in tables}, folder)
    return {table.name: len(table.rows) for table in tables}
