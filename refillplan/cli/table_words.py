"""What the tables of a centre hold, in words."""

from refillplan.domain.messages import N_, Message, message

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
}
"""The words by the name of the table in the database."""


def table_words(table: str) -> Message | str:
    """Return a table in words; one that has none keeps its name."""
    return TABLES.get(table, table)
