"""What the server needs of the rest of the program."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from refillplan.domain.feeds import FeedRole


class SourceUnavailable(Exception):
    """The feeds cannot be looked up at present."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedContent:
    """Names the content of a feed: where two are equal, so are the bytes.

    Parameters
    ----------
    operator
        Whose visits; None: the unit's, or the replacements.
    revision
        State of what the calendar is made of.
    today
        Visits over for more than 84 days, or cancelled more than 14 days before, are left out.
    """

    centre: str
    timezone: str
    role: FeedRole
    operator: str | None
    lang: str
    revision: str
    today: date


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedAnswer:
    """A feed that works, by its number in its centre, and what it holds now."""

    number: int
    content: FeedContent


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchNote:
    """A phone has got its feed: by the hash of its token, when, and with which family of programs."""

    token_hash: str
    at: datetime
    client: str


class FeedSource(Protocol):
    """Where the server looks feeds up; all of it may be called from several threads, and raises `SourceUnavailable`."""

    def find(self, token_hash: str, at: datetime) -> FeedAnswer | None:
        """Return the feed of a token as the database knows it at this moment; None where it has none that works."""

    def render(self, content: FeedContent) -> bytes:
        """Return the calendar."""

    def keep(self, notes: Sequence[FetchNote]) -> None:
        """Keep who has fetched what."""

    def close(self) -> None:
        """Let go of the database."""
