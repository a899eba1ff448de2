"""``refillplan db upgrade|state``."""

import click

from refillplan.cli.desk import Desk
from refillplan.cli.exits import Exit
from refillplan.cli.options import common
from refillplan.cli.words import SCHEMA_STATE
from refillplan.domain.messages import N_
from refillplan.services.databases import SchemaState, initialise, schema_state


@click.group("db", help=N_("Bring the database's tables up to date, or tell how they stand."))
def command() -> None:
    """Look after the database."""


@command.command("upgrade", help=N_("Make the tables, or bring them up to date: all that is missing, or nothing."))
@common
def upgrade(desk: Desk) -> Exit:
    """Bring the tables up to date."""
    with desk.store() as store:
        before = initialise(store)
    if desk.as_json:
        desk.emit({"before": before.value, "state": SchemaState.CURRENT.value})
    else:
        desk.say(N_("the database is ready"))
    return Exit.WELL


@command.command("state", help=N_("Tell how the tables stand; ends with 3 where they are not up to date."))
@common
def state(desk: Desk) -> Exit:
    """Tell how the tables stand."""
    with desk.store() as store:
        found = schema_state(store)
    if desk.as_json:
        desk.emit({"state": found.value})
    else:
        click.echo(desk.translate(SCHEMA_STATE[found]))
    return Exit.WELL if found is SchemaState.CURRENT else Exit.STORAGE
