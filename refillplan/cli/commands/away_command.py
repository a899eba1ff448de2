"""``refillplan away``."""

from datetime import date

import click

from refillplan.cli.desk import Desk
from refillplan.cli.entering import require_short
from refillplan.cli.exits import Exit
from refillplan.cli.options import common, day
from refillplan.cli.proposing import propose_and_print
from refillplan.domain.half_days import HalfDay
from refillplan.domain.messages import N_
from refillplan.domain.people import Unavailability
from refillplan.services.entering.calling_off import remove_unavailability
from refillplan.services.entering.patients import enter_unavailability


@click.command(
    "away",
    help=N_("Enter that a patient cannot come, and list whom to phone. --remove takes it away."),
)
@click.argument("patient")
@click.argument("from_on", type=day, metavar="FROM")
@click.argument("to_on", type=day, metavar="TO", required=False)
@click.option("--half-day", type=click.Choice([half.value for half in HalfDay]), help=N_("Only the morning or the afternoon."))
@click.option("--soft", is_flag=True, help=N_("The patient would rather not come then, but can."))
@click.option("--remove", is_flag=True, help=N_("Take these days away: the patient can come after all."))
@click.option("--long", "is_long", is_flag=True, help=N_("The days are more than a year, and that is meant."))
@common
def command(
    desk: Desk, patient: str, from_on: date, to_on: date | None, half_day: str | None, *, soft: bool, remove: bool, is_long: bool
) -> Exit:
    """Enter days away or take them away, and propose."""
    if not remove and not is_long:
        require_short(from_on, to_on or from_on)
    make = remove_unavailability if remove else enter_unavailability
    half = HalfDay(half_day) if half_day else None
    away = Unavailability(patient=patient, from_on=from_on, to_on=to_on or from_on, half_day=half, hard=not soft)
    with desk.store() as store:
        centre = desk.centre(store)
        today = desk.today(store, centre)
        make(store, centre, today, away, actor=desk.actor, at=desk.at)
        return propose_and_print(desk, store, centre, today)
