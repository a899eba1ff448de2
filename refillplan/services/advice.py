"""Advice on one visit: where else it can go at which price, and why not there.

Every answer is the best plan with the visit fixed in that half-day, made by the planner in full and compared with the
best plan without: exact, and the same that a proposal would say.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from refillplan.domain.agenda import sessions_between, why_closed
from refillplan.domain.centre import Centre
from refillplan.domain.half_days import SessionKey, covers
from refillplan.domain.messages import N_, InvalidValue, Message, message, require
from refillplan.domain.plans import Plan, Planned, Tiers
from refillplan.domain.settings import BEYOND_LIMIT_DAYS
from refillplan.domain.visits import Pin, Visit
from refillplan.planner.memory import Memory
from refillplan.planner.progress import Report, Stop
from refillplan.planner.solve import solve
from refillplan.services.call_sheet import Change, told_changes

MOST = 5
"""Number of half-days suggested."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One half-day for a visit, and what follows.

    Parameters
    ----------
    visit
        The visit there, with its window.
    tiers
        Of the best plan with the visit there.
    extra
        By how much that is more than without, figure by figure.
    changes
        Other told visits that would change, the patient's own later ones among them.
    """

    visit: Visit
    tiers: Tiers
    extra: Tiers
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WhyNot:
    """Whether a visit can be in a half-day: at which price, or what blocks it, fact by fact."""

    option: Option | None
    blocked: tuple[Message, ...]


@dataclass(slots=True)
class Adviser:
    """Answers questions about one centre as it is now; keeps what it learns from one to the next.

    Parameters
    ----------
    weeks
        Length of the horizon; None: the centre's setting.
    """

    centre: Centre
    today: date
    weeks: int | None = None
    report: Report = lambda _: None
    stop: Stop = lambda: False
    _memory: Memory = field(default_factory=Memory)
    _base: Plan | None = None

    def plan(self) -> Plan:
        """Return the best plan with nothing more fixed than is.

        Raises
        ------
        InvalidValue
            If there is none.
        """
        if self._base is None:
            self._base = self._solved(self.centre)
        if self._base is None:
            raise InvalidValue(message(N_("there is no plan as things are: 'refillplan plan' says why")))
        return self._base

    def visit(self, patient: str, number: int = 1) -> Visit:
        """Return the patient's coming visit of this number: the one booked, or else the one that the best plan has.

        Raises
        ------
        InvalidValue
            If there is no such patient or visit.
        """
        known = any(p.patient == patient for p in self.centre.patients)
        require(known, "patient", N_("the centre has no patient {patient}"), patient=patient)
        booked = [v for v in self.centre.visits if v.session.on > self.today and v.kind in self._filling()]
        visits = [v for v in booked or self.plan().visits if v.patient == patient]
        coming = sorted(visits, key=lambda visit: visit.starts_at)
        count = len(coming)
        require(1 <= number <= count, "visit", N_("{patient} has {count} coming visits"), patient=patient, count=count)
        return coming[number - 1]

    def suggest(self, visit: Visit, most: int = MOST) -> tuple[Option, ...]:
        """Return the best half-days for a visit, the best first, up to 28 days beyond its limit.

        Parameters
        ----------
        visit
            As `visit` gives it.
        """
        window = self._placed(visit).window
        if window is None:
            raise InvalidValue(message(N_("this visit is not one of the chain")), "visit")
        first = max(window.earliest_on, self.today + timedelta(days=1))
        last = max(first, window.limit_on) + timedelta(days=BEYOND_LIMIT_DAYS)
        best: list[Option] = []
        for session in sessions_between(self.centre, first, last + timedelta(days=1)):
            late = (session.key.on - window.limit_on).days
            if len(best) == most and late > 0 and not self._may_be_better(late, best[-1]):
                break
            option = self._option(visit, session.key)
            if option is not None:
                best = sorted([*best, option], key=lambda option: (option.tiers, option.visit.session))[:most]
        return tuple(best)

    def _may_be_better(self, late: int, worst: Option) -> bool:
        """Whether a visit so many days beyond its limit can be better: those days alone count in any plan."""
        base = self.plan().tiers
        return (base.unplaced, max(base.beyond_limit_days, late)) <= (worst.tiers.unplaced, worst.tiers.beyond_limit_days)

    def why_not(self, visit: Visit, key: SessionKey) -> WhyNot:
        """Return whether a visit can be in a half-day, at which price, or what blocks it."""
        option = self._option(visit, key)
        return WhyNot(option=option, blocked=() if option is not None else self._blocks(visit, key))

    def _option(self, visit: Visit, key: SessionKey) -> Option | None:
        base = self.plan()
        fixed = fixed_in(self.centre, visit, key)
        plan = self._solved(fixed)
        if plan is None or _before(plan, visit.patient, key.on) > _before(base, visit.patient, self._placed(visit).session.on):
            return None
        there = next(v for v in plan.visits if (v.patient, v.session) == (visit.patient, key))
        changes = told_changes(fixed, plan)
        return Option(visit=there, tiers=plan.tiers, extra=_less(plan.tiers, base.tiers), changes=changes)

    def _blocks(self, visit: Visit, key: SessionKey) -> tuple[Message, ...]:
        """Name each fact that keeps the visit from there."""
        blocks = []
        session = next((s for s in sessions_between(self.centre, key.on, key.on + timedelta(days=1)) if s.key == key), None)
        if session is None:
            blocks.append(message(N_("{session}: {reason}"), session=str(key), reason=why_closed(self.centre, key)))
        window = self._placed(visit).window
        if window is not None and key.on < window.earliest_on:
            blocks.append(
                message(
                    N_("{session} is before the earliest date, {earliest}, counted from {hangs_on}"),
                    session=str(key),
                    earliest=str(window.earliest_on),
                    hangs_on=str(window.hangs_on),
                )
            )
        if window is not None and key.on > window.limit_on:
            blocks.append(
                message(
                    N_("{session} is beyond the limit, {limit}: only with another visit before it"),
                    session=str(key),
                    limit=str(window.limit_on),
                )
            )
        away = (u for u in self.centre.unavailabilities if u.patient == visit.patient and u.hard)
        if any(u.from_on <= key.on <= u.to_on and covers(u.half_day, key.half_day) for u in away):
            blocks.append(message(N_("the patient cannot come on {session}"), session=str(key)))
        if session is not None:
            blocks += self._blocks_inside(visit, key, session.operators)
        return tuple(blocks) or (message(N_("{session}: what is fixed already leaves no room for it"), session=str(key)),)

    def _blocks_inside(self, visit: Visit, key: SessionKey, operators: Sequence[str]) -> list[Message]:
        blocks = []
        able = {operator.operator for operator in self.centre.operators if visit.kind in operator.kinds}
        if able.isdisjoint(operators):
            blocks.append(message(N_("no operator who does '{kind}' is there on {session}"), kind=visit.kind, session=str(key)))
        held = sorted(v.patient for v in self.centre.visits if v.session == key and v.pins and v.patient != visit.patient)
        if held:
            blocks.append(
                message(N_("{session} is full of pinned visits: {patients}"), session=str(key), patients=", ".join(held))
            )
        return blocks

    def _placed(self, visit: Visit) -> Visit:
        """Return the visit as the best plan has it, with its window."""
        mine = [v for v in self.plan().visits if v.patient == visit.patient]
        return min(mine, key=lambda v: abs((v.session.on - visit.session.on).days), default=visit)

    def _filling(self) -> set[str]:
        return {kind.kind for kind in self.centre.visit_kinds if kind.fills}

    def _solved(self, centre: Centre) -> Plan | None:
        outcome = solve(centre, self.today, self.weeks, memory=self._memory, report=self.report, stop=self.stop)
        return outcome.plan if isinstance(outcome, Planned) else None


def fixed_in(centre: Centre, visit: Visit, key: SessionKey) -> Centre:
    """Return the centre with a visit fixed in a half-day: in the place of its booking, if it is booked."""
    zone = ZoneInfo(centre.timezone)
    session = next((s for s in sessions_between(centre, key.on, key.on + timedelta(days=1)) if s.key == key), None)
    hour = visit.starts_at.astimezone(zone).time() if session is None else session.opens
    starts_at = datetime.combine(key.on, hour, zone)
    fixed = replace(
        visit,
        session=key,
        starts_at=starts_at,
        ends_at=(starts_at.astimezone(UTC) + (visit.ends_at - visit.starts_at)).astimezone(zone),
        told=False,
        pins=frozenset({Pin.DATE, Pin.HALF_DAY}),
        window=None,
    )
    return replace(centre, visits=(*(v for v in centre.visits if v != visit), fixed))


def _before(plan: Plan, patient: str, on: date) -> int:
    """Return how many visits of a patient a plan has before a day."""
    return sum(visit.patient == patient and visit.session.on < on for visit in plan.visits)


def _less(one: Tiers, other: Tiers) -> Tiers:
    return Tiers(
        unplaced=one.unplaced - other.unplaced,
        beyond_limit_days=one.beyond_limit_days - other.beyond_limit_days,
        moved=one.moved - other.moved,
        comfort=one.comfort - other.comfort,
    )
