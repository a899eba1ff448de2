"""Scenarios: named sets of changes to a centre, to be looked at and never carried out."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date

from refillplan.domain.centre import Centre
from refillplan.domain.codes import require_code
from refillplan.domain.field_words import in_words
from refillplan.domain.half_days import HalfDay
from refillplan.domain.messages import N_, require
from refillplan.domain.newcomers import MOST_NEWCOMERS, with_newcomers
from refillplan.domain.sessions import Closure, Leave
from refillplan.domain.settings import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacesChange:
    """Places more (or fewer, below 0) in one half-day of every week."""

    weekday: int
    half_day: HalfDay
    more: int

    def __post_init__(self) -> None:
        require(1 <= self.weekday <= 7, "weekday", N_("weekday is {value}: from 1 (Monday) to 7 (Sunday)"), value=self.weekday)
        require(-200 <= self.more <= 200, "places", N_("{value} places more: from -200 to 200"), value=self.more)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """Changes under one name.

    Parameters
    ----------
    patients
        Number of new patients (see `refillplan.domain.newcomers`).
    limit_days, target_days
        The protocol's, in days after a fill; None: as they are.
    """

    name: str
    closures: tuple[Closure, ...] = ()
    leaves: tuple[Leave, ...] = ()
    patients: int = 0
    limit_days: int | None = None
    target_days: int | None = None
    places: tuple[PlacesChange, ...] = ()

    def __post_init__(self) -> None:
        require_code("name", self.name)
        require(
            0 <= self.patients <= MOST_NEWCOMERS,
            "patients",
            N_("{value} new patients: from 0 to {most}"),
            value=self.patients,
            most=MOST_NEWCOMERS,
        )
        for name, days in (("limit_days", self.limit_days), ("target_days", self.target_days)):
            require(
                days is None or 1 <= days <= 365,
                name,
                N_("{name} is {value}: from 1 to 365"),
                name=in_words(name),
                value=str(days),
            )
        changed = (self.closures, self.leaves, self.patients, self.limit_days, self.target_days, self.places)
        require(any(changed), "name", N_("the scenario {name} changes nothing"), name=self.name)


def apply_scenario(centre: Centre, scenario: Scenario, today: date) -> Centre:
    """Return the centre with the changes made; the one given stays as it is.

    Raises
    ------
    InvalidValue
        If the centre has no such operator or half-day, or the changed numbers contradict each other.
    """
    staff = {operator.operator for operator in centre.operators}
    for leave in scenario.leaves:
        require(leave.operator in staff, "operator", N_("the centre has no operator {operator}"), operator=leave.operator)
    changed = replace(
        centre,
        protocol=_protocol(centre.protocol, scenario),
        closures=(*centre.closures, *scenario.closures),
        leaves=(*centre.leaves, *scenario.leaves),
    )
    return with_newcomers(with_places(changed, scenario.places), scenario.patients, today)


def with_places(centre: Centre, changes: tuple[PlacesChange, ...]) -> Centre:
    """Return the centre with places more or fewer in half-days of its week.

    Raises
    ------
    InvalidValue
        If it never opens on such a half-day, or fewer than no places or more than 200 are left.
    """
    more: Counter[tuple[int, HalfDay]] = Counter()
    for change in changes:
        require(
            any((known.weekday, known.half_day) == (change.weekday, change.half_day) for known in centre.sessions),
            "places",
            N_("the unit does not open on half-day {half_day} of weekday {weekday}"),
            half_day=change.half_day.value,
            weekday=change.weekday,
        )
        more[change.weekday, change.half_day] += change.more
    sessions = (replace(known, places=known.places + more[known.weekday, known.half_day]) for known in centre.sessions)
    return replace(centre, sessions=tuple(sessions))


def _protocol(protocol: Protocol, scenario: Scenario) -> Protocol:
    """Change the numbers; a shorter limit or target pulls down what it would cut, as a patient's own does."""
    if scenario.limit_days is None and scenario.target_days is None:
        return protocol
    limit = protocol.limit_days if scenario.limit_days is None else scenario.limit_days
    target = min(protocol.target_days, limit) if scenario.target_days is None else scenario.target_days
    return replace(protocol, min_days=min(protocol.min_days, target), target_days=target, limit_days=limit)
