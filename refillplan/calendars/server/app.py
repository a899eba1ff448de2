"""The application: one kind of resource, a feed behind its token."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import datetime

from anyio import CapacityLimiter, to_thread
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp

from refillplan.calendars.clients import family_of
from refillplan.calendars.server.access_log import CLIENT, FEED, AccessLog
from refillplan.calendars.server.answers import feed_response, not_now, nothing_here, too_often
from refillplan.calendars.server.documents import DocumentCache, FeedDocuments
from refillplan.calendars.server.fetches import FetchNotes
from refillplan.calendars.server.limits import RateLimit
from refillplan.calendars.server.source import FeedAnswer, FeedSource, SourceUnavailable
from refillplan.calendars.server.tokens import is_token, token_hash

_WRONG_PER_MINUTE = 60  # from one address: a hospital's phones share one, and some have links that were revoked
_THREADS = 8  # no more than the connections that the storage keeps open
_FLUSH_SECONDS = 1.0


def feed_app(source: FeedSource, *, clock: Callable[[], datetime], log: Callable[[str], None], per_minute: int) -> ASGIApp:
    """Return the ASGI application.

    Parameters
    ----------
    source
        Asked about the token at each request, so that a revoked one stops working at once in every process.
    clock
        Gives the present instant (aware, UTC).
    log
        Takes one line for each request.
    per_minute
        How often one phone may ask.
    """
    feeds = _Feeds(source, clock, per_minute)

    async def missing(_: Request, __: Exception) -> Response:
        return nothing_here()

    async def unavailable(_: Request, __: Exception) -> Response:
        return not_now()

    app = Starlette(
        routes=[Route("/feeds/{name}", feeds.answer, methods=["GET", "HEAD"])],
        exception_handlers={404: missing, 405: missing, SourceUnavailable: unavailable},
        lifespan=feeds.lifespan,
    )
    app.router.redirect_slashes = False
    return AccessLog(app, clock=clock, log=log)


class _Feeds:
    """Answers requests for feeds."""

    def __init__(self, source: FeedSource, clock: Callable[[], datetime], per_minute: int) -> None:
        self._source = source
        self._clock = clock
        self._documents = DocumentCache(source.render)
        self._notes = FetchNotes(source.keep)
        self._of_phone = RateLimit(per_minute)
        self._wrong = RateLimit(_WRONG_PER_MINUTE)
        self._limiter: CapacityLimiter | None = None

    async def answer(self, request: Request) -> Response:
        """Return the feed that the link names, or what is said to all others."""
        client = family_of(request.headers.get("user-agent", ""))
        request.scope[CLIENT] = client
        token = request.path_params["name"].removesuffix(".ics")
        if not is_token(token) or request.path_params["name"] == token:
            return self._refuse(request)
        hashed, at = token_hash(token), self._clock()
        found = await to_thread.run_sync(self._find, hashed, at, limiter=self._limiter)
        if found is None:
            return self._refuse(request)
        feed, documents = found
        request.scope[FEED] = feed.number
        if not self._of_phone.allows(hashed, time.monotonic()):
            return too_often()
        if request.method == "GET":
            self._notes.add(hashed, at, client)
        return feed_response(documents, request.headers)

    def _find(self, hashed: str, at: datetime) -> tuple[FeedAnswer, FeedDocuments] | None:
        feed = self._source.find(hashed, at)
        return None if feed is None else (feed, self._documents.get(feed.content))

    def _refuse(self, request: Request) -> Response:
        address = request.client.host if request.client else ""
        return nothing_here() if self._wrong.allows(address, time.monotonic()) else too_often()

    @asynccontextmanager
    async def lifespan(self, _: Starlette) -> AsyncIterator[None]:
        """Keep fetches while the server runs, and the last of them as it ends."""
        self._limiter = CapacityLimiter(_THREADS)
        keeping = asyncio.create_task(self._keep_fetches())
        try:
            yield
        finally:
            keeping.cancel()
            with suppress(asyncio.CancelledError):
                await keeping
            await to_thread.run_sync(self._notes.flush)
            self._source.close()

    async def _keep_fetches(self) -> None:
        while True:
            await asyncio.sleep(_FLUSH_SECONDS)
            await to_thread.run_sync(self._notes.flush)
