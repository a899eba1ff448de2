"""``refillplan theatre``."""

import click

from refillplan.cli.desk import Desk
from refillplan.cli.exits import Exit
from refillplan.cli.options import common
from refillplan.cli.output.theatre import print_theatre
from refillplan.domain.messages import N_
from refillplan.services.forecasts.theatre import accept_theatre, propose_theatre, show_theatre


@click.command(
    "theatre",
    help=N_(
        "Show the theatre days, the decided replacements, and theatre days proposed for those that have none: on days when both "
        "teams are free, by the safe-by date where possible, spread over the months, when the next refill would be due. Ends "
        "with 1 where one is late, not placed, or has lost its day. Nothing is kept without --accept."
    ),
)
@click.option(
    "--accept",
    "accepting",
    is_flag=True,
    help=N_("Keep the proposed days and book the post-operative fills; 'refillplan undo' takes it back."),
)
@click.option(
    "--life", metavar="7|8|model", help=N_("Label life that counts: one of the two of the settings, or the model's own range.")
)
@common
def command(desk: Desk, life: str | None, *, accepting: bool) -> Exit:
    """Show and place replacements."""
    with desk.store() as store:
        centre = desk.centre(store)
        today = desk.today(store, centre)
        if accepting:
            proposal = accept_theatre(store, centre, today, life=life, actor=desk.actor, at=desk.at)
        else:
            proposal = propose_theatre(store, centre, today, life=life)
        found = show_theatre(store, centre, today, life=life)
    return print_theatre(desk, found, proposal)
