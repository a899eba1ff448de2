"""The database itself: opened, made, brought up to date, looked at."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from refillplan.services.upkeep.backing_up import upgrade_saved
from refillplan.storage import (
    BadUrl,
    BrokenReference,
    DuplicateRow,
    NotABackup,
    NotAllowed,
    PlaceTaken,
    PlanNotDraft,
    SchemaState,
    StorageError,
    Store,
    UnknownCentre,
    UnknownPlan,
)
from refillplan.storage.database.addresses import parse

__all__ = [
    "BadUrl",
    "BrokenReference",
    "DuplicateRow",
    "NotABackup",
    "NotAllowed",
    "PlaceTaken",
    "PlanNotDraft",
    "SchemaState",
    "StorageError",
    "Store",
    "UnknownCentre",
    "UnknownPlan",
    "initialise",
    "schema_state",
    "without_password",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Initialised:
    """How the tables stood before, and where the backup of them is; None: there was none to make."""

    before: SchemaState
    saved: Path | None


def initialise(store: Store, *, actor: str, at: datetime, backup: Path | None = None, unsaved: bool = False) -> Initialised:
    """Make the tables, or bring them up to date after a backup, and return how they stood before.

    Parameters
    ----------
    backup
        Where the backup of older tables goes; None: beside the file of the database.
    unsaved
        Make no backup.

    Raises
    ------
    InvalidValue
        If older tables are on a server and no file is named for the backup, or the file exists.
    OSError
        If the backup cannot be written; nothing is changed then.
    StorageError
        If the database cannot be written, is another program's, or is of a newer version.
    """
    before = store.schema_state()
    saved = upgrade_saved(store, backup, actor=actor, at=at, unsaved=unsaved)
    return Initialised(before=before, saved=saved)


def schema_state(store: Store) -> SchemaState:
    """Return how the tables stand to this version of the program; a file is read through once, and none is made.

    Raises
    ------
    StorageError
        If the database cannot be read, or is damaged.
    """
    store.require_sound()
    return store.schema_state()


def without_password(url: str) -> str:
    """Return the address of a database that `Store.open` took, fit to be shown."""
    return parse(url).render_as_string(hide_password=True)
