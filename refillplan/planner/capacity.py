"""What the sessions hold, as rows over the numbers of refills and reviews in each, and what the rows are worth."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np

from refillplan.domain.windows import interval_of
from refillplan.planner.arrays import Ints
from refillplan.planner.bookings import Bookings, Held
from refillplan.planner.pricing import SCALE
from refillplan.planner.problem import Problem
from refillplan.planner.profile import Profile, profile_of

RESERVE_FREE_DAYS = 2
"""Sessions up to this many days after today keep no reserve."""


_NO_ROOM = {(1, 0, 0), (0, 1, 0)}  # facets that need no row: no chain puts a visit of that kind there


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """The reserve of one ISO week: refills that its sessions could together still take."""

    needed: int
    sessions: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Capacity:
    """Rows of all sessions.

    Parameters
    ----------
    profiles
        Per session, which mixes fit.
    session, refills, reviews, most : (f,)
        Facets: ``refills * n + reviews * m <= most`` in that session.
    comfortable
        Per session, visits of chains up to the comfortable number, -1 where there is none.
    crowding
        Comfort of each visit above it.
    crowded
        Comfort that booked visits cost which no chain chooses.
    more
        By facet, of some patients how much more of it a review of theirs takes than one of others. Of patients who
        share a chain with others it takes no more.
    """

    profiles: tuple[Profile, ...]
    session: Ints
    refills: Ints
    reviews: Ints
    most: Ints
    comfortable: Ints
    crowding: int
    crowded: int
    weeks: tuple[Week, ...]
    more: Mapping[int, Mapping[int, int]] = field(default_factory=dict)

    def room(self, session: int, refills: int, reviews: int) -> int:
        """Return how many more refills fit beside this mix; 0 where not even the mix does."""
        most = self.profiles[session].most
        return max(0, most[reviews] - refills) if reviews < len(most) else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Duals:
    """What one unit more of each row would save, in 65536ths: facets (f,), comfortable numbers (s,)."""

    facets: Ints
    comfortable: Ints


@dataclass(frozen=True, slots=True, kw_only=True)
class Prices:
    """Prices of the rows: of the sessions, and of the tiers held, by position."""

    duals: Duals
    multipliers: dict[int, int]


def capacity_of(problem: Problem, bookings: Bookings, profiles: Sequence[Profile]) -> Capacity:
    """Lay the rows of the sessions with these profiles."""
    facets = ((s, facet) for s, profile in enumerate(profiles) for facet in profile.facets())
    rows = [(s, *facet) for s, facet in facets if facet not in _NO_ROOM]
    session, refills, reviews, most = np.array(rows, dtype=np.int64).reshape(-1, 4).T
    kept = Counter(visit.session for visit in problem.kept)
    comfortable, crowded = [], 0
    for s in problem.sessions:
        if s.comfortable_visits is None:
            comfortable.append(-1)
        else:
            comfortable.append(max(0, s.comfortable_visits - kept[s.key]))
            crowded += max(0, kept[s.key] - s.comfortable_visits)
    crowding = problem.centre.comfort.crowding
    return Capacity(
        profiles=tuple(profiles),
        session=session,
        refills=refills,
        reviews=reviews,
        most=most,
        comfortable=np.array(comfortable, dtype=np.int64),
        crowding=crowding,
        crowded=crowding * crowded,
        weeks=weeks_of(problem, bookings, profiles),
    )


def profiles_of(problem: Problem) -> tuple[Profile, ...]:
    """Return the capacity profile of every session; each shape is worked out once."""
    known = {shape: profile_of(shape, problem.refill, problem.review) for shape in dict.fromkeys(problem.shapes)}
    return tuple(known[shape] for shape in problem.shapes)


def weeks_of(problem: Problem, bookings: Bookings, profiles: Sequence[Profile]) -> tuple[Week, ...]:
    """Return the reserve of each week, as far as it has room for it beside what is held."""
    free_until = problem.today + timedelta(days=RESERVE_FREE_DAYS)
    fixed = _held_reviews(problem, bookings)
    weeks: dict[tuple[int, int], list[int]] = defaultdict(list)
    for s, session in enumerate(problem.sessions):
        if session.key.on > free_until:
            weeks[session.key.on.isocalendar()[:2]].append(s)
    reserve = problem.centre.planning.reserve_places_per_week
    needed = ((min(reserve, _week_room(members, fixed, profiles)), members) for members in weeks.values())
    return tuple(Week(needed=number, sessions=tuple(members)) for number, members in needed if number > 0)


def keeps_reserve(problem: Problem, bookings: Bookings, profiles: Sequence[Profile], week: Week) -> bool:
    """Tell whether a week keeps the same reserve beside these bookings."""
    room = _week_room(week.sessions, _held_reviews(problem, bookings), profiles)
    return min(problem.centre.planning.reserve_places_per_week, room) == week.needed


def _held_reviews(problem: Problem, bookings: Bookings) -> dict[int, list[bool]]:
    """Return by session whether each visit held there takes the review."""
    index = problem.session_index()
    fixed: dict[int, list[bool]] = defaultdict(list)
    for held in bookings.held:
        if not held.own_kind:
            fixed[index[held.visit.session]].append(_takes_review(problem, held))
    return fixed


def _week_room(members: Iterable[int], fixed: Mapping[int, list[bool]], profiles: Sequence[Profile]) -> int:
    return sum(_room(profiles[s], fixed.get(s, [])) for s in members)


def _takes_review(problem: Problem, held: Held) -> bool:
    """Whether a held visit takes the review, as far as that is certain before the chain is chosen."""
    start = problem.starts[held.patient]
    interval = interval_of(problem.centre.protocol, start.patient)
    on = problem.horizon.start_on + timedelta(days=held.day)
    is_first = on < start.window.earliest_on + timedelta(days=interval.min_days)
    after = date.min if is_first else on - timedelta(days=interval.min_days)
    return any(after < due <= on for due in start.review_dues)


def _room(profile: Profile, longer: list[bool]) -> int:
    reviews = sum(longer)
    return max(0, profile.most[reviews] - (len(longer) - reviews)) if reviews < len(profile.most) else 0


def prices_of(capacity: Capacity, duals: Duals) -> Ints:
    """Return the (s, 2) price of a refill and of a review in each session."""
    prices = np.zeros((len(capacity.profiles), 2), dtype=np.int64)
    np.add.at(prices[:, 0], capacity.session, capacity.refills * duals.facets)
    np.add.at(prices[:, 1], capacity.session, capacity.reviews * duals.facets)
    prices += duals.comfortable[:, None]
    return prices


def dearer_of(capacity: Capacity, duals: Duals) -> dict[tuple[int, int], int]:
    """Return by session and patient how much dearer a review of theirs is there than one of others."""
    dearer: dict[tuple[int, int], int] = defaultdict(int)
    for facet, more in capacity.more.items():
        for patient, number in more.items() if duals.facets[facet] else ():
            dearer[int(capacity.session[facet]), patient] += number * int(duals.facets[facet])
    return dearer


def row_value(capacity: Capacity, duals: Duals) -> int:
    """Return what the rows themselves add to a bound, in 65536ths, when priced by ``duals``.

    Capacity that may be used is taken off; the reserve of each week is put where it costs least.
    """
    value = -int((duals.facets * capacity.most).sum())
    value -= int((duals.comfortable * np.maximum(0, capacity.comfortable)).sum())
    return value + int((cheapest_reserve(capacity, duals) * _places(capacity, duals)).sum())


def cheapest_reserve(capacity: Capacity, duals: Duals) -> Ints:
    """Return the (s,) refills that each session keeps free where every week keeps its reserve where it costs least."""
    place = _places(capacity, duals)
    kept = np.zeros(len(capacity.profiles), dtype=np.int64)
    for week in capacity.weeks:
        left = week.needed
        for s in sorted(week.sessions, key=lambda s: (place[s], s)):
            kept[s] = min(left, capacity.profiles[s].most[0] if capacity.profiles[s].most else 0)
            left -= kept[s]
    return kept


def _places(capacity: Capacity, duals: Duals) -> Ints:
    """Return the (s,) price of a refill by the facets alone."""
    place = np.zeros(len(capacity.profiles), dtype=np.int64)
    np.add.at(place, capacity.session, capacity.refills * duals.facets)
    return place


def no_duals(capacity: Capacity) -> Duals:
    """Return the prices of sessions that are all free."""
    return Duals(facets=np.zeros_like(capacity.most), comfortable=np.zeros_like(capacity.comfortable))


def whole_duals(capacity: Capacity, facets: np.ndarray, comfortable: np.ndarray) -> Duals:
    """Round prices in points of comfort to whole 65536ths, cut to where they can prove something."""
    most = capacity.crowding * SCALE
    return Duals(
        facets=np.maximum(0, np.rint(facets * SCALE)).astype(np.int64),
        comfortable=np.where(capacity.comfortable >= 0, np.clip(np.rint(comfortable * SCALE), 0, most), 0).astype(np.int64),
    )
