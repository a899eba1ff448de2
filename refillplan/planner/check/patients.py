"""Rules on what a patient can do: the days of the centre's care, hard unavailabilities, one visit a day."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from refillplan.domain.messages import N_, message
from refillplan.domain.visits import Pin, Visit
from refillplan.planner.check.occupancy import clashes, stay_of
from refillplan.planner.check.reading import Reading
from refillplan.planner.check.verdict import Rule, Violation, about


def unavailable_patients(reading: Reading) -> Iterator[Violation]:
    """No visit that fills lies where its patient cannot come.

    A booked visit that does not fill only takes its place: whether its patient can come is the nurse's knowledge.
    """
    for visit in reading.plan.visits:
        if visit.kind in reading.filling and reading.unavailable(visit.patient, visit.session, hard=True):
            yield about(
                Rule.UNAVAILABLE,
                visit,
                message(N_("{patient} cannot come on {session}"), patient=visit.patient, session=str(visit.session)),
            )


def inactive_patients(reading: Reading) -> Iterator[Violation]:
    """No visit that fills lies before the patient's first active day or after the last."""
    for visit in reading.plan.visits:
        patient = reading.patients.get(visit.patient)
        if visit.kind in reading.filling and patient is not None and not patient.active_on(visit.session.on):
            yield about(
                Rule.ACTIVE,
                visit,
                message(
                    N_("{patient} is not looked after by the centre on {on}"), patient=visit.patient, on=str(visit.session.on)
                ),
            )


def crowded_days(reading: Reading) -> Iterator[Violation]:
    """A patient has no two visits on one day.

    Where the nurse has booked a visit that does not fill on the very day of a pinned date, of another booked
    fill, or of a told visit still frozen, both stay, one after the other.
    """
    days: defaultdict[tuple[str, date], list[Visit]] = defaultdict(list)
    for visit in reading.plan.visits:
        days[visit.patient, visit.session.on].append(visit)
    for visits in days.values():
        if len(visits) > 1:
            for visit in _too_many(reading, visits):
                yield about(
                    Rule.ONE_PER_DAY,
                    visit,
                    message(N_("{patient} has two visits on {on}"), patient=visit.patient, on=str(visit.session.on)),
                )


def _too_many(reading: Reading, visits: Sequence[Visit]) -> Iterable[Visit]:
    fills = [visit for visit in visits if visit.kind in reading.filling]
    alone = len(fills) == 1 and not _set_before(reading, fills[0])
    at_once = [later for later, _ in clashes([[stay_of(visit) for visit in visits]])]
    return dict.fromkeys([*fills[0 if alone else 1 :], *at_once])


def _set_before(reading: Reading, visit: Visit) -> bool:
    frozen_to = reading.plan.today + timedelta(days=reading.centre.planning.frozen_days)
    return visit.kind not in reading.chosen_kinds or Pin.DATE in visit.pins or (visit.told and visit.session.on <= frozen_to)
