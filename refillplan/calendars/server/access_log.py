"""One line for each request: what was asked for and how it ended, without link, token, code or address."""

import time
from collections.abc import Callable
from datetime import datetime

from starlette.types import ASGIApp, Message, Receive, Scope, Send

FEED = "refillplan_feed"
CLIENT = "refillplan_client"
"""Where the answer leaves, in the scope, the number of the feed and the family of the client."""

_METHODS = frozenset(("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "PROPFIND", "REPORT"))


class AccessLog:
    """Writes the lines, and answers for what goes wrong inside; a fault is named by its kind alone.

    Parameters
    ----------
    log
        Takes one line.
    """

    def __init__(self, app: ASGIApp, *, clock: Callable[[], datetime], log: Callable[[str], None]) -> None:
        self._app = app
        self._clock = clock
        self._log = log

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        status, size, ended, began = 0, 0, "", time.perf_counter()

        async def counted(message: Message) -> None:
            nonlocal status, size, ended
            status = message.get("status", status)
            size += len(message.get("body", b""))
            try:
                await send(message)
            except Exception:  # whatever the server has against a client that broke the rules or went away
                ended = " cut"
                raise

        try:
            await self._app(scope, receive, counted)
        except Exception as error:  # the last place before the server, which would print values
            ended = ended or f" fault {type(error).__name__}"
        self._log(self._line(scope, status, size, time.perf_counter() - began) + ended)

    def _line(self, scope: Scope, status: int, size: int, seconds: float) -> str:
        method = scope["method"] if scope["method"] in _METHODS else "other"
        feed = f"feed {scope[FEED]}" if FEED in scope else "-"
        at = f"{self._clock():%Y-%m-%dT%H:%M:%SZ}"
        return f"{at} {method} {feed} {status} {size} B {seconds * 1000:.0f} ms {scope.get(CLIENT, '-')}"
