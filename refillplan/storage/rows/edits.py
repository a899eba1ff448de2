"""The row of an edit."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from refillplan.domain.edits import EditState
from refillplan.domain.messages import Message
from refillplan.storage.rows.base import OfCentre


class EditRow(OfCentre):
    """What somebody changed in one go; ``gone`` and ``come`` are the rows of it, as text that only the services read."""

    __tablename__ = "edits"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    actor: Mapped[str]
    what: Mapped[Message]
    state: Mapped[EditState]
    gone: Mapped[str]
    come: Mapped[str]
