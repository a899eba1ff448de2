"""``refillplan done``."""

from datetime import date

import click

from refillplan.cli.desk import Desk
from refillplan.cli.exits import Exit
from refillplan.cli.options import common, day
from refillplan.cli.output.record import tell_recorded
from refillplan.domain.messages import N_, message
from refillplan.services.entering.correcting import remove_done
from refillplan.services.entering.recording import FillEntry, record_done


@click.command(
    "done",
    help=N_(
        "Record a fill that was done, today's or one of the past; the patient's next visits count from it at once. Lot and "
        "readings are kept as typed and never read. --remove takes a fill away that was recorded by mistake, however long ago; "
        "the history keeps both."
    ),
)
@click.argument("patient")
@click.option("--on", type=day, metavar="DATE", help=N_("Day on which it was done; today by default."))
@click.option("--kind", metavar="KIND", help=N_("Kind of visit; by default the one booked, or else a refill."))
@click.option("--operator", metavar="CODE", help=N_("Who did it."))
@click.option("--lot", default="", metavar="TEXT", help=N_("Lot of the insulin, as typed."))
@click.option("--readings", default="", metavar="TEXT", help=N_("What was read or noted, as typed."))
@click.option("--remove", is_flag=True, help=N_("Take away the fill recorded for this day: it was a mistake."))
@common
def command(
    desk: Desk, patient: str, on: date | None, kind: str | None, operator: str | None, lot: str, readings: str, *, remove: bool
) -> Exit:
    """Record a fill, or take a wrong one away."""
    if remove:
        if operator or lot or readings:
            raise click.UsageError(desk.text(N_("--remove goes with --on and --kind alone")))
        return _removed(desk, patient, on, kind)
    entry = FillEntry(patient=patient, on=on, kind=kind, operator=operator, lot=lot, readings=readings)
    with desk.store() as store:
        centre = desk.centre(store)
        done = record_done(store, centre, desk.today(store, centre), entry, actor=desk.actor, at=desk.at)
    tell_recorded(
        desk, done, message(N_("{patient}: {kind} of {on} recorded as done"), patient=patient, kind=done.kind, on=str(done.on))
    )
    return Exit.WELL


def _removed(desk: Desk, patient: str, on: date | None, kind: str | None) -> Exit:
    with desk.store() as store:
        centre = desk.centre(store)
        today = desk.today(store, centre)
        done = remove_done(store, centre, today, patient, on or today, kind, actor=desk.actor, at=desk.at)
    removed = N_("{patient}: {kind} of {on} taken away, recorded by mistake")
    tell_recorded(desk, done, message(removed, patient=patient, kind=done.kind, on=str(done.on)))
    return Exit.WELL
