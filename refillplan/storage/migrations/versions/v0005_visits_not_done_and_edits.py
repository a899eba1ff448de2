"""Visits that were not done, and edits: what a person changed in one go, so that it can be undone."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    _not_done()
    _edits()


def _not_done() -> None:
    op.create_table(
        "not_done",
        sa.Column("centre", sa.String(), nullable=False),
        sa.Column("patient", sa.String(), nullable=False),
        sa.Column("visit_on", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("reason", sa.String(20), nullable=False),
        sa.PrimaryKeyConstraint("centre", "patient", "visit_on", "kind", name="pk_not_done"),
        sa.ForeignKeyConstraint(["centre"], ["centres.code"], name="fk_not_done_centre"),
        sa.ForeignKeyConstraint(
            ["centre", "patient"], ["patients.centre", "patients.patient"], name="fk_not_done_centre_patient"
        ),
        sa.ForeignKeyConstraint(["centre", "kind"], ["visit_kinds.centre", "visit_kinds.kind"], name="fk_not_done_centre_kind"),
    )


def _edits() -> None:
    op.create_table(
        "edits",
        sa.Column("centre", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("what", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("gone", sa.String(), nullable=False),
        sa.Column("come", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["centre"], ["centres.code"], name="fk_edits_centre"),
        sa.PrimaryKeyConstraint("centre", "number", name="pk_edits"),
    )
