"""Rules on what was booked before: the nurse's pins, visits of other kinds, what patients have been told."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import time

from refillplan.domain.messages import N_, message
from refillplan.domain.visits import Pin, Visit
from refillplan.planner.check.reading import Chain, Reading
from refillplan.planner.check.verdict import Rule, Violation, about

SAME_VISIT_DAYS = 17
"""Pins without a date hold for the visit at most this many days away (the planner's specification)."""

_BROKEN = {
    Pin.DATE: N_("{patient} has no visit on {on}, the pinned date"),
    Pin.HALF_DAY: N_("{patient}: the half-day pinned with the visit on {on} does not hold"),
    Pin.HOUR: N_("{patient}: the hour pinned with the visit on {on} does not hold"),
    Pin.PLACE: N_("{patient}: the place pinned with the visit on {on} does not hold"),
    Pin.OPERATOR: N_("{patient}: the operator pinned with the visit on {on} does not hold"),
}


def broken_pins(reading: Reading) -> Iterator[Violation]:
    """Pins hold, and the visit that they hold for carries them.

    A pinned date asks for a visit on that day, for which the booked visit's other pins hold too. Without it
    the others hold for the refill or review of the chain nearest to the booked day (the earlier of two equally
    near), at most 17 days away; where there is none they lapse. A visit carries these pins and no others.
    """
    for patient, chain in reading.chains.items():
        visits = _chosen_visits(reading, chain)
        carried: defaultdict[Visit, frozenset[Pin]] = defaultdict(frozenset)
        for booked in reading.booked.get(patient, ()):
            if booked.kind not in reading.chosen_kinds:
                continue
            visit = _answer(booked, visits)
            if visit is not None:
                carried[visit] |= booked.pins
                broken = [pin for pin in Pin if pin in booked.pins and not _kept(reading, pin, booked, visit)]
            else:
                broken = [Pin.DATE] if Pin.DATE in booked.pins else []
            for pin in broken:
                yield about(Rule.PINS, booked, message(_BROKEN[pin], patient=patient, on=str(booked.session.on)))
        for visit in visits:
            if visit.pins != carried[visit]:
                sentence = N_("{patient}: the visit on {on} does not carry the nurse's pins as they are")
                yield about(Rule.PINS, visit, message(sentence, patient=patient, on=str(visit.session.on)))


def changed_bookings(reading: Reading) -> Iterator[Violation]:
    """Booked visits of kinds that the plan does not choose stay exactly as booked, and none are added.

    In a chain their window is the chain's: that is a rule of its own.
    """
    booked = Counter(_without_chain_window(reading, visit) for visits in reading.booked.values() for visit in visits)
    planned = Counter(_without_chain_window(reading, visit) for visit in reading.plan.visits)
    for visit in booked - planned:
        if visit.kind not in reading.chosen_kinds:
            sentence = N_("{patient}: the visit booked on {on} ({kind}) does not stay as booked")
            yield about(Rule.BOOKED, visit, message(sentence, patient=visit.patient, on=str(visit.session.on), kind=visit.kind))
    for visit in planned - booked:
        if visit.kind not in reading.chosen_kinds:
            sentence = N_("{patient}: the visit on {on} ({kind}) was not booked so")
            yield about(Rule.BOOKED, visit, message(sentence, patient=visit.patient, on=str(visit.session.on), kind=visit.kind))


def wrong_told(reading: Reading) -> Iterator[Violation]:
    """A visit counts as told where its patient was told this session and this start, and nowhere else."""
    for visit in reading.plan.visits:
        told = any(
            booked.told and booked.session == visit.session and booked.starts_at == visit.starts_at
            for booked in reading.booked.get(visit.patient, ())
        )
        if visit.told is not told:
            sentence = (
                N_("{patient} was told the visit on {on}, and it is not shown as told")
                if told
                else N_("{patient} was not told the visit on {on} at its hour, and it is shown as told")
            )
            yield about(Rule.TOLD, visit, message(sentence, patient=visit.patient, on=str(visit.session.on)))


def _chosen_visits(reading: Reading, chain: Chain) -> Sequence[Visit]:
    return [link.visit for link in chain.links if link.visit is not None and link.visit.kind in reading.chosen_kinds]


def _answer(booked: Visit, visits: Sequence[Visit]) -> Visit | None:
    farthest = 0 if Pin.DATE in booked.pins else SAME_VISIT_DAYS
    near = [visit for visit in visits if _days_apart(booked, visit) <= farthest]
    return min(near, key=lambda visit: (_days_apart(booked, visit), visit.session.on), default=None)


def _days_apart(one: Visit, other: Visit) -> int:
    return abs((one.session.on - other.session.on).days)


def _kept(reading: Reading, pin: Pin, booked: Visit, visit: Visit) -> bool:
    match pin:
        case Pin.DATE:
            return visit.session.on == booked.session.on
        case Pin.HALF_DAY:
            return visit.session.half_day is booked.session.half_day
        case Pin.HOUR:
            return _local_time(reading, visit) == _local_time(reading, booked)
        case Pin.PLACE:
            return visit.place == booked.place
        case Pin.OPERATOR:
            return visit.operator == booked.operator


def _local_time(reading: Reading, visit: Visit) -> time:
    return visit.starts_at.astimezone(reading.zone).time()


def _without_chain_window(reading: Reading, visit: Visit) -> Visit:
    in_chain = visit.kind in reading.filling and visit.patient in reading.chains
    return replace(visit, window=None) if in_chain and visit.window is not None else visit
