"""The row of an event that was published on a calendar server."""

from sqlalchemy.orm import Mapped, mapped_column

from refillplan.storage.rows.base import OfCentre


class PublishedEventRow(OfCentre):
    """What a collection of a calendar server was given last under one name, and the version that the server gave it."""

    __tablename__ = "published_events"

    collection: Mapped[str] = mapped_column(primary_key=True)
    href: Mapped[str] = mapped_column(primary_key=True)
    etag: Mapped[str]
    digest: Mapped[str]
