"""What is spread, what is told meanwhile, and what comes back."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, Protocol, TypeVar

from refillplan.domain.messages import N_, Message, message

A = TypeVar("A")
A_contra = TypeVar("A_contra", contravariant=True)
B = TypeVar("B")
B_co = TypeVar("B_co", covariant=True)

MOST_ATTEMPTS = 3
"""A piece whose workers died so many times is given up: it may be what ends them."""

Stop = Callable[[], bool]
"""Asked often; once it says yes, the work is left."""


class Work(Protocol[A_contra, B_co]):
    """The work itself, a function of a module or a partial of one: it travels to the worker by its name."""

    def __call__(self, asked: A_contra, stop: Stop, /) -> B_co:
        """Answer what is asked; an exception is a fault of the program, and is told as one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece(Generic[A]):
    """One piece of work.

    Parameters
    ----------
    name
        Of its own among the pieces.
    size
        In any unit; of the pieces that wait, larger ones are begun first, so that the last ones to end are small.
    """

    name: str
    size: int
    asked: A


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered(Generic[B]):
    """The answer to a piece, and at which attempt it came."""

    name: str
    answer: B
    attempts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Lost:
    """A piece without an answer, and why."""

    name: str
    why: Message


class State(StrEnum):
    """What becomes of a piece: begun, or begun again because its worker died."""

    BEGUN = "begun"
    AGAIN = "again"


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """One line of news about a piece."""

    name: str
    state: State


Told = Callable[[News], None]
"""Called with news, from any thread; must return quickly."""


class Runner(Protocol):
    """Spreads pieces, and gives what comes back as it comes."""

    def __call__(self, work: Work[A, B], pieces: Iterable[Piece[A]], told: Told, stop: Stop) -> Iterator[Answered[B] | Lost]:
        """Do the work.

        Parameters
        ----------
        pieces
            Taken one by one while the workers come up, and at work already where they can be. Nothing is given before all
            are taken; an exception raised in making them ends the work.

        Raises
        ------
        WorkStopped
            Once ``stop`` says so; no worker goes on with a piece then.
        """


def begun(name: str, attempts: dict[str, int], told: Told) -> None:
    """Count and tell that a piece is begun, or begun again."""
    attempts[name] = attempts.get(name, 0) + 1
    told(News(name=name, state=State.BEGUN if attempts[name] == 1 else State.AGAIN))


class WorkStopped(Exception):
    """The work was told to stop."""


def fault_of_the_program(kind: str) -> Message:
    """Return why a piece has no answer where the work raised an exception of that kind."""
    return message(N_("a fault in the program ({kind})"), kind=kind)


def workers_died() -> Message:
    """Return why a piece has no answer where its workers died."""
    return message(N_("the worker died at each of {count} attempts (killed, or out of memory)"), count=MOST_ATTEMPTS)
