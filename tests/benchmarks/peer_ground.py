"""A centre as the numbers that every peer of the planner works on, made from the specification and from no code of the planner.

Days count from the first day planned. The peers are for centres of refills alone: no review, no other kind, no pin, no
frozen visit and no reserve; there every session holds a plain number of refills, and told visits are kept where possible.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from refillplan.domain.agenda import sessions_between
from refillplan.domain.centre import Centre
from refillplan.domain.chains import ChainStart, chain_starts
from refillplan.domain.half_days import covers
from refillplan.domain.people import Unavailability
from refillplan.domain.plans import Horizon, Tiers
from refillplan.domain.sessions import Session
from refillplan.domain.settings import ComfortWeights
from refillplan.domain.visit_kinds import REFILL
from refillplan.domain.windows import interval_of

BEYOND_DAYS = 28

FIGURES = 4
UNPLACED, BEYOND_LIMIT, MOVED, COMFORT = range(FIGURES)

Stops = list[int]
"""A chain: the indices of its sessions in order of time, or ``-1 - day`` for a visit taken as done elsewhere that day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Solved:
    """Everybody's chain (None: nothing found in the time), and the bounds proved of the four figures."""

    chains: dict[str, Stops] | None
    bounds: Tiers


def tiers_of(figures: Sequence[int]) -> Tiers:
    """Return four figures by their names."""
    return Tiers(
        unplaced=figures[UNPLACED], beyond_limit_days=figures[BEYOND_LIMIT], moved=figures[MOVED], comfort=figures[COMFORT]
    )


@dataclass(frozen=True, slots=True)
class Span:
    """A window: earliest, target and limit, as days."""

    earliest: int
    target: int
    limit: int

    @property
    def late_from(self) -> int:
        """The day that 28 days beyond the limit are counted from, and on which an unplaced visit counts as done."""
        return max(self.limit, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One chain to plan.

    Parameters
    ----------
    end
        The first day that the chain need not cover.
    wishes
        By day on which the patient can come, in order: the sessions open then, and what each costs of habits and wishes.
    told
        The sessions of the patient's told visits, as far as they are open.
    """

    code: str
    first: Span
    interval: Span
    end: int
    wishes: dict[int, dict[int, int]]
    told: frozenset[int]
    weights: ComfortWeights

    def after(self, day: int) -> Span:
        """Return the window that hangs on ``day``."""
        return Span(day + self.interval.earliest, day + self.interval.target, day + self.interval.limit)

    def leaving(self, span: Span) -> int | None:
        """Return the comfort of leaving the horizon by a window; None where a visit is due first."""
        return self.weights.late_day * max(0, self.end - span.target) if span.limit >= self.end else None

    def distance(self, span: Span, day: int) -> int:
        """Return the comfort of the days between a visit and its target."""
        return self.weights.early_day * max(0, span.target - day) + self.weights.late_day * max(0, day - span.target)

    def days(self, span: Span, *, elastic: bool) -> list[int]:
        """Return the days of a window on which the patient can come; ``elastic``: and those up to 28 days beyond it."""
        latest = span.late_from + BEYOND_DAYS if elastic else span.limit
        return [day for day in range(max(0, span.earliest), latest + 1) if day in self.wishes]


@dataclass(frozen=True)
class Ground:
    """What is to be planned, as numbers.

    Attributes
    ----------
    room, comfortable
        Per session, how many refills it holds, and the number from which more crowd it (its room where there is none).
    told_total
        Told visits of the horizon.
    """

    centre: Centre
    today: date
    weeks: int
    horizon: Horizon = field(init=False)
    sessions: tuple[Session, ...] = field(init=False)

    def __post_init__(self) -> None:
        """Lay the horizon and its sessions; refuse a centre that the peers do not know."""
        centre = self.centre
        frozen = centre.planning.frozen_days and any(visit.told for visit in centre.visits)
        other = centre.review or centre.planning.reserve_places_per_week or frozen
        if other or any(visit.pins or visit.kind != REFILL for visit in centre.visits):
            raise ValueError("the peers plan centres of refills alone, without pins, frozen visits and reserve")
        object.__setattr__(self, "horizon", Horizon.after(self.today, self.weeks))
        object.__setattr__(self, "sessions", sessions_between(centre, self.horizon.start_on, self.horizon.end_on))

    @cached_property
    def day(self) -> list[int]:
        return [self.day_of(session.key.on) for session in self.sessions]

    @cached_property
    def room(self) -> list[int]:
        return [most_refills(self.centre, session) for session in self.sessions]

    @cached_property
    def comfortable(self) -> list[int]:
        comfortable = (session.comfortable_visits for session in self.sessions)
        return [room if at is None else min(at, room) for room, at in zip(self.room, comfortable, strict=True)]

    @cached_property
    def told_total(self) -> int:
        return len({(v.patient, v.session) for v in self.centre.visits if v.told and 0 <= self.day_of(v.session.on) < self.end})

    @property
    def end(self) -> int:
        return self.horizon.days

    def day_of(self, on: date) -> int:
        """Return the day that a date is."""
        return (on - self.horizon.start_on).days

    @cached_property
    def people(self) -> list[Person]:
        index = {session.key: s for s, session in enumerate(self.sessions)}
        told: dict[str, set[int]] = defaultdict(set)
        for visit in self.centre.visits:
            if visit.told and visit.session in index:
                told[visit.patient].add(index[visit.session])
        entries: dict[str, list[Unavailability]] = defaultdict(list)
        for entry in self.centre.unavailabilities:
            entries[entry.patient].append(entry)
        starts, _ = chain_starts(self.centre, self.today, self.horizon)
        return [self._person(start, entries[start.patient.patient], told[start.patient.patient]) for start in starts]

    def _person(self, start: ChainStart, entries: list[Unavailability], told: set[int]) -> Person:
        patient, window = start.patient, start.window
        interval = interval_of(self.centre.protocol, patient)
        wishes: dict[int, dict[int, int]] = {}
        for s, session in enumerate(self.sessions):
            key = session.key
            away = [e for e in entries if e.from_on <= key.on <= e.to_on and covers(e.half_day, key.half_day)]
            if not self.room[s] or not patient.active_on(key.on) or any(entry.hard for entry in away):
                continue
            weights = self.centre.comfort
            cost = weights.other_weekday * (patient.usual_weekday not in (None, key.on.isoweekday()))
            cost += weights.other_half_day * (patient.preferred_half_day not in (None, key.half_day))
            wishes.setdefault(self.day[s], {})[s] = cost + weights.soft_unavailability * bool(away)
        end = self.end if patient.active_to is None else min(self.end, self.day_of(patient.active_to) + 1)
        return Person(
            code=patient.patient,
            first=Span(self.day_of(window.earliest_on), self.day_of(window.target_on), self.day_of(window.limit_on)),
            interval=Span(interval.min_days, interval.target_days, interval.limit_days),
            end=end,
            wishes=wishes,
            told=frozenset(told),
            weights=self.centre.comfort,
        )


def most_refills(centre: Centre, session: Session) -> int:
    """Count by hand: starts in order of time, each as early as a place and an operator are free."""
    return len(refill_times(centre, session))


def refill_times(centre: Centre, session: Session) -> list[tuple[int, int, str]]:
    """Return start (minutes from the opening), place and operator of each refill that the session holds."""
    kind = centre.kind(REFILL)
    skilled = {operator.operator for operator in centre.operators if REFILL in operator.kinds}
    places = dict.fromkeys(range(1, session.places + 1), 0)
    operators = dict.fromkeys((operator for operator in session.operators if operator in skilled), 0)
    times = []
    for start in range(0, session.minutes - kind.place_minutes + 1, centre.planning.grid_minutes):
        free_places = [place for place, free_at in places.items() if free_at <= start]
        free_operators = [operator for operator, free_at in operators.items() if free_at <= start]
        for place, operator in zip(free_places, free_operators, strict=False):
            places[place], operators[operator] = start + kind.place_minutes, start + kind.operator_minutes
            times.append((start, place, operator))
    return times
