"""The words of Timefold's local search: steps to choose among, bookings that choose one, and what the rules cost.

Importing it starts Java, into which Timefold translates these classes. A booking is the k-th visit of a patient; it chooses the
gap to the visit before and a half-day. So one change moves the rest of a chain along, which is what plans need most: with a
half-day chosen for each visit alone, the search was stuck near where it began. A gap that ends on a day on which the patient
cannot come means the nearest one on which that is possible. The calculator is incremental, the fastest kind that there is.
"""

from dataclasses import dataclass, field
from typing import Annotated

from timefold.solver.domain import (
    PlanningEntityCollectionProperty,
    PlanningId,
    PlanningScore,
    PlanningVariable,
    ValueRangeProvider,
    planning_entity,
    planning_solution,
)
from timefold.solver.score import HardMediumSoftScore, IncrementalScoreCalculator

UNPLACED = 1_000
"""The gap of a booking that is taken as done elsewhere."""


@dataclass
class Step:
    """Days from the visit before, and morning (0) or afternoon (1)."""

    gap: int
    half: int


@planning_entity
@dataclass
class Booking:
    """The k-th visit of a patient; days of its window count from the day on which the booking before stands, or from day 0.

    ``days_at`` is where the patient's days begin in the book's lists.
    """

    number: Annotated[int, PlanningId]
    first: int
    last: int
    patient: str
    days_at: int
    earliest: int
    target: int
    limit: int
    end: int
    steps: Annotated[list[Step], ValueRangeProvider]
    step: Annotated[Step, PlanningVariable]


@planning_solution
@dataclass
class Book:
    """All bookings, chain after chain, numbered in that order; and what there is to know of sessions and patients' days.

    ``nearest`` has, patient after patient, the nearest possible day of each day; ``session``, ``wish`` and ``told`` have two
    entries for each day, one per half.
    """

    bookings: Annotated[list[Booking], PlanningEntityCollectionProperty]
    room: list[int]
    comfortable: list[int]
    nearest: list[int]
    session: list[int]
    wish: list[int]
    told: list[int]
    early_day: int
    late_day: int
    crowding: int
    score: Annotated[HardMediumSoftScore, PlanningScore] = field(default=None)


class Calculator(IncrementalScoreCalculator):
    """Keeps what every booking and session costs; a change is followed along its chain as far as days change."""

    book: Book
    visits: list[int]
    session: list[int]
    stands: list[int]
    illegal: list[int]
    unplaced: list[int]
    beyond: list[int]
    told: list[int]
    comfort: list[int]
    totals: list[int]

    def reset_working_solution(self, solution: Book) -> None:
        """Count everything anew."""
        self.book = solution
        bookings = len(solution.bookings)
        self.visits = [0] * len(solution.room)
        self.session = [-1] * bookings
        self.stands = [0] * bookings
        self.illegal = [0] * bookings
        self.unplaced = [0] * bookings
        self.beyond = [0] * bookings
        self.told = [0] * bookings
        self.comfort = [0] * bookings
        self.totals = [0, 0, 0, 0, 0]
        for booking in solution.bookings:
            self.count(booking)

    def after_variable_changed(self, entity: Booking, variable_name: str) -> None:
        """Count the booking anew, and those behind it that move along."""
        number = entity.number
        before = self.stands[number]
        self.count(entity)
        while number < entity.last and self.stands[number] != before:
            number = number + 1
            before = self.stands[number]
            self.count(self.book.bookings[number])

    def seat(self, number: int, new: int) -> None:
        """Take a booking out of its session and put it into another (-1: none)."""
        old = self.session[number]
        if old == new:
            return
        self.session[number] = new
        if old >= 0:
            self.visits[old] = self.visits[old] - 1
            if self.visits[old] >= self.book.room[old]:
                self.totals[0] = self.totals[0] - 1
            if self.visits[old] >= self.book.comfortable[old]:
                self.totals[4] = self.totals[4] - self.book.crowding
        if new >= 0:
            self.visits[new] = self.visits[new] + 1
            if self.visits[new] > self.book.room[new]:
                self.totals[0] = self.totals[0] + 1
            if self.visits[new] > self.book.comfortable[new]:
                self.totals[4] = self.totals[4] + self.book.crowding

    def count(self, booking: Booking) -> None:
        """Replace where a booking stands and what it costs; in small steps, which is what the translation to Java can do."""
        number = booking.number
        hangs_on = self.stands[number - 1] if number > booking.first else 0
        day = self.day_after(booking, hangs_on)
        at = self.at_on(booking, hangs_on, day)
        illegal = self.illegal_on(booking, hangs_on, day, at)
        unplaced = self.unplaced_after(booking, day, at)
        beyond = self.beyond_on(booking, hangs_on, day, at)
        told = self.told_at(at)
        comfort = self.comfort_on(booking, hangs_on, day, at)
        self.seat(number, self.session_at(at))
        self.totals[0] = self.totals[0] + illegal - self.illegal[number]
        self.totals[1] = self.totals[1] + unplaced - self.unplaced[number]
        self.totals[2] = self.totals[2] + beyond - self.beyond[number]
        self.totals[3] = self.totals[3] + told - self.told[number]
        self.totals[4] = self.totals[4] + comfort - self.comfort[number]
        self.stands[number] = day
        self.illegal[number] = illegal
        self.unplaced[number] = unplaced
        self.beyond[number] = beyond
        self.told[number] = told
        self.comfort[number] = comfort

    def day_after(self, booking: Booking, hangs_on: int) -> int:
        """The day on which a booking stands."""
        if hangs_on >= 1_000_000:
            return 1_000_000
        wanted = hangs_on + booking.step.gap
        limit = hangs_on + booking.limit
        if limit >= booking.end and wanted >= booking.end:
            return 1_000_000
        if booking.step.gap >= 1_000:
            return max(limit, 0)
        return self.book.nearest[booking.days_at + min(max(wanted, 0), booking.end - 1)]

    def at_on(self, booking: Booking, hangs_on: int, day: int) -> int:
        """Where to look up what a half-day costs; -1 without one."""
        if day >= 1_000_000 or booking.step.gap >= 1_000:
            return -1
        return 2 * (booking.days_at + day) + booking.step.half

    def session_at(self, at: int) -> int:
        """The session; -1 for none."""
        return -1 if at < 0 else self.book.session[at]

    def told_at(self, at: int) -> int:
        """One for a told visit."""
        return 0 if at < 0 else self.book.told[at]

    def illegal_on(self, booking: Booking, hangs_on: int, day: int, at: int) -> int:
        """Days by which a placed visit is outside what is legal."""
        if at < 0:
            return 0
        return max(0, hangs_on + booking.earliest - day, day - max(hangs_on + booking.limit, 0) - 28)

    def unplaced_after(self, booking: Booking, day: int, at: int) -> int:
        """One for a visit done elsewhere."""
        return 1 if at < 0 and day < 1_000_000 else 0

    def beyond_on(self, booking: Booking, hangs_on: int, day: int, at: int) -> int:
        """Days beyond the limit."""
        return 0 if at < 0 else max(0, day - hangs_on - booking.limit)

    def comfort_on(self, booking: Booking, hangs_on: int, day: int, at: int) -> int:
        """Distance from the target and wishes, or the cost of leaving."""
        if hangs_on >= 1_000_000:
            return 0
        if day >= 1_000_000:
            return self.book.late_day * max(0, booking.end - hangs_on - booking.target)
        if at < 0:
            return 0
        off = day - hangs_on - booking.target
        return self.book.wish[at] + max(off * self.book.late_day, -off * self.book.early_day)

    def calculate_score(self) -> HardMediumSoftScore:
        """Rules broken; unplaced visits before days beyond limits; told visits kept before comfort."""
        totals = self.totals
        medium = 100_000_000 * totals[1] + totals[2]
        return HardMediumSoftScore.of(-totals[0], -medium, 100_000_000 * totals[3] - totals[4])

    def before_variable_changed(self, entity: Booking, variable_name: str) -> None:
        """Nothing: what it cost is kept."""

    def before_entity_added(self, entity: Booking) -> None:
        """None is added."""

    def after_entity_added(self, entity: Booking) -> None:
        """None is added."""

    def before_entity_removed(self, entity: Booking) -> None:
        """None is removed."""

    def after_entity_removed(self, entity: Booking) -> None:
        """None is removed."""
