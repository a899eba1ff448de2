"""Advice on one visit: where else it can go at which price, and why not there.

Every answer is the best plan with the visit fixed in that half-day, made by the planner in full and compared with the
best plan without: exact, and the same that a proposal would say.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from refillplan.domain.agenda import session_of, sessions_between
from refillplan.domain.centre import Centre
from refillplan.domain.half_days import SessionKey
from refillplan.domain.messages import N_, InvalidValue, Message, message
from refillplan.domain.plans import Plan, Planned, Tiers
from refillplan.domain.settings import BEYOND_LIMIT_DAYS
from refillplan.domain.visits import Visit
from refillplan.domain.windows import Window
from refillplan.planner.alternatives import Alternative, Alternatives, Room
from refillplan.planner.fixing import fixed_in, fixed_visit
from refillplan.planner.memory import Memory
from refillplan.planner.progress import Report, Stop
from refillplan.planner.solve import solve
from refillplan.services.advising.obstacles import inside, outside, too_near
from refillplan.services.calls.call_sheet import Change, told_changes
from refillplan.services.calls.holding import HELD
from refillplan.services.core.fixed import near_visits
from refillplan.services.core.lookup import coming_visit, patient_of

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
        Other told visits that would change beyond those that have to change as things are, the patient's own later ones
        among them.
    gives_way
        Visits of which nobody was told yet and that lie in that half-day without this one: they lie elsewhere then.
    """

    visit: Visit
    tiers: Tiers
    extra: Tiers
    changes: tuple[Change, ...]
    gives_way: tuple[Visit, ...] = ()

    @property
    def dear(self) -> bool:
        """Whether others have to be phoned for it, or somebody comes too late or not at all."""
        extra = (self.extra.unplaced, self.extra.beyond_limit_days)
        return max(extra) > 0 or any(change.old.patient != self.visit.patient for change in self.changes)


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
    _due: frozenset[tuple[Visit, SessionKey | None, datetime | None]] = frozenset()
    _known: Alternatives | None = None
    _near: tuple[Visit, ...] | None = None

    def plan(self) -> Plan:
        """Return the best plan with nothing more fixed than is.

        Raises
        ------
        InvalidValue
            If there is none.
        """
        if self._base is None:
            self._base = self._solved(self.centre)
            if self._base is not None:
                self._due = frozenset(_moved_to(change) for change in told_changes(self.centre, self._base))
        if self._base is None:
            raise InvalidValue(message(N_("there is no plan as things are: 'refillplan plan' says why")))
        return self._base

    def visit(self, patient: str, number: int = 1) -> Visit:
        """Return the patient's coming visit of this number: those booked, and before them one that the best plan finds due.

        Raises
        ------
        InvalidValue
            If there is no such patient or visit, or the patient needs no visits now.
        """
        patient_of(self.centre, patient)
        return coming_visit(self.centre, self.plan(), self.today, patient, number)

    def suggest(
        self, visit: Visit, most: int = MOST, first_on: date | None = None, last_on: date | None = None
    ) -> tuple[Option, ...]:
        """Return the best half-days for a visit, the best first, up to 28 days beyond its limit.

        Parameters
        ----------
        visit
            As `visit` gives it.
        first_on, last_on
            Only those from the one day to the other.
        """
        window = self.placed(visit).window
        if window is None:
            raise InvalidValue(message(N_("this visit is not one of the chain")), "visit")
        first = max(window.earliest_on, self.today + timedelta(days=1))
        last = max(first, window.limit_on) + timedelta(days=BEYOND_LIMIT_DAYS)
        first = max(first, first_on or first)
        last = min(last, last_on or last, self.plan().horizon.end_on - timedelta(days=1))
        keys = [session.key for session in sessions_between(self.centre, first, last + timedelta(days=1))]
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
        option = None if session_of(self.centre, key) is None else self.option(visit, key)
        if option is not None:
            return WhyNot(option=option, blocked=())
        facts = self.obstacles(visit, key, self.placed(visit).window)
        no_room = message(N_("{session}: what is fixed already leaves no room for it"), session=str(key))
        return WhyNot(option=None, blocked=facts or (no_room,))

    def option(self, visit: Visit, key: SessionKey) -> Option | None:
        """Return what follows from a visit in an open half-day of the days planned, None where it is impossible there."""
        known = self._alternatives().of(visit, [key], 1)
        return self._option(visit, known[0] if known else Alternative(fixed=fixed_visit(self.centre, visit, key), least=Tiers()))

    def alone(self, visit: Visit, key: SessionKey) -> Option | None:
        """Return what follows from a visit in an open half-day where nobody else moves for it; None where that is not so."""
        known = self._alternatives().of(visit, [key], 1)
        option = self._option(visit, known[0]) if known and len(known[0].chains) == 1 else None
        moves = option is None or any(change.old.patient != visit.patient for change in option.changes)
        return None if moves else option

    def instead(self, centre: Centre, visit: Visit, key: SessionKey) -> Option | None:
        """Return what would follow from a visit in a half-day if the centre were as given here."""
        fixed = self._fixed(centre, visit, key)
        plan = self._solved(fixed)
        return None if plan is None else self._told(visit, key, fixed, plan)

    def obstacles(self, visit: Visit, key: SessionKey, window: Window | None) -> tuple[Message, ...]:
        """Name each fact that keeps a visit with this window from a half-day of the days planned, or that makes it dear."""
        session = session_of(self.centre, key)
        found = list(outside(self.centre, visit, window, key))
        if session is not None:
            there = [v for v in self.plan().visits if v.session == key and v.patient != visit.patient]
            room = self._alternatives().room(visit, key)
            found += inside(self.centre, visit, session, there, full=room is Room.FULL, reserve_only=room is Room.RESERVE)
            found += too_near((v for v in self._near_visits() if v.patient != visit.patient), key)
        return tuple(found)

    def _option(self, visit: Visit, way: Alternative) -> Option | None:
        base, key = self.plan(), way.session
        fixed = self._fixed(self.centre, visit, key)
        known = self._alternatives()
        plan = known.plan(visit, way)
        if plan is None and not known.contradicts(fixed):
            plan = known.plan(visit, known.proved(visit, way)) or self._solved(fixed)
        if plan is None or _before(plan, visit.patient, key.on) > _before(base, visit.patient, self.placed(visit).session.on):
            return None
        return self._told(visit, key, fixed, plan)

    def _told(self, visit: Visit, key: SessionKey, fixed: Centre, plan: Plan) -> Option | None:
        there = next((v for v in plan.visits if (v.patient, v.session) == (visit.patient, key)), None)
        if there is None:  # a day that is not planned, or somebody who needs no visit
            return None
        changes = tuple(change for change in told_changes(fixed, plan) if _moved_to(change) not in self._due)
        beside = {v.patient for v in plan.visits if v.session == key}
        others = (v for v in self.plan().visits if v.session == key and not v.told and v.patient != visit.patient)
        gives_way = tuple(v for v in others if v.patient not in beside)
        extra = _less(plan.tiers, self.plan().tiers)
        return Option(visit=there, tiers=plan.tiers, extra=extra, changes=changes, gives_way=gives_way)

    def _fixed(self, centre: Centre, visit: Visit, key: SessionKey) -> Centre:
        """Return the centre with a visit fixed in a half-day, beside the told visits of the next days, which stay."""
        near = {v for v in self._near_visits() if v != visit}
        fixed = fixed_in(centre, visit, key)
        return replace(fixed, visits=tuple(replace(v, pins=v.pins | HELD) if v in near else v for v in fixed.visits))

    def _near_visits(self) -> tuple[Visit, ...]:
        if self._near is None:
            self._near = near_visits(self.centre, self.today)
        return self._near

    def _alternatives(self) -> Alternatives:
        if self._known is None:
            self._known = Alternatives(self.centre, self.today, self.plan(), self._memory)
        return self._known

    def placed(self, visit: Visit) -> Visit:
        """Return the visit as the best plan has it, with its window."""
        mine = [v for v in self.plan().visits if v.patient == visit.patient]
        return min(mine, key=lambda v: abs((v.session.on - visit.session.on).days), default=visit)

    def _solved(self, centre: Centre) -> Plan | None:
        outcome = solve(centre, self.today, self.weeks, memory=self._memory, report=self.report, stop=self.stop)
        return outcome.plan if isinstance(outcome, Planned) else None


def _moved_to(change: Change) -> tuple[Visit, SessionKey | None, datetime | None]:
    new = change.new
    return change.old, None if new is None else new.session, None if new is None else new.starts_at


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
