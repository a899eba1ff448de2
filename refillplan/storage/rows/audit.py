"""The row of the audit."""

from datetime import datetime

from sqlalchemy import JSON, BigInteger, Integer
from sqlalchemy.orm import Mapped, mapped_column

from refillplan.storage.rows.base import Base


class AuditRow(Base):
    """Who changed which row when, and why; triggers refuse to change it afterwards, but for an erasure.

    It is not tied to the centre by a foreign key: it outlives what it speaks of. ``hash`` chains it to the entry
    before it (see `refillplan.storage.audit.chain`); ``erased_by`` is the entry of the erasure that emptied key, values,
    reason and salt.
    """

    __tablename__ = "audit"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012 (SQLAlchemy reads it as a plain class attribute)

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    at: Mapped[datetime]
    actor: Mapped[str]
    action: Mapped[str]
    centre: Mapped[str] = mapped_column(index=True)
    table_name: Mapped[str]
    row_key: Mapped[str]
    old_values: Mapped[dict[str, object] | None] = mapped_column(JSON(none_as_null=True))
    new_values: Mapped[dict[str, object] | None] = mapped_column(JSON(none_as_null=True))
    why: Mapped[str]
    salt: Mapped[str]
    digest: Mapped[str]
    hash: Mapped[str]
    erased_by: Mapped[int | None] = mapped_column(BigInteger)
