"""The legal steps of chains as arrays: days to integers, windows to gaps, wishes to costs.

Rows are the days on which a chain can stand, columns are patients. In the plain network those are
the open days and every step stays inside its limit; in an elastic one a visit may lie up to 28 days
beyond it. Where a visit may be taken as done elsewhere, too, every day counts.
"""

from collections.abc import Sequence
from copy import copy

import numpy as np
from numpy.typing import NDArray

from refillplan.domain.settings import BEYOND_LIMIT_DAYS
from refillplan.domain.visits import Pin, Visit
from refillplan.domain.windows import interval_of
from refillplan.planner.arrays import HALVES, INF, Ints
from refillplan.planner.bookings import NEAR_DAYS, Bookings, Held
from refillplan.planner.late import Late
from refillplan.planner.problem import Problem, request_for
from refillplan.planner.wishes import place_costs

_BY_COLUMN = (
    *("comfort", "gap_comfort", "gap_beyond", "least", "target", "limit", "end", "leave", "elsewhere", "dues"),
    *("first_comfort", "first_beyond", "first_earliest", "first_target", "first_limit", "first_leave", "first_elsewhere"),
)
"""What a network knows of each of its chains before anything is held: the last dimension is its chains."""


class Network:
    """The legal steps of some of the chains.

    Parameters
    ----------
    problem, bookings
        What is to be planned; without bookings nothing is held yet, see `copies`.
    members
        Indices of the chain starts in this network, ascending; its columns.
    takes
        (3, sessions) by the kind of a stop (as in `Column`), whether any fits into the session at all.
    elastic
        Whether steps beyond the limit are legal.
    elsewhere
        Whether visits done elsewhere are legal, too; they may stand on any day.

    Attributes
    ----------
    times : (p,) for how many patients each chain stands
    days : (n,) first day planned = 0
    session : (2, n) index of the morning's and afternoon's session, -1 for none
    comfort : (2, n, p) cost of standing there, INF where illegal
    gap_comfort, gap_beyond : (g, p) by gap from ``shortest`` days on, INF where illegal
    first_comfort, first_beyond : (f, p) step from the start of the chain to the first ``f`` rows
    leave : (n, p) comfort of leaving the horizon from there, INF where the chain is not complete
    first_leave : (p,) the same for a chain without any visit
    elsewhere : (n, p) row of the visit taken as done elsewhere next, -1 where none may be
    dues, passes : (n, p) reviews fallen due, and held visits, up to and including that day
    own, own_set : indices (half, row, column) of held visits that pay no capacity
    told, told_set : the same for told visits
    stands : by session, its half and row
    late : by row (-1: the start), steps to dates fixed by a person beyond the usual reach, and to visits of a kind of
        their own before it
    """

    def __init__(
        self,
        problem: Problem,
        bookings: Bookings | None,
        members: Sequence[int],
        takes: NDArray[np.bool_],
        *,
        elastic: bool,
        elsewhere: bool,
    ) -> None:
        self.members = np.array(members, dtype=np.int64)
        self.times = np.ones_like(self.members)
        self.elastic = elastic
        self.takes = takes
        self.may_be_elsewhere = elsewhere
        self._problem = problem
        self._column = {member: column for column, member in enumerate(members)}
        self._starts = [problem.starts[member] for member in members]
        self._lay_days(np.any(takes, axis=0))
        self.comfort = place_costs(problem, self._starts, self.days, self.session)
        self._lay_gaps(problem)
        self._lay_ends(problem)
        self._count_dues(problem)
        if bookings is not None:
            self._hold(bookings)

    @property
    def size(self) -> int:
        """Number of chains."""
        return len(self.members)

    def may_stand(self, half: int, row: int, column: int, kind: int) -> bool:
        """Tell whether a visit of the kind (as in `Column`) may stand there."""
        return bool(self.comfort[half, row, column] < INF and self.takes[kind, self.session[half, row]])

    def within(self, high: Ints) -> "Network":
        """Return the network in which steps from each row end before the row ``high``."""
        cut = copy(self)
        cut.high = high
        return cut

    def copies(self, columns: Sequence[int], bookings: Bookings) -> "Network":
        """Return the network of a chain for each of these columns, in this order, that passes what is held for it."""
        network = copy(self)
        network.members = np.arange(len(columns))
        network.times = np.ones_like(network.members)
        network._column = {column: column for column in range(len(columns))}
        network._starts = [self._starts[column] for column in columns]
        for name in _BY_COLUMN:
            setattr(network, name, np.take(getattr(self, name), columns, axis=-1))
        network._hold(bookings)
        return network

    def _lay_days(self, usable: NDArray[np.bool_]) -> None:
        problem = self._problem
        offsets = [problem.day(session.key.on) for session in problem.sessions]
        open_days = sorted({day for day, use in zip(offsets, usable, strict=True) if use})
        self.days = np.arange(problem.horizon.days) if self.may_be_elsewhere else np.array(open_days, dtype=np.int64)
        self.row = {int(day): row for row, day in enumerate(self.days)}
        self.session = np.full((2, len(self.days)), -1, dtype=np.int64)
        for index, session in enumerate(problem.sessions):
            if usable[index]:
                self.session[HALVES.index(session.key.half_day), self.row[offsets[index]]] = index
        self.stands = {int(self.session[half, row]): (half, row) for half, row in np.argwhere(self.session >= 0).tolist()}

    def _lay_gaps(self, problem: Problem) -> None:
        weights = problem.centre.comfort
        intervals = [interval_of(problem.centre.protocol, start.patient) for start in self._starts]
        shortest = np.array([interval.min_days for interval in intervals], dtype=np.int64)
        self.target = np.array([interval.target_days for interval in intervals], dtype=np.int64)
        self.limit = np.array([interval.limit_days for interval in intervals], dtype=np.int64)
        reach = self.limit + (BEYOND_LIMIT_DAYS if self.elastic else 0)
        self.shortest = min(shortest.tolist(), default=1)
        gaps = np.arange(self.shortest, int(reach.max(initial=1)) + 1)[:, None]
        legal = (gaps >= shortest) & (gaps <= reach)
        self.gap_beyond = np.where(legal, np.maximum(0, gaps - self.limit), INF)
        self.gap_comfort = np.where(legal, self._distance(weights.early_day, weights.late_day, gaps, self.target), INF)
        self.low = np.searchsorted(self.days, self.days + self.shortest)
        self.high = np.searchsorted(self.days, self.days + int(gaps[-1, 0]), side="right")
        windows = [start.window for start in self._starts]
        earliest = np.array([problem.day(window.earliest_on) for window in windows], dtype=np.int64)
        self.least, self.first_earliest = shortest, earliest
        self.first_target = np.array([problem.day(window.target_on) for window in windows], dtype=np.int64)
        self.first_limit = np.array([problem.day(window.limit_on) for window in windows], dtype=np.int64)
        latest = np.maximum(self.first_limit, 0) + BEYOND_LIMIT_DAYS if self.elastic else self.first_limit
        days = self.days[: int(np.searchsorted(self.days, latest.max(initial=-1), side="right"))][:, None]
        legal = (days >= earliest) & (days <= latest)
        self.first_beyond = np.where(legal, np.maximum(0, days - self.first_limit), INF)
        self.first_comfort = np.where(legal, self._distance(weights.early_day, weights.late_day, days, self.first_target), INF)

    @staticmethod
    def _distance(early: int, late: int, at: Ints, target: Ints) -> Ints:
        distance: Ints = early * np.maximum(0, target - at) + late * np.maximum(0, at - target)
        return distance

    def _lay_ends(self, problem: Problem) -> None:
        """Fill `leave`, `first_leave` and `elsewhere`: where a chain is complete, and where an unplaced visit stands."""
        late = problem.centre.comfort.late_day
        self.end = np.array([problem.last_day(start) for start in self._starts], dtype=np.int64)
        days = self.days[:, None]
        overdue_at = days + self.limit
        self.leave = np.where(overdue_at >= self.end, late * np.maximum(0, self.end - days - self.target), INF)
        self.first_leave = np.where(self.first_limit >= self.end, late * np.maximum(0, self.end - self.first_target), INF)
        self.elsewhere = np.where((overdue_at < self.end) & self.may_be_elsewhere, overdue_at, -1)
        stands = np.maximum(self.first_limit, 0)
        self.first_elsewhere = np.where((self.first_limit < self.end) & self.may_be_elsewhere, stands, -1)

    def _count_dues(self, problem: Problem) -> None:
        self.dues = np.zeros((len(self.days), self.size), dtype=np.int64)
        for column, start in enumerate(self._starts):
            for due in start.review_dues:
                self.dues[self.days >= problem.day(due), column] += 1

    def _hold(self, bookings: Bookings) -> None:
        """Make the chains pass the held visits, mark told ones, and keep the pins without a date."""
        self.passes = np.zeros((len(self.days), self.size), dtype=np.int64)
        self.own: list[tuple[int, int, int]] = []
        self.told: list[tuple[int, int, int]] = []
        self.late: dict[int, list[Late]] = {}
        self.unreachable: set[int] = set()
        held = [h for h in bookings.held if h.patient in self._column]
        self._keep_days_apart(held)
        for h in held:
            self._pass(h)
        for h in held:
            if self.elastic and h.fixed_by_person and h.day in self.row:
                self._reach(h)
            if h.own_kind and not h.stays:
                self._reach_early(h)
        for patient, session in bookings.told:
            key = self._problem.sessions[session].key
            row = self.row.get(self._problem.day(key.on))
            if patient in self._column and row is not None:
                self.told.append((HALVES.index(key.half_day), row, self._column[patient]))
        self.told_set = frozenset(self.told)
        self.own_set = frozenset(self.own)
        for patient, visit in bookings.loose:
            if patient in self._column:
                self._keep_near(visit, self._column[patient])
        self._close_behind_passes()

    def _keep_days_apart(self, held: Sequence[Held]) -> None:
        """A patient with a booked visit that does not fill gets no other visit that day, unless it is set there already."""
        filling = {kind.kind for kind in self._problem.centre.visit_kinds if kind.fills}
        set_there = {(self._column[h.patient], h.day) for h in held}
        for visit in self._problem.kept:
            day = self._problem.day(visit.session.on)
            if visit.kind in filling or day not in self.row:
                continue
            for column, start in enumerate(self._starts):
                if start.patient.patient == visit.patient and (column, day) not in set_there:
                    self.comfort[:, self.row[day], column] = INF

    def _pass(self, held: Held) -> None:
        column = self._column[held.patient]
        row = self.row.get(held.day)
        if row is None:
            self.unreachable.add(column)
            return
        self.passes[row:, column] += 1
        if held.session is not None:
            half = HALVES.index(self._problem.sessions[held.session].key.half_day)
            self.comfort[1 - half, row, column] = INF
            if held.own_kind:
                self.own.append((half, row, column))

    def _reach(self, held: Held) -> None:
        """Add the steps to a date fixed by a person that lie beyond the reach of the usual ones."""
        column, day = self._column[held.patient], held.day
        weights = self._problem.centre.comfort
        row, limit, target = self.row[day], int(self.limit[column]), int(self.target[column])
        far = np.flatnonzero(self.days + limit + BEYOND_LIMIT_DAYS < day)
        before = [int(r) for r in far if self.passes[row - 1, column] == self.passes[r, column]]
        for r in before:
            gap = day - int(self.days[r])
            self.late.setdefault(r, []).append(Late(row, column, gap - limit, weights.late_day * (gap - target)))
        first_limit, first_target = int(self.first_limit[column]), int(self.first_target[column])
        first_held = row == 0 or self.passes[row - 1, column] == 0
        if first_held and day > max(first_limit, 0) + BEYOND_LIMIT_DAYS:
            cost = weights.late_day * max(0, day - first_target)
            self.late.setdefault(-1, []).append(Late(row, column, day - first_limit, cost))

    def _reach_early(self, held: Held) -> None:
        """Add the steps to a visit of a kind of its own before its earliest date: it comes when its reason does."""
        column, day = self._column[held.patient], held.day
        early = self._problem.centre.comfort.early_day
        row, target = self.row.get(day), int(self.target[column])
        if row is None:
            return
        near = np.flatnonzero((self.days < day) & (self.days + int(self.least[column]) > day))
        for r in (int(r) for r in near if self.passes[row - 1, column] == self.passes[r, column]):
            self.late.setdefault(r, []).append(Late(row, column, 0, early * (target - day + int(self.days[r]))))
        first_held = row == 0 or self.passes[row - 1, column] == 0
        if first_held and day < self.first_earliest[column]:
            cost = early * (int(self.first_target[column]) - day)
            self.late.setdefault(-1, []).append(Late(row, column, 0, cost))

    def _keep_near(self, visit: Visit, column: int) -> None:
        problem = self._problem
        near = np.abs(self.days - problem.day(visit.session.on)) <= NEAR_DAYS
        for half, row in np.argwhere(self.session >= 0):
            own = (int(half), int(row), column) in self.own_set  # another visit, that stays where it is
            if near[row] and not own and not self._pin_holds(visit, int(self.session[half, row])):
                self.comfort[half, row, column] = INF

    def _pin_holds(self, visit: Visit, index: int) -> bool:
        problem = self._problem
        session, shape = problem.sessions[index], problem.shapes[index]
        if Pin.HALF_DAY in visit.pins and session.key.half_day is not visit.session.half_day:
            return False
        asked = request_for(problem, visit, session, frozen=False)
        return (
            (asked.operator is None or asked.operator in session.operators)
            and (asked.place is None or asked.place <= session.places)
            and (asked.start is None or asked.start in shape.starts(asked.work))
        )

    def _close_behind_passes(self) -> None:
        """A chain may not leave, nor a visit be taken as done elsewhere, across a held visit."""
        if not self.passes.any():
            return
        total = self.passes[-1]
        self.leave = np.where(self.passes == total, self.leave, INF)
        self.first_leave = np.where(total == 0, self.first_leave, INF)
        columns = np.arange(self.size)
        there = self.passes[np.maximum(self.elsewhere, 0), columns]
        self.elsewhere = np.where(there == self.passes, self.elsewhere, -1)
        first_there = self.passes[np.maximum(self.first_elsewhere, 0), columns]
        self.first_elsewhere = np.where(first_there == 0, self.first_elsewhere, -1)
