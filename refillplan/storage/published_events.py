"""What was published on calendar servers, so that only what changed is sent again."""

from collections.abc import Mapping

from sqlalchemy import ColumnElement, delete, insert, select
from sqlalchemy.orm import Session

from refillplan.storage.rows_published_events import PublishedEventRow


class PublishedEventRepository:
    """The versions of published events by collection; losing them costs sending all again, and nothing else."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def of_collection(self, centre: str, collection: str) -> Mapping[str, tuple[str, str]]:
        """Return the version (``ETag``) and the digest of each event by its name in the collection."""
        chosen = select(PublishedEventRow).where(_of(centre, collection))
        return {row.href: (row.etag, row.digest) for row in self._session.scalars(chosen)}

    def replace(self, centre: str, collection: str, events: Mapping[str, tuple[str, str]]) -> None:
        """Keep these events as all that is known of the collection."""
        self._session.execute(delete(PublishedEventRow).where(_of(centre, collection)))
        place = {"centre": centre, "collection": collection}
        rows = [{**place, "href": href, "etag": etag, "digest": digest} for href, (etag, digest) in events.items()]
        if rows:
            self._session.execute(insert(PublishedEventRow), rows)


def _of(centre: str, collection: str) -> ColumnElement[bool]:
    return (PublishedEventRow.centre == centre) & (PublishedEventRow.collection == collection)
