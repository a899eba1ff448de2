"""The window of a visit: from when, best when, until when, and what limits it."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from refillplan.domain.people import Patient
from refillplan.domain.settings import Protocol


class LimitedBy(StrEnum):
    """What a window's limit comes from."""

    PROTOCOL = "protocol"
    PATIENT = "patient"
    NOT_AFTER = "not_after"


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Earliest, target and limit of one visit, counted from ``hangs_on``, the day of the fill before it."""

    hangs_on: date
    earliest_on: date
    target_on: date
    limit_on: date
    limited_by: LimitedBy


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """Days from a fill to the next visit of one patient, the protocol and the patient's own numbers joined."""

    min_days: int
    target_days: int
    limit_days: int
    limited_by: LimitedBy


def interval_of(protocol: Protocol, patient: Patient) -> Interval:
    """Return the interval that holds for ``patient``.

    A physician's own target or limit replaces the protocol's; a limit shorter than the protocol's
    target or earliest pulls these down to it, a target later than the limit is cut to the limit.
    """
    limit = protocol.limit_days if patient.limit_days is None else patient.limit_days
    target = min(protocol.target_days if patient.target_days is None else patient.target_days, limit)
    return Interval(
        min_days=min(protocol.min_days, target),
        target_days=target,
        limit_days=limit,
        limited_by=LimitedBy.PROTOCOL if patient.limit_days is None else LimitedBy.PATIENT,
    )


def window_after(interval: Interval, filled_on: date) -> Window:
    """Return the window of the visit that follows a fill, or a visit taken as done, on ``filled_on``."""
    return Window(
        hangs_on=filled_on,
        earliest_on=filled_on + timedelta(days=interval.min_days),
        target_on=filled_on + timedelta(days=interval.target_days),
        limit_on=filled_on + timedelta(days=interval.limit_days),
        limited_by=interval.limited_by,
    )


def first_window(interval: Interval, patient: Patient, filled_on: date) -> Window:
    """Return the window of a patient's next visit, hanging on the actual last fill.

    A physician's ``not_after`` that is earlier than the limit becomes the limit, and pulls target
    and earliest down to it where they lie later. It speaks of the next visit only, so a date that
    is not after the fill is spent and has no effect.
    """
    window = window_after(interval, filled_on)
    if patient.not_after is None or not filled_on < patient.not_after < window.limit_on:
        return window
    return Window(
        hangs_on=filled_on,
        earliest_on=min(window.earliest_on, patient.not_after),
        target_on=min(window.target_on, patient.not_after),
        limit_on=patient.not_after,
        limited_by=LimitedBy.NOT_AFTER,
    )
