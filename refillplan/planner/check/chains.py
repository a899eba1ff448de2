"""Rules on chains: complete, each window hanging on the visit before, nothing too early or too late."""

from collections.abc import Iterator
from datetime import date, timedelta

from refillplan.domain.messages import N_, message
from refillplan.domain.settings import BEYOND_LIMIT_DAYS
from refillplan.domain.visit_kinds import REFILL
from refillplan.domain.visits import Pin, Visit
from refillplan.planner.check.reading import Chain, Link, Reading, late_limit
from refillplan.planner.check.verdict import Rule, Violation, about


def incomplete_chains(reading: Reading) -> Iterator[Violation]:
    """Every chain goes on until the limit after its last visit lies past the horizon or the last active day."""
    for patient, chain in reading.chains.items():
        if chain.after.limit_on < chain.end_on:
            yield Violation(
                rule=Rule.CHAIN,
                patient=patient,
                sentence=message(
                    N_("{patient} needs a visit by {limit_on} and has none"), patient=patient, limit_on=str(chain.after.limit_on)
                ),
            )


def visits_without_chain(reading: Reading) -> Iterator[Violation]:
    """A refill or review is only for a patient who gets a chain.

    Booked visits of other kinds stay, whether or not their patient gets a chain; pins on a refill
    of a patient who gets none hold nothing.
    """
    for visit in reading.plan.visits:
        if visit.kind in reading.chosen_kinds and visit.patient not in reading.chains:
            yield about(
                Rule.NO_CHAIN,
                visit,
                message(N_("{patient} is not planned and has a visit on {on}"), patient=visit.patient, on=str(visit.session.on)),
            )


def wrong_windows(reading: Reading) -> Iterator[Violation]:
    """Each visit of a chain carries the window that hangs on the visit before, the first one that of the actual last fill.

    A booked visit of another kind that fills stays as booked but for its window, which is the chain's.
    """
    for visit, link, _ in _placed(reading):
        if visit.window != link.window:
            yield about(
                Rule.WINDOW,
                visit,
                message(
                    N_("{patient}: the window of the visit on {on} hangs on {hangs_on}: from {earliest_on} to {limit_on}"),
                    patient=visit.patient,
                    on=str(link.on),
                    hangs_on=str(link.window.hangs_on),
                    earliest_on=str(link.window.earliest_on),
                    limit_on=str(link.window.limit_on),
                ),
            )


def early_visits(reading: Reading) -> Iterator[Violation]:
    """No visit of a chain lies before its earliest date.

    Exempt are days that the nurse has set: pinned dates, and booked visits of other kinds, since a
    post-operative fill comes when the operation does.
    """
    for visit, link, _ in _placed(reading):
        set_by_nurse = Pin.DATE in visit.pins or visit.kind not in reading.chosen_kinds
        if link.on < link.window.earliest_on and not set_by_nurse:
            yield about(
                Rule.EARLIEST,
                visit,
                message(
                    N_("{patient}: the visit on {on} is before its earliest date {earliest_on}"),
                    patient=visit.patient,
                    on=str(link.on),
                    earliest_on=str(link.window.earliest_on),
                ),
            )


def late_visits(reading: Reading) -> Iterator[Violation]:
    """No visit of a chain lies more than 28 days beyond its limit, or beyond the first day planned, unless its date is pinned."""
    for visit, link, _ in _placed(reading):
        latest_on = late_limit(link.window, reading.plan.horizon) + timedelta(days=BEYOND_LIMIT_DAYS)
        if link.on > latest_on and Pin.DATE not in visit.pins:
            yield about(
                Rule.BEYOND_LIMIT,
                visit,
                message(
                    N_("{patient}: the visit on {on} is later than {latest_on}, the last day allowed beyond its limit"),
                    patient=visit.patient,
                    on=str(link.on),
                    latest_on=str(latest_on),
                ),
            )


def wrong_assumptions(reading: Reading) -> Iterator[Violation]:
    """A visit without a session is taken as done on its limit, or the first day planned if later, and only where it falls due.

    It falls due where that day lies in the horizon and not past the patient's last active day. A
    first active day plays no part: until then the patient is filled elsewhere indeed.
    """
    for patient, chain in reading.chains.items():
        for link in chain.links:
            due_on = late_limit(link.window, reading.plan.horizon)
            if link.visit is None and due_on >= chain.end_on:
                sentence = message(
                    N_("{patient} has no visit that falls due on {on}, yet one is shown without a session"),
                    patient=patient,
                    on=str(link.on),
                )
            elif link.visit is None and link.on != due_on:
                sentence = message(
                    N_("{patient}: the visit without a session is taken as done on {on} instead of {due_on}"),
                    patient=patient,
                    on=str(link.on),
                    due_on=str(due_on),
                )
            else:
                continue
            yield Violation(rule=Rule.ASSUMED, patient=patient, sentence=sentence)


def wrong_kinds(reading: Reading) -> Iterator[Violation]:
    """A visit of a chain is a review where one falls due since the day its window hangs on, else a refill."""
    for visit, link, chain in _placed(reading):
        needed = kind_on(reading, chain, link.window.hangs_on, link.on)
        if visit.kind in reading.chosen_kinds and visit.kind != needed:
            yield about(
                Rule.REVIEW,
                visit,
                message(
                    N_("{patient}: the visit on {on} is to be of kind {needed}, not {kind}"),
                    patient=visit.patient,
                    on=str(link.on),
                    needed=needed,
                    kind=visit.kind,
                ),
            )


def kind_on(reading: Reading, chain: Chain, hangs_on: date, on: date) -> str:
    """Return the kind of a visit of ``chain`` on a day, its window hanging on ``hangs_on``.

    A review that falls due before a visit without a session is taken as done with it, elsewhere.
    Reviews overdue stand at the first day planned, so the first visit takes them.
    """
    review = reading.centre.review
    due = any(hangs_on < due_on <= on for due_on in chain.start.review_dues)
    return review.kind if review is not None and due else REFILL


def _placed(reading: Reading) -> Iterator[tuple[Visit, Link, Chain]]:
    for chain in reading.chains.values():
        for link in chain.links:
            if link.visit is not None:
                yield link.visit, link, chain
