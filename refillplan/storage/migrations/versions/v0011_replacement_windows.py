"""Decided replacements as calendars show them."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.create_table(
        "replacement_windows",
        sa.Column("centre", sa.String(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("revised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("patient", sa.String(), nullable=False),
        sa.Column("serial", sa.String(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=False),
        sa.Column("safe_by_on", sa.Date(), nullable=True),
        sa.Column("placed", sa.Boolean(), nullable=False),
        sa.Column("cancelled", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("centre", "uid", name="pk_replacement_windows"),
        sa.ForeignKeyConstraint(["centre"], ["centres.code"], name="fk_replacement_windows_centre"),
    )
