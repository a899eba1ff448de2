"""What a careful nurse does by hand: at each visit the next one is booked, in the best session that still has room."""

import heapq

from peer_ground import Ground, Person, Span, Stops


def greedy_chains(ground: Ground) -> dict[str, Stops]:
    """Return everybody's chain, booked one visit at a time in the order in which visits fall due.

    Each visit goes where the four figures rise least, crowding included: inside the limit if anything is free there, else as
    few days beyond it as possible, else nowhere. Told visits have their places until their patient is booked past them.
    """
    return _Book(ground).chains()


class _Book:
    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._free = list(ground.room)
        self._kept = [set(person.told) for person in ground.people]
        for told in self._kept:
            for session in told:
                self._free[session] -= 1

    def chains(self) -> dict[str, Stops]:
        people = self._ground.people
        chains: dict[str, Stops] = {person.code: [] for person in people}
        due = [(person.first.target, number, person.first) for number, person in enumerate(people)]
        heapq.heapify(due)
        while due:
            _, number, span = heapq.heappop(due)
            person = people[number]
            if person.leaving(span) is not None:
                continue
            stop = self._book(person, span, self._kept[number])
            chains[person.code].append(stop)
            after = person.after(self._ground.day[stop] if stop >= 0 else -1 - stop)
            heapq.heappush(due, (after.target, number, after))
        return chains

    def _book(self, person: Person, span: Span, kept: set[int]) -> int:
        ground, free = self._ground, self._free
        options = []
        for day in person.days(span, elastic=True):
            for session, wish in person.wishes[day].items():
                told = session in kept
                if free[session] + told > 0:
                    crowded = ground.room[session] - free[session] - told >= ground.comfortable[session]
                    comfort = person.distance(span, day) + wish + ground.centre.comfort.crowding * crowded
                    options.append((max(0, day - span.limit), not told, comfort, session))
        stop = min(options)[-1] if options else -1 - span.late_from
        stands = ground.day[stop] if stop >= 0 else span.late_from
        for session in [session for session in kept if ground.day[session] <= stands]:
            kept.remove(session)
            free[session] += 1
        if stop >= 0:
            free[stop] -= 1
        return stop
