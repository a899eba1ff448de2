"""A good plan where none is known: the surest chains are settled first, and the others are generated anew around them."""

from collections import Counter
from collections.abc import Iterator, Sequence

from refillplan.planner.capacity import Capacity
from refillplan.planner.generation import Generated, Generator
from refillplan.planner.master import Mix
from refillplan.planner.pricing import OWN, Column
from refillplan.planner.progress import Stop

_SURE = 0.8  # chains with at least this share are settled together
_TRACE = 1e-6  # shares and sums below this are rounding


def dive(generator: Generator, generated: Generated, capacity: Capacity, patients: int, stop: Stop) -> tuple[Column, ...] | None:
    """Return a plan made by settling chain after chain, None where the chains settled leave somebody without any.

    Parameters
    ----------
    generator, generated
        At its end; spent afterwards, as its prices prove nothing any more.
    patients
        How many chains a plan has.
    """
    settled: dict[int, Column] = {}
    room = _Room(capacity)
    mix = generated.mix
    while len(settled) < patients:
        picked: list[int] = []
        for position in _surest(mix):
            column = generator.offered(position)
            if picked and mix.shares[position] < _SURE:
                break
            if column.patient not in settled and room.take(column):
                settled[column.patient] = column
                picked.append(position)
        if not picked:
            return None
        left = generator.settle(picked, room.full(), stop)
        if left is None or left.missing > _TRACE:
            return None
        mix = left
    return tuple(settled[patient] for patient in sorted(settled))


def _surest(mix: Mix) -> Iterator[int]:
    shares = mix.shares.tolist()
    used = [position for position, share in enumerate(shares) if share > _TRACE]
    yield from sorted(used, key=lambda position: (-round(shares[position], 6), position))


class _Room:
    """What the settled chains leave of sessions and reserves."""

    def __init__(self, capacity: Capacity) -> None:
        self._capacity = capacity
        self._taken: Counter[tuple[int, int]] = Counter()

    def take(self, column: Column) -> bool:
        """Take the chain's places if they are there."""
        stops = [divmod(stop, 3) for stop in column.stops if stop >= 0 and stop % 3 != OWN]
        fits = self._fits(stops)
        if fits:
            self._taken.update(stops)
        return fits

    def full(self) -> set[int]:
        """Return the stops for which there is no room any more."""
        sessions = range(len(self._capacity.profiles))
        return {3 * s + kind for s in sessions for kind in range(2) if not self._fits([(s, kind)])}

    def _fits(self, stops: Sequence[tuple[int, int]]) -> bool:
        self._taken.update(stops)
        sessions = {session for session, _ in stops}
        fits = all(self._holds(session) for session in sessions) and self._keeps_reserve(sessions)
        self._taken.subtract(stops)
        return fits

    def _holds(self, session: int) -> bool:
        return self._capacity.profiles[session].holds(self._taken[session, 0], self._taken[session, 1])

    def _keeps_reserve(self, sessions: set[int]) -> bool:
        weeks = [week for week in self._capacity.weeks if not sessions.isdisjoint(week.sessions)]
        return all(sum(self._left(session) for session in week.sessions) >= week.needed for week in weeks)

    def _left(self, session: int) -> int:
        return self._capacity.room(session, self._taken[session, 0], self._taken[session, 1])
