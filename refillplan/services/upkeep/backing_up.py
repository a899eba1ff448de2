"""Backups: saved, checked, restored into an empty database, and made before tables are changed."""

from datetime import datetime
from pathlib import Path

from refillplan.domain.messages import N_, InvalidValue, message
from refillplan.services.core.access import looking
from refillplan.storage import AuditVerdict, BackupContents, SchemaState, Store
from refillplan.storage.database.backup import read

__all__ = ["BackupContents", "check_backup", "restore_backup", "save_backup", "upgrade_saved"]


def save_backup(store: Store, file: Path) -> BackupContents:
    """Write all that a database holds to a new file, readable by its owner alone, and read it back.

    Raises
    ------
    InvalidValue
        If the file exists.
    OSError
        If it cannot be written.
    StorageError
        If the database cannot be read.
    """
    if file.exists():
        raise InvalidValue(message(N_("{file} exists already"), file=str(file)), "file")
    store.back_up(file)
    return read(file)


def check_backup(file: Path) -> BackupContents:
    """Read a backup through.

    Raises
    ------
    NotABackup
        If it is none, or not as it was written.
    OSError
        If it cannot be read.
    """
    return read(file)


def restore_backup(store: Store, file: Path) -> tuple[BackupContents, AuditVerdict]:
    """Make an empty database what a backup holds, and return what the check of its audit found.

    Raises
    ------
    NotABackup, SchemaTooNew, DatabaseNotEmpty
        If the file cannot be restored, or not there.
    OSError
        If the file cannot be read.
    StorageError
        If the database cannot be written.
    """
    contents = store.restore(file)
    with looking(store) as work:
        return contents, work.check_audit()


def upgrade_saved(store: Store, file: Path | None, *, actor: str, at: datetime, unsaved: bool = False) -> Path | None:
    """Bring the tables up to date, after a backup where there is anything to lose; return where that is.

    Parameters
    ----------
    file
        Where to put it; None: beside the file of the database.
    unsaved
        Make no backup.

    Raises
    ------
    InvalidValue
        If the database is on a server and no file is named, or the file exists.
    OSError
        If the backup cannot be written; nothing is changed then.
    StorageError
        If the database cannot be written, is another program's, or is of a newer version.
    """
    saved = None
    if store.schema_state() is SchemaState.OLDER and not unsaved:
        saved = file or _beside(store, at)
        save_backup(store, saved)
    store.upgrade(actor=actor, at=at)
    return saved


def _beside(store: Store, at: datetime) -> Path:
    if store.file is None:
        sentence = N_("the tables are of an older version: 'refillplan db upgrade --backup FILE' saves them first, then updates")
        raise InvalidValue(message(sentence), "backup")
    return store.file.with_name(f"{store.file.name}.{at:%Y%m%dT%H%M%S}.backup")
