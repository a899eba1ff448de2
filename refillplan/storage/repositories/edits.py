"""The edits of a centre, in the order in which they were made."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, insert, select, update
from sqlalchemy.orm import Session

from refillplan.domain.edits import EditState
from refillplan.domain.messages import Message
from refillplan.storage.audit.entries import AuditLog, Change
from refillplan.storage.rows.base import Columns
from refillplan.storage.rows.edits import EditRow


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredEdit:
    """One edit; ``gone`` and ``come`` as they were given to `EditRepository.add`."""

    number: int
    at: datetime
    actor: str
    what: Message
    state: EditState
    gone: str
    come: str


class EditRepository:
    """What people changed, so that it can be undone; the rows themselves stand in the audit as well."""

    def __init__(self, session: Session, audit: AuditLog, *, actor: str, at: datetime) -> None:
        self._session = session
        self._audit = audit
        self._actor = actor
        self._at = at

    def add(self, centre: str, what: Message, state: EditState, *, gone: str = "", come: str = "") -> int:
        """Keep an edit and return its number; those undone before it can be made again no longer."""
        its = EditRow.centre == centre
        self._set_state(centre, its & (EditRow.state == EditState.UNDONE), EditState.REPLACED)
        number = (self._session.scalar(select(func.max(EditRow.number)).where(its)) or 0) + 1
        signed: Columns = {"number": number, "at": self._at, "actor": self._actor}
        columns: Columns = {**signed, "what": what, "state": state, "gone": gone, "come": come}
        self._session.execute(insert(EditRow).values(centre=centre, **columns))
        self._audit.record(centre, [Change(table=EditRow.__tablename__, key=str(number), old=None, new=columns)])
        return number

    def list(self, centre: str) -> tuple[StoredEdit, ...]:
        """Return all edits of a centre by number."""
        chosen = select(EditRow).where(EditRow.centre == centre).order_by(EditRow.number)
        rows = self._session.scalars(chosen.execution_options(populate_existing=True))
        return tuple(
            StoredEdit(
                number=row.number,
                at=row.at,
                actor=row.actor,
                what=row.what,
                state=row.state,
                gone=row.gone,
                come=row.come,
            )
            for row in rows
        )

    def mark(self, centre: str, number: int, state: EditState) -> None:
        """Change the state of an edit."""
        self._set_state(centre, (EditRow.centre == centre) & (EditRow.number == number), state)

    def _set_state(self, centre: str, which: ColumnElement[bool], state: EditState) -> None:
        before = self._session.execute(select(EditRow.number, EditRow.state).where(which).order_by(EditRow.number)).all()
        self._session.execute(update(EditRow).where(which).values(state=state))
        changes = [
            Change(table=EditRow.__tablename__, key=str(number), old={"state": old}, new={"state": state})
            for number, old in before
        ]
        self._audit.record(centre, changes)
