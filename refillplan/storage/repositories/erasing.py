"""Erasing all that is kept of one patient, in the tables and in the audit, whose chain stays whole."""

import json
import re
from collections.abc import Collection, Mapping

from sqlalchemy import ColumnElement, delete, insert, select, update
from sqlalchemy.orm import Session

from refillplan.domain.edits import EditState
from refillplan.domain.messages import N_, Message, message
from refillplan.storage.audit.accounting import Place, unaccounted
from refillplan.storage.audit.audited import BODIES, body_line, key_names, key_text
from refillplan.storage.audit.entries import Action, AuditLog, Change
from refillplan.storage.repositories.naming import Naming
from refillplan.storage.rows.actors import ErasedCountRow
from refillplan.storage.rows.audit import AuditRow
from refillplan.storage.rows.base import Columns, OfCentre, table_of
from refillplan.storage.rows.calls import CallRow
from refillplan.storage.rows.column_types import sentence_values
from refillplan.storage.rows.decisions import DecisionRow
from refillplan.storage.rows.edits import EditRow
from refillplan.storage.rows.people import FillRow, NotDoneRow, PatientRow, PumpRow, UnavailabilityRow
from refillplan.storage.rows.plans import PlanExceptionRow, PlanRow
from refillplan.storage.rows.replacement_windows import ReplacementWindowRow
from refillplan.storage.rows.visits import BookingRow, CalendarEntryRow

CountKey = tuple[int, str, str]
"""Year, what was counted, and which of it."""

_BY_PATIENT = (CallRow, CalendarEntryRow, ReplacementWindowRow, BookingRow, NotDoneRow, UnavailabilityRow, FillRow)
_GONE = "-"


class ErasureRepository:
    """What an erasure takes away, and the counts that it leaves."""

    def __init__(self, session: Session, audit: AuditLog) -> None:
        self._session = session
        self._audit = audit

    def counts(self, centre: str) -> Mapping[CountKey, int]:
        """Return what is counted of those who were erased."""
        rows = self._session.scalars(select(ErasedCountRow).where(ErasedCountRow.centre == centre))
        return dict(sorted(((row.year, row.what, row.detail), row.count) for row in rows))

    def erase(self, centre: str, patient: str, counts: Mapping[CountKey, int]) -> int:
        """Take away every row of a patient and every word of the audit about it, and return how many entries that were.

        Drafts that name the patient are to be dropped before. Edits that touched the patient can be undone no more.

        Parameters
        ----------
        counts
            What to add to the anonymous counts.
        """
        written_past = set(unaccounted(self._session))
        serials = self._session.scalars(select(PumpRow.serial).where(_of(PumpRow, centre), PumpRow.patient == patient)).all()
        named = Naming(patient=patient, serials=frozenset(serials))
        self._take_out_of_plans(centre, patient, named.words, written_past)
        for row in _BY_PATIENT:
            self._remove(row, centre, table_of(row).c.patient == patient)
        self._remove(DecisionRow, centre, DecisionRow.serial.in_(serials))
        self._remove(PumpRow, centre, PumpRow.patient == patient)
        self._remove(PatientRow, centre, PatientRow.patient == patient)
        self._empty_edits(centre, named)
        self._count(centre, counts)
        return self._empty_audit(centre, named, written_past)

    def _remove(self, row: type[OfCentre], centre: str, which: ColumnElement[bool]) -> None:
        table = table_of(row)
        keys = [column.key for column in table.c]
        chosen = self._session.execute(select(*table.c).where(table.c.centre == centre, which))
        gone: list[Columns] = [dict(zip(keys, found, strict=True)) for found in chosen]
        self._session.execute(delete(table).where(table.c.centre == centre, which))
        self._audit.record(centre, (Change(table=table.name, key=key_text(c, key_names(table)), old=c, new=None) for c in gone))

    def _take_out_of_plans(self, centre: str, patient: str, named: re.Pattern[str], written_past: Collection[Place]) -> None:
        for (number,) in self._session.execute(select(PlanRow.number).where(_of(PlanRow, centre))).all():
            plan: Columns = {"centre": centre, "number": number}
            for body in BODIES:
                before = body_line(self._session, body, plan)
                its = (body.centre == centre) & (body.number == number)
                self._session.execute(delete(body).where(its, body.patient == patient))
                if body is PlanExceptionRow:
                    self._unname_reasons(its, named)
                after = body_line(self._session, body, plan)
                if before != after and (body.__tablename__, centre, str(number)) not in written_past:
                    new = after if after["rows"] else None
                    self._audit.record(centre, [Change(table=body.__tablename__, key=str(number), old=before, new=new)])

    def _unname_reasons(self, its: ColumnElement[bool], named: re.Pattern[str]) -> None:
        """Take the patient out of the reasons of other patients' exceptions."""
        row = PlanExceptionRow
        for position, reason in self._session.execute(select(row.position, row.reason).where(its)).all():
            without = _without(reason, named)
            if without != reason:
                self._session.execute(update(row).where(its, row.position == position).values(reason=without))

    def _empty_edits(self, centre: str, named: Naming) -> None:
        for edit in self._session.scalars(select(EditRow).where(EditRow.centre == centre)).all():
            in_what = named.in_values(sentence_values(edit.what))
            if not in_what and not any(named.in_values(json.loads(text)) for text in (edit.gone, edit.come) if text):
                continue
            state = {EditState.DONE: EditState.FINAL, EditState.UNDONE: EditState.REPLACED}.get(edit.state, edit.state)
            what = message(N_("(erased)")) if in_what else edit.what
            here = (EditRow.centre == centre) & (EditRow.number == edit.number)
            self._session.execute(update(EditRow).where(here).values(state=state, what=what, gone="", come=""))

    def _count(self, centre: str, counts: Mapping[CountKey, int]) -> None:
        known = self.counts(centre)
        for (year, what, detail), more in counts.items():
            place: Columns = {"year": year, "what": what, "detail": detail}
            before = known.get((year, what, detail), 0)
            row = ErasedCountRow
            here = (row.centre == centre) & (row.year == year) & (row.what == what) & (row.detail == detail)
            self._session.execute(delete(row).where(here))
            self._session.execute(insert(row).values(centre=centre, **place, count=before + more))
            old: Columns | None = {**place, "count": before} if before else None
            new: Columns = {**place, "count": before + more}
            key = key_text(place, ("year", "what", "detail"))
            self._audit.record(centre, [Change(table=row.__tablename__, key=key, old=old, new=new)])

    def _empty_audit(self, centre: str, named: Naming, written_past: Collection[Place]) -> int:
        """Empty the entries that name the patient, list them in one of their own, and say anew what they said that stands.

        Rows that were not as the audit said before the erasure stay so: what was changed by hand must be found after it too.
        """
        kept = select(AuditRow).where(AuditRow.centre == centre, AuditRow.erased_by.is_(None)).order_by(AuditRow.id)
        about = [row.id for row in self._session.scalars(kept) if _names(row, named)]
        erasure = Change(table="audit", key="", old=None, new={"entries": about})
        by = self._audit.add([(centre, Action.ERASED, erasure)])
        emptied = {"row_key": "", "old_values": None, "new_values": None, "why": "", "salt": "", "erased_by": by}
        if about:
            self._session.execute(update(table_of(AuditRow)).where(AuditRow.id.in_(about)).values(**emptied))
        rows = unaccounted(self._session).items()
        anew = [
            (place[1], Action.CHANGED, Change(table=place[0], key=place[2], old=None, new=found))
            for place, (_, found) in rows
            if found and place not in written_past
        ]
        self._audit.add(anew)
        return len(about)


def _of(row: type[OfCentre], centre: str) -> ColumnElement[bool]:
    return row.centre == centre


def _names(row: AuditRow, named: Naming) -> bool:
    values = named.in_values(row.old_values) or named.in_values(row.new_values)
    return values or named.in_key(row.table_name, row.row_key) or named.in_text(row.why)


def _without(sentence: Message, named: re.Pattern[str]) -> Message:
    """Return a sentence whose fields name the patient no longer."""
    params = (
        (
            name,
            _without(value, named)
            if isinstance(value, Message)
            else named.sub(_GONE, value)
            if isinstance(value, str)
            else value,
        )
        for name, value in sentence.params
    )
    return Message(sentence.template, tuple(params))
