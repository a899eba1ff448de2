"""The rule on the reserve: each week could still take some more refills, for rinses and walk-ins."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from refillplan.domain.half_days import SessionKey
from refillplan.domain.messages import N_, message
from refillplan.domain.sessions import Session
from refillplan.domain.visits import Pin, Visit
from refillplan.planner.check.frozen import frozen_visits
from refillplan.planner.check.reading import Reading
from refillplan.planner.check.room import extra_refills
from refillplan.planner.check.verdict import Rule, Violation

RELEASED_DAYS = 2
"""Sessions up to this many days after today need no reserve (the planner's specification)."""

_Visits = Mapping[SessionKey, Sequence[Visit]]


def short_reserves(reading: Reading) -> Iterator[Violation]:
    """The sessions of each ISO week could together take the reserve, or what they could with their immovable visits alone.

    Counted are the sessions of the week that lie in the horizon, later than two days after today. Immovable are
    visits with a pinned date, frozen ones and those of other kinds; they are taken where they were
    booked and where the plan has them (a pinned date leaves the hour open), whichever leaves less room.
    """
    reserve = reading.centre.planning.reserve_places_per_week
    if not reserve:
        return
    planned = _by_session(reading.plan.visits)
    short = {
        monday: found
        for monday, sessions in _weeks(reading).items()
        if (found := _room_in(reading, sessions, planned, reserve)) < reserve
    }
    if not short:
        return
    immovable = _immovable(reading)
    for monday, found in short.items():
        needed = min(_room_in(reading, _weeks(reading)[monday], visits, reserve) for visits in immovable)
        if found < needed:
            sentence = N_("the week of {monday} could take {found} more refills, {needed} are to be kept")
            yield Violation(rule=Rule.RESERVE, sentence=message(sentence, monday=str(monday), found=found, needed=needed))


def _weeks(reading: Reading) -> Mapping[date, Sequence[Session]]:
    weeks: defaultdict[date, list[Session]] = defaultdict(list)
    for key, session in reading.sessions.items():
        if key.on > reading.plan.today + timedelta(days=RELEASED_DAYS):
            weeks[key.on - timedelta(days=key.on.weekday())].append(session)
    return weeks


def _room_in(reading: Reading, sessions: Sequence[Session], visits: _Visits, needed: int) -> int:
    """Count the refills that ``sessions`` could still take, up to ``needed``; the emptiest first, to be done soon."""
    found = 0
    for session in sorted(sessions, key=lambda session: len(visits.get(session.key, ()))):
        found += extra_refills(reading, session, visits.get(session.key, ()), needed - found)
    return found


def _immovable(reading: Reading) -> tuple[_Visits, _Visits]:
    """Return the immovable visits, as booked and as the plan has them."""
    frozen = frozen_visits(reading)
    at_hours = {(visit.patient, visit.session, visit.starts_at) for visit in frozen}
    booked = [visit for visits in reading.booked.values() for visit in visits if _set_by_nurse(reading, visit)]
    planned = [
        visit
        for visit in reading.plan.visits
        if _set_by_nurse(reading, visit) or (visit.patient, visit.session, visit.starts_at) in at_hours
    ]
    return _by_session([*booked, *frozen]), _by_session(planned)


def _set_by_nurse(reading: Reading, visit: Visit) -> bool:
    return visit.kind not in reading.chosen_kinds or (Pin.DATE in visit.pins and visit.patient in reading.chains)


def _by_session(visits: Iterable[Visit]) -> _Visits:
    found: defaultdict[SessionKey, list[Visit]] = defaultdict(list)
    for visit in visits:
        found[visit.session].append(visit)
    return found
