"""Plans with their visits and exceptions, and what calendars show."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    _plans()
    _plan_visits()
    _plan_exceptions()
    _plan_not_planned()
    _calendar_entries()


def _plans() -> None:
    op.create_table(
        "plans",
        sa.Column("centre", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("today", sa.Date(), nullable=False),
        sa.Column("horizon_start_on", sa.Date(), nullable=False),
        sa.Column("horizon_end_on", sa.Date(), nullable=False),
        sa.Column("tiers_unplaced", sa.BigInteger(), nullable=False),
        sa.Column("tiers_beyond_limit_days", sa.BigInteger(), nullable=False),
        sa.Column("tiers_moved", sa.BigInteger(), nullable=False),
        sa.Column("tiers_comfort", sa.BigInteger(), nullable=False),
        sa.Column("bounds_unplaced", sa.BigInteger(), nullable=False),
        sa.Column("bounds_beyond_limit_days", sa.BigInteger(), nullable=False),
        sa.Column("bounds_moved", sa.BigInteger(), nullable=False),
        sa.Column("bounds_comfort", sa.BigInteger(), nullable=False),
        sa.Column("centre_revision", sa.Integer(), nullable=False),
        sa.Column("told_until", sa.Date()),
        sa.Column("seconds", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("centre", "number", name="pk_plans"),
        sa.ForeignKeyConstraint(["centre"], ["centres.code"], name="fk_plans_centre"),
    )
    op.create_index(
        "ix_plans_published",
        "plans",
        ["centre"],
        unique=True,
        sqlite_where=sa.text("state = 'published'"),
        postgresql_where=sa.text("state = 'published'"),
    )


def _plan_visits() -> None:
    op.create_table(
        "plan_visits",
        sa.Column("centre", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("pins", sa.JSON(), nullable=False),
        sa.Column("window_hangs_on", sa.Date()),
        sa.Column("window_earliest_on", sa.Date()),
        sa.Column("window_target_on", sa.Date()),
        sa.Column("window_limit_on", sa.Date()),
        sa.Column("window_limited_by", sa.String(20)),
        sa.Column("patient", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("session_on", sa.Date(), nullable=False),
        sa.Column("session_half_day", sa.String(20), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("operator", sa.String(), nullable=False),
        sa.Column("told", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("centre", "number", "position", name="pk_plan_visits"),
        sa.ForeignKeyConstraint(
            ["centre", "kind"], ["visit_kinds.centre", "visit_kinds.kind"], name="fk_plan_visits_centre_kind"
        ),
        sa.ForeignKeyConstraint(["centre", "number"], ["plans.centre", "plans.number"], name="fk_plan_visits_centre_number"),
        sa.ForeignKeyConstraint(
            ["centre", "patient"], ["patients.centre", "patients.patient"], name="fk_plan_visits_centre_patient"
        ),
        sa.ForeignKeyConstraint(["centre"], ["centres.code"], name="fk_plan_visits_centre"),
    )


def _plan_exceptions() -> None:
    op.create_table(
        "plan_exceptions",
        sa.Column("centre", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("patient", sa.String(), nullable=False),
        sa.Column("limit_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.JSON(), nullable=False),
        sa.Column("placed_on", sa.Date()),
        sa.Column("placed_half_day", sa.String(20)),
        sa.Column("assumed_on", sa.Date()),
        sa.Column("nearest_before_on", sa.Date()),
        sa.Column("nearest_before_half_day", sa.String(20)),
        sa.Column("nearest_after_on", sa.Date()),
        sa.Column("nearest_after_half_day", sa.String(20)),
        sa.PrimaryKeyConstraint("centre", "number", "position", name="pk_plan_exceptions"),
        sa.ForeignKeyConstraint(["centre", "number"], ["plans.centre", "plans.number"], name="fk_plan_exceptions_centre_number"),
        sa.ForeignKeyConstraint(
            ["centre", "patient"], ["patients.centre", "patients.patient"], name="fk_plan_exceptions_centre_patient"
        ),
        sa.ForeignKeyConstraint(["centre"], ["centres.code"], name="fk_plan_exceptions_centre"),
    )


def _plan_not_planned() -> None:
    op.create_table(
        "plan_not_planned",
        sa.Column("centre", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("patient", sa.String(), nullable=False),
        sa.Column("reason", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("centre", "number", "position", name="pk_plan_not_planned"),
        sa.ForeignKeyConstraint(["centre", "number"], ["plans.centre", "plans.number"], name="fk_plan_not_planned_centre_number"),
        sa.ForeignKeyConstraint(
            ["centre", "patient"], ["patients.centre", "patients.patient"], name="fk_plan_not_planned_centre_patient"
        ),
        sa.ForeignKeyConstraint(["centre"], ["centres.code"], name="fk_plan_not_planned_centre"),
    )


def _calendar_entries() -> None:
    op.create_table(
        "calendar_entries",
        sa.Column("centre", sa.String(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("revised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cancelled", sa.Boolean(), nullable=False),
        sa.Column("patient", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("session_on", sa.Date(), nullable=False),
        sa.Column("session_half_day", sa.String(20), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("operator", sa.String(), nullable=False),
        sa.Column("told", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("centre", "uid", name="pk_calendar_entries"),
        sa.ForeignKeyConstraint(
            ["centre", "kind"], ["visit_kinds.centre", "visit_kinds.kind"], name="fk_calendar_entries_centre_kind"
        ),
        sa.ForeignKeyConstraint(
            ["centre", "patient"], ["patients.centre", "patients.patient"], name="fk_calendar_entries_centre_patient"
        ),
        sa.ForeignKeyConstraint(["centre"], ["centres.code"], name="fk_calendar_entries_centre"),
    )
