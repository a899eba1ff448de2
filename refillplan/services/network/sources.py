"""The centres of a network: folders and databases, read before anything is planned."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from refillplan.csv_files import Fault, Faults, read_folder
from refillplan.domain.centre import Centre
from refillplan.domain.messages import N_, InvalidValue, message
from refillplan.services.core.access import looking
from refillplan.services.upkeep.databases import without_password
from refillplan.storage import SchemaState, Store

__all__ = ["Fault", "FaultyFolders", "FoundCentre", "Network", "find_centres", "read_centres"]

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


class FaultyFolders(Exception):
    """Folders that cannot be read; ``faults``: all there are, each with its file as seen from here."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(", ".join(map(str, faults)))
        self.faults = tuple(faults)


def find_centres(sources: Sequence[str], day_in: DayIn) -> Network:
    """Read the centres of a network, all of them, as `read_centres` does."""
    return Network(centres=tuple(sorted(read_centres(sources, day_in), key=lambda one: one.centre.code)))


def read_centres(sources: Sequence[str], day_in: DayIn) -> Iterator[FoundCentre]:
    """Read the centres of a network, and give each as soon as it is read; what was given counts only once all are.

    Parameters
    ----------
    sources
        Each the address of a database (all its centres), the file of one, the folder of a centre, or a folder of such
        folders.

    Raises
    ------
    FaultyFolders
        After the last centre, if a folder cannot be read as a centre.
    InvalidValue
        If a source holds no centre, or two centres have the same code.
    OSError
        If a folder cannot be read.
    StorageError
        If a database cannot be used.
    """
    faults: list[Fault] = []
    places: dict[str, list[str]] = {}
    for source in sources:
        for found in _of_source(source, day_in):
            if isinstance(found, FoundCentre):
                places.setdefault(found.centre.code, []).append(found.where)
                yield found
            else:
                faults += found
    if faults:
        raise FaultyFolders(faults)
    _require_different(places)


def _of_source(source: str, day_in: DayIn) -> Iterator[FoundCentre | list[Fault]]:
    url = _database(source)
    if url is not None:
        yield from _of_database(url, day_in)
        return
    for folder in _folders(Path(source)):
        read = read_folder(folder, day_in(None))
        if isinstance(read, Faults):
            yield [replace(fault, file=str(folder / fault.file)) for fault in read.faults]
        else:
            yield FoundCentre(where=str(folder), url=None, centre=read, revision=0, today=day_in(read.timezone))


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


def _require_different(places: Mapping[str, Sequence[str]]) -> None:
    for code, where in places.items():
        if len(where) > 1:
            sentence = N_("the centre {centre} stands there twice: {places}")
            raise InvalidValue(message(sentence, centre=code, places=", ".join(where)))


def _no_centre(where: str) -> InvalidValue:
    return InvalidValue(message(N_("{place} holds no centre: no folder with a centre.toml, and no database"), place=where))
