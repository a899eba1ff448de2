"""``refillplan db upgrade|state``."""

from pathlib import Path

import click

from refillplan.cli.desk import Desk
from refillplan.cli.exits import Exit
from refillplan.cli.options import common_without_centre
from refillplan.cli.output.words import SCHEMA_STATE
from refillplan.domain.messages import N_
from refillplan.services.upkeep.databases import SchemaState, initialise, schema_state


@click.group("db", help=N_("Bring the database's tables up to date, or tell how they stand."))
def command() -> None:
    """Look after the database."""


@command.command(
    "upgrade",
    help=N_("Make the tables, or bring them up to date, after a backup: all that is missing, or nothing."),
)
@click.option(
    "--backup",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help=N_("Where the backup goes; without it, beside the file of the database."),
)
@click.option("--no-backup", "unsaved", is_flag=True, help=N_("Make no backup."))
@common_without_centre
def upgrade(desk: Desk, backup: Path | None, *, unsaved: bool) -> Exit:
    """Bring the tables up to date."""
    with desk.store() as store:
        done = initialise(store, actor=desk.actor, at=desk.at, backup=backup, unsaved=unsaved)
    if desk.as_json:
        saved = None if done.saved is None else str(done.saved)
        desk.emit({"before": done.before.value, "state": SchemaState.CURRENT.value, "backup": saved})
    else:
        if done.saved is not None:
            desk.say(N_("as it was before, the database is in {file}"), file=str(done.saved))
        desk.say(N_("the database is ready"))
    return Exit.WELL


@command.command("state", help=N_("Tell how the tables stand; ends with 3 where they are not up to date."))
@common_without_centre
def state(desk: Desk) -> Exit:
    """Tell how the tables stand."""
    with desk.store() as store:
        found = schema_state(store)
    if desk.as_json:
        desk.emit({"state": found.value})
    else:
        click.echo(desk.translate(SCHEMA_STATE[found]))
    return Exit.WELL if found is SchemaState.CURRENT else Exit.STORAGE
