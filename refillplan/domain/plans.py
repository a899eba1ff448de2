"""A plan: what the planner decided, with its figures and what it could not place."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from refillplan.domain.half_days import SessionKey
from refillplan.domain.messages import Message
from refillplan.domain.visits import Visit


@dataclass(frozen=True, slots=True, kw_only=True)
class Horizon:
    """The days planned: from ``start_on``, the day after today, to the day before ``end_on``."""

    start_on: date
    end_on: date

    @staticmethod
    def after(today: date, weeks: int) -> "Horizon":
        """Return the horizon of ``weeks`` whole weeks that starts the day after ``today``."""
        start_on = today + timedelta(days=1)
        return Horizon(start_on=start_on, end_on=start_on + timedelta(weeks=weeks))

    @property
    def days(self) -> int:
        """Number of days planned."""
        return (self.end_on - self.start_on).days


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Tiers:
    """The four figures of a plan, in the order in which they count (design 4.1)."""

    unplaced: int = 0
    beyond_limit_days: int = 0
    moved: int = 0
    comfort: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanException:
    """A visit that has no session inside its limit: placed later (``placed``) or not at all (None).

    A visit that is not placed at all is taken as done elsewhere on ``assumed_on``: its limit, or the
    first day planned if the limit has passed; the windows after it hang on that day.
    """

    patient: str
    limit_on: date
    reason: Message
    placed: SessionKey | None
    assumed_on: date | None
    nearest_before: SessionKey | None
    nearest_after: SessionKey | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NotPlanned:
    """A patient on the centre's list who gets no chain, and why."""

    patient: str
    reason: Message


class PlanState(StrEnum):
    """Draft (not told), published (the one in force) or past."""

    DRAFT = "draft"
    PUBLISHED = "published"
    PAST = "past"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """One version of the plan of a centre.

    Parameters
    ----------
    today
        The day it was made; it plans from the day after.
    visits
        Sorted by start, then patient.
    tiers, bounds
        What the plan costs in each tier, and a proved lower bound of it.
    """

    centre: str
    today: date
    horizon: Horizon
    visits: tuple[Visit, ...]
    exceptions: tuple[PlanException, ...] = ()
    not_planned: tuple[NotPlanned, ...] = ()
    tiers: Tiers = Tiers()
    bounds: Tiers = Tiers()

    @property
    def proven_optimal(self) -> bool:
        """Whether no better plan exists, tier by tier."""
        return self.tiers == self.bounds


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """The planner's answer: a plan, and the seconds it took."""

    plan: Plan
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Infeasible:
    """The planner's answer where pins contradict each other: each conflict in one sentence."""

    conflicts: tuple[Message, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Undecided:
    """The planner's answer where it was stopped, or could not tell, before it had a plan."""

    reason: Message


Outcome = Planned | Infeasible | Undecided
