"""Words for the choices of the domain."""

from refillplan.domain.edits import EditState
from refillplan.domain.half_days import HalfDay
from refillplan.domain.messages import N_, Message, message
from refillplan.domain.plans import PlanState
from refillplan.domain.windows import LimitedBy
from refillplan.services.upkeep.databases import SchemaState

STATE = {
    PlanState.DRAFT: message(N_("draft")),
    PlanState.PUBLISHED: message(N_("in force")),
    PlanState.PAST: message(N_("past")),
}
"""How far a plan is."""

EDIT_STATE = {
    EditState.DONE: message(N_("holds")),
    EditState.UNDONE: message(N_("taken back")),
    EditState.REPLACED: message(N_("taken back for good")),
    EditState.FINAL: message(N_("for good")),
}
"""Whether a change holds."""

LIMITED_BY = {
    LimitedBy.PROTOCOL: message(N_("the protocol's limit")),
    LimitedBy.PATIENT: message(N_("the patient's own limit")),
    LimitedBy.NOT_AFTER: message(N_("a physician's date")),
}
"""What the limit of a window comes from."""

SCHEMA_STATE = {
    SchemaState.MISSING: message(N_("no tables yet: 'refillplan init' makes them")),
    SchemaState.OLDER: message(N_("older than this program: 'refillplan db upgrade' brings them up to date")),
    SchemaState.CURRENT: message(N_("up to date")),
    SchemaState.NEWER: message(N_("newer than this program")),
}
"""How the tables of a database stand to this version of the program."""
WEEKDAY = tuple(
    message(name)
    for name in (N_("Monday"), N_("Tuesday"), N_("Wednesday"), N_("Thursday"), N_("Friday"), N_("Saturday"), N_("Sunday"))
)
"""The days of the week; Monday first."""

HALF_DAY = {HalfDay.AM: message(N_("morning")), HalfDay.PM: message(N_("afternoon"))}
"""Halves of a day."""


def weekly(weekday: int, half_day: HalfDay) -> Message:
    """Return a half-day of the week in words; ``weekday`` counts from 1, Monday."""
    return message(N_("{weekday} {half_day}"), weekday=WEEKDAY[weekday - 1], half_day=HALF_DAY[half_day])
