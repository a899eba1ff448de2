"""The answers of those on the call sheets of a centre's drafts."""

from collections.abc import Mapping
from datetime import UTC, datetime

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from refillplan.domain.calls import CallState
from refillplan.storage.audit.audited import key_text
from refillplan.storage.audit.entries import AuditLog, Change
from refillplan.storage.rows.base import Columns
from refillplan.storage.rows.calls import CallRow

CallKey = tuple[str, datetime]
"""Patient, and the start that the patient was told."""


class CallRepository:
    """What people on the phone have said to a draft."""

    def __init__(self, session: Session, audit: AuditLog, *, actor: str, at: datetime) -> None:
        self._session = session
        self._audit = audit
        self._actor = actor
        self._at = at

    def of_plan(self, centre: str, number: int) -> Mapping[CallKey, CallState]:
        """Return the answers to a plan; who is not named is still to be phoned."""
        chosen = select(CallRow).where(CallRow.centre == centre, CallRow.number == number)
        rows = self._session.scalars(chosen.execution_options(populate_existing=True))
        return {(row.patient, row.old_starts_at.astimezone(UTC)): row.state for row in rows}

    def plans(self, centre: str) -> tuple[int, ...]:
        """Return the numbers of the plans of a centre that have answers, ascending."""
        chosen = select(CallRow.number).where(CallRow.centre == centre).distinct().order_by(CallRow.number)
        return tuple(self._session.scalars(chosen))

    def answer(self, centre: str, number: int, key: CallKey, state: CallState) -> None:
        """Keep an answer in the place of an earlier one."""
        patient, old_starts_at = key[0], key[1].astimezone(UTC)
        place: Columns = {"number": number, "patient": patient, "old_starts_at": old_starts_at}
        new: Columns = {**place, "state": state, "actor": self._actor, "at": self._at}
        here = (CallRow.centre == centre) & (CallRow.number == number) & (CallRow.patient == patient)
        here &= CallRow.old_starts_at == old_starts_at
        chosen = select(CallRow).where(here).execution_options(populate_existing=True)
        before = self._session.scalars(chosen).first()
        old: Columns | None = None if before is None else {name: getattr(before, name) for name in new}
        self._session.execute(delete(CallRow).where(here))
        self._session.execute(insert(CallRow).values(centre=centre, **new))
        text = key_text(place, ("number", "patient", "old_starts_at"))
        self._audit.record(centre, [Change(table=CallRow.__tablename__, key=text, old=old, new=new)])
