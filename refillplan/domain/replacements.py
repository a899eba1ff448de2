"""Decided pump replacements, the theatre days that they are put on, and what that costs."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from refillplan.domain.centre import Centre
from refillplan.domain.decisions import Choice, Decision, decisions_in_force
from refillplan.domain.devices import Pump
from refillplan.domain.half_days import SessionKey
from refillplan.domain.messages import Message
from refillplan.domain.visit_kinds import POST_OPERATIVE_FILL
from refillplan.domain.visits import Pin, Visit

SafeBy = Callable[[Centre, Pump], date | None]
"""Tells the safe-by date of a pump; None where nothing is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Replacement:
    """A pump replacement that a physician has decided.

    Parameters
    ----------
    safe_by_on
        The day by which it should be done; None where nothing is known.
    theatre_on
        Its theatre day, once it is placed.
    """

    patient: str
    serial: str
    decided_on: date
    safe_by_on: date | None
    theatre_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FillPlace:
    """A time in a session that is kept for the post-operative fill of a theatre day."""

    theatre_on: date
    session: SessionKey
    starts_at: datetime
    ends_at: datetime
    place: int
    operator: str

    def visit(self, patient: str, *, told: bool = False) -> Visit:
        """Return the fill as a booked visit of ``patient``."""
        return Visit(
            patient=patient,
            kind=POST_OPERATIVE_FILL,
            session=self.session,
            starts_at=self.starts_at,
            ends_at=self.ends_at,
            place=self.place,
            operator=self.operator,
            told=told,
            pins=frozenset({Pin.DATE, Pin.HALF_DAY, Pin.HOUR}),
        )


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class PlacementTiers:
    """The figures of a placement, in the order in which they count.

    Parameters
    ----------
    not_placed
        Decided replacements without a theatre day.
    beyond_safe_by_days
        Days after the safe-by date, summed; one that is not placed counts up to the day after the last theatre day.
    most_per_month
        Replacements in the fullest month.
    before_target_days
        Days, summed, by which theatre days come before the target of the next refill.
    """

    not_placed: int = 0
    beyond_safe_by_days: int = 0
    most_per_month: int = 0
    before_target_days: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedReplacement:
    """A replacement on its theatre day, with the post-operative fill that restarts the patient's chain."""

    replacement: Replacement
    theatre_on: date
    fill: Visit
    beyond_safe_by_days: int
    before_target_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplacementException:
    """A replacement that is placed after its safe-by date, or not at all (None), and why."""

    replacement: Replacement
    theatre_on: date | None
    reason: Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """Theatre days for the decided replacements that had none.

    Parameters
    ----------
    placed, exceptions
        Sorted by theatre day or safe-by date, then by code.
    tiers, bounds
        What it costs in each tier, and the least that any placement could.
    """

    placed: tuple[PlacedReplacement, ...]
    exceptions: tuple[ReplacementException, ...]
    tiers: PlacementTiers
    bounds: PlacementTiers

    @property
    def proven_best(self) -> bool:
        """Whether no better placement exists, tier by tier."""
        return self.tiers == self.bounds


def decided_replacements(centre: Centre, today: date, safe_by: SafeBy) -> tuple[Replacement, ...]:
    """Return the decided replacements of the pumps in place, by safe-by date, then by code; unknown dates come last."""
    in_force = decisions_in_force(centre.decisions)
    found = [
        _replacement(centre, pump, in_force[pump.serial], safe_by)
        for pump in centre.pumps
        if pump.in_place_on(today) and pump.serial in in_force and in_force[pump.serial].choice is Choice.REPLACE
    ]
    return tuple(sorted(found, key=by_date_and_code))


def by_date_and_code(replacement: Replacement) -> tuple[bool, date, str, str]:
    """Return the place of a replacement in a list: by safe-by date, then by code."""
    safe_by_on = replacement.safe_by_on
    return (safe_by_on is None, safe_by_on or date.max, replacement.patient, replacement.serial)


def _replacement(centre: Centre, pump: Pump, decision: Decision, safe_by: SafeBy) -> Replacement:
    return Replacement(
        patient=pump.patient,
        serial=pump.serial,
        decided_on=decision.decided_on,
        safe_by_on=safe_by(centre, pump),
        theatre_on=decision.theatre_on,
    )
