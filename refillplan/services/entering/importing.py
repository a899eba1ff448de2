"""A folder of CSV files into the database: all of it, or nothing."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from refillplan.csv_files import Fault, Faults, read_folder, write_folder
from refillplan.csv_files.centre_toml import FILE as HEAD
from refillplan.domain.centre import Centre
from refillplan.domain.edits import EditState
from refillplan.domain.messages import N_, InvalidValue, message
from refillplan.services.core.editing import keep
from refillplan.services.core.permissions import require_signer
from refillplan.services.core.replacement_windows import follow_replacements
from refillplan.storage import MergeReport, SchemaState, Store, UnitOfWork

__all__ = ["Disagreement", "Fault", "Faults", "Imported", "import_folder"]

_BOOKINGS = "bookings"


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What an import did, or with ``dry_run`` would have done.

    Parameters
    ----------
    tables
        What became of the rows of each table; without the bookings where these were left out.
    left_out_visits
        Rows of ``visits.csv`` that were left out, because the centre has a plan and its bookings stand.
    """

    centre: str
    name: str
    dry_run: bool
    tables: MergeReport
    left_out_visits: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """A sound folder that does not go together with what the database holds; nothing was stored.

    Parameters
    ----------
    faults
        What is wrong with the two taken together; the line numbers are of no file that anybody has.
    """

    centre: str
    faults: Faults


def import_folder(
    store: Store, folder: Path, today: date, *, actor: str, at: datetime, dry_run: bool = False
) -> Imported | Disagreement | Faults:
    """Read a centre from a folder and merge it into the database, whose tables are made if there are none.

    What is new is added, what differs is changed, and nothing is removed: rows that the folder no longer holds
    stay, and are named in the report. The booked visits of ``visits.csv`` are taken only while the centre has no
    plan. Importing the same folder again changes nothing.

    Parameters
    ----------
    today
        Nothing done, such as a fill, may lie after this day.
    dry_run
        Only tell what would be done.

    Raises
    ------
    InvalidValue
        If the folder holds folders of centres rather than a centre.
    StorageError
        If the database cannot be used.
    """
    _require_one_centre(folder)
    read = read_folder(folder, today)
    if isinstance(read, Faults):
        return read
    if store.schema_state() is not SchemaState.MISSING:
        return _import_into(store, read, today, actor, at, dry_run=dry_run)
    if not dry_run:
        store.upgrade()
        return _import_into(store, read, today, actor, at, dry_run=False)
    with TemporaryDirectory() as elsewhere:
        stand_in = Store.open(f"sqlite:///{Path(elsewhere) / 'refillplan.db'}")
        stand_in.upgrade()
        done = _import_into(stand_in, read, today, actor, at, dry_run=True)
        stand_in.close()
        return done


def _require_one_centre(folder: Path) -> None:
    below = [] if (folder / HEAD).exists() else sorted(path.parent for path in folder.glob(f"*/{HEAD}"))
    if below:
        sentence = N_(
            "{folder} is a folder of centres ({count}): read each of them, beginning with 'refillplan import {first}'; "
            "'refillplan network plan {folder}' plans them all"
        )
        raise InvalidValue(message(sentence, folder=str(folder), count=len(below), first=str(below[0])))


def _import_into(store: Store, read: Centre, today: date, actor: str, at: datetime, *, dry_run: bool) -> Imported | Disagreement:
    with store.unit_of_work(actor, at, why="import") as work:
        before = work.centres.load(read.code) if read.code in work.centres.codes() else None
        keeps_bookings = before is not None and bool(work.plans.list(read.code))
        tables = work.centres.merge(replace(read, visits=()) if keeps_bookings else read)
        if keeps_bookings:
            tables = MergeReport(tables=tuple(table for table in tables.tables if table.table != _BOOKINGS))
        faults = _faults_together(work, read.code, today) if tables.kept else None
        if faults is not None:
            return Disagreement(centre=read.code, faults=faults)
        if not dry_run:
            follow_replacements(work, work.centres.load(read.code), today, at)
            if before is None:  # nothing came before that it could be taken back to
                work.edits.add(read.code, message(N_("folder imported")), EditState.FINAL)
            else:
                require_signer(work, actor, before, work.centres.load(read.code))
                keep(work, before, work.centres.load(read.code), message(N_("folder imported")))
            work.commit()
    return Imported(
        centre=read.code,
        name=read.name,
        dry_run=dry_run,
        tables=tables,
        left_out_visits=len(read.visits) if keeps_bookings else 0,
    )


def _faults_together(work: UnitOfWork, code: str, today: date) -> Faults | None:
    """Read what the database would hold as if it came from a folder: rows that stay may contradict rows that come."""
    merged = replace(work.centres.load(code), visits=())
    with TemporaryDirectory() as elsewhere:
        write_folder(merged, Path(elsewhere))
        read = read_folder(Path(elsewhere), today)
    return read if isinstance(read, Faults) else None
