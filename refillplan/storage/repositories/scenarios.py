"""The scenarios of a centre: kept beside its entries, which they never touch."""

from collections.abc import Mapping

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from refillplan.storage.audit.entries import AuditLog, Change
from refillplan.storage.rows.base import Columns
from refillplan.storage.rows.scenarios import ScenarioRow


class ScenarioRepository:
    """Named sets of changes, as text that only the services read."""

    def __init__(self, session: Session, audit: AuditLog) -> None:
        self._session = session
        self._audit = audit

    def all(self, centre: str) -> Mapping[str, str]:
        """Return the changes of each scenario, by name in the order of names."""
        chosen = select(ScenarioRow).where(ScenarioRow.centre == centre)
        rows = self._session.scalars(chosen.execution_options(populate_existing=True))
        return dict(sorted((row.name, row.changes) for row in rows))

    def put(self, centre: str, name: str, changes: str | None) -> None:
        """Keep a scenario in the place of one of the same name; None: keep none of that name."""
        before = self.all(centre).get(name)
        if changes == before:
            return
        self._session.execute(delete(ScenarioRow).where(ScenarioRow.centre == centre, ScenarioRow.name == name))
        if changes is not None:
            self._session.execute(insert(ScenarioRow).values(centre=centre, name=name, changes=changes))
        old: Columns | None = None if before is None else {"name": name, "changes": before}
        new: Columns | None = None if changes is None else {"name": name, "changes": changes}
        self._audit.record(centre, [Change(table=ScenarioRow.__tablename__, key=name, old=old, new=new)])
