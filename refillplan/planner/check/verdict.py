"""What the checker answers: the rules that a plan breaks, and its figures counted anew."""

from dataclasses import dataclass
from enum import StrEnum

from refillplan.domain.half_days import SessionKey
from refillplan.domain.messages import Message
from refillplan.domain.plans import Tiers
from refillplan.domain.visits import Visit


class Rule(StrEnum):
    """Every rule that a plan answers to; each has one function of its own."""

    CENTRE = "centre"
    HORIZON = "horizon"
    OUTSIDE_HORIZON = "outside_horizon"
    ORDER = "order"
    KNOWN = "known"
    NOT_PLANNED = "not_planned"
    NO_CHAIN = "no_chain"
    CHAIN = "chain"
    WINDOW = "window"
    EARLIEST = "earliest"
    BEYOND_LIMIT = "beyond_limit"
    ASSUMED = "assumed"
    EXCEPTIONS = "exceptions"
    REVIEW = "review"
    ONE_PER_DAY = "one_per_day"
    UNAVAILABLE = "unavailable"
    ACTIVE = "active"
    PINS = "pins"
    BOOKED = "booked"
    FROZEN = "frozen"
    TOLD = "told"
    SESSION_OPEN = "session_open"
    HOURS = "hours"
    GRID = "grid"
    DURATION = "duration"
    PLACE_NUMBER = "place_number"
    PLACE_TAKEN = "place_taken"
    OPERATOR_PRESENT = "operator_present"
    OPERATOR_QUALIFIED = "operator_qualified"
    OPERATOR_BUSY = "operator_busy"
    PHYSICIAN = "physician"
    RESERVE = "reserve"
    TIERS = "tiers"
    BOUNDS = "bounds"


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """One place where a plan breaks a rule.

    Parameters
    ----------
    patient, session
        Whom and which half-day it concerns; None where it concerns no one of them.
    sentence
        What is wrong, for the person who reads the plan.
    """

    rule: Rule
    patient: str | None = None
    session: SessionKey | None = None
    sentence: Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The checker's answer.

    Parameters
    ----------
    violations
        Empty for a sound plan; otherwise rule by rule.
    tiers
        The plan's figures, counted from its visits and exceptions alone.
    """

    violations: tuple[Violation, ...]
    tiers: Tiers

    @property
    def sound(self) -> bool:
        """Whether the plan breaks no rule."""
        return not self.violations


def about(rule: Rule, visit: Visit, sentence: Message) -> Violation:
    """Return the violation of ``rule`` by ``visit``."""
    return Violation(rule=rule, patient=visit.patient, session=visit.session, sentence=sentence)
