"""``refillplan redo``."""

import click

from refillplan.cli.desk import Desk
from refillplan.cli.exits import Exit
from refillplan.cli.options import common
from refillplan.domain.messages import N_
from refillplan.services.core.editing import redo


@click.command("redo", help=N_("Make the change again that was taken back last."))
@common
def command(desk: Desk) -> Exit:
    """Make the last edit again that was undone."""
    with desk.store() as store:
        centre = desk.centre(store)
        line = redo(store, centre, desk.today(store, centre), actor=desk.actor, at=desk.at)
    if desk.as_json:
        desk.emit({"edit": line.number, "what": desk.translate(line.what), "state": line.state.value})
    else:
        desk.say(N_("made again: {what}"), what=line.what)
    return Exit.WELL
