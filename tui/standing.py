"""How every patient stands today, from the board and the worklist; the most pressing first, then by days of margin."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from refillplan.domain.messages import N_, Message, message
from refillplan.domain.visits import Visit
from refillplan.services.looking.board import Board
from refillplan.services.looking.worklist import WorkItem, Worklist
from tui.words import Status

_ORDER = list(Status)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One patient; `margin_days` from the next visit to its limit, None where there is no visit."""

    patient: str
    status: Status
    margin_days: int | None
    limit_on: date
    hangs_on: date
    visit: Visit | None
    notes: tuple[Message, ...] = ()


def standings(board: Board, found: Worklist) -> tuple[Standing, ...]:
    """Return how all active patients stand."""
    pressing = [
        *_of_items(Status.OVERDUE, found.overdue),
        *_of_items(Status.WITHOUT, found.without_visit),
        *_of_items(Status.CLOSE, found.close),
    ]
    known = {each.patient for each in pressing}
    coming = _next_visits(board)
    rest = []
    for start in board.starts:
        code, window = start.patient.patient, start.window
        if code in known:
            continue
        visit = coming.get(code)
        margin = None if visit is None else (window.limit_on - visit.session.on).days
        rest.append(
            Standing(
                patient=code,
                status=_status(visit, board.today),
                margin_days=margin,
                limit_on=window.limit_on,
                hangs_on=window.hangs_on,
                visit=visit,
            )
        )
    return tuple(sorted((*pressing, *rest), key=_pressing))


def _pressing(standing: Standing) -> tuple[int, bool, int, date, str]:
    margin = standing.margin_days
    return _ORDER.index(standing.status), margin is not None, margin or 0, standing.limit_on, standing.patient


def this_week(board: Board, standing: Standing) -> bool:
    """Tell whether a patient's next visit is in today's week, today included."""
    visit = standing.visit
    return visit is not None and visit.session.on <= board.today + timedelta(days=6 - board.today.weekday())


def _of_items(status: Status, items: Iterable[WorkItem]) -> list[Standing]:
    return [
        Standing(
            patient=item.patient,
            status=status,
            margin_days=item.margin_days,
            limit_on=item.limit_on,
            hangs_on=item.hangs_on,
            visit=item.visit,
            notes=_notes(item),
        )
        for item in items
    ]


def _notes(item: WorkItem) -> tuple[Message, ...]:
    notes = []
    if item.unrecorded_on is not None:
        notes.append(message(N_("nobody has recorded whether the visit of {day} was done"), day=str(item.unrecorded_on)))
    if item.obstacle is not None:
        notes.append(item.obstacle)
    if item.shown is not None:
        notes.append(item.shown.reason)
    return tuple(notes)


def _next_visits(board: Board) -> dict[str, Visit]:
    """Return each patient's next visit that fills, from today on."""
    filling = {kind.kind for kind in board.centre.visit_kinds if kind.fills}
    found: dict[str, Visit] = {}
    for visit in board.visits:
        if visit.session.on >= board.today and visit.kind in filling:
            found.setdefault(visit.patient, visit)
    return found


def _status(visit: Visit | None, today: date) -> Status:
    if visit is not None and visit.session.on == today:
        return Status.TODAY
    if visit is not None and visit.session.on <= today + timedelta(days=6 - today.weekday()):
        return Status.WEEK
    return Status.WELL


def counts(board: Board, rows: Sequence[Standing]) -> dict[Status | None, int]:
    """Return how many stand how; None: all."""
    found: dict[Status | None, int] = {status: sum(row.status is status for row in rows) for status in Status}
    found[Status.TODAY] = sum(row.visit is not None and row.visit.session.on == board.today for row in rows)
    found[Status.WEEK] = sum(this_week(board, row) for row in rows)
    found[None] = len(rows)
    return found
