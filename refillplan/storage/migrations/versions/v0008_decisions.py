"""Decisions: what physicians have decided for the end of a pump's life."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table(
        "decisions",
        sa.Column("centre", sa.String(), nullable=False),
        sa.Column("serial", sa.String(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("choice", sa.String(20), nullable=False),
        sa.Column("signed_by", sa.String(), nullable=False),
        sa.Column("document", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("extended_until", sa.Date()),
        sa.Column("theatre_on", sa.Date()),
        sa.PrimaryKeyConstraint("centre", "serial", "decided_on", name="pk_decisions"),
        sa.ForeignKeyConstraint(["centre"], ["centres.code"], name="fk_decisions_centre"),
        sa.ForeignKeyConstraint(["centre", "serial"], ["pumps.centre", "pumps.serial"], name="fk_decisions_centre_serial"),
    )
