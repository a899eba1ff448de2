"""Calendars of one event per file: a folder for vdirsyncer, and a collection on a calendar server.

Like a feed they follow what is booked and told, so that a cancellation reaches phones at once, whatever else is entered.
"""

import stat
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from refillplan.calendars.export import FILE_PREFIX, event_files
from refillplan.calendars.files import write_events
from refillplan.domain.messages import N_, InvalidValue, Message, message
from refillplan.planner.check import Violation
from refillplan.services.core.access import looking
from refillplan.services.core.extras import require_extra
from refillplan.services.sharing.exporting import told_calendar
from refillplan.storage import Store

if TYPE_CHECKING:
    from refillplan.calendars.caldav import Publication


@dataclass(frozen=True, slots=True, kw_only=True)
class EventsWritten:
    """What was sent or written, deleted and left alone.

    Parameters
    ----------
    violations
        Rules that the visits shown break with what is entered now: somebody is still to be phoned.
    cut
        Why it could not be finished; None if it was.
    """

    version: int
    written: int
    deleted: int
    unchanged: int
    violations: tuple[Violation, ...]
    cut: Message | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Login:
    """User and password for a calendar server."""

    user: str
    password: str

    def __repr__(self) -> str:
        """Keep the password out of whatever prints values."""
        return "Login(...)"


def export_vdir(
    store: Store,
    centre: str,
    folder: Path,
    today: date,
    operator: str | None = None,
    *,
    translate: Callable[[Message], str] = str,
) -> EventsWritten:
    """Make the events of the plan in force, one file each, the events of ours in ``folder``; other files stay.

    Parameters
    ----------
    operator
        Whose visits; None: the unit's.

    Raises
    ------
    InvalidValue
        If no plan is published, or the centre has no such operator.
    OSError
        If a file cannot be written.
    StorageError
        If the database cannot be used.
    """
    told = told_calendar(store, centre, today)
    events = event_files(told.centre.timezone, told.of(operator), translate=translate)
    written, gone = write_events(events, folder, FILE_PREFIX)
    return EventsWritten(
        version=told.stored.number,
        written=len(written),
        deleted=len(gone),
        unchanged=len(events) - len(written),
        violations=told.violations,
    )


def publish_caldav(
    store: Store,
    centre: str,
    url: str,
    login: Login | None,
    today: date,
    operator: str | None = None,
    *,
    actor: str,
    at: datetime,
    translate: Callable[[Message], str] = str,
) -> EventsWritten:
    """Make the events of the plan in force the events of ours in a collection of a calendar server.

    Only what changed is sent; publishing again changes nothing. After a cut, publishing again goes on.

    Raises
    ------
    InvalidValue
        If no plan is published, the centre has no such operator, or the server does not take these credentials or has
        no such collection.
    StorageError
        If the database cannot be used.
    """
    require_extra("serve", "httpx")
    from refillplan.calendars.caldav import Collection, ConnectionCut, Credentials, Publication  # noqa: PLC0415 (optional)

    told = told_calendar(store, centre, today)
    events = event_files(told.centre.timezone, told.of(operator), translate=translate)
    credentials = None if login is None else Credentials(user=login.user, password=login.password)
    with Collection(url, credentials) as collection:
        with looking(store) as work:
            known = work.published_events.of_collection(centre, collection.url)
        publication = Publication(collection, known, FILE_PREFIX)
        cut = None
        try:
            publication.run(events)
        except ConnectionCut as error:
            cut = error.sentence
        finally:
            _remember(store, centre, collection.url, publication, actor, at)
    return EventsWritten(
        version=told.stored.number,
        written=publication.sent,
        deleted=publication.deleted,
        unchanged=publication.unchanged,
        violations=told.violations,
        cut=cut,
    )


def read_login(file: Path) -> Login:
    """Return the user and the password on the first two lines of a file that nobody but its owner may read.

    Raises
    ------
    InvalidValue
        If others may read it, or it has not two lines.
    OSError
        If it cannot be read.
    """
    if sys.platform != "win32" and file.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise InvalidValue(message(N_("others may read {file}: 'chmod 600 {file}' closes it"), file=str(file)), "credentials")
    lines = file.read_bytes().decode("utf-8", "replace").splitlines()
    if len(lines) != 2 or not all(lines):
        raise InvalidValue(
            message(N_("{file} holds the user on its first line and the password on its second"), file=str(file)), "credentials"
        )
    return Login(user=lines[0], password=lines[1])


def _remember(store: Store, centre: str, url: str, publication: "Publication", actor: str, at: datetime) -> None:
    with store.unit_of_work(actor, at, why="export caldav") as work:
        work.published_events.replace(centre, url, publication.known)
        work.commit()
