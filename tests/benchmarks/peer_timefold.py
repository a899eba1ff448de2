"""Timefold from its package: local search from the nurse's plan on, in Java 17, on one thread."""

from collections.abc import Mapping
from functools import cache

from peer_ground import BEYOND_DAYS, FIGURES, Ground, Person, Solved, Stops, tiers_of
from peer_timefold_model import UNPLACED, Book, Booking, Calculator, Step
from timefold.solver import SolverFactory
from timefold.solver.config import Duration, EnvironmentMode, ScoreDirectorFactoryConfig, SolverConfig, TerminationConfig


def solve_timefold(ground: Ground, hint: Mapping[str, Stops], *, seconds: float) -> Solved:
    """Return the best chains of a search of so many seconds; it proves nothing."""
    config = SolverConfig(
        solution_class=Book,
        entity_class_list=[Booking],
        environment_mode=EnvironmentMode.NO_ASSERT,
        random_seed=1,
        score_director_factory_config=ScoreDirectorFactoryConfig(incremental_score_calculator_class=Calculator),
        termination_config=TerminationConfig(spent_limit=Duration(milliseconds=max(1, int(1000 * seconds)))),
    )
    found = SolverFactory.create(config).build_solver().solve(_book(ground, hint))
    return Solved(chains=_chains(ground, found) if found.score.is_feasible else None, bounds=tiers_of([0] * FIGURES))


def _book(ground: Ground, hint: Mapping[str, Stops]) -> Book:
    """Lay the bookings of all; where the hint keeps everybody inside the limits, gaps beyond them are not tried."""
    inside = all(_inside(ground, person, hint[person.code]) for person in ground.people)
    bookings: list[Booking] = []
    lists: tuple[list[int], list[int], list[int], list[int]] = ([], [], [], [])
    for person in ground.people:
        bookings += _bookings(ground, person, hint[person.code], len(bookings), len(lists[0]), inside=inside)
        for whole, mine in zip(lists, _days(person), strict=True):
            whole.extend(mine)
    weights = ground.centre.comfort
    return Book(bookings, ground.room, ground.comfortable, *lists, weights.early_day, weights.late_day, weights.crowding)


def _inside(ground: Ground, person: Person, stops: Stops) -> bool:
    span = person.first
    for stop in stops:
        if stop < 0 or ground.day[stop] > span.limit:
            return False
        span = person.after(ground.day[stop])
    return True


def _bookings(ground: Ground, person: Person, hint: Stops, first: int, days_at: int, *, inside: bool) -> list[Booking]:
    """Return as many bookings as the patient can need."""
    bookings: list[Booking] = []
    low, hangs_on, gap = 0, 0, person.first
    while not bookings or low < person.end:
        low = max(0, low + gap.earliest)
        longest = gap.limit + (0 if inside else BEYOND_DAYS + max(0, -gap.limit))
        steps = _steps(gap.earliest, longest, inside)
        stop = hint[len(bookings)] if len(bookings) < len(hint) else None
        stands = hangs_on + gap.limit if stop is None else ground.day[stop] if stop >= 0 else -1 - stop
        wanted = (UNPLACED if stop is not None and stop < 0 else stands - hangs_on, _half(person, stop))
        bookings.append(
            Booking(
                number=first + len(bookings),
                first=first,
                last=first,
                patient=person.code,
                days_at=days_at,
                earliest=gap.earliest,
                target=gap.target,
                limit=gap.limit,
                end=person.end,
                steps=steps,
                step=next(step for step in steps if (step.gap, step.half) == wanted),
            )
        )
        hangs_on, gap = stands, person.interval
    for booking in bookings:
        booking.last = first + len(bookings) - 1
    return bookings


@cache
def _steps(shortest: int, longest: int, inside: bool) -> list[Step]:
    """Return what there is to choose, one list for all alike: handing them to Java takes its time."""
    gaps = [*range(shortest, longest + 1), *([] if inside else [UNPLACED])]
    return [Step(days, half) for days in gaps for half in range(2)]


def _half(person: Person, stop: int | None) -> int:
    return next((list(open_then).index(stop) for open_then in person.wishes.values() if stop in open_then), 0)


def _days(person: Person) -> tuple[list[int], list[int], list[int], list[int]]:
    """Return the nearest possible day of each day, and session, wish and whether told by ``2 * day + half``.

    Of a day with one session open, both halves mean that one.
    """
    possible = list(person.wishes)
    nearest = [min(possible, key=lambda other: abs(other - day), default=0) for day in range(person.end)]
    session, wish, told = ([0] * (2 * person.end) for _ in range(3))
    for day, open_then in person.wishes.items():
        for half in range(2):
            s = list(open_then)[min(half, len(open_then) - 1)]
            session[2 * day + half], wish[2 * day + half], told[2 * day + half] = s, open_then[s], int(s in person.told)
    return nearest, session, wish, told


def _chains(ground: Ground, book: Book) -> dict[str, Stops]:
    """Read the chains back as the calculator does."""
    chains: dict[str, Stops] = {person.code: [] for person in ground.people}
    stands: int | None = 0
    for booking in book.bookings:
        hangs_on = 0 if booking.number == booking.first else stands
        if hangs_on is None or (hangs_on + booking.limit >= booking.end and hangs_on + booking.step.gap >= booking.end):
            stands = None
        elif booking.step.gap == UNPLACED:
            stands = max(0, hangs_on + booking.limit)
            chains[booking.patient].append(-1 - stands)
        else:
            stands = book.nearest[booking.days_at + min(booking.end - 1, max(0, hangs_on + booking.step.gap))]
            chains[booking.patient].append(book.session[2 * (booking.days_at + stands) + booking.step.half])
    return chains
