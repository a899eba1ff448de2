"""The database itself: opened, made, brought up to date, looked at."""

from refillplan.storage import (
    BadUrl,
    BrokenReference,
    DuplicateRow,
    NotAllowed,
    PlaceTaken,
    PlanNotDraft,
    SchemaState,
    StorageError,
    Store,
    UnknownCentre,
    UnknownPlan,
)
from refillplan.storage.addresses import parse

__all__ = [
    "BadUrl",
    "BrokenReference",
    "DuplicateRow",
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


def initialise(store: Store) -> SchemaState:
    """Make the tables, or bring them up to date, and return how they stood before.

    Raises
    ------
    StorageError
        If the database cannot be written, is another program's, or is of a newer version.
    """
    before = store.schema_state()
    store.upgrade()
    return before


def schema_state(store: Store) -> SchemaState:
    """Return how the tables stand to this version of the program; makes no file.

    Raises
    ------
    StorageError
        If the database cannot be read.
    """
    return store.schema_state()


def without_password(url: str) -> str:
    """Return the address of a database that `Store.open` took, fit to be shown."""
    return parse(url).render_as_string(hide_password=True)
