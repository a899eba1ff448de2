"""``refillplan protocol``."""

from datetime import date

import click

from refillplan.cli.desk import Desk
from refillplan.cli.exits import Exit
from refillplan.cli.options import common, day
from refillplan.cli.proposing import propose_and_print
from refillplan.domain.messages import N_
from refillplan.services.entering.intervals import Override, set_interval


@click.command(
    "protocol",
    help=N_(
        "Enter a physician's interval or limit for one patient, with the reason; what is not named stays. Then plan again, and "
        "list whom to phone."
    ),
)
@click.argument("patient")
@click.option("--target", type=int, metavar="N", help=N_("Best day for the next refill, in days after a fill."))
@click.option("--limit", type=int, metavar="N", help=N_("Last day for the next refill, in days after a fill."))
@click.option("--not-after", type=day, metavar="DATE", help=N_("The next refill is no later than this day."))
@click.option("--reason", required=True, metavar="TEXT", help=N_("Why, in a few words; no names."))
@click.option("--clear", is_flag=True, help=N_("Back to the centre's interval, but for what is named."))
@common
def command(
    desk: Desk, patient: str, target: int | None, limit: int | None, not_after: date | None, reason: str, *, clear: bool
) -> Exit:
    """Enter an interval and propose."""
    override = Override(target_days=target, limit_days=limit, not_after=not_after, reason=reason, clear=clear)
    with desk.store() as store:
        centre = desk.centre(store)
        today = desk.today(store, centre)
        set_interval(store, centre, today, patient, override, actor=desk.actor, at=desk.at)
        return propose_and_print(desk, store, centre, today)
