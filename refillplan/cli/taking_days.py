"""Commands that read days taken elsewhere: shown first, entered as closures or absences where asked."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import click

from refillplan.cli.desk import Desk
from refillplan.cli.exits import Exit
from refillplan.cli.options import common
from refillplan.cli.output.taken import print_taken_days, require_whose
from refillplan.domain.messages import N_
from refillplan.services.entering.calendar_import import CalendarDays, apply_days
from refillplan.services.upkeep.databases import Store

Reading = Callable[[Store, str, Path, str | None, date], CalendarDays]
"""Reads a file for a centre, and for an operator whose absences it holds."""


def days_command(name: str, read: Reading, *, suffix: str, help_text: str) -> click.Command:
    """Return the command that reads a file of days; ``suffix``: how such a file ends."""

    @click.command(name, help=help_text)
    @click.argument("file", type=click.Path(path_type=Path, dir_okay=False), metavar=f"FILE.{suffix}")
    @click.argument("operator", required=False)
    @click.option("--as", "kind", type=click.Choice(["closures", "leaves"]), required=True, help=N_("What the events are."))
    @click.option("--apply", "wanted", is_flag=True, help=N_("Enter them."))
    @common
    def command(desk: Desk, *, file: Path, operator: str | None, kind: str, wanted: bool) -> Exit:
        require_whose(kind, operator)
        with desk.store() as store:
            centre = desk.centre(store)
            today = desk.today(store, centre)
            found = read(store, centre, file, operator, today)
            if wanted:
                apply_days(store, centre, found, today, actor=desk.actor, at=desk.at)
        return print_taken_days(desk, found, applied=wanted)

    return command
