"""What the tests ask of a made-up centre that is planned, published and told."""

from collections.abc import Callable
from datetime import date

from refillplan.domain.centre import Centre
from refillplan.domain.visits import Visit
from refillplan.services.calls.proposals import Proposal

TODAY = date(2027, 1, 4)
CODE = "MADE"
Make = Callable[[int], Centre]


def proposal(proposed: object) -> Proposal:
    """Return what must be a proposal."""
    assert isinstance(proposed, Proposal), proposed
    return proposed


def coming(centre: Centre, after: date = TODAY) -> list[Visit]:
    """Return the booked visits after a day, by time."""
    return sorted((v for v in centre.visits if v.session.on > after), key=lambda v: (v.starts_at, v.patient))


def places(visits: tuple[Visit, ...]) -> set[tuple[str, str, str]]:
    """Return who comes when."""
    return {(v.patient, str(v.session), f"{v.starts_at:%H:%M}") for v in visits}
