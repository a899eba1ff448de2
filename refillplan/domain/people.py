"""Patients, by code alone, and the operators who see them."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from refillplan.domain.codes import require_code, require_patient_code
from refillplan.domain.field_words import in_words
from refillplan.domain.half_days import HalfDay
from refillplan.domain.messages import N_, require


@dataclass(frozen=True, slots=True, kw_only=True)
class Patient:
    """A patient of the centre: habits, a physician's overrides, and when the centre looks after them.

    Parameters
    ----------
    usual_weekday
        1 (Monday) to 7, or None.
    target_days, limit_days
        A physician's own interval for this patient, in days after a fill; None: the protocol's.
    not_after
        A physician's date: the next visit's limit is no later than this.
    override_reason
        Needed with any of the three above.
    last_review_on
        Date of the last review, None if unknown.
    active_from, active_to
        First and last day on which the centre looks after this patient; None: open.
    """

    patient: str
    usual_weekday: int | None = None
    preferred_half_day: HalfDay | None = None
    preferred_operator: str | None = None
    target_days: int | None = None
    limit_days: int | None = None
    not_after: date | None = None
    override_reason: str = ""
    last_review_on: date | None = None
    active_from: date | None = None
    active_to: date | None = None

    def __post_init__(self) -> None:
        require_patient_code("patient", self.patient)
        require(
            self.usual_weekday is None or 1 <= self.usual_weekday <= 7,
            "usual_weekday",
            N_("usual_weekday is {value}: from 1 (Monday) to 7 (Sunday)"),
            value=str(self.usual_weekday),
        )
        for name, days in (("target_days", self.target_days), ("limit_days", self.limit_days)):
            require(
                days is None or 1 <= days <= 365,
                name,
                N_("{name} is {value}: from 1 to 365"),
                name=in_words(name),
                value=str(days),
            )
        require(
            self.target_days is None or self.limit_days is None or self.target_days <= self.limit_days,
            "limit_days",
            N_("the limit of {limit} days is before the target of {target} days"),
            limit=str(self.limit_days),
            target=str(self.target_days),
        )
        overridden = self.target_days is not None or self.limit_days is not None or self.not_after is not None
        require(
            not overridden or bool(self.override_reason.strip()),
            "override_reason",
            N_("target_days, limit_days and not_after need an override_reason"),
        )
        require(
            self.active_from is None or self.active_to is None or self.active_from <= self.active_to,
            "active_to",
            N_("active_to {last} is before active_from {first}"),
            last=str(self.active_to),
            first=str(self.active_from),
        )

    def active_on(self, day: date) -> bool:
        """Tell whether the centre looks after this patient on ``day``."""
        return (self.active_from is None or self.active_from <= day) and (self.active_to is None or day <= self.active_to)


class Role(StrEnum):
    """What an operator is."""

    PHYSICIAN = "physician"
    NURSE = "nurse"


@dataclass(frozen=True, slots=True, kw_only=True)
class Operator:
    """Someone of the unit who does visits of the named kinds."""

    operator: str
    role: Role
    kinds: frozenset[str]

    def __post_init__(self) -> None:
        require_code("operator", self.operator)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unavailability:
    """Days on which a patient cannot come (hard) or would rather not (soft); None: the whole day."""

    patient: str
    from_on: date
    to_on: date
    half_day: HalfDay | None = None
    hard: bool

    def __post_init__(self) -> None:
        require_patient_code("patient", self.patient)
        require_order(self.from_on, self.to_on)


def require_order(from_on: date, to_on: date) -> None:
    """Raise `InvalidValue` if a range of days ends before it begins."""
    require(
        from_on <= to_on, "to_on", N_("the last day, {last}, is before the first, {first}"), last=str(to_on), first=str(from_on)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Fill:
    """A refill that was done; ``readings`` is text as typed, never read by the program."""

    patient: str
    filled_on: date
    kind: str
    serial: str = ""
    operator: str = ""
    lot: str = ""
    readings: str = ""

    def __post_init__(self) -> None:
        require_patient_code("patient", self.patient)


class NotDoneReason(StrEnum):
    """Why a booked visit was not done."""

    NO_SHOW = "no_show"
    ILL = "ill"
    PUMP_PROBLEM = "pump_problem"


@dataclass(frozen=True, slots=True, kw_only=True)
class NotDone:
    """A booked visit that was not done; the patient's chain goes on hanging on the last fill."""

    patient: str
    on: date
    kind: str
    reason: NotDoneReason

    def __post_init__(self) -> None:
        require_patient_code("patient", self.patient)
