"""``refillplan deployment [FOLDER]``."""

from pathlib import Path

import click

from refillplan.cli.desk import Desk
from refillplan.cli.exits import Exit
from refillplan.cli.options import common
from refillplan.cli.output.tables import print_lines
from refillplan.domain.messages import N_
from refillplan.services.starting.deployment import deployment_page, write_deployment


@click.command(
    "deployment",
    help=N_(
        "Show how to run the program for a unit, a hospital or a network: one machine, a shared PostgreSQL, feeds behind a "
        "proxy, size, backups and their drill, data protection. With FOLDER, write the page there with example files."
    ),
)
@click.argument("folder", required=False, type=click.Path(path_type=Path))
@common
def command(desk: Desk, folder: Path | None) -> Exit:
    """Show the page, or write it with its examples."""
    if folder is None:
        page = deployment_page(desk.lang)
        if desk.as_json:
            desk.emit({"page": page})
        else:
            print_lines(page.splitlines())
        return Exit.WELL
    written = write_deployment(folder, desk.lang)
    if desk.as_json:
        desk.emit({"folder": str(folder), "files": [file.name for file in written]})
    else:
        desk.say(N_("{folder}: {count} files written"), folder=str(folder), count=len(written))
    return Exit.WELL
