"""``refillplan import-calendar FILE --as closures|leaves [OPERATOR] [--apply]``."""

from pathlib import Path

import click

from refillplan.cli.desk import Desk
from refillplan.cli.exits import Exit
from refillplan.cli.options import common
from refillplan.cli.taken_output import print_taken_days, require_whose
from refillplan.domain.messages import N_
from refillplan.services.calendar_import import apply_days, days_of_file


@click.command(
    "import-calendar",
    help=N_(
        "Read closures, or the absences of OPERATOR, from an .ics file on this machine. First it only shows what they would "
        "become; --apply enters them, in one go that 'refillplan undo' takes back. Titles are shown and not stored. Ends "
        "with 1 where an event cannot be read."
    ),
)
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE.ics")
@click.argument("operator", required=False)
@click.option("--as", "kind", type=click.Choice(["closures", "leaves"]), required=True, help=N_("What the events are."))
@click.option("--apply", "wanted", is_flag=True, help=N_("Enter them."))
@common
def command(desk: Desk, *, file: Path, operator: str | None, kind: str, wanted: bool) -> Exit:
    """Read a calendar."""
    require_whose(kind, operator)
    with desk.store() as store:
        centre = desk.centre(store)
        today = desk.today(store, centre)
        found = days_of_file(store, centre, file, operator, today)
        if wanted:
            apply_days(store, centre, found, today, actor=desk.actor, at=desk.at)
    return print_taken_days(desk, found, applied=wanted)
