"""Taking away days that were entered as closed or away: a change of its own, possible long after, that the history keeps."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import TypeVar

from refillplan.domain.centre import Centre
from refillplan.domain.half_days import HalfDay
from refillplan.domain.messages import N_, InvalidValue, Message, message
from refillplan.domain.people import Unavailability
from refillplan.domain.sessions import Closure, Leave
from refillplan.services.core.editing import edit
from refillplan.services.core.lookup import patient_of
from refillplan.services.entering.closures import closed, leave_entered
from refillplan.services.entering.patients import away_entered
from refillplan.storage import Store

_Days = TypeVar("_Days", Closure, Leave, Unavailability)

_NO_LONGER = N_("no longer so: {what}")


def remove_closure(store: Store, centre: str, today: date, closure: Closure, *, actor: str, at: datetime) -> int | None:
    """Open days again that are entered as closed, whatever their reason, and return the number of the edit.

    Raises
    ------
    InvalidValue
        If just these days are not entered as closed.
    StorageError
        If the database cannot be used.
    """

    def change(entered: Centre) -> Centre:
        return replace(entered, closures=_without(entered.closures, closure, today, _no_closure))

    what = message(_NO_LONGER, what=closed(closure))
    return edit(store, centre, today, change, what=what, actor=actor, at=at)


def remove_leave(store: Store, centre: str, today: date, leave: Leave, *, actor: str, at: datetime) -> int | None:
    """Take away an operator's absence and return the number of the edit.

    Raises
    ------
    InvalidValue
        If just these days are not entered for the operator.
    StorageError
        If the database cannot be used.
    """

    def change(entered: Centre) -> Centre:
        mine = [known for known in entered.leaves if known.operator == leave.operator]
        others = [known for known in entered.leaves if known.operator != leave.operator]
        return replace(entered, leaves=(*others, *_without(mine, leave, today, _no_days_of(leave.operator))))

    what = message(_NO_LONGER, what=leave_entered(leave))
    return edit(store, centre, today, change, what=what, actor=actor, at=at)


def remove_unavailability(
    store: Store, centre: str, today: date, away: Unavailability, *, actor: str, at: datetime
) -> int | None:
    """Take away days on which a patient cannot come, or would rather not, and return the number of the edit.

    Raises
    ------
    InvalidValue
        If the centre has no such patient, or just these days are not entered.
    StorageError
        If the database cannot be used.
    """

    def change(entered: Centre) -> Centre:
        patient_of(entered, away.patient)
        mine = [known for known in entered.unavailabilities if known.patient == away.patient]
        others = [known for known in entered.unavailabilities if known.patient != away.patient]
        kept = _without(mine, away, today, _no_days_of(away.patient))
        return replace(entered, unavailabilities=(*others, *kept))

    what = message(_NO_LONGER, what=away_entered(away))
    return edit(store, centre, today, change, what=what, actor=actor, at=at)


def _without(known: Iterable[_Days], wrong: _Days, today: date, missing: Callable[[str, str], Message]) -> tuple[_Days, ...]:
    """Return the entries without the one of the same days."""
    rows = tuple(known)
    kept = tuple(days for days in rows if _span(days) != _span(wrong))
    if len(kept) == len(rows):
        coming = sorted((days for days in rows if days.to_on >= today), key=lambda days: (days.from_on, days.to_on))
        raise InvalidValue(missing(_words(wrong), "; ".join(_words(days) for days in coming) or "-"), "from_on")
    return kept


def _span(days: Closure | Leave | Unavailability) -> tuple[date, date, HalfDay | None]:
    return days.from_on, days.to_on, days.half_day


def _words(days: Closure | Leave | Unavailability) -> str:
    """Return days as every language reads them."""
    span = str(days.from_on) if days.from_on == days.to_on else f"{days.from_on} – {days.to_on}"
    return span if days.half_day is None else f"{span} {days.half_day}"


def _no_closure(wrong: str, entered: str) -> Message:
    sentence = N_("{days} is not entered as closed just so; entered are: {entered}")
    return message(sentence, days=wrong, entered=entered)


def _no_days_of(who: str) -> Callable[[str, str], Message]:
    def missing(wrong: str, entered: str) -> Message:
        sentence = N_("{days} is not entered for {who} just so; entered are: {entered}")
        return message(sentence, days=wrong, who=who, entered=entered)

    return missing
