"""Rules on visits together: no place and no operator has two at once."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import TypeAlias

from refillplan.domain.messages import N_, message
from refillplan.domain.visits import Visit
from refillplan.planner.check.reading import Reading
from refillplan.planner.check.verdict import Rule, Violation, about

Stay: TypeAlias = tuple[datetime, datetime, Visit]
"""From when to when (UTC) a visit takes what it shares with others."""


def places_taken_twice(reading: Reading) -> Iterator[Violation]:
    """No place has two visits at once, in both half-days of a day together should their hours overlap."""
    stays: defaultdict[tuple[date, int], list[Stay]] = defaultdict(list)
    for visit in reading.plan.visits:
        stays[visit.session.on, visit.place].append(stay_of(visit))
    for visit, before in clashes(stays.values()):
        sentence = N_("place {place} has {patient} and {other} at once in {session}")
        yield about(
            Rule.PLACE_TAKEN,
            visit,
            message(sentence, place=visit.place, patient=visit.patient, other=before.patient, session=str(visit.session)),
        )


def operators_busy_twice(reading: Reading) -> Iterator[Violation]:
    """No operator is busy with two visits at once, in both half-days of a day together should their hours overlap."""
    stays: defaultdict[tuple[date, str], list[Stay]] = defaultdict(list)
    for visit in reading.plan.visits:
        kind = reading.kinds.get(visit.kind)
        if kind is not None and kind.operator_minutes:
            starts_at = visit.starts_at.astimezone(UTC)
            stay = (starts_at, starts_at + timedelta(minutes=kind.operator_minutes), visit)
            stays[visit.session.on, visit.operator].append(stay)
    for visit, before in clashes(stays.values()):
        sentence = N_("{operator} is with {patient} and {other} at once in {session}")
        yield about(
            Rule.OPERATOR_BUSY,
            visit,
            message(
                sentence,
                operator=visit.operator,
                patient=visit.patient,
                other=before.patient,
                session=str(visit.session),
            ),
        )


def stay_of(visit: Visit) -> Stay:
    """Return the whole stay of a visit."""
    return visit.starts_at.astimezone(UTC), visit.ends_at.astimezone(UTC), visit


def clashes(groups: Iterable[Sequence[Stay]]) -> Iterator[tuple[Visit, Visit]]:
    """Yield each visit that starts while an earlier one of its group lasts, with that one."""
    for group in groups:
        longest: Stay | None = None
        for stay in sorted(group, key=lambda stay: stay[:2]):
            if longest is not None and stay[0] < longest[1]:
                yield stay[2], longest[2]
            if longest is None or stay[1] > longest[1]:
                longest = stay
