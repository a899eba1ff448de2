"""The settings of the replacement forecast, as one JSON text for each centre; empty: the defaults."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.add_column("centres", sa.Column("forecast", sa.String()))
