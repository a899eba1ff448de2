"""Settings of a centre: the numbers that it plans by, each its own choice, with a source where there is one."""

from dataclasses import dataclass
from datetime import date

from refillplan.domain.messages import N_, message, require

BEYOND_LIMIT_DAYS = 28
"""Latest that a visit may be placed beyond its limit, in days (design 4.1)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Protocol:
    """Interval from a fill to the next, in days: not before, best, and the hard edge.

    Parameters
    ----------
    min_days, target_days, limit_days
        Days after the fill; ``1 <= min_days <= target_days <= limit_days``.
    source
        The document that the numbers come from.
    valid_from
        First day on which the centre applies them.
    """

    min_days: int = 35
    target_days: int = 42
    limit_days: int = 45
    source: str
    valid_from: date

    def __post_init__(self) -> None:
        require(self.min_days >= 1, "min_days", N_("min_days is {days}: at least 1 day"), days=self.min_days)
        require(
            self.min_days <= self.target_days,
            "target_days",
            N_("the target of {target} days is before the earliest, {earliest} days"),
            target=self.target_days,
            earliest=self.min_days,
        )
        require(
            self.target_days <= self.limit_days,
            "limit_days",
            N_("the limit of {limit} days is before the target of {target} days"),
            limit=self.limit_days,
            target=self.target_days,
        )
        require(self.limit_days <= 365, "limit_days", N_("limit_days is {days}: at most 365"), days=self.limit_days)
        require(bool(self.source.strip()), "source", N_("the protocol needs a source"))


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanningSettings:
    """How far and how finely a centre plans.

    Parameters
    ----------
    weeks
        Length of the horizon in weeks.
    frozen_days
        Told visits up to this many days after today stay where they are.
    grid_minutes
        Visits start on multiples of this many minutes after the opening.
    reserve_places_per_week
        Refills that each ISO week could still take, kept for rinses and walk-ins.
    """

    weeks: int = 52
    frozen_days: int = 7
    grid_minutes: int = 15
    reserve_places_per_week: int = 0

    def __post_init__(self) -> None:
        require(1 <= self.weeks <= 260, "weeks", N_("weeks is {value}: from 1 to 260"), value=self.weeks)
        require(0 <= self.frozen_days <= 365, "frozen_days", N_("frozen_days is {value}: from 0 to 365"), value=self.frozen_days)
        require(
            1 <= self.grid_minutes <= 120,
            "grid_minutes",
            N_("grid_minutes is {value}: from 1 to 120"),
            value=self.grid_minutes,
        )
        require(
            0 <= self.reserve_places_per_week <= 100,
            "reserve_places_per_week",
            N_("reserve_places_per_week is {value}: from 0 to 100"),
            value=self.reserve_places_per_week,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ComfortWeights:
    """Integer weights of the comfort tier (design 4.1, tier 4), per day or per visit."""

    early_day: int = 1
    late_day: int = 3
    other_weekday: int = 2
    other_half_day: int = 1
    soft_unavailability: int = 5
    crowding: int = 1

    def __post_init__(self) -> None:
        for name in self.__slots__:
            value = getattr(self, name)
            require(0 <= value <= 1000, name, N_("{name} is {value}: from 0 to 1000"), name=message(name), value=value)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewRule:
    """The regular review that rides on a refill: its longer visit kind, and every how many months."""

    kind: str
    every_months: int

    def __post_init__(self) -> None:
        require(
            1 <= self.every_months <= 120,
            "every_months",
            N_("every_months is {value}: from 1 to 120"),
            value=self.every_months,
        )
