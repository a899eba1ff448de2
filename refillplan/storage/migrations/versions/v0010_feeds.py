"""Feeds for phones, and what was published on calendar servers."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    _feeds()
    _published_events()
    op.create_index("ix_calendar_entries_centre_sequence", "calendar_entries", ["centre", "sequence"])


def _feeds() -> None:
    op.create_table(
        "feeds",
        sa.Column("centre", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("operator", sa.String(), nullable=True),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("lang", sa.String(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fetched_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("client", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("centre", "number", name="pk_feeds"),
        sa.ForeignKeyConstraint(["centre"], ["centres.code"], name="fk_feeds_centre"),
    )
    op.create_index("ix_feeds_token_hash", "feeds", ["token_hash"], unique=True)


def _published_events() -> None:
    op.create_table(
        "published_events",
        sa.Column("centre", sa.String(), nullable=False),
        sa.Column("collection", sa.String(), nullable=False),
        sa.Column("href", sa.String(), nullable=False),
        sa.Column("etag", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("centre", "collection", "href", name="pk_published_events"),
        sa.ForeignKeyConstraint(["centre"], ["centres.code"], name="fk_published_events_centre"),
    )
