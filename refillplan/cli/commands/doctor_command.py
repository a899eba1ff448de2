"""``refillplan doctor``."""

import click

from refillplan.cli.desk import Desk
from refillplan.cli.exits import Exit
from refillplan.cli.options import common_without_centre
from refillplan.domain.messages import N_
from refillplan.services.upkeep.health import examine


@click.command(
    "doctor",
    help=N_(
        "Look whether all is well: the database, its audit, and for every centre the promise and the rules. Changes "
        "nothing; ends with 1 where something needs a look."
    ),
)
@common_without_centre
def command(desk: Desk) -> Exit:
    """Look whether all is well."""
    with desk.store() as store:
        findings = examine(store, lambda centre: desk.today(store, centre))
    if desk.as_json:
        desk.emit([{"well": finding.well, "what": desk.translate(finding.sentence)} for finding in findings])
    else:
        for finding in findings:
            mark = desk.text(N_("well")) if finding.well else desk.text(N_("LOOK"))
            click.echo(f"{mark}: {desk.translate(finding.sentence)}")
    return Exit.WELL if all(finding.well for finding in findings) else Exit.LOOK
