"""``refillplan close``."""

from datetime import date

import click

from refillplan.cli.desk import Desk
from refillplan.cli.entering import enter_and_propose, require_short
from refillplan.cli.exits import Exit
from refillplan.cli.options import common, day
from refillplan.domain.half_days import HalfDay
from refillplan.domain.messages import N_
from refillplan.domain.sessions import Closure
from refillplan.services.entering.calling_off import remove_closure
from refillplan.services.entering.closures import enter_closure
from refillplan.services.upkeep.databases import Store


@click.command(
    "close",
    help=N_(
        "Close a day or a half-day, and list whom to phone: as few told visits as possible move. --remove "
        "opens it again, however long ago it was entered."
    ),
)
@click.argument("on", type=day, metavar="DATE")
@click.option("--until", type=day, metavar="DATE", help=N_("Last day that is closed; the same day by default."))
@click.option("--half-day", type=click.Choice([half.value for half in HalfDay]), help=N_("Only the morning or the afternoon."))
@click.option("--reason", default="", metavar="TEXT", help=N_("Why, for the call sheet; no names."))
@click.option("--remove", is_flag=True, help=N_("Open these days again: they are not closed after all."))
@click.option("--long", "is_long", is_flag=True, help=N_("The days are more than a year, and that is meant."))
@common
def command(desk: Desk, on: date, until: date | None, half_day: str | None, reason: str, *, remove: bool, is_long: bool) -> Exit:
    """Close half-days or open them again, and propose."""
    if not remove and not is_long:
        require_short(on, until or on)
    make = remove_closure if remove else enter_closure
    closure = Closure(from_on=on, to_on=until or on, half_day=HalfDay(half_day) if half_day else None, reason=reason)

    def enter(store: Store, centre: str, today: date) -> int | None:
        return make(store, centre, today, closure, actor=desk.actor, at=desk.at)

    return enter_and_propose(desk, enter)
