"""``refillplan demo --out DIR``."""

from pathlib import Path

import click
from click.core import ParameterSource

from refillplan.cli.demo_run import run_demo
from refillplan.cli.desk import Desk
from refillplan.cli.exits import Exit
from refillplan.cli.options import common
from refillplan.domain.messages import N_, InvalidValue, message
from refillplan.services.starting.samples import SAMPLE_TODAY


@click.command(
    "demo",
    help=N_(
        "Import a made-up centre of fifty patients, plan its year, check the plan, publish it and export the calendars, "
        "into DIR. Works as on 2027-01-04 unless --today is given. Run again over the same DIR, it finds all done."
    ),
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("refillplan-demo"),
    show_default=True,
    metavar="DIR",
    help=N_("Where the database, the plan and the calendars go."),
)
@common
def command(desk: Desk, out: Path) -> Exit:
    """Run the whole way once."""
    if click.get_current_context().get_parameter_source("url") is ParameterSource.COMMANDLINE:
        raise InvalidValue(message(N_("the demo makes a database of its own in DIR: leave --db away")))
    return run_demo(desk, out, desk.given_today or SAMPLE_TODAY)
