"""The row of a scenario."""

from sqlalchemy.orm import Mapped, mapped_column

from refillplan.storage.rows.base import OfCentre


class ScenarioRow(OfCentre):
    """A named set of changes; ``changes`` is text that only the services read."""

    __tablename__ = "scenarios"

    name: Mapped[str] = mapped_column(primary_key=True)
    changes: Mapped[str]
