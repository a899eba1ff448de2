"""``refillplan undo``."""

import click

from refillplan.cli.desk import Desk
from refillplan.cli.exits import Exit
from refillplan.cli.options import common
from refillplan.domain.messages import N_
from refillplan.services.core.editing import undo


@click.command(
    "undo",
    help=N_(
        "Take back the last change to what was entered. A plan that was published is not taken back: patients have been told."
    ),
)
@common
def command(desk: Desk) -> Exit:
    """Unmake the last edit."""
    with desk.store() as store:
        centre = desk.centre(store)
        line = undo(store, centre, desk.today(store, centre), actor=desk.actor, at=desk.at)
    if desk.as_json:
        desk.emit({"edit": line.number, "what": desk.translate(line.what), "state": line.state.value})
    else:
        desk.say(N_("taken back: {what}"), what=line.what)
        if line.actor != desk.actor:
            desk.say(N_("it was entered by {actor}: tell them, or 'refillplan redo' makes it again"), actor=line.actor)
    return Exit.WELL
