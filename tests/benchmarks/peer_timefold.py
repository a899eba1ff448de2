"""Timefold from its package: local search from the nurse's plan on, in Java 17, on one thread."""

from peer_greedy import greedy_chains
from peer_ground import BEYOND_DAYS, FIGURES, Ground, Person, Solved, Stops, tiers_of
from peer_timefold_model import Book, Booking, Calculator, Slot
from timefold.solver import SolverFactory
from timefold.solver.config import Duration, EnvironmentMode, ScoreDirectorFactoryConfig, SolverConfig, TerminationConfig

NOTHING = tiers_of([0] * FIGURES)


def solve_timefold(ground: Ground, *, seconds: float) -> Solved:
    """Return the best chains of a search of so many seconds; it proves nothing."""
    config = SolverConfig(
        solution_class=Book,
        entity_class_list=[Booking],
        environment_mode=EnvironmentMode.NO_ASSERT,
        random_seed=1,
        score_director_factory_config=ScoreDirectorFactoryConfig(incremental_score_calculator_class=Calculator),
        termination_config=TerminationConfig(spent_limit=Duration(milliseconds=max(1, int(1000 * seconds)))),
    )
    book = _book(ground)
    found = SolverFactory.create(config).build_solver().solve(book)
    if not found.score.is_feasible:
        return Solved(chains=None, bounds=NOTHING)
    return Solved(chains=_chains(ground, found), bounds=NOTHING)


def _book(ground: Ground) -> Book:
    hint = greedy_chains(ground)
    bookings: list[Booking] = []
    for person in ground.people:
        bookings += _bookings(ground, person, hint[person.code], len(bookings))
    weights = ground.centre.comfort
    return Book(bookings, ground.room, ground.comfortable, weights.early_day, weights.late_day, weights.crowding)


def _bookings(ground: Ground, person: Person, hint: Stops, first: int) -> list[Booking]:
    """Return as many bookings as the patient can need; each may lie in any half-day that a chain can reach."""
    bookings: list[Booking] = []
    low, high, gap = 0, 0, person.first
    while not bookings or low < person.end:
        low, high = max(0, low + gap.earliest), min(person.end - 1, max(high + gap.limit, 0) + BEYOND_DAYS)
        slots = [
            Slot(s, day, wish, int(s in person.told))
            for day in range(low, high + 1)
            for s, wish in person.wishes.get(day, {}).items()
        ]
        stop = hint[len(bookings)] if len(bookings) < len(hint) else -1
        bookings.append(
            Booking(
                number=first + len(bookings),
                patient=person.code,
                first=first,
                last=first,
                earliest=gap.earliest,
                target=gap.target,
                limit=gap.limit,
                end=person.end,
                slots=slots,
                slot=next((slot for slot in slots if slot.session == stop), None),
            )
        )
        gap = person.interval
    for booking in bookings:
        booking.last = first + len(bookings) - 1
    return bookings


def _chains(ground: Ground, book: Book) -> dict[str, Stops]:
    """Read the chains back: where a booking without a slot falls due, the visit is taken as done elsewhere."""
    chains: dict[str, Stops] = {person.code: [] for person in ground.people}
    stands = 0
    for booking in book.bookings:
        hangs_on = 0 if booking.number == booking.first else stands
        if booking.slot is not None:
            chains[booking.patient].append(booking.slot.session)
            stands = booking.slot.day
        elif hangs_on + booking.limit < booking.end:
            stands = max(0, hangs_on + booking.limit)
            chains[booking.patient].append(-1 - stands)
    return chains
