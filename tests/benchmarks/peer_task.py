"""What the race hands to a contender's process, and what it gets back."""

from dataclasses import dataclass
from datetime import date

from peer_ground import Stops

from refillplan.domain.centre import Centre
from refillplan.domain.plans import Plan, Tiers

NOTHING = Tiers()
"""Bounds of who proves nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What a contender is to do.

    Parameters
    ----------
    seconds
        After which it is to end with the best it has.
    cores
        On how many cores its process may run.
    """

    contender: str
    centre: Centre
    today: date
    weeks: int
    seconds: float
    cores: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a contender found: a plan, or chains that make one, or nothing; and what it proved.

    Parameters
    ----------
    passes
        How often all patients' legal steps were priced; None where nothing is priced.
    """

    plan: Plan | None = None
    chains: dict[str, Stops] | None = None
    bounds: Tiers = NOTHING
    passes: float | None = None
