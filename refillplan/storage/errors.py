"""What can go wrong with the database, as one tree of exceptions that each say so in a sentence."""

import sqlite3
import ssl
from collections.abc import Mapping

from refillplan.domain.messages import N_, Message, message


class StorageError(Exception):
    """The database cannot do what was asked of it.

    Parameters
    ----------
    sentence
        What is wrong, for the person at the screen; never holds a password.
    """

    def __init__(self, sentence: Message) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence


class BadUrl(StorageError):
    """The address of the database cannot be understood."""


class DatabaseUnreachable(StorageError):
    """The file cannot be opened, or the server does not answer or does not let us in."""


class DatabaseBusy(StorageError):
    """Someone else kept the database for longer than we wait."""


class DatabaseReadOnly(StorageError):
    """The database may be read but not written."""


class DatabaseFull(StorageError):
    """There is no room left on the disk of the database."""


class NotADatabase(StorageError):
    """The file is no database, a damaged one, or the database of another program."""


class UnreadableRow(NotADatabase):
    """A row holds what this program never writes and cannot read."""


class NotABackup(StorageError):
    """The file is no backup, or not as it was written."""


class DatabaseNotEmpty(StorageError):
    """There are tables where a backup was to be restored."""


class SchemaOutOfDate(StorageError):
    """The tables are missing or of an older version: ``refillplan db upgrade`` brings them up to date."""


class SchemaTooNew(StorageError):
    """The tables were made by a newer version of the program."""


class UnknownCentre(StorageError):
    """The database holds no centre of that code."""


class UnknownPlan(StorageError):
    """The centre has no plan of that number."""


class PlanNotDraft(StorageError):
    """The plan was published before."""


class DuplicateRow(StorageError):
    """What was given names the same thing twice."""


class BrokenReference(StorageError):
    """An entry names something that the centre does not have."""


class PlaceTaken(StorageError):
    """A visit would be in a place that has another one at that time, or that its half-day does not have."""


class NotAllowed(StorageError):
    """Who acts may not do this."""


_Fault = tuple[type[StorageError], str]

_BUSY: _Fault = (DatabaseBusy, N_("the database {where} is in use by someone else; try again in a moment"))
_READ_ONLY: _Fault = (DatabaseReadOnly, N_("the database {where} may be read but not written"))
_FILE_READ_ONLY: _Fault = (
    DatabaseReadOnly,
    N_("the database {where} may be read but not written: also who only looks needs the right to write it and its folder"),
)
_NO_RIGHT: _Fault = (DatabaseReadOnly, N_("the database {where} does not give its user the rights for this: see GRANT"))
_FULL: _Fault = (DatabaseFull, N_("no room is left on the disk of the database {where}"))
_READ_ONLY_DISK: _Fault = (
    DatabaseReadOnly,
    N_("the database {where} is on a disk that may only be read; also who only looks needs to write there"),
)
_NO_ANSWER: _Fault = (DatabaseUnreachable, N_("the database {where} does not answer"))
_NOT_SAFE: _Fault = (DatabaseUnreachable, N_("there is no safe connection to the database {where}"))
_CANNOT_OPEN: _Fault = (DatabaseUnreachable, N_("the file {where} cannot be opened"))
_REFUSED: _Fault = (DatabaseUnreachable, N_("the database {where} refuses the user or the password"))
_NO_SUCH_DATABASE: _Fault = (DatabaseUnreachable, N_("the server has no database {where}"))
_NOT_A_DATABASE: _Fault = (NotADatabase, N_("the file {where} is not a database"))
_DAMAGED: _Fault = (NotADatabase, N_("the database {where} is damaged; put back its last copy"))
_BROKEN_REFERENCE: _Fault = (
    BrokenReference,
    N_("an entry names a patient, an operator or a kind of visit that the centre does not have; nothing was stored"),
)
_PLACE_TAKEN: _Fault = (PlaceTaken, N_("two visits would be in one place at a time; nothing was stored"))
_NO_SUCH_PLACE: _Fault = (PlaceTaken, N_("a visit would be in a place that its half-day does not have; nothing was stored"))

_NOT_UTF8 = "Could not decode to UTF-8"
"""How SQLite's driver begins where bytes of a text are none; it gives no code with it."""

_NO_TLS = "Server refuses SSL"
"""What pg8000 says of a server that does not encrypt where the address asks for it."""

_SQLITE_GUARDS: Mapping[str, _Fault] = {
    "two visits at a time in one place": _PLACE_TAKEN,
    "no such place in this half-day": _NO_SUCH_PLACE,
}
"""What the triggers of migration 0013 say."""

_SQLITE_FAULTS: Mapping[int, _Fault] = {
    sqlite3.SQLITE_BUSY: _BUSY,
    sqlite3.SQLITE_LOCKED: _BUSY,
    sqlite3.SQLITE_READONLY: _FILE_READ_ONLY,
    sqlite3.SQLITE_FULL: _FULL,
    sqlite3.SQLITE_CANTOPEN: _CANNOT_OPEN,
    sqlite3.SQLITE_PERM: _CANNOT_OPEN,
    sqlite3.SQLITE_IOERR: _NO_ANSWER,
    sqlite3.SQLITE_NOTADB: _NOT_A_DATABASE,
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
}

# SQLSTATE codes of PostgreSQL (appendix A of its manual): whole codes first, then the two characters of a class.
_POSTGRESQL_FAULTS: Mapping[str, _Fault] = {
    "23503": _BROKEN_REFERENCE,
    "23514": _NO_SUCH_PLACE,
    "23P01": _PLACE_TAKEN,
    "25006": _READ_ONLY,
    "42501": _NO_RIGHT,
    "53100": _FULL,
    "53300": _BUSY,
    "55P03": _BUSY,
    "08": _NO_ANSWER,
    "28": _REFUSED,
    "3D": _NO_SUCH_DATABASE,
    "40": _BUSY,
    "57": _NO_ANSWER,
}


def translate(
    error: BaseException, where: str, *, cut_off: bool, no_room: bool = False, read_only_disk: bool = False
) -> StorageError | None:
    """Return the storage error that a driver's exception stands for, or None if it stands for a bug.

    Parameters
    ----------
    error
        What the driver raised.
    where
        The database in words, without user and password.
    cut_off
        Whether there was no connection yet, or there is none any more.
    no_room
        Whether the disk of a file is full: SQLite then fails even at reading, and names other causes.
    read_only_disk
        Whether nothing can be written on the disk of a file; the same is true of it.
    """
    fault = _sqlite_fault(error) if isinstance(error, sqlite3.Error) else _postgresql_fault(error)
    if no_room and fault in (_NO_ANSWER, _CANNOT_OPEN):
        fault = _FULL
    if read_only_disk and fault in (_NO_ANSWER, _CANNOT_OPEN, _FILE_READ_ONLY):
        fault = _READ_ONLY_DISK
    if fault is None and cut_off:
        fault = _NO_ANSWER
    if fault is None:
        return None
    kind, template = fault
    return kind(message(template, where=where))


def damaged(where: str) -> NotADatabase:
    """Return the error of a file whose bytes make no sense.

    Parameters
    ----------
    where
        The database in words.
    """
    return NotADatabase(message(_DAMAGED[1], where=where))


def unreadable_row(where: str, row: str) -> UnreadableRow:
    """Return the error of a row that cannot be read.

    Parameters
    ----------
    where
        The database in words.
    row
        Its table and key.
    """
    cannot = N_(
        "a row of the database {where} cannot be read: {row}; 'refillplan doctor' looks at all of it; its last backup has the row"
    )
    return UnreadableRow(message(cannot, where=where, row=row))


def _sqlite_fault(error: sqlite3.Error) -> _Fault | None:
    code = getattr(error, "sqlite_errorcode", None)
    if not isinstance(code, int):
        return _DAMAGED if str(error).startswith(_NOT_UTF8) else None
    if code == sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY:
        return _BROKEN_REFERENCE
    if code == sqlite3.SQLITE_CONSTRAINT_TRIGGER:
        return _SQLITE_GUARDS.get(str(error))
    return _SQLITE_FAULTS.get(code & 0xFF)  # the low byte of an extended code is the plain one


def _postgresql_fault(error: BaseException | None) -> _Fault | None:
    """Read the code that the server gave; pg8000 may stumble over the lost connection while it passes the code on."""
    while error is not None:
        if isinstance(error, ssl.SSLError):
            return _NOT_SAFE
        fields = error.args[0] if error.args else None
        if fields == _NO_TLS:
            return _NOT_SAFE
        code = fields.get("C") if isinstance(fields, dict) else None
        if isinstance(code, str):
            return _POSTGRESQL_FAULTS.get(code) or _POSTGRESQL_FAULTS.get(code[:2])
        error = error.__cause__ or error.__context__
    return None
