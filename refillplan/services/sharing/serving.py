"""Serving feeds: the server's questions answered from the database."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from refillplan.calendars.export import calendar_of
from refillplan.calendars.replacement_events import replacement_bytes
from refillplan.calendars.server.source import FeedAnswer, FeedContent, FetchNote, SourceUnavailable
from refillplan.domain.calendar_entries import visible
from refillplan.domain.feeds import FeedRole
from refillplan.domain.messages import N_, require
from refillplan.domain.replacement_windows import visible_windows
from refillplan.services.core.access import looking
from refillplan.services.core.extras import require_extra
from refillplan.services.core.language import translator
from refillplan.storage import Fetch, FoundFeed, StorageError, Store, UnitOfWork

if TYPE_CHECKING:
    from starlette.types import ASGIApp

Clock = Callable[[], datetime]
"""Gives the present instant (aware, UTC)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ServeSettings:
    """How feeds are served.

    Parameters
    ----------
    url
        Address of the database.
    port
        0: one that the system chooses.
    certificate, key
        PEM files for HTTPS; None: HTTP.
    behind_proxy
        A proxy before the server speaks HTTPS, so that the server itself need not.
    workers
        Number of processes.
    per_minute
        How often one phone may ask.
    today
        The day that cancelled visits are counted from; None: that of the clock, where the centre is.
    """

    url: str
    host: str
    port: int
    certificate: Path | None
    key: Path | None
    behind_proxy: bool
    workers: int
    per_minute: int
    today: date | None


def serve(settings: ServeSettings, clock: Clock, log: Callable[[str], None], started: Callable[[str], None]) -> None:
    """Serve feeds until SIGINT or SIGTERM.

    Parameters
    ----------
    clock, log
        With several workers they are handed to other processes, so they must be plain functions or values.
    log
        Takes one line for each request, without link, token, code or address.
    started
        Told the server's address once it takes connections.

    Raises
    ------
    InvalidValue
        If the libraries are not installed, the address or the certificate cannot be used, or others than this machine
        would be served without HTTPS.
    StorageError
        If the database cannot be used.
    """
    require_extra("serve", "starlette", "uvicorn")
    from refillplan.calendars.server.running import Address, run  # noqa: PLC0415 (an optional part)

    address = Address(host=settings.host, port=settings.port, certificate=settings.certificate, key=settings.key)
    require(
        address.loopback or settings.certificate is not None or settings.behind_proxy,
        "host",
        N_("other machines are served by HTTPS alone: give --certificate and --key, or --behind-proxy where a proxy does it"),
    )
    require(settings.key is None or settings.certificate is not None, "key", N_("a key is of no use without --certificate"))
    _require_tables(settings.url)
    run(partial(feed_server, settings, clock, log), address, workers=settings.workers, started=started)


def feed_server(settings: ServeSettings, clock: Clock, log: Callable[[str], None]) -> "ASGIApp":
    """Return the ASGI application on a store of its own."""
    from refillplan.calendars.server.app import feed_app  # noqa: PLC0415 (an optional part)

    source = StoredFeeds(Store.open(settings.url), settings.today)
    return feed_app(source, clock=clock, log=log, per_minute=settings.per_minute)


class StoredFeeds:
    """The feeds of a database; what is asked here waits for no unit of work that goes on.

    Feeds show what was published and what patients are told, also while what is entered now asks for another plan.
    """

    def __init__(self, store: Store, today: date | None) -> None:
        self._store = store
        self._today = today

    def find(self, token_hash: str, at: datetime) -> FeedAnswer | None:
        """Return the feed of a token, with the state that its content has now; None where no feed works with it."""
        try:
            with self._store.glance() as work:
                found = work.feeds.find(token_hash)
                revision = "" if found is None else _revision(work, found)
        except StorageError as error:
            raise SourceUnavailable from error
        if found is None:
            return None
        content = FeedContent(
            centre=found.centre,
            timezone=found.timezone,
            role=found.feed.role,
            operator=found.feed.operator,
            lang=found.feed.lang,
            revision=revision,
            today=self._today or at.astimezone(ZoneInfo(found.timezone)).date(),
        )
        return FeedAnswer(number=found.feed.number, content=content)

    def render(self, content: FeedContent) -> bytes:
        """Return the calendar; where it has changed since `find`, the newer one."""
        translate = translator(content.lang)
        try:
            with self._store.glance() as work:
                if content.role is FeedRole.REPLACEMENTS:
                    windows = visible_windows(work.replacement_windows.list(content.centre), content.today)
                    return replacement_bytes(content.centre, content.timezone, windows, translate=translate)
                entries = visible(work.calendar.entries(content.centre), content.today)
        except StorageError as error:
            raise SourceUnavailable from error
        return calendar_of(content.centre, content.timezone, entries, content.operator, translate=translate)

    def keep(self, notes: Sequence[FetchNote]) -> None:
        """Keep who has fetched what."""
        fetches = [Fetch(token_hash=note.token_hash, at=note.at, client=note.client) for note in notes]
        try:
            with self._store.unit_of_work("feeds", max(note.at for note in notes), person=False) as work:
                work.feeds.note(fetches)
                work.commit()
        except StorageError as error:
            raise SourceUnavailable from error

    def close(self) -> None:
        """Close the connections."""
        self._store.close()


def _revision(work: UnitOfWork, found: FoundFeed) -> str:
    """Return the state of what a feed is made of, so that a feed of visits stays the same while replacements change."""
    if found.feed.role is FeedRole.REPLACEMENTS:
        return work.replacement_windows.revision(found.centre)
    return work.calendar.revision(found.centre)


def _require_tables(url: str) -> None:
    store = Store.open(url)
    try:
        with looking(store):  # says what is wrong with them
            pass
    finally:
        store.close()
