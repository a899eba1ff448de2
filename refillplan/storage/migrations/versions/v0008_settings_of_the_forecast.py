"""The settings of the replacement forecast, as one JSON text for each centre; empty: the defaults."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0006"


def upgrade() -> None:
    op.add_column("centres", sa.Column("forecast", sa.String()))
