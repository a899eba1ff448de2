"""A place that has come free: whose visit could come forward into it. It proposes, it never books."""

from dataclasses import dataclass
from datetime import timedelta

from refillplan.domain.agenda import session_of, why_closed
from refillplan.domain.half_days import SessionKey
from refillplan.domain.messages import N_, InvalidValue, message
from refillplan.domain.visits import Visit
from refillplan.services.advising.advice import Adviser, Option


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A visit that could use the place without anybody else moving.

    Parameters
    ----------
    gained_days
        By how many days it comes away from its limit.
    """

    visit: Visit
    option: Option
    gained_days: int


def who_could_use(adviser: Adviser, key: SessionKey) -> tuple[Candidate, ...]:
    """Return whose coming visit could come forward into a half-day while everybody else stays, most margin gained first.

    Raises
    ------
    InvalidValue
        If the half-day is not open, or not one of the days planned.
    """
    if session_of(adviser.centre, key) is None:
        reason = why_closed(adviser.centre, key)
        raise InvalidValue(message(N_("{session}: {reason}"), session=str(key), reason=reason), "date")
    horizon = adviser.plan().horizon
    if not horizon.start_on <= key.on < horizon.end_on:
        last = str(horizon.end_on - timedelta(days=1))
        planned = N_("{session} is not one of the days planned, {first} to {last}")
        raise InvalidValue(message(planned, session=str(key), first=str(horizon.start_on), last=last), "date")
    found = []
    for visit in adviser.plan().visits:
        window = visit.window
        if window is None or not window.earliest_on <= key.on < visit.session.on or visit.pins:
            continue
        option = adviser.alone(visit, key)
        if option is not None:
            found.append(Candidate(visit=visit, option=option, gained_days=(visit.session.on - key.on).days))
    return tuple(sorted(found, key=lambda each: (-each.gained_days, each.visit.patient)))
