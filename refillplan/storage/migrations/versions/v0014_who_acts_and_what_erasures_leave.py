"""Roles of those who act, and the anonymous counts that erasures leave."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.create_table(
        "actors",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_actors"),
    )
    op.create_table(
        "erased_counts",
        sa.Column("centre", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("detail", sa.String(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("centre", "year", "what", "detail", name="pk_erased_counts"),
        sa.ForeignKeyConstraint(["centre"], ["centres.code"], name="fk_erased_counts_centre"),
    )
