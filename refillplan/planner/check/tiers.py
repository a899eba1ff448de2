"""The plan's figures, counted anew from its visits and exceptions alone, and the rules on what the plan says of them."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

from refillplan.domain.messages import N_, Message, message
from refillplan.domain.plans import Tiers
from refillplan.domain.visits import Visit
from refillplan.domain.windows import Window
from refillplan.planner.check.reading import Chain, Reading
from refillplan.planner.check.verdict import Rule, Violation


def count_tiers(reading: Reading) -> Tiers:
    """Return the four figures of the plan (design 4.1)."""
    links = [(chain, link) for chain in reading.chains.values() for link in chain.links]
    return Tiers(
        unplaced=sum(link.visit is None for _, link in links),
        beyond_limit_days=sum(max(0, (link.on - link.window.limit_on).days) for _, link in links if link.visit is not None),
        moved=_moved(reading),
        comfort=sum(_visit_cost(reading, link.visit, link.window) for _, link in links if link.visit is not None)
        + sum(_leaving_cost(reading, chain) for chain in reading.chains.values())
        + _crowding_cost(reading),
    )


def wrong_tiers(reading: Reading, counted: Tiers) -> Iterator[Violation]:
    """The plan's figures are those that its visits and exceptions come to."""
    for figure, stated, right in _pairs(reading.plan.tiers, counted):
        if stated != right:
            yield Violation(
                rule=Rule.TIERS,
                sentence=message(
                    N_("{figure}: the plan says {stated}, its visits come to {right}"), stated=stated, figure=figure, right=right
                ),
            )


def wrong_bounds(reading: Reading, counted: Tiers) -> Iterator[Violation]:
    """What is said to be the least possible of a figure is not more than what the plan comes to."""
    for figure, bound, right in _pairs(reading.plan.bounds, counted):
        if bound > right:
            yield Violation(
                rule=Rule.BOUNDS,
                sentence=message(
                    N_("{figure}: the plan says at least {bound}, its visits come to {right}"),
                    figure=figure,
                    bound=bound,
                    right=right,
                ),
            )


def _pairs(stated: Tiers, counted: Tiers) -> tuple[tuple[Message, int, int], ...]:
    return (
        (message(N_("visits without a session")), stated.unplaced, counted.unplaced),
        (message(N_("days beyond the limit")), stated.beyond_limit_days, counted.beyond_limit_days),
        (message(N_("told visits that leave their session")), stated.moved, counted.moved),
        (message(N_("comfort")), stated.comfort, counted.comfort),
    )


def _moved(reading: Reading) -> int:
    """Count the told visits that fill and whose patient has no visit in their session any more, chain or no chain."""
    kept = {(visit.patient, visit.session) for visit in reading.plan.visits}
    return sum(
        booked.told and booked.kind in reading.filling and (patient, booked.session) not in kept
        for patient, visits in reading.booked.items()
        for booked in visits
    )


def _visit_cost(reading: Reading, visit: Visit, window: Window) -> int:
    weights, patient, session = reading.centre.comfort, reading.patients[visit.patient], visit.session
    return (
        _distance_cost(reading, window.target_on, session.on)
        + weights.other_weekday * (patient.usual_weekday not in (None, session.on.isoweekday()))
        + weights.other_half_day * (patient.preferred_half_day not in (None, session.half_day))
        + weights.soft_unavailability * reading.unavailable(visit.patient, session, hard=False)
    )


def _distance_cost(reading: Reading, target_on: date, on: date) -> int:
    days = (on - target_on).days
    return reading.centre.comfort.late_day * max(0, days) + reading.centre.comfort.early_day * max(0, -days)


def _leaving_cost(reading: Reading, chain: Chain) -> int:
    """Cost of the cheapest gap that reaches past the chain's end.

    A gap as long as the target costs nothing where it is long enough; else the shortest that reaches
    the end is the cheapest. An empty chain is left by the first window, its days counted from its target.
    """
    return reading.centre.comfort.late_day * max(0, (chain.end_on - chain.after.target_on).days)


def _crowding_cost(reading: Reading) -> int:
    visits = Counter(visit.session for visit in reading.plan.visits)
    return reading.centre.comfort.crowding * sum(
        max(0, count - session.comfortable_visits)
        for key, count in visits.items()
        if (session := reading.sessions.get(key)) is not None and session.comfortable_visits is not None
    )
