"""``refillplan import-fhir FILE --as closures|leaves [OPERATOR] [--apply]``."""

from pathlib import Path

import click

from refillplan.cli.desk import Desk
from refillplan.cli.exits import Exit
from refillplan.cli.options import common
from refillplan.cli.taken_output import print_taken_days, require_whose
from refillplan.domain.messages import N_
from refillplan.services.calendar_import import apply_days
from refillplan.services.fhir import days_of_bundle


@click.command(
    "import-fhir",
    help=N_(
        "Read the busy times of a FHIR file (slots and appointments, in JSON) as closures, or as absences of OPERATOR. First "
        "it only shows what they would become; --apply enters them, in one go that 'refillplan undo' takes back. Visits of "
        "this centre that come back are left out. Ends with 1 where a time cannot be read."
    ),
)
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE.json")
@click.argument("operator", required=False)
@click.option("--as", "kind", type=click.Choice(["closures", "leaves"]), required=True, help=N_("What the events are."))
@click.option("--apply", "wanted", is_flag=True, help=N_("Enter them."))
@common
def command(desk: Desk, *, file: Path, operator: str | None, kind: str, wanted: bool) -> Exit:
    """Read busy times."""
    require_whose(kind, operator)
    with desk.store() as store:
        centre = desk.centre(store)
        today = desk.today(store, centre)
        found = days_of_bundle(store, centre, file, operator, today)
        if wanted:
            apply_days(store, centre, found, today, actor=desk.actor, at=desk.at)
    return print_taken_days(desk, found, applied=wanted)
