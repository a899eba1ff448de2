"""``refillplan leave``."""

from datetime import date

import click

from refillplan.cli.desk import Desk
from refillplan.cli.entering import enter_and_propose, require_short
from refillplan.cli.exits import Exit
from refillplan.cli.options import common, day
from refillplan.domain.half_days import HalfDay
from refillplan.domain.messages import N_
from refillplan.domain.sessions import Leave
from refillplan.services.entering.calling_off import remove_leave
from refillplan.services.entering.closures import enter_leave
from refillplan.services.upkeep.databases import Store


@click.command("leave", help=N_("Enter that an operator is away, and list whom to phone. --remove takes an absence away."))
@click.argument("operator")
@click.argument("from_on", type=day, metavar="FROM")
@click.argument("to_on", type=day, metavar="TO")
@click.option("--half-day", type=click.Choice([half.value for half in HalfDay]), help=N_("Only the morning or the afternoon."))
@click.option("--remove", is_flag=True, help=N_("Take these days away: the operator is there after all."))
@click.option("--long", "is_long", is_flag=True, help=N_("The days are more than a year, and that is meant."))
@common
def command(desk: Desk, operator: str, from_on: date, to_on: date, half_day: str | None, *, remove: bool, is_long: bool) -> Exit:
    """Enter an absence or take it away, and propose."""
    if not remove and not is_long:
        require_short(from_on, to_on)
    make = remove_leave if remove else enter_leave
    leave = Leave(operator=operator, from_on=from_on, to_on=to_on, half_day=HalfDay(half_day) if half_day else None)

    def enter(store: Store, centre: str, today: date) -> int | None:
        return make(store, centre, today, leave, actor=desk.actor, at=desk.at)

    return enter_and_propose(desk, enter)
