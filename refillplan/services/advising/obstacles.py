"""What keeps a visit from a half-day, fact by fact: about the day, and about what is there already."""

from collections.abc import Iterable, Iterator, Sequence

from refillplan.domain.agenda import session_of, why_closed
from refillplan.domain.centre import Centre
from refillplan.domain.half_days import SessionKey, covers
from refillplan.domain.messages import N_, Message, message
from refillplan.domain.people import Role
from refillplan.domain.sessions import Session
from refillplan.domain.visits import Visit
from refillplan.domain.windows import Window


def outside(centre: Centre, visit: Visit, window: Window | None, key: SessionKey) -> Iterator[Message]:
    """Name what speaks against the half-day whoever else is there: closed, too early, too late, the patient away."""
    if session_of(centre, key) is None:
        yield message(N_("{session}: {reason}"), session=str(key), reason=why_closed(centre, key))
    if window is not None and key.on < window.earliest_on:
        yield message(
            N_("{session} is before the earliest date, {earliest}, counted from {hangs_on}"),
            session=str(key),
            earliest=str(window.earliest_on),
            hangs_on=str(window.hangs_on),
        )
    if window is not None and key.on > window.limit_on:
        yield message(
            N_("{session} is beyond the limit, {limit}: only with another visit before it"),
            session=str(key),
            limit=str(window.limit_on),
        )
    away = (u for u in centre.unavailabilities if u.patient == visit.patient and u.hard)
    if any(u.from_on <= key.on <= u.to_on and covers(u.half_day, key.half_day) for u in away):
        yield message(N_("the patient cannot come on {session}"), session=str(key))


def inside(
    centre: Centre, visit: Visit, session: Session, there: Sequence[Visit], *, full: bool, reserve_only: bool
) -> Iterator[Message]:
    """Name what speaks against an open half-day: nobody who can do it, full and with whom, only the reserve left.

    Parameters
    ----------
    there
        The others' visits in it.
    """
    key = str(session.key)
    staff = [operator for operator in centre.operators if operator.operator in session.operators]
    if not any(visit.kind in operator.kinds for operator in staff):
        yield message(N_("no operator who does '{kind}' is there on {session}"), kind=visit.kind, session=key)
    elif centre.kind(visit.kind).needs_physician and not any(operator.role is Role.PHYSICIAN for operator in staff):
        yield message(N_("'{kind}' needs a physician, and none is there on {session}"), kind=visit.kind, session=key)
    elif full:
        held = sorted(v.patient for v in there if v.pins)
        others = ", ".join(sorted(v.patient for v in there))
        if held and len(held) == len(there):
            yield message(N_("{session} is full of pinned visits: {patients}"), session=key, patients=others)
        else:
            yield message(N_("{session} is full: {patients}"), session=key, patients=others)
    elif reserve_only:
        yield message(N_("what is left on {session} is the reserve of that week"), session=key)


def too_near(near: Iterable[Visit], key: SessionKey) -> Iterator[Message]:
    """Name those who were told a visit in a half-day that is too near to be moved."""
    there = sorted(visit.patient for visit in near if visit.session == key)
    if there:
        sentence = N_("told of visits on {session}, too near to be moved by a plan: {patients}")
        yield message(sentence, session=str(key), patients=", ".join(there))
