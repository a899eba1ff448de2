"""Scenarios: named sets of changes that are looked at and never carried out."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "scenarios",
        sa.Column("centre", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("changes", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("centre", "name", name="pk_scenarios"),
        sa.ForeignKeyConstraint(["centre"], ["centres.code"], name="fk_scenarios_centre"),
    )
