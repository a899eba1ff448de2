"""Words and signs for what the domain distinguishes: every status is a word, a sign and a colour."""

from dataclasses import dataclass
from datetime import date
from enum import Enum

from refillplan.domain.calls import CallState
from refillplan.domain.edits import EditState
from refillplan.domain.half_days import HalfDay, SessionKey
from refillplan.domain.messages import N_, Message, message
from refillplan.domain.people import NotDoneReason
from refillplan.domain.plans import PlanState
from refillplan.domain.windows import LimitedBy
from tui.desk import Desk
from tui.readable import HALF_DAY_NAMES, WEEKDAY_NAMES


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """How a status shows: word, sign of one cell, and the name of a colour of the theme."""

    word: Message
    sign: str
    colour: str


class Status(Enum):
    """How a patient stands today, the most pressing first."""

    OVERDUE = Sign(word=message(N_("overdue")), sign="✖", colour="error")
    WITHOUT = Sign(word=message(N_("no visit")), sign="○", colour="error")
    CLOSE = Sign(word=message(N_("close")), sign="▲", colour="warning")
    TODAY = Sign(word=message(N_("today")), sign="●", colour="primary")
    WEEK = Sign(word=message(N_("this week")), sign="◆", colour="primary")
    WELL = Sign(word=message(N_("well")), sign="✓", colour="success")


class FeedState(Enum):
    """Whether a phone's link works."""

    WORKS = "works"
    REVOKED = "revoked"


FEED_SIGNS = {
    FeedState.WORKS: Sign(word=message(N_("works")), sign="✓", colour="success"),
    FeedState.REVOKED: Sign(word=message(N_("revoked")), sign="✖", colour="error"),
}
CALL_SIGNS = {
    CallState.OPEN: Sign(word=message(N_("to be phoned")), sign="→", colour="warning"),
    CallState.ACCEPTED: Sign(word=message(N_("agreed")), sign="✓", colour="success"),
    CallState.REFUSED: Sign(word=message(N_("refused")), sign="✖", colour="error"),
}
EDIT_SIGNS = {
    EditState.DONE: Sign(word=message(N_("holds")), sign="✓", colour="success"),
    EditState.UNDONE: Sign(word=message(N_("taken back")), sign="↶", colour="warning"),
    EditState.REPLACED: Sign(word=message(N_("taken back for good")), sign="✖", colour="error"),
    EditState.FINAL: Sign(word=message(N_("for good")), sign="■", colour="primary"),
}
PLAN_STATES = {
    PlanState.DRAFT: message(N_("draft")),
    PlanState.PUBLISHED: message(N_("in force")),
    PlanState.PAST: message(N_("past")),
}
LIMITED_BY = {
    LimitedBy.PROTOCOL: message(N_("the protocol's limit")),
    LimitedBy.PATIENT: message(N_("the patient's own limit")),
    LimitedBy.NOT_AFTER: message(N_("a physician's date")),
}
NOT_DONE = {
    NotDoneReason.NO_SHOW: message(N_("did not come")),
    NotDoneReason.ILL: message(N_("ill")),
    NotDoneReason.PUMP_PROBLEM: message(N_("something with the pump")),
}
HALF_DAYS = HALF_DAY_NAMES
SHORT_HALF_DAYS = {HalfDay.AM: message(N_("am")), HalfDay.PM: message(N_("pm"))}
WEEKDAYS = WEEKDAY_NAMES


def weekday(desk: Desk, on: date) -> str:
    """Return ``Tue``."""
    return desk.translate(WEEKDAYS[on.weekday()])


def short_day(desk: Desk, on: date) -> str:
    """Return ``Tue 12/01``."""
    return f"{weekday(desk, on)} {on:%d/%m}"


def long_day(desk: Desk, on: date) -> str:
    """Return ``Tue 12/01/2027``."""
    return f"{weekday(desk, on)} {on:%d/%m/%Y}"


def half_day(desk: Desk, key: SessionKey) -> str:
    """Return ``Tue 12/01 morning``."""
    return f"{short_day(desk, key.on)} {desk.translate(HALF_DAYS[key.half_day])}"


def years_of(low: float | None, high: float) -> str:
    """Return ``6–8``, or ``7`` where both are the same or one is unknown."""
    return f"{high:g}" if low in (None, high) else f"{low:g}–{high:g}"
