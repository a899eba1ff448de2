"""What is installed, and what the database holds: the first thing to send with a question."""

import platform
from dataclasses import dataclass
from datetime import datetime

from refillplan.services.core.access import looking
from refillplan.services.core.versions import program_version, version_of
from refillplan.storage import PlanHeader, SchemaState, Store

_LIBRARIES = ("ortools", "numpy", "sqlalchemy", "pg8000", "icalendar", "holidays", "textual")


@dataclass(frozen=True, slots=True, kw_only=True)
class CentreInfo:
    """One centre in numbers."""

    code: str
    name: str
    patients: int
    sessions: int
    bookings: int
    plans: tuple[PlanHeader, ...]
    last_change_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Info:
    """Versions, and the centres of the database where its tables are up to date."""

    program: str
    python: str
    system: str
    libraries: tuple[tuple[str, str], ...]
    schema: SchemaState
    centres: tuple[CentreInfo, ...]


def info(store: Store) -> Info:
    """Return what is installed and what the database holds.

    Raises
    ------
    StorageError
        If the database cannot be read.
    """
    schema = store.schema_state()
    return Info(
        program=program_version(),
        python=platform.python_version(),
        system=f"{platform.system()} {platform.machine()}",
        libraries=tuple((name, version_of(name)) for name in _LIBRARIES),
        schema=schema,
        centres=_centres(store) if schema is SchemaState.CURRENT else (),
    )


def _centres(store: Store) -> tuple[CentreInfo, ...]:
    with looking(store) as work:
        found = []
        for code in work.centres.codes():
            centre = work.centres.load(code)
            found.append(
                CentreInfo(
                    code=code,
                    name=centre.name,
                    patients=len(centre.patients),
                    sessions=len(centre.sessions),
                    bookings=len(centre.visits),
                    plans=work.plans.list(code),
                    last_change_at=work.audit.last_at(code),
                )
            )
    return tuple(found)
