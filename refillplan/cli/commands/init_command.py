"""``refillplan init [FOLDER]``."""

from pathlib import Path

import click

from refillplan.cli.desk import Desk
from refillplan.cli.exits import Exit
from refillplan.cli.options import common
from refillplan.domain.messages import N_
from refillplan.services.starting.starter import write_starter
from refillplan.services.upkeep.databases import initialise


@click.command(
    "init",
    help=N_(
        "Make the database, or bring its tables up to date. With FOLDER, also write a starter folder: every CSV file "
        "with its header row and the settings with what they mean, for a unit to fill in and import."
    ),
)
@click.argument("folder", required=False, type=click.Path(path_type=Path))
@common
def command(desk: Desk, folder: Path | None) -> Exit:
    """Make the database and, if asked, a starter folder."""
    files = () if folder is None else write_starter(folder)
    with desk.store() as store:
        before = initialise(store, actor=desk.actor, at=desk.at).before
    if desk.as_json:
        desk.emit({"database": "ready", "before": before.value, "starter": [str(file) for file in files]})
        return Exit.WELL
    desk.say(N_("the database is ready"))
    if folder is not None:
        desk.say(
            N_("{folder} holds {count} files to fill in; then: refillplan import {folder}"), folder=str(folder), count=len(files)
        )
    return Exit.WELL
