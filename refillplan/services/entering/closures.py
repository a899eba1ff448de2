"""Entries of a centre made one at a time: days that close, operators who are away."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import assert_never

from refillplan.domain.agenda import sessions_between, why_closed
from refillplan.domain.centre import Centre
from refillplan.domain.half_days import HalfDay, SessionKey, covers
from refillplan.domain.messages import N_, InvalidValue, Message, message
from refillplan.domain.sessions import Closure, Leave
from refillplan.services.core.editing import edit
from refillplan.storage import Store

LONG_DAYS = 366


class EnteredAlready(InvalidValue):
    """What is to be entered is there already."""


def enter_closure(store: Store, centre: str, today: date, closure: Closure, *, actor: str, at: datetime) -> int | None:
    """Close half-days or days and return the number of the edit.

    Raises
    ------
    EnteredAlready
        If the same days are closed already.
    InvalidValue
        If the days are past, or the unit does not open on any of them.
    StorageError
        If the database cannot be used.
    """

    def change(entered: Centre) -> Centre:
        if any(_closes_all_of(known, closure) for known in entered.closures):
            raise EnteredAlready(_closed_already(closure), "from_on")
        require_not_past(closure.to_on, today)
        _require_open(entered, closure)
        return replace(entered, closures=(*entered.closures, closure))

    return edit(store, centre, today, change, what=closed(closure), actor=actor, at=at)


def _closes_all_of(known: Closure, closure: Closure) -> bool:
    return known.from_on <= closure.from_on and closure.to_on <= known.to_on and known.half_day in (None, closure.half_day)


def _closed_already(closure: Closure) -> Message:
    first, last, half_day = closure.from_on, closure.to_on, closure.half_day
    if first != last:
        return message(N_("closed already from {first} to {last}"), first=str(first), last=str(last))
    return message(N_("{day} is closed already"), day=str(first if half_day is None else SessionKey(first, half_day)))


def closed(closure: Closure) -> Message:
    """Return that days are closed, for the history."""
    first, last, half_day = closure.from_on, closure.to_on, closure.half_day
    if first == last:
        return message(N_("closed on {day}"), day=str(first if half_day is None else SessionKey(first, half_day)))
    days = {"first": str(first), "last": str(last)}
    match half_day:
        case None:
            return message(N_("closed from {first} to {last}"), **days)
        case HalfDay.AM:
            return message(N_("mornings closed from {first} to {last}"), **days)
        case HalfDay.PM:
            return message(N_("afternoons closed from {first} to {last}"), **days)
    assert_never(half_day)


def enter_leave(store: Store, centre: str, today: date, leave: Leave, *, actor: str, at: datetime) -> int | None:
    """Enter that an operator is away and return the number of the edit.

    Raises
    ------
    EnteredAlready
        If the same days are entered already.
    InvalidValue
        If the centre has no such operator, or the days are past.
    StorageError
        If the database cannot be used.
    """

    def change(entered: Centre) -> Centre:
        if all(known.operator != leave.operator for known in entered.operators):
            raise InvalidValue(message(N_("the centre has no operator {operator}"), operator=leave.operator), "operator")
        days = (leave.operator, leave.from_on, leave.to_on, leave.half_day)
        if any((known.operator, known.from_on, known.to_on, known.half_day) == days for known in entered.leaves):
            raise EnteredAlready(message(N_("this absence of {operator} is entered already"), operator=leave.operator), "from_on")
        require_not_past(leave.to_on, today)
        return replace(entered, leaves=(*entered.leaves, leave))

    return edit(store, centre, today, change, what=leave_entered(leave), actor=actor, at=at)


def leave_entered(leave: Leave) -> Message:
    """Return that an operator is away, for the history."""
    days = {"first": str(leave.from_on), "last": str(leave.to_on)}
    return message(N_("{operator} away from {first} to {last}"), operator=leave.operator, **days)


def long_span(first: date, last: date) -> Message | None:
    """Return what to ask where days last longer than a year, which is a year mistyped more often than not."""
    days = (last - first).days + 1
    if days <= LONG_DAYS:
        return None
    return message(
        N_("{first} to {last} is {days} days, more than a year: is the year right?"), first=str(first), last=str(last), days=days
    )


def require_not_past(last_on: date, today: date) -> None:
    """Raise `InvalidValue` about days that are all over: a mistyped date."""
    if last_on < today:
        raise InvalidValue(message(N_("{day} is past; today is {today}"), day=str(last_on), today=str(today)), "to_on")


def _require_open(centre: Centre, closure: Closure) -> None:
    """Refuse to close days on which nothing opens: a mistyped date."""
    there = sessions_between(centre, closure.from_on, closure.to_on + timedelta(days=1))
    if any(covers(closure.half_day, session.key.half_day) for session in there):
        return
    if closure.from_on == closure.to_on:
        why = why_closed(centre, SessionKey(closure.from_on, closure.half_day or HalfDay.AM))
        raise InvalidValue(message(N_("there is nothing to close on {day}: {why}"), day=str(closure.from_on), why=why), "from_on")
    raise InvalidValue(
        message(
            N_("there is nothing to close: no half-day is open from {first} to {last}"),
            first=str(closure.from_on),
            last=str(closure.to_on),
        ),
        "from_on",
    )
