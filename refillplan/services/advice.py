"""Advice on one visit: where else it can go at which price, and why not there.

Every answer is the best plan with the visit fixed in that half-day, made by the planner in full and compared with the
best plan without: exact, and the same that a proposal would say.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from refillplan.domain.agenda import session_of, sessions_between, why_closed
from refillplan.domain.centre import Centre
from refillplan.domain.half_days import SessionKey, covers
from refillplan.domain.messages import N_, InvalidValue, Message, message, require
from refillplan.domain.plans import Plan, Planned, Tiers
from refillplan.domain.settings import BEYOND_LIMIT_DAYS
from refillplan.domain.visits import Visit
from refillplan.planner.alternatives import Alternative, Alternatives
from refillplan.planner.fixing import fixed_in, fixed_visit
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
    _known: Alternatives | None = None

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
        end_on = self.plan().horizon.end_on
        keys = [session.key for session in sessions_between(self.centre, first, min(last + timedelta(days=1), end_on))]
        best: list[Option] = []
        for least, there in sorted(self._ways(visit, keys, window.limit_on, most), key=lambda way: (way[0], way[1].session)):
            if len(best) == most and (least, there.session) > _rank(best[-1]):
                break
            option = self._option(visit, there)
            if option is not None:
                best = sorted([*best, option], key=_rank)[:most]
        return tuple(best)

    def _ways(self, visit: Visit, keys: Sequence[SessionKey], limit_on: date, most: int) -> list[tuple[Tiers, Alternative]]:
        """Return the half-days that are possible at all, each with the least that any plan there costs."""
        base = self.plan().tiers
        known = self._alternatives().of(visit, keys, most)
        if known is None:
            known = tuple(Alternative(fixed=fixed_visit(self.centre, visit, key), least=Tiers()) for key in keys)
        late = ((way.session.on - limit_on).days for way in known)  # those days alone count in any plan
        return [
            (max(way.least, Tiers(unplaced=base.unplaced, beyond_limit_days=max(base.beyond_limit_days, days))), way)
            for way, days in zip(known, late, strict=True)
        ]

    def why_not(self, visit: Visit, key: SessionKey) -> WhyNot:
        """Return whether a visit can be in a half-day, at which price, or what blocks it."""
        horizon = self.plan().horizon
        if not horizon.start_on <= key.on < horizon.end_on:
            planned = message(
                N_("{session} is not one of the days planned, {first} to {last}"),
                session=str(key),
                first=str(horizon.start_on),
                last=str(horizon.end_on - timedelta(days=1)),
            )
            return WhyNot(option=None, blocked=(planned,))
        known = self._alternatives().of(visit, [key], 1) if session_of(self.centre, key) is not None else None
        there = known[0] if known else Alternative(fixed=fixed_visit(self.centre, visit, key), least=Tiers())
        option = self._option(visit, there)
        return WhyNot(option=option, blocked=() if option is not None else self._blocks(visit, key))

    def _option(self, visit: Visit, way: Alternative) -> Option | None:
        base, key = self.plan(), way.session
        fixed = fixed_in(self.centre, visit, key)
        plan = self._alternatives().plan(visit, way) or self._solved(fixed)
        if plan is None or _before(plan, visit.patient, key.on) > _before(base, visit.patient, self._placed(visit).session.on):
            return None
        there = next(v for v in plan.visits if (v.patient, v.session) == (visit.patient, key))
        changes = told_changes(fixed, plan)
        return Option(visit=there, tiers=plan.tiers, extra=_less(plan.tiers, base.tiers), changes=changes)

    def _blocks(self, visit: Visit, key: SessionKey) -> tuple[Message, ...]:
        """Name each fact that keeps the visit from there."""
        blocks = []
        session = session_of(self.centre, key)
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

    def _alternatives(self) -> Alternatives:
        if self._known is None:
            self._known = Alternatives(self.centre, self.today, self.plan(), self._memory)
        return self._known

    def _placed(self, visit: Visit) -> Visit:
        """Return the visit as the best plan has it, with its window."""
        mine = [v for v in self.plan().visits if v.patient == visit.patient]
        return min(mine, key=lambda v: abs((v.session.on - visit.session.on).days), default=visit)

    def _filling(self) -> set[str]:
        return {kind.kind for kind in self.centre.visit_kinds if kind.fills}

    def _solved(self, centre: Centre) -> Plan | None:
        outcome = solve(centre, self.today, self.weeks, memory=self._memory, report=self.report, stop=self.stop)
        return outcome.plan if isinstance(outcome, Planned) else None


def _rank(option: Option) -> tuple[Tiers, SessionKey]:
    return option.tiers, option.visit.session


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
