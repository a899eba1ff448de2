"""Who fetched what, kept in the database a second later: no phone waits for the disk."""

from collections.abc import Callable, Sequence
from datetime import datetime
from threading import Lock

from refillplan.calendars.server.source import FetchNote, SourceUnavailable

_MOST = 20_000  # while the database cannot be used; then the oldest are forgotten: their phones count as not reached


class FetchNotes:
    """The last fetch of each token that is not kept yet."""

    def __init__(self, keep: Callable[[Sequence[FetchNote]], None]) -> None:
        self._keep = keep
        self._waiting: dict[str, FetchNote] = {}
        self._lock = Lock()

    def add(self, token_hash: str, at: datetime, client: str) -> None:
        """Note a fetch."""
        with self._lock:
            self._waiting.pop(token_hash, None)
            self._waiting[token_hash] = FetchNote(token_hash=token_hash, at=at, client=client)
            if len(self._waiting) > _MOST:
                self._waiting.pop(next(iter(self._waiting)))

    def flush(self) -> None:
        """Keep what is noted; where the database cannot be used now it is tried again the next time."""
        with self._lock:
            notes = self._waiting
            self._waiting = {}
        if not notes:
            return
        try:
            self._keep(tuple(notes.values()))
        except SourceUnavailable:
            with self._lock:
                self._waiting = {**notes, **self._waiting}
