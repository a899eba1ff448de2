"""Patients, their pumps and fills, operators, and the visits booked at present."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    _patients()
    _pumps()
    _fills()
    _unavailabilities()
    _operators()
    _leaves()
    _bookings()


def _patients() -> None:
    op.create_table(
        "patients",
        sa.Column("centre", sa.String(), nullable=False),
        sa.Column("patient", sa.String(), nullable=False),
        sa.Column("usual_weekday", sa.Integer()),
        sa.Column("preferred_half_day", sa.String(20)),
        sa.Column("preferred_operator", sa.String()),
        sa.Column("target_days", sa.Integer()),
        sa.Column("limit_days", sa.Integer()),
        sa.Column("not_after", sa.Date()),
        sa.Column("override_reason", sa.String(), nullable=False),
        sa.Column("last_review_on", sa.Date()),
        sa.Column("active_from", sa.Date()),
        sa.Column("active_to", sa.Date()),
        sa.PrimaryKeyConstraint("centre", "patient", name="pk_patients"),
        sa.ForeignKeyConstraint(["centre"], ["centres.code"], name="fk_patients_centre"),
    )


def _pumps() -> None:
    op.create_table(
        "pumps",
        sa.Column("centre", sa.String(), nullable=False),
        sa.Column("serial", sa.String(), nullable=False),
        sa.Column("patient", sa.String(), nullable=False),
        sa.Column("model", sa.String(), nullable=False),
        sa.Column("implanted_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date()),
        sa.Column("end_cause", sa.String(), nullable=False),
        sa.Column("extended_until", sa.Date()),
        sa.Column("low_battery_on", sa.Date()),
        sa.PrimaryKeyConstraint("centre", "serial", name="pk_pumps"),
        sa.ForeignKeyConstraint(["centre", "patient"], ["patients.centre", "patients.patient"], name="fk_pumps_centre_patient"),
        sa.ForeignKeyConstraint(["centre"], ["centres.code"], name="fk_pumps_centre"),
    )


def _fills() -> None:
    op.create_table(
        "fills",
        sa.Column("centre", sa.String(), nullable=False),
        sa.Column("patient", sa.String(), nullable=False),
        sa.Column("filled_on", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("serial", sa.String(), nullable=False),
        sa.Column("operator", sa.String(), nullable=False),
        sa.Column("lot", sa.String(), nullable=False),
        sa.Column("readings", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("centre", "patient", "filled_on", "kind", name="pk_fills"),
        sa.ForeignKeyConstraint(["centre", "patient"], ["patients.centre", "patients.patient"], name="fk_fills_centre_patient"),
        sa.ForeignKeyConstraint(["centre"], ["centres.code"], name="fk_fills_centre"),
    )


def _unavailabilities() -> None:
    op.create_table(
        "unavailabilities",
        sa.Column("centre", sa.String(), nullable=False),
        sa.Column("patient", sa.String(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=False),
        sa.Column("half_day", sa.String(3), nullable=False),
        sa.Column("hard", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("centre", "patient", "from_on", "to_on", "half_day", name="pk_unavailabilities"),
        sa.ForeignKeyConstraint(
            ["centre", "patient"], ["patients.centre", "patients.patient"], name="fk_unavailabilities_centre_patient"
        ),
        sa.ForeignKeyConstraint(["centre"], ["centres.code"], name="fk_unavailabilities_centre"),
    )


def _operators() -> None:
    op.create_table(
        "operators",
        sa.Column("centre", sa.String(), nullable=False),
        sa.Column("operator", sa.String(), nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("kinds", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("centre", "operator", name="pk_operators"),
        sa.ForeignKeyConstraint(["centre"], ["centres.code"], name="fk_operators_centre"),
    )


def _leaves() -> None:
    op.create_table(
        "leaves",
        sa.Column("centre", sa.String(), nullable=False),
        sa.Column("operator", sa.String(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=False),
        sa.Column("half_day", sa.String(3), nullable=False),
        sa.PrimaryKeyConstraint("centre", "operator", "from_on", "to_on", "half_day", name="pk_leaves"),
        sa.ForeignKeyConstraint(
            ["centre", "operator"], ["operators.centre", "operators.operator"], name="fk_leaves_centre_operator"
        ),
        sa.ForeignKeyConstraint(["centre"], ["centres.code"], name="fk_leaves_centre"),
    )


def _bookings() -> None:
    op.create_table(
        "bookings",
        sa.Column("centre", sa.String(), nullable=False),
        sa.Column("session_on", sa.Date(), nullable=False),
        sa.Column("session_half_day", sa.String(20), nullable=False),
        sa.Column("patient", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("pins", sa.JSON(), nullable=False),
        sa.Column("window_hangs_on", sa.Date()),
        sa.Column("window_earliest_on", sa.Date()),
        sa.Column("window_target_on", sa.Date()),
        sa.Column("window_limit_on", sa.Date()),
        sa.Column("window_limited_by", sa.String(20)),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("operator", sa.String(), nullable=False),
        sa.Column("told", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("centre", "session_on", "session_half_day", "patient", "kind", name="pk_bookings"),
        sa.ForeignKeyConstraint(["centre", "kind"], ["visit_kinds.centre", "visit_kinds.kind"], name="fk_bookings_centre_kind"),
        sa.ForeignKeyConstraint(
            ["centre", "patient"], ["patients.centre", "patients.patient"], name="fk_bookings_centre_patient"
        ),
        sa.ForeignKeyConstraint(["centre"], ["centres.code"], name="fk_bookings_centre"),
    )
