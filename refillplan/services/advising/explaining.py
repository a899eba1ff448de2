"""Why a visit is where it is, and the ways out where a half-day is blocked or dear."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from refillplan.domain.agenda import session_of
from refillplan.domain.centre import Centre
from refillplan.domain.half_days import HalfDay, SessionKey
from refillplan.domain.messages import N_, Message, message
from refillplan.domain.plans import PlanException
from refillplan.domain.sessions import Opening
from refillplan.domain.visit_kinds import REFILL
from refillplan.domain.visits import Pin, Visit
from refillplan.domain.windows import LimitedBy, Window, interval_of
from refillplan.services.advising.advice import Adviser, Option

_ELSEWHERE = 3  # half-days named as ways out

_PINS: dict[Pin, Message] = {
    Pin.DATE: message(N_("the day is pinned")),
    Pin.HALF_DAY: message(N_("the half-day is pinned")),
    Pin.HOUR: message(N_("the hour is pinned")),
    Pin.PLACE: message(N_("the place is pinned")),
    Pin.OPERATOR: message(N_("the operator is pinned")),
}

_LIMITS: dict[LimitedBy, Message] = {
    LimitedBy.PROTOCOL: message(N_("the protocol")),
    LimitedBy.PATIENT: message(N_("the patient's own limit")),
    LimitedBy.NOT_AFTER: message(N_("the physician's not-after date")),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class HalfDayFacts:
    """What speaks against one half-day; where nothing does, what would follow from it (None: it is impossible)."""

    session: SessionKey
    facts: tuple[Message, ...]
    option: Option | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """What bound a visit.

    Parameters
    ----------
    visit
        As the best plan has it, with its window.
    booked
        As it is booked now; None: it is due and not booked.
    held
        What fixes it: pins, told and near, where its limit comes from.
    better
        The half-days nearer to its target, or all of its window where it lies beyond its limit.
    """

    visit: Visit
    booked: Visit | None
    held: tuple[Message, ...]
    better: tuple[HalfDayFacts, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WaysOut:
    """What would help a visit that cannot be in a half-day, or only dearly.

    Parameters
    ----------
    one_more_place
        What follows from the visit there with one place more in that half-day, where that helps.
    elsewhere
        The best other half-days.
    """

    one_more_place: tuple[Option, ...]
    elsewhere: tuple[Option, ...]


def why(adviser: Adviser, visit: Visit) -> Why:
    """Say what bound a visit.

    Parameters
    ----------
    visit
        As `Adviser.visit` gives it.
    """
    placed = adviser.placed(visit)
    at = (visit.patient, visit.starts_at)
    booked = next((v for v in adviser.centre.visits if (v.patient, v.starts_at) == at), None)
    held = [_PINS[pin] for pin in Pin if pin in placed.pins]
    frozen_until = adviser.today + timedelta(days=adviser.centre.planning.frozen_days)
    if placed.told and placed.session.on <= frozen_until:
        held.append(message(N_("the patient was told, and it is too near to move: up to {day}"), day=str(frozen_until)))
    elif placed.told:
        held.append(message(N_("the patient was told: it stays, unless others would be later or without a visit for it")))
    window = placed.window
    if window is None:
        return Why(visit=placed, booked=booked, held=tuple(held), better=())
    held.append(message(N_("its limit comes from {source}"), source=_LIMITS[window.limited_by]))
    first = max(window.earliest_on, adviser.today + timedelta(days=1))
    days = list(_days(first, window.limit_on))
    distance = abs((placed.session.on - window.target_on).days)
    if placed.session.on <= window.limit_on:
        days = [day for day in days if abs((day - window.target_on).days) < distance]
    days.sort(key=lambda day: (abs((day - window.target_on).days), day))
    better = (_facts(adviser, visit, key, window) for key in _half_days(adviser.centre, days))
    return Why(visit=placed, booked=booked, held=tuple(held), better=tuple(better))


def exception_facts(adviser: Adviser, exception: PlanException) -> tuple[HalfDayFacts, ...]:
    """Return every half-day of an exception's window with what speaks against it."""
    patient = next(p for p in adviser.centre.patients if p.patient == exception.patient)
    interval = interval_of(adviser.centre.protocol, patient)
    first = max(exception.limit_on - timedelta(days=interval.limit_days - interval.min_days), adviser.today + timedelta(days=1))
    keys = _half_days(adviser.centre, _days(first, exception.limit_on))
    like = [replace(v, patient=exception.patient, kind=REFILL) for v in adviser.plan().visits[:1]]
    return tuple(HalfDayFacts(session=key, facts=adviser.obstacles(v, key, None), option=None) for v in like for key in keys)


def ways_out(adviser: Adviser, visit: Visit, asked: Mapping[SessionKey, Option | None]) -> WaysOut:
    """Return what would help a visit into the half-days asked for, and where else it could go.

    Parameters
    ----------
    asked
        What follows there as things are; None: it is impossible.
    """
    wider = (_one_more_place(adviser, visit, key, option) for key, option in asked.items())
    elsewhere = [other for other in adviser.suggest(visit) if other.visit.session not in {*asked, visit.session}]
    return WaysOut(one_more_place=tuple(each for each in wider if each is not None), elsewhere=tuple(elsewhere[:_ELSEWHERE]))


def _one_more_place(adviser: Adviser, visit: Visit, key: SessionKey, option: Option | None) -> Option | None:
    session, horizon = session_of(adviser.centre, key), adviser.plan().horizon
    if session is None or not horizon.start_on <= key.on < horizon.end_on:
        return None
    wider = Opening(
        on=key.on,
        half_day=key.half_day,
        opens=session.opens,
        closes=session.closes,
        places=session.places + 1,
        operators=session.operators,
        comfortable_visits=session.comfortable_visits,
    )
    others = (opening for opening in adviser.centre.openings if (opening.on, opening.half_day) != (key.on, key.half_day))
    found = adviser.instead(replace(adviser.centre, openings=(*others, wider)), visit, key)
    if found is None or (option is not None and found.tiers >= option.tiers):
        return None
    return found


def _facts(adviser: Adviser, visit: Visit, key: SessionKey, window: Window) -> HalfDayFacts:
    facts = adviser.obstacles(visit, key, window)
    return HalfDayFacts(session=key, facts=facts, option=None if facts else adviser.option(visit, key))


def _days(first: date, last: date) -> Iterable[date]:
    return (first + timedelta(days=offset) for offset in range((last - first).days + 1))


def _half_days(centre: Centre, days: Iterable[date]) -> list[SessionKey]:
    """Return the half-days on which the unit opens, or would but for a closure or a holiday."""
    usual = {(template.weekday, template.half_day) for template in centre.sessions}
    keys = (SessionKey(day, half) for day in days for half in HalfDay)
    return [key for key in keys if (key.on.isoweekday(), key.half_day) in usual or session_of(centre, key) is not None]
