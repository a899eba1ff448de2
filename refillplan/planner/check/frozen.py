"""Which told visits of the next days stay in their session at their hour, and the rule that they do."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import timedelta

from refillplan.domain.half_days import SessionKey
from refillplan.domain.messages import N_, message
from refillplan.domain.sessions import Session
from refillplan.domain.settings import BEYOND_LIMIT_DAYS
from refillplan.domain.visit_kinds import VisitKind
from refillplan.domain.visits import Pin, Visit
from refillplan.domain.windows import Window, window_after
from refillplan.planner.check.bookings import SAME_VISIT_DAYS
from refillplan.planner.check.chains import kind_on
from refillplan.planner.check.hours import physician_there
from refillplan.planner.check.reading import Chain, Reading, late_limit
from refillplan.planner.check.sharing import Use, can_share
from refillplan.planner.check.verdict import Rule, Violation, about


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stay:
    """A visit at its hour, as the kind that it takes now; ``fixed`` where its place and operator cannot change."""

    visit: Visit
    kind: VisitKind
    fixed: bool = False


def moved_frozen_visits(reading: Reading) -> Iterator[Violation]:
    """A told visit of the frozen days stays in its session at its hour, as long as that is still legal."""
    kept = {(visit.patient, visit.session, visit.starts_at) for visit in reading.plan.visits}
    for visit in frozen_visits(reading):
        if (visit.patient, visit.session, visit.starts_at) not in kept:
            sentence = N_("{patient} was told the visit on {on}, which is too near to be moved and could stay")
            yield about(Rule.FROZEN, visit, message(sentence, patient=visit.patient, on=str(visit.session.on)))


def frozen_visits(reading: Reading) -> tuple[Visit, ...]:
    """Return the told visits, as booked, that stay in their session at their hour.

    Legal is read so: the session is open and takes the visit at its hour, as the kind that it is now;
    the patient is active, can come, and has no booked visit of another kind that day; the day is pinned, or lies in the
    window, or the 28 days beyond it, that hangs on the visit before among those that cannot move (the first
    window where there is none) while the nurse has pinned no other date for the patient at most 17 days
    away (that pin speaks of this visit). A session that does not hold all such visits together, beside those
    pinned to the day and the booked ones of other kinds, freezes none of them.
    """
    beside = _cannot_move(reading)
    given_up: set[SessionKey] = set()
    while True:
        stays: defaultdict[SessionKey, list[_Stay]] = defaultdict(list)
        for chain in reading.chains.values():
            for stay in _legal_days(reading, chain, given_up):
                stays[stay.visit.session].append(stay)
        overfull = {key for key, frozen in stays.items() if not _holds(reading, key, frozen, beside[key])}
        if not overfull:
            return tuple(stay.visit for frozen in stays.values() for stay in frozen)
        given_up |= overfull


def _cannot_move(reading: Reading) -> Mapping[SessionKey, Sequence[_Stay]]:
    found: defaultdict[SessionKey, list[_Stay]] = defaultdict(list)
    for visit in reading.plan.visits:
        if visit.kind in reading.chosen_kinds and Pin.DATE in visit.pins:
            found[visit.session].append(_Stay(visit=visit, kind=reading.kinds[visit.kind]))
    for booked in reading.booked.values():
        for visit in booked:
            if visit.kind in reading.kinds and visit.kind not in reading.chosen_kinds:
                found[visit.session].append(_Stay(visit=visit, kind=reading.kinds[visit.kind], fixed=True))
    return found


def _legal_days(reading: Reading, chain: Chain, given_up: Set[SessionKey]) -> Iterator[_Stay]:
    window = chain.start.window
    booked = reading.booked.get(chain.start.patient.patient, ())
    for visit in sorted((visit for visit in booked if visit.kind in reading.filling), key=lambda visit: visit.starts_at):
        stays = visit.session not in given_up and _can_come(reading, chain, visit, window)
        kind = reading.kinds.get(kind_on(reading, chain, window.hangs_on, visit.session.on)) if stays else None
        if kind is not None and _fits(reading, _Stay(visit=visit, kind=kind)):
            yield _Stay(visit=visit, kind=kind)
        elif visit.kind in reading.chosen_kinds and Pin.DATE not in visit.pins:
            continue
        window = window_after(chain.interval, visit.session.on)


def _can_come(reading: Reading, chain: Chain, visit: Visit, window: Window) -> bool:
    day = visit.session.on
    booked = reading.booked[visit.patient]
    return (
        visit.told
        and visit.kind in reading.chosen_kinds
        and day <= reading.plan.today + timedelta(days=reading.centre.planning.frozen_days)
        and visit.session in reading.sessions
        and chain.start.patient.active_on(day)
        and not reading.unavailable(visit.patient, visit.session, hard=True)
        and not any(other.session.on == day for other in booked if other.kind not in reading.chosen_kinds)
        and (Pin.DATE in visit.pins or _is_due(reading, visit, booked, window))
    )


def _is_due(reading: Reading, visit: Visit, booked: Sequence[Visit], window: Window) -> bool:
    day = visit.session.on
    pinned = [other.session.on for other in booked if other.kind in reading.chosen_kinds and Pin.DATE in other.pins]
    latest_on = late_limit(window, reading.plan.horizon) + timedelta(days=BEYOND_LIMIT_DAYS)
    return window.earliest_on <= day <= latest_on and not any(abs((on - day).days) <= SAME_VISIT_DAYS for on in pinned)


def _fits(reading: Reading, stay: _Stay) -> bool:
    session, hours = reading.sessions[stay.visit.session], reading.hours[stay.visit.session]
    start = hours.second(stay.visit.starts_at)
    return (
        0 <= start <= hours.second(hours.closes_at) - stay.kind.place_minutes * 60
        and (start % (reading.centre.planning.grid_minutes * 60) == 0 or Pin.HOUR in stay.visit.pins)
        and (not stay.kind.needs_physician or physician_there(reading, session))
        and all(use.allowed for use in _uses(reading, session, stay))
    )


def _holds(reading: Reading, key: SessionKey, frozen: Sequence[_Stay], beside: Sequence[_Stay]) -> bool:
    counted = {stay.visit.patient for stay in frozen}
    others = [stay for stay in beside if stay.fixed or stay.visit.patient not in counted]
    uses = [_uses(reading, reading.sessions[key], stay) for stay in (*frozen, *others)]
    return can_share([at_place for at_place, _ in uses]) and can_share([with_operator for _, with_operator in uses])


def _uses(reading: Reading, session: Session, stay: _Stay) -> tuple[Use, Use]:
    """Return the place and the operator that a visit takes: its own where it is fixed, else any that its pins leave."""
    visit, kind, second = stay.visit, stay.kind, reading.hours[session.key].second
    start = second(visit.starts_at)
    own_place, own_operator = frozenset([str(visit.place)]), frozenset([visit.operator])
    if stay.fixed:
        places, operators = own_place, own_operator
    else:
        places = frozenset(str(number) for number in range(1, session.places + 1))
        present = (reading.operators.get(operator) for operator in session.operators)
        operators = frozenset(found.operator for found in present if found is not None and kind.kind in found.kinds)
        places = places & own_place if Pin.PLACE in visit.pins else places
        operators = operators & own_operator if Pin.OPERATOR in visit.pins else operators
    freed = second(visit.ends_at) if stay.fixed else start + kind.place_minutes * 60
    return (
        Use(from_second=start, to_second=freed, allowed=places),
        Use(from_second=start, to_second=start + kind.operator_minutes * 60, allowed=operators),
    )
