"""The centre, its visit kinds and sessions, and the pumps that it can obtain."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    _centres()
    _visit_kinds()
    _pump_models()
    _supply()
    _theatre_days()
    _session_templates()
    _closures()
    _openings()


def _centres() -> None:
    op.create_table(
        "centres",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("timezone", sa.String(), nullable=False),
        sa.Column("holiday_zone", sa.String(), nullable=False),
        sa.Column("protocol_min_days", sa.Integer(), nullable=False),
        sa.Column("protocol_target_days", sa.Integer(), nullable=False),
        sa.Column("protocol_limit_days", sa.Integer(), nullable=False),
        sa.Column("protocol_source", sa.String(), nullable=False),
        sa.Column("protocol_valid_from", sa.Date(), nullable=False),
        sa.Column("planning_weeks", sa.Integer(), nullable=False),
        sa.Column("planning_frozen_days", sa.Integer(), nullable=False),
        sa.Column("planning_grid_minutes", sa.Integer(), nullable=False),
        sa.Column("planning_reserve_places_per_week", sa.Integer(), nullable=False),
        sa.Column("comfort_early_day", sa.Integer(), nullable=False),
        sa.Column("comfort_late_day", sa.Integer(), nullable=False),
        sa.Column("comfort_other_weekday", sa.Integer(), nullable=False),
        sa.Column("comfort_other_half_day", sa.Integer(), nullable=False),
        sa.Column("comfort_soft_unavailability", sa.Integer(), nullable=False),
        sa.Column("comfort_crowding", sa.Integer(), nullable=False),
        sa.Column("review_kind", sa.String()),
        sa.Column("review_every_months", sa.Integer()),
        sa.PrimaryKeyConstraint("code", name="pk_centres"),
    )


def _visit_kinds() -> None:
    op.create_table(
        "visit_kinds",
        sa.Column("centre", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("place_minutes", sa.Integer(), nullable=False),
        sa.Column("operator_minutes", sa.Integer(), nullable=False),
        sa.Column("needs_physician", sa.Boolean(), nullable=False),
        sa.Column("fills", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("centre", "kind", name="pk_visit_kinds"),
        sa.ForeignKeyConstraint(["centre"], ["centres.code"], name="fk_visit_kinds_centre"),
    )


def _pump_models() -> None:
    op.create_table(
        "pump_models",
        sa.Column("centre", sa.String(), nullable=False),
        sa.Column("model", sa.String(), nullable=False),
        sa.Column("maker", sa.String(), nullable=False),
        sa.Column("life_min_years", sa.Double()),
        sa.Column("life_max_years", sa.Double()),
        sa.Column("implantable_new", sa.Boolean()),
        sa.Column("ce_marked", sa.Boolean()),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("source_on", sa.Date()),
        sa.PrimaryKeyConstraint("centre", "model", name="pk_pump_models"),
        sa.ForeignKeyConstraint(["centre"], ["centres.code"], name="fk_pump_models_centre"),
    )


def _supply() -> None:
    op.create_table(
        "supply",
        sa.Column("centre", sa.String(), nullable=False),
        sa.Column("available_on", sa.Date(), nullable=False),
        sa.Column("model", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("units", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("centre", "available_on", "model", "source", name="pk_supply"),
        sa.ForeignKeyConstraint(["centre"], ["centres.code"], name="fk_supply_centre"),
    )


def _theatre_days() -> None:
    op.create_table(
        "theatre_days",
        sa.Column("centre", sa.String(), nullable=False),
        sa.Column("theatre_on", sa.Date(), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("teams", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("centre", "theatre_on", name="pk_theatre_days"),
        sa.ForeignKeyConstraint(["centre"], ["centres.code"], name="fk_theatre_days_centre"),
    )


def _session_templates() -> None:
    op.create_table(
        "session_templates",
        sa.Column("centre", sa.String(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("half_day", sa.String(20), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date()),
        sa.Column("opens", sa.Time(), nullable=False),
        sa.Column("closes", sa.Time(), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("operators", sa.JSON(), nullable=False),
        sa.Column("comfortable_visits", sa.Integer()),
        sa.PrimaryKeyConstraint("centre", "weekday", "half_day", "valid_from", name="pk_session_templates"),
        sa.ForeignKeyConstraint(["centre"], ["centres.code"], name="fk_session_templates_centre"),
    )


def _closures() -> None:
    op.create_table(
        "closures",
        sa.Column("centre", sa.String(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=False),
        sa.Column("half_day", sa.String(3), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("centre", "from_on", "to_on", "half_day", name="pk_closures"),
        sa.ForeignKeyConstraint(["centre"], ["centres.code"], name="fk_closures_centre"),
    )


def _openings() -> None:
    op.create_table(
        "openings",
        sa.Column("centre", sa.String(), nullable=False),
        sa.Column("opening_on", sa.Date(), nullable=False),
        sa.Column("half_day", sa.String(20), nullable=False),
        sa.Column("opens", sa.Time(), nullable=False),
        sa.Column("closes", sa.Time(), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("operators", sa.JSON(), nullable=False),
        sa.Column("comfortable_visits", sa.Integer()),
        sa.Column("reason", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("centre", "opening_on", "half_day", name="pk_openings"),
        sa.ForeignKeyConstraint(["centre"], ["centres.code"], name="fk_openings_centre"),
    )
