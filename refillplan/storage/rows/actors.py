"""The rows of those who act, and of what is counted of patients who were erased."""

from sqlalchemy.orm import Mapped, mapped_column

from refillplan.domain.roles import Role
from refillplan.storage.rows.base import Base, OfCentre


class ActorRow(Base):
    """Somebody who acts, by the name of their account at the machine or the database server."""

    __tablename__ = "actors"

    name: Mapped[str] = mapped_column(primary_key=True)
    role: Mapped[Role]


class ErasedCountRow(OfCentre):
    """How many of something there were in a year among those who were erased; no code, no day."""

    __tablename__ = "erased_counts"

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    what: Mapped[str] = mapped_column(primary_key=True)
    detail: Mapped[str] = mapped_column(primary_key=True)
    count: Mapped[int]
