"""Run by Alembic in `refillplan.storage.database.schema.upgrade`, inside the transaction of the connection given there."""

from alembic import context

context.configure(connection=context.config.attributes["connection"])
with context.begin_transaction():
    context.run_migrations()
