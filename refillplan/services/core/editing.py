"""Editing what a centre has entered: one change at a time, each of which can be undone and made again."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields, replace
from datetime import UTC, date, datetime
from uuid import uuid4

from refillplan.domain.calendar_entries import revise
from refillplan.domain.calls import Answer, CallState
from refillplan.domain.centre import Centre
from refillplan.domain.edits import CentreDifference, EditState, apply, difference
from refillplan.domain.lines import refuse_control_characters
from refillplan.domain.messages import N_, InvalidValue, Message, message
from refillplan.services.core.access import looking
from refillplan.services.core.centre_json import converter, in_zone
from refillplan.services.core.conflicts import require_unseen
from refillplan.services.core.permissions import require_signer
from refillplan.services.core.replacement_windows import follow_replacements
from refillplan.storage import Store, StoredEdit, UnitOfWork

__all__ = ["EditState", "edit", "history", "keep", "redo", "undo"]

_ANSWERS = "answers"


@dataclass(frozen=True, slots=True, kw_only=True)
class EditLine:
    """One line of the history: who changed what and when, and whether it still holds."""

    number: int
    at: datetime
    actor: str
    what: Message
    state: EditState


def edit(
    store: Store,
    centre: str,
    today: date,
    change: Callable[[Centre], Centre],
    *,
    what: Message,
    actor: str,
    at: datetime,
    answers: Iterable[Answer] = (),
    seen: int | None = None,
) -> int | None:
    """Change a centre's entries in one unit of work and return the number of the edit, None where nothing changes.

    Calendars follow where bookings change.

    Parameters
    ----------
    change
        From the centre as it is to the centre as it is to be; what it raises leaves everything as it was.
    what
        The change in words, for the history.
    answers
        What patients said on the phone, kept with the change and taken back with it.
    seen
        The revision of the centre that the change was decided on; None: the present one.

    Raises
    ------
    ChangedMeanwhile
        If somebody else has changed, since ``seen``, a row that this changes.
    NotAllowed
        If ``actor`` may not change it.
    StorageError
        If the database cannot be used.
    """
    with store.unit_of_work(actor, at, why=str(what)) as work:
        others = () if seen is None else work.audit.since(centre, seen)
        before = work.centres.load(centre)
        after = change(before)
        require_signer(work, actor, before, after)
        _write(work, before, after, today, at)
        require_unseen(work, centre, others)
        number = keep(work, before, work.centres.load(centre), what, tuple(answers))
        work.commit()
    return number


def keep(work: UnitOfWork, before: Centre, after: Centre, what: Message, answers: tuple[Answer, ...] = ()) -> int | None:
    """Keep answers and, in a unit of work that has changed a centre, what it takes to undo it; None where nothing changed.

    Raises
    ------
    InvalidValue
        If a text that comes in holds a line break, a tab or another control character.
    """
    earlier = tuple(_answer_before(work, after.code, answer) for answer in answers)
    if before == after and earlier == answers:
        return None
    _write_answers(work, after.code, answers)
    change = difference(before, after)
    _require_lines(change.come)
    gone, come = _text(change.gone, earlier), _text(change.come, answers)
    return work.edits.add(after.code, what, EditState.DONE, gone=gone, come=come)


def _require_lines(come: Centre) -> None:
    """Refuse what no file could give back, whoever entered it."""
    for table in fields(come):
        rows = getattr(come, table.name)
        for row in rows if isinstance(rows, tuple) else ():
            for field in fields(row):
                text = getattr(row, field.name)
                if isinstance(text, str):
                    _require_line(field.name, text)


def _require_line(name: str, text: str) -> None:
    try:
        refuse_control_characters(text, name)
    except InvalidValue as error:
        raise InvalidValue(message(N_("{field}: {fault}"), field=name, fault=error.sentence), name) from error


def undo(store: Store, centre: str, today: date, *, actor: str, at: datetime) -> EditLine:
    """Unmake the last edit that holds.

    Raises
    ------
    InvalidValue
        If there is none, if it is one that cannot be undone, or if its entries were changed since.
    StorageError
        If the database cannot be used.
    """
    with store.unit_of_work(actor, at, why="undo") as work:
        edits = [stored for stored in work.edits.list(centre) if stored.state in (EditState.DONE, EditState.FINAL)]
        if not edits:
            raise InvalidValue(message(N_("there is nothing to undo")))
        last = edits[-1]
        if last.state is EditState.FINAL:
            way = N_(
                "this cannot be undone: {what}. To take a wrong entry away: done, not-done, close, leave, away with --remove"
            )
            raise InvalidValue(message(way, what=last.what))
        return _replay(work, centre, today, last, EditState.UNDONE, actor, at)


def redo(store: Store, centre: str, today: date, *, actor: str, at: datetime) -> EditLine:
    """Make the edit again that was undone last.

    Raises
    ------
    InvalidValue
        If there is none, or if its entries were changed since.
    StorageError
        If the database cannot be used.
    """
    with store.unit_of_work(actor, at, why="redo") as work:
        undone = [stored for stored in work.edits.list(centre) if stored.state is EditState.UNDONE]
        if not undone:
            raise InvalidValue(message(N_("there is nothing to make again")))
        return _replay(work, centre, today, undone[0], EditState.DONE, actor, at)


def history(store: Store, centre: str) -> tuple[EditLine, ...]:
    """Return all edits of a centre, the newest first.

    Raises
    ------
    StorageError
        If the database cannot be used.
    """
    with looking(store) as work:
        return tuple(_line(stored, stored.state) for stored in reversed(work.edits.list(centre)))


def _replay(
    work: UnitOfWork, centre: str, today: date, stored: StoredEdit, state: EditState, actor: str, at: datetime
) -> EditLine:
    """Unmake (UNDONE) or make again (DONE) an edit, and keep that."""
    before = work.centres.load(centre)
    (gone, earlier), (come, given) = _read(stored.gone), _read(stored.come)
    change = CentreDifference(gone=gone, come=come)
    after = apply(before, change.inverse if state is EditState.UNDONE else change)
    require_signer(work, actor, before, after)
    _write(work, before, after, today, at)
    _write_answers(work, centre, earlier if state is EditState.UNDONE else given)
    work.edits.mark(centre, stored.number, state)
    work.commit()
    return _line(stored, state)


def _write(work: UnitOfWork, before: Centre, after: Centre, today: date, at: datetime) -> None:
    gone = {patient.patient for patient in before.patients} - {patient.patient for patient in after.patients}
    if gone:
        work.plans.drop_drafts(after.code, gone)
    work.centres.replace(after)
    entries = work.calendar.entries(after.code)
    if entries and set(before.visits) != set(after.visits):
        work.calendar.replace(after.code, revise(entries, after.visits, at, today, lambda: str(uuid4())))
    follow_replacements(work, after, today, at)


def _line(stored: StoredEdit, state: EditState) -> EditLine:
    return EditLine(number=stored.number, at=stored.at, actor=stored.actor, what=stored.what, state=state)


def _answer_before(work: UnitOfWork, centre: str, answer: Answer) -> Answer:
    """Return what the line said before an answer."""
    known = work.calls.of_plan(centre, answer.version)
    return replace(answer, state=known.get((answer.patient, answer.told_at.astimezone(UTC)), CallState.OPEN))


def _write_answers(work: UnitOfWork, centre: str, answers: Iterable[Answer]) -> None:
    for answer in answers:
        work.calls.answer(centre, answer.version, (answer.patient, answer.told_at.astimezone(UTC)), answer.state)


def _text(centre: Centre, answers: tuple[Answer, ...]) -> str:
    rows = converter().unstructure(centre) | {_ANSWERS: converter().unstructure(answers)}
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))


def _read(text: str) -> tuple[Centre, tuple[Answer, ...]]:
    rows = json.loads(text)
    answers = converter().structure(rows.pop(_ANSWERS, []), tuple[Answer, ...])  # edits of earlier versions have none
    return in_zone(converter().structure(rows, Centre)), answers
