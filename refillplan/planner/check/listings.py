"""Rules on the plan as a list: whose it is, which days, which codes, who is left out, which exceptions are named."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

from refillplan.domain.half_days import SessionKey
from refillplan.domain.messages import N_, message
from refillplan.planner.check.reading import Reading
from refillplan.planner.check.verdict import Rule, Violation, about

_Named = tuple[str, date, SessionKey | None, date | None]


def wrong_centre(reading: Reading) -> Iterator[Violation]:
    """The plan is this centre's."""
    if reading.plan.centre != reading.centre.code:
        yield Violation(
            rule=Rule.CENTRE,
            sentence=message(
                N_("the plan is for the centre {other}, not {centre}"), other=reading.plan.centre, centre=reading.centre.code
            ),
        )


def wrong_horizon(reading: Reading) -> Iterator[Violation]:
    """The horizon starts the day after today and lasts whole weeks, at least one."""
    horizon = reading.plan.horizon
    if horizon.start_on != reading.plan.today + timedelta(days=1) or horizon.days < 7 or horizon.days % 7:
        yield Violation(
            rule=Rule.HORIZON,
            sentence=message(
                N_("the days planned, {start_on} to before {end_on}, are not whole weeks from the day after {today}"),
                start_on=str(horizon.start_on),
                end_on=str(horizon.end_on),
                today=str(reading.plan.today),
            ),
        )


def outside_horizon(reading: Reading) -> Iterator[Violation]:
    """Every visit lies in the days planned."""
    for visit in reading.plan.visits:
        if not reading.inside(visit.session.on):
            yield about(
                Rule.OUTSIDE_HORIZON,
                visit,
                message(
                    N_("{patient}: the visit on {on} is outside the days planned"),
                    patient=visit.patient,
                    on=str(visit.session.on),
                ),
            )


def unsorted_visits(reading: Reading) -> Iterator[Violation]:
    """Visits are sorted by start, then patient."""
    for earlier, later in pairwise(reading.plan.visits):
        if (later.starts_at, later.patient) < (earlier.starts_at, earlier.patient):
            yield about(
                Rule.ORDER,
                later,
                message(
                    N_("{patient}: the visit on {on} is listed out of order"), patient=later.patient, on=str(later.session.on)
                ),
            )


def unknown_codes(reading: Reading) -> Iterator[Violation]:
    """Every visit is by a patient, of a kind and with an operator that the centre knows."""
    for visit in reading.plan.visits:
        for code, known, sentence in (
            (visit.patient, reading.patients, N_("the centre has no patient {code}")),
            (visit.kind, reading.kinds, N_("the centre has no kind of visit {code}")),
            (visit.operator, reading.operators, N_("the centre has no operator {code}")),
        ):
            if code not in known:
                yield about(Rule.KNOWN, visit, message(sentence, code=code))


def wrong_left_out(reading: Reading) -> Iterator[Violation]:
    """Exactly the patients who get no chain are listed as not planned, once each, with the reason."""
    listed, expected = Counter(reading.plan.not_planned), Counter(reading.not_planned)
    for entry in expected - listed:
        yield Violation(
            rule=Rule.NOT_PLANNED,
            patient=entry.patient,
            sentence=message(N_("{patient} gets no visits, and the plan does not say why"), patient=entry.patient),
        )
    for entry in listed - expected:
        yield Violation(
            rule=Rule.NOT_PLANNED,
            patient=entry.patient,
            sentence=message(N_("{patient} is wrongly listed as not planned"), patient=entry.patient),
        )


def wrong_exceptions(reading: Reading) -> Iterator[Violation]:
    """Every visit beyond its limit and every visit without a session is named as an exception once, and nothing else is.

    A late visit is named by its session, a visit without one by the day on which it is taken as done
    (the right day is a rule of its own). The reason and the nearest sessions are advice: not checked.
    """
    listed = Counter[_Named]((e.patient, e.limit_on, e.placed, e.assumed_on) for e in reading.plan.exceptions)
    expected = Counter[_Named]()
    for patient, chain in reading.chains.items():
        for link in chain.links:
            if link.visit is None:
                expected[patient, link.window.limit_on, None, link.on] += 1
            elif link.on > link.window.limit_on:
                expected[patient, link.window.limit_on, link.visit.session, None] += 1
    for patient, limit_on, placed, _ in expected - listed:
        yield Violation(
            rule=Rule.EXCEPTIONS,
            patient=patient,
            session=placed,
            sentence=message(
                N_("{patient}: the visit due by {limit_on} is late or without a session, and is not named as an exception"),
                patient=patient,
                limit_on=str(limit_on),
            ),
        )
    for patient, limit_on, placed, _ in listed - expected:
        yield Violation(
            rule=Rule.EXCEPTIONS,
            patient=patient,
            session=placed,
            sentence=message(
                N_("{patient}: an exception names a visit due by {limit_on}, and there is none such"),
                patient=patient,
                limit_on=str(limit_on),
            ),
        )
