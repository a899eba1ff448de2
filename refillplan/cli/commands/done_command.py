"""``refillplan done``."""

from datetime import date

import click

from refillplan.cli.desk import Desk
from refillplan.cli.exits import Exit
from refillplan.cli.options import common, day
from refillplan.cli.record_output import tell_recorded
from refillplan.domain.messages import N_, message
from refillplan.services.recording import FillEntry, record_done


@click.command(
    "done",
    help=N_(
        "Record a fill that was done, today's or one of the past; the patient's next visits count from it at once. Lot and "
        "readings are kept as typed and never read."
    ),
)
@click.argument("patient")
@click.option("--on", type=day, metavar="DATE", help=N_("Day on which it was done; today by default."))
@click.option("--kind", metavar="KIND", help=N_("Kind of visit; by default the one booked, or else a refill."))
@click.option("--operator", metavar="CODE", help=N_("Who did it."))
@click.option("--lot", default="", metavar="TEXT", help=N_("Lot of the insulin, as typed."))
@click.option("--readings", default="", metavar="TEXT", help=N_("What was read or noted, as typed."))
@common
def command(desk: Desk, patient: str, on: date | None, kind: str | None, operator: str | None, lot: str, readings: str) -> Exit:
    """Record a fill."""
    entry = FillEntry(patient=patient, on=on, kind=kind, operator=operator, lot=lot, readings=readings)
    with desk.store() as store:
        centre = desk.centre(store)
        done = record_done(store, centre, desk.today(store, centre), entry, actor=desk.actor, at=desk.at)
    tell_recorded(
        desk, done, message(N_("{patient}: {kind} of {on} recorded as done"), patient=patient, kind=done.kind, on=str(done.on))
    )
    return Exit.WELL
