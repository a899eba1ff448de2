"""The words of Timefold's local search: slots to choose among, bookings that choose one, and what the rules cost.

Importing it starts Java, into which Timefold translates these classes. A booking is the k-th visit of a patient; it chooses
one of the patient's half-days or none. The calculator is incremental, the fastest kind that Timefold has.
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

GONE = 1_000_000
"""The day on which a booking stands that its chain does not need any more."""


@dataclass
class Slot:
    """A half-day that a patient can come in: its session, and what it costs this patient."""

    session: int
    day: int
    wish: int
    told: int


@planning_entity
@dataclass
class Booking:
    """The k-th visit of a patient; days of its window count from the day on which the booking before stands, or from day 0."""

    number: Annotated[int, PlanningId]
    patient: str
    first: int
    last: int
    earliest: int
    target: int
    limit: int
    end: int
    slots: Annotated[list[Slot], ValueRangeProvider]
    slot: Annotated[Slot | None, PlanningVariable(allows_unassigned=True)] = field(default=None)


@planning_solution
@dataclass
class Book:
    """All bookings, chain after chain, numbered in that order; and the sessions' rooms and comfortable numbers."""

    bookings: Annotated[list[Booking], PlanningEntityCollectionProperty]
    room: list[int]
    comfortable: list[int]
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
            self.seat(booking)
            self.count(booking)

    def after_variable_changed(self, entity: Booking, variable_name: str) -> None:
        """Move the booking and count it and those behind it."""
        self.seat(entity)
        number = entity.number
        before = self.stands[number]
        self.count(entity)
        while number < entity.last and self.stands[number] != before:
            number = number + 1
            before = self.stands[number]
            self.count(self.book.bookings[number])

    def seat(self, booking: Booking) -> None:
        """Take the booking out of its session and put it into the one chosen."""
        old = self.session[booking.number]
        new = -1 if booking.slot is None else booking.slot.session
        self.session[booking.number] = new
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
        """Replace what a booking costs."""
        number = booking.number
        hangs_on = self.stands[number - 1] if number > booking.first else 0
        limit = hangs_on + booking.limit
        gone = hangs_on >= 1_000_000
        day, illegal, unplaced, beyond, told, comfort = 1_000_000, 0, 0, 0, 0, 0
        slot = booking.slot
        if slot is not None and gone:
            illegal = 100
        elif slot is not None:
            day = slot.day
            late_from = limit if limit > 0 else 0
            illegal = max(0, hangs_on + booking.earliest - day, day - late_from - 28)
            beyond = max(0, day - limit)
            told = slot.told
            off = day - hangs_on - booking.target
            comfort = slot.wish + max(off * self.book.late_day, -off * self.book.early_day)
        elif not gone and limit < booking.end:
            day = limit if limit > 0 else 0
            unplaced = 1
        elif not gone:
            comfort = self.book.late_day * max(0, booking.end - hangs_on - booking.target)
        totals = self.totals
        totals[0] = totals[0] + illegal - self.illegal[number]
        totals[1] = totals[1] + unplaced - self.unplaced[number]
        totals[2] = totals[2] + beyond - self.beyond[number]
        totals[3] = totals[3] + told - self.told[number]
        totals[4] = totals[4] + comfort - self.comfort[number]
        self.stands[number] = day
        self.illegal[number] = illegal
        self.unplaced[number] = unplaced
        self.beyond[number] = beyond
        self.told[number] = told
        self.comfort[number] = comfort

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
