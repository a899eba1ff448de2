"""Kinds of visit: what each occupies in a session."""

from dataclasses import dataclass

from refillplan.domain.codes import require_code
from refillplan.domain.messages import N_, require

REFILL = "refill"
"""The kind that a chain is made of; every centre defines it."""

POST_OPERATIVE_FILL = "post_operative_fill"
"""The kind that follows a pump replacement and restarts the chain; a centre that places replacements defines it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitKind:
    """One kind of visit.

    Parameters
    ----------
    kind
        Its code, for example ``refill``.
    place_minutes
        Minutes that a place is occupied, from the start.
    operator_minutes
        Minutes that one operator is busy, from the start; at most ``place_minutes``.
    needs_physician
        Whether a physician must be among the session's operators.
    fills
        Whether the visit fills the reservoir, and so restarts the chain.
    """

    kind: str
    place_minutes: int
    operator_minutes: int
    needs_physician: bool
    fills: bool

    def __post_init__(self) -> None:
        require_code("kind", self.kind)
        require(
            1 <= self.place_minutes <= 1440,
            "place_minutes",
            N_("place_minutes is {value}: from 1 to 1440"),
            value=self.place_minutes,
        )
        require(
            0 <= self.operator_minutes <= self.place_minutes,
            "operator_minutes",
            N_("operator_minutes is {value}: from 0 to place_minutes ({most})"),
            value=self.operator_minutes,
            most=self.place_minutes,
        )
