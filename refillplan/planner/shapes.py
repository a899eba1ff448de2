"""A session as far as it decides what fits into it, and what is asked of it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Work:
    """What a visit of one kind occupies, in minutes from its start."""

    kind: str
    place_minutes: int
    operator_minutes: int
    needs_physician: bool


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Taken:
    """A booking that stays as it is: minutes after the opening, and what it keeps busy."""

    start: int
    place: int
    place_minutes: int
    operator: str
    operator_minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """A session as far as it decides what fits.

    Parameters
    ----------
    minutes
        Length of the session.
    grid
        Minutes between possible starts, counted from the opening.
    skills
        Per operator present: code and the kinds that they do, in a fixed order.
    physician
        Whether one of them is a physician.
    taken
        Bookings that stay exactly as they are.
    """

    minutes: int
    grid: int
    places: int
    skills: tuple[tuple[str, frozenset[str]], ...]
    physician: bool
    taken: tuple[Taken, ...] = ()

    def starts(self, work: Work) -> range:
        """Return the possible starts of a visit, in minutes after the opening; none if it cannot be done here."""
        if work.needs_physician and not self.physician:
            return range(0)
        return range(0, self.minutes - work.place_minutes + 1, self.grid)


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A visit to be given a start, a place and an operator.

    Parameters
    ----------
    start, place, operator
        Fixed by a pin or because the visit is frozen; None: free.
    told_start
        The start that the patient was told, kept where possible.
    usual_operator, usual_place
        Kept where possible.
    """

    work: Work
    start: int | None = None
    place: int | None = None
    operator: str | None = None
    told_start: int | None = None
    usual_operator: str | None = None
    usual_place: int | None = None

    @property
    def fixed(self) -> bool:
        """Whether anything beyond the kind decides where it fits."""
        return self.start is not None or self.place is not None or self.operator is not None
