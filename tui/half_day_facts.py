"""Half-days as grids show them: what is open, how full, who is away, which visits."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from refillplan.domain.agenda import holiday_on, sessions_between, why_closed
from refillplan.domain.centre import Centre
from refillplan.domain.half_days import HalfDay, SessionKey, covers
from refillplan.domain.messages import N_, Message, message
from refillplan.domain.sessions import Session
from refillplan.domain.visits import Visit
from refillplan.services.looking.board import Board


@dataclass(frozen=True, slots=True, kw_only=True)
class HalfDayFacts:
    """One half-day.

    Parameters
    ----------
    closed_because, closed_by
        Only where ``session`` is None; the second is the holiday or the closure in a word or two, empty on a half-day that never
        opens.
    share
        Of the place-minutes that are taken, in percent; None where it is closed or has no places.
    away
        Operators on leave then.
    """

    key: SessionKey
    session: Session | None
    closed_because: Message | None
    closed_by: Message | str
    visits: tuple[Visit, ...]
    share: int | None
    away: tuple[str, ...]


def half_days(board: Board, first: date, days: int) -> Mapping[SessionKey, HalfDayFacts]:
    """Return all half-days of some days."""
    last = first + timedelta(days=days)
    sessions = {session.key: session for session in sessions_between(board.centre, first, last)}
    visits: dict[SessionKey, list[Visit]] = {}
    for visit in board.visits:
        if first <= visit.session.on < last:
            visits.setdefault(visit.session, []).append(visit)
    keys = (SessionKey(first + timedelta(days=day), half) for day in range(days) for half in HalfDay)
    return {key: _facts(board, key, sessions.get(key), tuple(visits.get(key, ()))) for key in keys}


def shown_weekdays(board: Board, first: date, days: int) -> int:
    """Return how many days of a week have to be shown: five, or up to Saturday or Sunday where there is something on them."""
    last = first + timedelta(days=days)
    used = {session.key.on.isoweekday() for session in sessions_between(board.centre, first, last)}
    used |= {visit.session.on.isoweekday() for visit in board.visits if first <= visit.session.on < last}
    return max(used | {5})


def _facts(board: Board, key: SessionKey, session: Session | None, visits: tuple[Visit, ...]) -> HalfDayFacts:
    away = {
        leave.operator
        for leave in board.centre.leaves
        if leave.from_on <= key.on <= leave.to_on and covers(leave.half_day, key.half_day)
    }
    share = None
    if session is not None and session.places:
        taken = sum((visit.ends_at - visit.starts_at).total_seconds() / 60 for visit in visits)
        share = round(100 * taken / (session.places * session.minutes))
    return HalfDayFacts(
        key=key,
        session=session,
        closed_because=why_closed(board.centre, key) if session is None else None,
        closed_by=_closed_by(board.centre, key) if session is None else "",
        visits=visits,
        share=share,
        away=tuple(sorted(away)),
    )


def _closed_by(centre: Centre, key: SessionKey) -> Message | str:
    holiday = holiday_on(centre, key.on)
    if holiday is not None:
        return holiday
    closures = (c for c in centre.closures if c.from_on <= key.on <= c.to_on and covers(c.half_day, key.half_day))
    found = next(closures, None)
    return "" if found is None else found.reason or message(N_("closed"))
