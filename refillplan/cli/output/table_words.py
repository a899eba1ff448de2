"""What the tables of the database hold, in words."""

from refillplan.cli.desk import Desk
from refillplan.domain.messages import N_, message

TABLES = {
    "centres": message(N_("centre and settings")),
    "visit_kinds": message(N_("kinds of visit")),
    "pump_models": message(N_("pump models")),
    "patients": message(N_("patients")),
    "pumps": message(N_("pumps")),
    "fills": message(N_("fills")),
    "operators": message(N_("operators")),
    "session_templates": message(N_("weekly half-days")),
    "closures": message(N_("closures")),
    "openings": message(N_("extra half-days")),
    "leaves": message(N_("absences of operators")),
    "unavailabilities": message(N_("days when patients cannot come")),
    "bookings": message(N_("booked visits")),
    "not_done": message(N_("visits not done")),
    "supply": message(N_("pumps obtainable")),
    "theatre_days": message(N_("theatre days")),
    "decisions": message(N_("decisions")),
    "plans": message(N_("plans")),
    "plan_visits": message(N_("visits of a plan")),
    "plan_exceptions": message(N_("exceptions of a plan")),
    "plan_not_planned": message(N_("patients not planned")),
    "calls": message(N_("answers on the phone")),
    "edits": message(N_("history")),
    "feeds": message(N_("calendars of phones")),
    "scenarios": message(N_("scenarios")),
    "calendar_entries": message(N_("calendar entries")),
    "published_events": message(N_("events on calendar servers")),
    "replacement_windows": message(N_("windows of replacements")),
}
"""The words by the name of the table in the database."""


def table_words(desk: Desk, table: str) -> str:
    """Return a table in words; one that has none keeps its name."""
    words = TABLES.get(table)
    return table if words is None else desk.translate(words)
