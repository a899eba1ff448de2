"""The centres of a network: folders and databases, read before anything is planned."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from refillplan.csv_files import Fault, Faults, read_folder
from refillplan.domain.centre import Centre
from refillplan.domain.messages import N_, InvalidValue, message
from refillplan.services.core.access import looking
from refillplan.services.upkeep.databases import without_password
from refillplan.storage import SchemaState, Store

__all__ = ["FolderFaults", "FoundCentre", "Network", "find_centres"]

_HEAD = "centre.toml"

DayIn = Callable[[str | None], date]
"""Tells what day it is in an IANA time zone; None: at this machine."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundCentre:
    """One centre of the network.

    Parameters
    ----------
    where
        Its folder, or the address of its database without the password.
    url
        Address of the database in which its plan is kept; None: it comes from a folder, and nothing is kept.
    revision
        Its state in the database when it was read; 0 for a folder.
    today
        The day where the centre is.
    """

    where: str
    url: str | None
    centre: Centre
    revision: int
    today: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """All centres of a network, by code."""

    centres: tuple[FoundCentre, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderFaults:
    """Folders that cannot be read, each fault with its file as seen from here."""

    faults: tuple[Fault, ...]


def find_centres(sources: Sequence[str], day_in: DayIn) -> Network | FolderFaults:
    """Read the centres of a network: all of them, or none.

    Parameters
    ----------
    sources
        Each the address of a database (all its centres), the file of one, the folder of a centre, or a folder of such
        folders.

    Raises
    ------
    InvalidValue
        If a source holds no centre, or two centres have the same code.
    OSError
        If a folder cannot be read.
    StorageError
        If a database cannot be used.
    """
    found: list[FoundCentre] = []
    faults: list[Fault] = []
    for source in sources:
        url = _database(source)
        if url is not None:
            found += _of_database(url, day_in)
            continue
        for folder in _folders(Path(source)):
            read = read_folder(folder, day_in(None))
            if isinstance(read, Faults):
                faults += [replace(fault, file=str(folder / fault.file)) for fault in read.faults]
            else:
                today = day_in(read.timezone)
                found.append(FoundCentre(where=str(folder), url=None, centre=read, revision=0, today=today))
    if faults:
        return FolderFaults(faults=tuple(faults))
    _require_different(found)
    return Network(centres=tuple(sorted(found, key=lambda one: one.centre.code)))


def _database(source: str) -> str | None:
    """Return the address of a database that a source names; None where it names a folder."""
    if "://" in source:
        return source
    return f"sqlite:///{source}" if Path(source).is_file() else None


def _of_database(url: str, day_in: DayIn) -> Iterator[FoundCentre]:
    where = without_password(url)
    store = Store.open(url)
    try:
        if store.schema_state() is SchemaState.MISSING:
            raise _no_centre(where)
        with looking(store) as work:
            codes = work.centres.codes()
            read = [(work.centres.load(code), work.centres.revision(code)) for code in codes]
    finally:
        store.close()
    if not read:
        raise _no_centre(where)
    for centre, revision in read:
        yield FoundCentre(where=where, url=url, centre=centre, revision=revision, today=day_in(centre.timezone))


def _folders(folder: Path) -> Sequence[Path]:
    if (folder / _HEAD).is_file():
        return (folder,)
    below = [path.parent for path in sorted(folder.glob(f"*/{_HEAD}"))]
    if not below:
        raise _no_centre(str(folder))
    return below


def _require_different(found: Sequence[FoundCentre]) -> None:
    for code, times in Counter(one.centre.code for one in found).items():
        if times > 1:
            places = ", ".join(one.where for one in found if one.centre.code == code)
            raise InvalidValue(message(N_("the centre {centre} stands there twice: {places}"), centre=code, places=places))


def _no_centre(where: str) -> InvalidValue:
    return InvalidValue(message(N_("{place} holds no centre: no folder with a centre.toml, and no database"), place=where))
