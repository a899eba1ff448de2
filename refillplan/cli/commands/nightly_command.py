"""``refillplan nightly``."""

from pathlib import Path

import click

from refillplan.cli.desk import Desk
from refillplan.cli.exits import Exit
from refillplan.cli.options import common_without_centre
from refillplan.domain.messages import N_
from refillplan.private_files import make_folder, write_file
from refillplan.services.upkeep.backing_up import save_backup
from refillplan.services.upkeep.nightly import report_night


@click.command(
    "nightly",
    help=N_(
        "For cron or systemd: save a backup if asked, check the database, its audit, and for every centre the promise and "
        "the rules, and write a report of codes. Ends with 0 where all is well, with 1 where something needs a look."
    ),
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="FOLDER",
    help=N_("Write the report to FOLDER, one file a night; without it, to standard output."),
)
@click.option(
    "--backup",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="FOLDER",
    help=N_("Save a backup in FOLDER first."),
)
@common_without_centre
def command(desk: Desk, out: Path | None, backup: Path | None) -> Exit:
    """Report the night."""
    stamp = f"{desk.at:%Y%m%dT%H%M%S}"
    saved = None if backup is None else backup / f"refillplan-{stamp}.backup"
    unsaved: OSError | None = None
    with desk.store() as store:
        try:
            if saved is not None:
                make_folder(saved.parent)
                save_backup(store, saved)
        except OSError as error:  # told at the end: the patients are looked after all the same
            unsaved = error
        night = report_night(store, lambda centre: desk.today(store, centre), desk.at)
    lines = [desk.translate(line) for line in night.lines]
    if out is not None:
        write_file(out / f"nightly-{stamp}.txt", ("\n".join(lines) + "\n").encode())
    if desk.as_json:
        desk.emit({"well": night.well, "lines": lines, "backup": None if saved is None or unsaved else str(saved)})
    elif out is None:
        click.echo("\n".join(lines))
    if unsaved is not None:
        raise unsaved
    return Exit.WELL if night.well else Exit.LOOK
