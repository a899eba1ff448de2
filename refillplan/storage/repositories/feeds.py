"""The feeds of the centres, found by the hash of a token."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from refillplan.domain.feeds import Feed
from refillplan.storage.audit.entries import AuditLog, Change
from refillplan.storage.mapping.alike import columns_of
from refillplan.storage.rows.base import Columns
from refillplan.storage.rows.centre import CentreRow
from refillplan.storage.rows.feeds import FeedRow


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundFeed:
    """A feed that works, with the centre that it belongs to."""

    centre: str
    timezone: str
    feed: Feed


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetch:
    """A phone has asked for its feed: with which token (its hash), when, with which family of programs."""

    token_hash: str
    at: datetime
    client: str


class FeedRepository:
    """The subscriptions of phones; making, renewing and ending one goes into the audit, a fetch does not."""

    def __init__(self, session: Session, audit: AuditLog, *, at: datetime) -> None:
        self._session = session
        self._audit = audit
        self._at = at

    def list(self, centre: str) -> tuple[Feed, ...]:
        """Return all feeds of a centre by number, revoked ones too."""
        chosen = select(FeedRow).where(FeedRow.centre == centre).order_by(FeedRow.number)
        return tuple(map(_feed_of, self._session.scalars(chosen.execution_options(populate_existing=True))))

    def next_number(self, centre: str) -> int:
        """Return the number for a new feed."""
        return (self._session.scalar(select(func.max(FeedRow.number)).where(FeedRow.centre == centre)) or 0) + 1

    def add(self, centre: str, feed: Feed, token_hash: str) -> None:
        """Keep a new feed."""
        columns = columns_of(feed)
        self._session.execute(insert(FeedRow).values(centre=centre, token_hash=token_hash, **columns))
        self._record(centre, feed.number, None, {**columns, "token_hash": token_hash})

    def rotate(self, centre: str, number: int, token_hash: str) -> None:
        """Give a feed a new token; the old one works no longer, and nothing is known of the new one's phone."""
        its = (FeedRow.centre == centre) & (FeedRow.number == number)
        old = self._session.scalar(select(FeedRow.token_hash).where(its))
        self._change(centre, number, {"token_hash": token_hash, "fetched_at": None, "client": None})
        self._record(centre, number, {"token_hash": old}, {"token_hash": token_hash})

    def revoke(self, centre: str, number: int) -> None:
        """End a feed."""
        self._change(centre, number, {"revoked_at": self._at})
        self._record(centre, number, {"revoked_at": None}, {"revoked_at": self._at})

    def find(self, token_hash: str) -> FoundFeed | None:
        """Return the feed of a token, unless it is revoked; None where there is none."""
        chosen = select(FeedRow, CentreRow.timezone).join(CentreRow, CentreRow.code == FeedRow.centre)
        row = self._session.execute(chosen.where(FeedRow.token_hash == token_hash, FeedRow.revoked_at.is_(None))).first()
        return None if row is None else FoundFeed(centre=row[0].centre, timezone=row[1], feed=_feed_of(row[0]))

    def note(self, fetches: Iterable[Fetch]) -> None:
        """Keep when phones asked last; one with a token that is no longer in use is forgotten."""
        for fetch in fetches:
            newer = FeedRow.fetched_at.is_(None) | (FeedRow.fetched_at < fetch.at)
            here = (FeedRow.token_hash == fetch.token_hash) & newer
            self._session.execute(update(FeedRow).where(here).values(fetched_at=fetch.at, client=fetch.client))

    def _change(self, centre: str, number: int, values: Columns) -> None:
        here = (FeedRow.centre == centre) & (FeedRow.number == number)
        self._session.execute(update(FeedRow).where(here).values(values))

    def _record(self, centre: str, number: int, old: Columns | None, new: Columns) -> None:
        self._audit.record(centre, [Change(table=FeedRow.__tablename__, key=str(number), old=old, new=new)])


def _feed_of(row: FeedRow) -> Feed:
    return Feed(
        number=row.number,
        role=row.role,
        operator=row.operator,
        phone=row.phone,
        lang=row.lang,
        made_at=row.made_at,
        revoked_at=row.revoked_at,
        fetched_at=row.fetched_at,
        client=row.client,
    )
