"""Feeds as they are sent: plain and compressed, each with its strong ETag, made once for each state."""

import gzip
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from threading import Lock

from refillplan.calendars.server.source import FeedContent

_KEPT = 128


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One representation of a feed; ``etag`` in its quotes."""

    content: bytes
    etag: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedDocuments:
    """A feed, plain and compressed: two representations, and so two strong ETags (RFC 9110, 8.8.3)."""

    plain: Document
    compressed: Document


class DocumentCache:
    """The feeds made last, by what names their content; two that ask at once have it made once.

    Parameters
    ----------
    render
        Makes the calendar.
    """

    def __init__(self, render: Callable[[FeedContent], bytes]) -> None:
        self._render = render
        self._kept: OrderedDict[FeedContent, FeedDocuments] = OrderedDict()
        self._lock = Lock()
        self._making: dict[FeedContent, Lock] = {}

    def get(self, content: FeedContent) -> FeedDocuments:
        """Return the feed, made now if it has not been yet."""
        with self._lock:
            found = self._find(content)
            if found is not None:
                return found
            making = self._making.setdefault(content, Lock())
        with making:
            return self._made(content)

    def _made(self, content: FeedContent) -> FeedDocuments:
        with self._lock:
            found = self._find(content)
        try:
            found = found or _documents(self._render(content))
        finally:
            with self._lock:
                self._making.pop(content, None)
        with self._lock:
            self._kept[content] = found
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return found

    def _find(self, content: FeedContent) -> FeedDocuments | None:
        found = self._kept.get(content)
        if found is not None:
            self._kept.move_to_end(content)
        return found


def _documents(content: bytes) -> FeedDocuments:
    mark = sha256(content).hexdigest()[:32]
    return FeedDocuments(
        plain=Document(content=content, etag=f'"{mark}"'),
        # No time in the head of the compressed file: the same bytes for the same calendar.
        compressed=Document(content=gzip.compress(content, mtime=0), etag=f'"{mark}-gzip"'),
    )
