"""Steps that the usual reach of a network does not hold."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Late:
    """A step to a held visit out of the usual reach, too late or too early: rows, column, days beyond the limit, comfort."""

    to: int
    patient: int
    beyond: int
    comfort: int
