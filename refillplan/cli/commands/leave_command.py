"""``refillplan leave``."""

from datetime import date
from functools import partial

import click

from refillplan.cli.call_output import print_proposed
from refillplan.cli.desk import Desk
from refillplan.cli.exits import Exit
from refillplan.cli.options import common, day
from refillplan.cli.waiting import solve_watched
from refillplan.domain.half_days import HalfDay
from refillplan.domain.messages import N_
from refillplan.domain.sessions import Leave
from refillplan.services.entries import enter_leave
from refillplan.services.planning import load_problem
from refillplan.services.proposals import propose


@click.command(
    "leave", help=N_("Enter that an operator is away, and list whom to phone. 'refillplan undo' takes the absence back.")
)
@click.argument("operator")
@click.argument("from_on", type=day, metavar="FROM")
@click.argument("to_on", type=day, metavar="TO")
@click.option("--half-day", type=click.Choice([half.value for half in HalfDay]), help=N_("Only the morning or the afternoon."))
@common
def command(desk: Desk, operator: str, from_on: date, to_on: date, half_day: str | None) -> Exit:
    """Enter an absence and propose."""
    leave = Leave(operator=operator, from_on=from_on, to_on=to_on, half_day=HalfDay(half_day) if half_day else None)
    with desk.store() as store:
        centre = desk.centre(store)
        today = desk.today(store, centre)
        enter_leave(store, centre, today, leave, actor=desk.actor, at=desk.at)
        proposed = propose(store, centre, today, actor=desk.actor, at=desk.at, solving=partial(solve_watched, desk))
        problem = load_problem(store, centre, today)
    return print_proposed(desk, proposed, problem)
