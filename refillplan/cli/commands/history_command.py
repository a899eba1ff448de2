"""``refillplan history``."""

from zoneinfo import ZoneInfo

import click

from refillplan.cli.desk import Desk
from refillplan.cli.exits import Exit
from refillplan.cli.options import common
from refillplan.cli.output.tables import print_table
from refillplan.cli.output.values import local
from refillplan.cli.output.words import EDIT_STATE
from refillplan.domain.messages import N_, message
from refillplan.services.core.access import load_centre
from refillplan.services.core.editing import history

_TITLES = tuple(message(title) for title in (N_("number"), N_("when (time of the centre)"), N_("who"), N_("what"), N_("state")))


@click.command("history", help=N_("Show what was entered and changed, the newest first, and what of it holds."))
@common
def command(desk: Desk) -> Exit:
    """Show the edits of a centre."""
    with desk.store() as store:
        centre = desk.centre(store)
        lines = history(store, centre)
        zone = ZoneInfo(load_centre(store, centre).timezone)
    if desk.as_json:
        desk.emit(
            [
                {
                    "edit": line.number,
                    "at": line.at.isoformat(),
                    "actor": line.actor,
                    "what": desk.translate(line.what),
                    "state": line.state.value,
                }
                for line in lines
            ]
        )
        return Exit.WELL
    rows = [
        (
            str(line.number),
            local(line.at, zone),
            line.actor,
            desk.translate(line.what),
            desk.translate(EDIT_STATE[line.state]),
        )
        for line in lines
    ]
    print_table(desk, desk.text(N_("Changes: {count}"), count=len(rows)), _TITLES, rows)
    return Exit.WELL
