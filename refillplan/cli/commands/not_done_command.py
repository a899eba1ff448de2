"""``refillplan not-done``."""

from datetime import date

import click

from refillplan.cli.desk import Desk
from refillplan.cli.exits import Exit
from refillplan.cli.options import common, day
from refillplan.cli.record_output import tell_recorded
from refillplan.domain.messages import N_, message
from refillplan.domain.people import NotDoneReason
from refillplan.services.recording import record_not_done


@click.command(
    "not-done",
    help=N_(
        "Record that a booked visit was not done. The next visit goes on counting from the last fill: the patient stays on the "
        "worklist until a fill is recorded."
    ),
)
@click.argument("patient")
@click.option(
    "--reason",
    type=click.Choice([reason.value for reason in NotDoneReason]),
    required=True,
    help=N_("no_show: did not come; ill; pump_problem: something with the pump."),
)
@click.option("--on", type=day, metavar="DATE", help=N_("Day of the visit; today by default."))
@common
def command(desk: Desk, patient: str, reason: str, on: date | None) -> Exit:
    """Record a visit that was not done."""
    with desk.store() as store:
        centre = desk.centre(store)
        today = desk.today(store, centre)
        done = record_not_done(store, centre, today, patient, NotDoneReason(reason), on, actor=desk.actor, at=desk.at)
    tell_recorded(
        desk,
        done,
        message(N_("{patient}: {kind} of {on} recorded as not done"), patient=patient, kind=done.kind, on=str(done.on)),
    )
    return Exit.WELL
