"""One reading of a centre and its plan: what the rules look up, indexed once."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from refillplan.domain.agenda import sessions_between
from refillplan.domain.centre import Centre
from refillplan.domain.chains import ChainStart, chain_starts
from refillplan.domain.half_days import SessionKey, covers
from refillplan.domain.people import Operator, Patient, Unavailability
from refillplan.domain.plans import Horizon, NotPlanned, Plan
from refillplan.domain.sessions import Session
from refillplan.domain.visit_kinds import REFILL, VisitKind
from refillplan.domain.visits import Visit
from refillplan.domain.windows import Interval, Window, interval_of, window_after


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One link of a chain: a visit that fills or, where ``visit`` is None, one taken as done elsewhere ``on`` that day."""

    on: date
    window: Window
    visit: Visit | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """A patient's chain as the plan has it.

    Parameters
    ----------
    end_on
        First day that the chain need not cover: the horizon's end, or the day after the patient's last active day.
    after
        The window that hangs on the last link; the first window where the chain is empty.
    """

    start: ChainStart
    interval: Interval
    end_on: date
    links: tuple[Link, ...]
    after: Window


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """Opening and closing of one session as instants (UTC)."""

    opens_at: datetime
    closes_at: datetime

    def second(self, at: datetime) -> int:
        """Return the seconds from the opening to ``at``, clock changes counted."""
        return int((at.astimezone(UTC) - self.opens_at).total_seconds())


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A centre and its plan, indexed.

    Parameters
    ----------
    filling
        The kinds that fill the reservoir.
    chosen_kinds
        The kinds that a plan chooses and may move: the refill, and the review that rides on it. Booked
        visits of every other kind stay as booked.
    sessions, hours
        The open sessions of the horizon.
    chains, not_planned
        The chains as the plan has them, and the patients who get none.
    booked
        The booked visits of the horizon, by patient.
    unavailabilities
        By patient.
    """

    centre: Centre
    plan: Plan
    zone: ZoneInfo
    kinds: Mapping[str, VisitKind]
    filling: frozenset[str]
    chosen_kinds: frozenset[str]
    patients: Mapping[str, Patient]
    operators: Mapping[str, Operator]
    sessions: Mapping[SessionKey, Session]
    hours: Mapping[SessionKey, Hours]
    chains: Mapping[str, Chain]
    not_planned: tuple[NotPlanned, ...]
    booked: Mapping[str, Sequence[Visit]]
    unavailabilities: Mapping[str, Sequence[Unavailability]]

    def inside(self, day: date) -> bool:
        """Tell whether ``day`` lies in the horizon."""
        return self.plan.horizon.start_on <= day < self.plan.horizon.end_on

    def unavailable(self, patient: str, session: SessionKey, *, hard: bool) -> bool:
        """Tell whether the patient cannot come (``hard``), or would rather not, in ``session``."""
        return any(
            entry.hard is hard and entry.from_on <= session.on <= entry.to_on and covers(entry.half_day, session.half_day)
            for entry in self.unavailabilities.get(patient, ())
        )


def read(centre: Centre, plan: Plan) -> Reading:
    """Index ``centre`` and ``plan`` for the rules."""
    zone = ZoneInfo(centre.timezone)
    horizon = plan.horizon
    starts, not_planned = chain_starts(centre, plan.today, horizon)
    sessions = {session.key: session for session in sessions_between(centre, horizon.start_on, horizon.end_on)}
    filling = frozenset(kind.kind for kind in centre.visit_kinds if kind.fills)
    chosen = {REFILL} if centre.review is None else {REFILL, centre.review.kind}
    unavailabilities: defaultdict[str, list[Unavailability]] = defaultdict(list)
    for entry in centre.unavailabilities:
        unavailabilities[entry.patient].append(entry)
    return Reading(
        centre=centre,
        plan=plan,
        zone=zone,
        kinds={kind.kind: kind for kind in centre.visit_kinds},
        filling=filling,
        chosen_kinds=filling & chosen,
        patients={patient.patient: patient for patient in centre.patients},
        operators={operator.operator: operator for operator in centre.operators},
        sessions=sessions,
        hours={key: _hours(session, zone) for key, session in sessions.items()},
        chains=_chains(centre, plan, starts, filling),
        not_planned=not_planned,
        booked=_by_patient(visit for visit in centre.visits if horizon.start_on <= visit.session.on < horizon.end_on),
        unavailabilities=unavailabilities,
    )


def late_limit(window: Window, horizon: Horizon) -> date:
    """Return the day that lateness is counted from: the limit or, where that has passed, the first day planned."""
    return max(window.limit_on, horizon.start_on)


def _hours(session: Session, zone: ZoneInfo) -> Hours:
    return Hours(opens_at=_instant(session.key.on, session.opens, zone), closes_at=_instant(session.key.on, session.closes, zone))


def _instant(on: date, at: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(on, at, tzinfo=zone).astimezone(UTC)


def _by_patient(visits: Iterable[Visit]) -> Mapping[str, Sequence[Visit]]:
    found: defaultdict[str, list[Visit]] = defaultdict(list)
    for visit in visits:
        found[visit.patient].append(visit)
    return found


def _chains(centre: Centre, plan: Plan, starts: Iterable[ChainStart], filling: frozenset[str]) -> Mapping[str, Chain]:
    steps: defaultdict[str, list[tuple[date, Visit | None]]] = defaultdict(list)
    for visit in plan.visits:
        if visit.kind in filling:
            steps[visit.patient].append((visit.session.on, visit))
    for exception in plan.exceptions:
        if exception.placed is None and exception.assumed_on is not None:
            steps[exception.patient].append((exception.assumed_on, None))
    return {
        start.patient.patient: _chain(
            start, interval_of(centre.protocol, start.patient), plan.horizon, steps.get(start.patient.patient, ())
        )
        for start in starts
    }


def _chain(start: ChainStart, interval: Interval, horizon: Horizon, steps: Sequence[tuple[date, Visit | None]]) -> Chain:
    window = start.window
    links = []
    for on, visit in sorted(steps, key=lambda step: step[0]):
        links.append(Link(on=on, window=window, visit=visit))
        window = window_after(interval, on)
    leaves_on = start.patient.active_to
    return Chain(
        start=start,
        interval=interval,
        end_on=horizon.end_on if leaves_on is None or leaves_on >= horizon.end_on else leaves_on + timedelta(days=1),
        links=tuple(links),
        after=window,
    )
