"""A folder to a centre, or to everything that is wrong in it."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

from refillplan.csv_files import centre_toml
from refillplan.csv_files.booked import Booked, booked_visits, seated
from refillplan.csv_files.cells import shown
from refillplan.csv_files.centre_toml import FILE, read_head
from refillplan.csv_files.faults import Fault, Faults
from refillplan.csv_files.files import Files, load_files
from refillplan.csv_files.references import unknown_references
from refillplan.csv_files.rules import broken_rules
from refillplan.csv_files.tables import TABLES
from refillplan.domain.centre import Centre
from refillplan.domain.file_errors import why_unusable
from refillplan.domain.messages import N_, message

_OF_EXPORTED_TABLES = {"audit.csv", "centres.csv"}


def read_folder(folder: Path, today: date) -> Centre | Faults:
    """Read a centre from a folder of the contract (design 5.1).

    A bad row never stops the reading: either there is no fault at all, or all faults are returned,
    one per cell.

    Parameters
    ----------
    folder
        Holds ``centre.toml`` and the CSV files; files of other kinds are left alone.
    today
        Nothing done, such as a fill, may lie after this day.

    Returns
    -------
    Centre or Faults
        The centre with its rows in the order of the files, or everything to mend. Free text stays
        as typed: a leading ``=``, ``+``, ``-`` or ``@``, which a spreadsheet would take for a
        formula, is neither added nor removed.
    """
    try:
        names = sorted(path.name for path in folder.iterdir())
    except OSError as error:
        sentence = message(N_("the folder cannot be read: {reason}"), reason=why_unusable(error))
        return Faults(faults=(Fault(file=str(folder), sentence=sentence),))
    if set(names) >= _OF_EXPORTED_TABLES and FILE not in names:
        sentence = message(N_("this is what 'export tables' wrote, for auditors; 'export csv' writes what can be read back"))
        return Faults(faults=(Fault(file=str(folder), sentence=sentence),))
    head = read_head(folder, today)
    files = load_files(folder, today)
    booked = Booked(visits=(), faults=())
    if head.zone is not None:
        booked = booked_visits(files.visits, files.visit_kinds, head.zone)
    faults = [
        *head.faults,
        *(fault for loaded in files.in_order for fault in loaded.faults),
        *unknown_references(files),
        *broken_rules(files, head.review),
        *booked.faults,
        *_unknown_files(names),
    ]
    if faults or head.centre is None:
        return Faults(faults=_in_order(faults))
    centre = _with_rows(head.centre, files)
    return replace(centre, visits=tuple(seated(booked.visits, centre)))


def _with_rows(centre: Centre, files: Files) -> Centre:
    return replace(
        centre,
        visit_kinds=files.visit_kinds.values,
        pump_models=files.pump_models.values,
        patients=files.patients.values,
        pumps=files.pumps.values,
        fills=files.fills.values,
        operators=files.operators.values,
        sessions=files.sessions.values,
        closures=files.closures.values,
        openings=files.openings.values,
        leaves=files.leaves.values,
        unavailabilities=files.unavailabilities.values,
        not_done=files.not_done.values,
        supply=files.supply.values,
        theatre=files.theatre.values,
        decisions=files.decisions.values,
    )


def _unknown_files(names: Iterable[str]) -> Iterable[Fault]:
    """A misspelt file would otherwise be taken for one that is missing, and its leaves or closures forgotten."""
    known = {table.file for table in TABLES}
    for name in names:
        if name.lower().endswith(".csv") and name not in known and not name.startswith((".", "~")):
            yield Fault(file=shown(name), sentence=message(N_("there is no such file in the contract")))


def _in_order(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """Sort by file, line and column, and keep the first fault of each cell: the others follow from it."""
    files = {name: position for position, name in enumerate([centre_toml.FILE, *(table.file for table in TABLES)])}
    columns = {(table.file, name): position for table in TABLES for position, name in enumerate(table.column_names)}
    kept: dict[tuple[str, int | None, str | None, Fault | None], Fault] = {}
    for fault in faults:
        kept.setdefault((fault.file, fault.line, fault.column, fault if fault.column is None else None), fault)
    return tuple(
        sorted(
            kept.values(),
            key=lambda fault: (
                files.get(fault.file, len(files)),
                fault.line or 0,
                -1 if fault.column is None else columns.get((fault.file, fault.column), len(columns)),
            ),
        )
    )
