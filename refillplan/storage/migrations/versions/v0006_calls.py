"""Calls: what the people on a call sheet have answered."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "calls",
        sa.Column("centre", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("patient", sa.String(), nullable=False),
        sa.Column("old_starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("centre", "number", "patient", "old_starts_at", name="pk_calls"),
        sa.ForeignKeyConstraint(["centre"], ["centres.code"], name="fk_calls_centre"),
        sa.ForeignKeyConstraint(["centre", "number"], ["plans.centre", "plans.number"], name="fk_calls_centre_number"),
    )
