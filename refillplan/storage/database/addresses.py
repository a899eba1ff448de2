"""The address of a database: an SQLite file or a PostgreSQL database, checked before it is opened."""

from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from refillplan.domain.messages import N_, message
from refillplan.storage.errors import BadUrl, DatabaseUnreachable

_SQLITE = ("sqlite", "sqlite+pysqlite")
_POSTGRESQL = ("postgresql", "postgresql+pg8000")


def parse(text: str) -> URL:
    """Return the address of a database, checked as far as it can be without opening it.

    Raises
    ------
    BadUrl
        If it is not the address of an SQLite file or of a PostgreSQL database.
    DatabaseUnreachable
        If the folder of an SQLite file does not exist.
    """
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        # Without its cause, which quotes the address and so perhaps a password.
        raise BadUrl(message(N_("the address of the database is not of the form sqlite:///FILE or postgresql://…"))) from None
    if url.drivername in _SQLITE:
        return _parse_sqlite(url)
    if url.drivername in _POSTGRESQL:
        return _parse_postgresql(url)
    raise BadUrl(message(N_("'{kind}' is not a kind of database known here: sqlite or postgresql"), kind=url.drivername))


def file_of(url: URL) -> Path | None:
    """Return the file of an SQLite database; None for a server."""
    return Path(url.database) if url.drivername in _SQLITE and url.database else None


def describe(url: URL) -> str:
    """Return the database in words, without user and password."""
    file = file_of(url)
    if file is not None:
        return str(file)
    port = f":{url.port}" if url.port else ""
    return f"{url.database} ({url.host or 'localhost'}{port})"


def _parse_sqlite(url: URL) -> URL:
    if not url.database or url.database == ":memory:" or url.query:
        raise BadUrl(message(N_("the address of an SQLite database is sqlite:/// and the name of a file, nothing more")))
    file = Path(url.database).absolute()
    if not file.parent.is_dir():
        raise DatabaseUnreachable(message(N_("the folder {folder} does not exist"), folder=str(file.parent)))
    return url.set(database=str(file))


def _parse_postgresql(url: URL) -> URL:
    if not url.username or not url.database:
        raise BadUrl(message(N_("the address of a PostgreSQL database needs a user and the name of the database")))
    if "@" in (url.host or ""):
        raise BadUrl(message(N_("write an @ in the password of the database's address as %40")))
    unknown = sorted(url.query.keys() - {"sslmode", "unix_sock"})
    if unknown:
        raise BadUrl(message(N_("'{name}' is not understood in the address of a PostgreSQL database"), name=unknown[0]))
    if url.query.get("sslmode", "prefer") not in ("disable", "prefer", "require", "verify-full"):
        raise BadUrl(message(N_("sslmode is one of disable, prefer, require, verify-full")))
    return url.set(drivername="postgresql+pg8000")
