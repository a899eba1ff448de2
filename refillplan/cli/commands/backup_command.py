"""``refillplan backup save|check|restore FILE``."""

from pathlib import Path

import click

from refillplan.cli.desk import Desk
from refillplan.cli.exits import Exit
from refillplan.cli.options import common_without_centre
from refillplan.domain.messages import N_
from refillplan.services.upkeep.backing_up import BackupContents, check_backup, restore_backup, save_backup

_FILE = click.argument("file", type=click.Path(path_type=Path, dir_okay=False))


@click.group(
    "backup",
    help=N_(
        "Save the whole database in one file, check such a file, and make a database from it again: SQLite or PostgreSQL, "
        "whichever it came from. The file holds all that the database holds; keep it as safe."
    ),
)
def command() -> None:
    """Look after backups."""


@command.command("save", help=N_("Save the database in FILE, a new file, and read it back."))
@_FILE
@common_without_centre
def save(desk: Desk, file: Path) -> Exit:
    """Save the database."""
    with desk.store() as store:
        contents = save_backup(store, file)
    return _tell(desk, file, contents)


@command.command("check", help=N_("Read FILE through and tell what it holds; ends with 2 where it is none, or damaged."))
@_FILE
@common_without_centre
def check(desk: Desk, file: Path) -> Exit:
    """Check a backup."""
    return _tell(desk, file, check_backup(file))


@command.command("restore", help=N_("Make the database that --db names, which must be empty, from FILE, and check its audit."))
@_FILE
@common_without_centre
def restore(desk: Desk, file: Path) -> Exit:
    """Restore a backup."""
    with desk.store() as store:
        contents, verdict = restore_backup(store, file)
    for fault in verdict.faults:
        desk.tell(fault)
    _tell(desk, file, contents)
    return Exit.LOOK if verdict.faults else Exit.WELL


def _tell(desk: Desk, file: Path, contents: BackupContents) -> Exit:
    if desk.as_json:
        desk.emit({"file": str(file), "revision": contents.revision, "rows": contents.rows, "sha256": contents.sha256})
    else:
        said = N_("{file}: rows: {rows}, version of the tables: {revision}, digest {digest}")
        desk.say(said, file=str(file), rows=contents.rows, revision=contents.revision, digest=contents.sha256)
    return Exit.WELL
