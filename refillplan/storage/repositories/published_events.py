"""What was published on calendar servers, so that only what changed is sent again."""

from collections.abc import Mapping

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from refillplan.storage.audit.entries import AuditLog
from refillplan.storage.mapping.alike import column_names
from refillplan.storage.repositories.changes import apply, compare
from refillplan.storage.rows.base import Columns
from refillplan.storage.rows.published_events import PublishedEventRow


class PublishedEventRepository:
    """The versions of published events by collection; losing them costs sending all again, and nothing else."""

    def __init__(self, session: Session, audit: AuditLog) -> None:
        self._session = session
        self._audit = audit

    def of_collection(self, centre: str, collection: str) -> Mapping[str, tuple[str, str]]:
        """Return the version (``ETag``) and the digest of each event by its name in the collection."""
        chosen = select(PublishedEventRow).where(_of(centre, collection))
        return {row.href: (row.etag, row.digest) for row in self._session.scalars(chosen)}

    def replace(self, centre: str, collection: str, events: Mapping[str, tuple[str, str]]) -> None:
        """Keep these events as all that is known of the collection."""
        others = self._session.scalars(
            select(PublishedEventRow).where(PublishedEventRow.centre == centre, ~_of(centre, collection))
        )
        rows: list[Columns] = [{name: getattr(row, name) for name in column_names(PublishedEventRow)} for row in others]
        rows += [
            {"collection": collection, "href": href, "etag": etag, "digest": digest} for href, (etag, digest) in events.items()
        ]
        difference = compare(self._session, PublishedEventRow, centre, rows)
        self._audit.record(centre, apply(self._session, difference, removing=True))


def _of(centre: str, collection: str) -> ColumnElement[bool]:
    return (PublishedEventRow.centre == centre) & (PublishedEventRow.collection == collection)
