"""Entries of a centre made one at a time: days that close, operators who are away."""

from dataclasses import replace
from datetime import date, datetime

from refillplan.domain.centre import Centre
from refillplan.domain.messages import N_, InvalidValue, message
from refillplan.domain.sessions import Closure, Leave
from refillplan.services.editing import edit
from refillplan.storage import Store


def enter_closure(store: Store, centre: str, today: date, closure: Closure, *, actor: str, at: datetime) -> int | None:
    """Close half-days or days and return the number of the edit.

    Raises
    ------
    InvalidValue
        If the same days are closed already.
    StorageError
        If the database cannot be used.
    """

    def change(entered: Centre) -> Centre:
        days = (closure.from_on, closure.to_on, closure.half_day)
        if any((known.from_on, known.to_on, known.half_day) == days for known in entered.closures):
            raise InvalidValue(message(N_("{day} is closed already"), day=str(closure.from_on)), "from_on")
        return replace(entered, closures=(*entered.closures, closure))

    what = message(N_("closed from {first} to {last}"), first=str(closure.from_on), last=str(closure.to_on))
    return edit(store, centre, today, change, what=what, actor=actor, at=at)


def enter_leave(store: Store, centre: str, today: date, leave: Leave, *, actor: str, at: datetime) -> int | None:
    """Enter that an operator is away and return the number of the edit.

    Raises
    ------
    InvalidValue
        If the centre has no such operator, or the same days are entered already.
    StorageError
        If the database cannot be used.
    """

    def change(entered: Centre) -> Centre:
        if all(known.operator != leave.operator for known in entered.operators):
            raise InvalidValue(message(N_("the centre has no operator {operator}"), operator=leave.operator), "operator")
        days = (leave.operator, leave.from_on, leave.to_on, leave.half_day)
        if any((known.operator, known.from_on, known.to_on, known.half_day) == days for known in entered.leaves):
            raise InvalidValue(message(N_("this absence of {operator} is entered already"), operator=leave.operator), "from_on")
        return replace(entered, leaves=(*entered.leaves, leave))

    what = message(
        N_("{operator} away from {first} to {last}"), operator=leave.operator, first=str(leave.from_on), last=str(leave.to_on)
    )
    return edit(store, centre, today, change, what=what, actor=actor, at=at)
