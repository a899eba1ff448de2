"""The row of a feed."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from refillplan.domain.feeds import FeedRole
from refillplan.storage.rows.base import OfCentre


class FeedRow(OfCentre):
    """A phone's subscription; of its token only the hash is kept."""

    __tablename__ = "feeds"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    role: Mapped[FeedRole]
    operator: Mapped[str | None]
    phone: Mapped[str]
    lang: Mapped[str]
    token_hash: Mapped[str] = mapped_column(index=True, unique=True)
    made_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    fetched_at: Mapped[datetime | None]
    client: Mapped[str | None]
