"""``refillplan not-done``."""

from datetime import date

import click

from refillplan.cli.desk import Desk
from refillplan.cli.exits import Exit
from refillplan.cli.options import common, day
from refillplan.cli.output.record import tell_recorded
from refillplan.domain.messages import N_, message
from refillplan.domain.people import NotDoneReason
from refillplan.services.entering.correcting import remove_not_done
from refillplan.services.entering.recording import record_not_done


@click.command(
    "not-done",
    help=N_(
        "Record that a booked visit was not done. The next visit goes on counting from the last fill: the patient stays on the "
        "worklist until a fill is recorded. --remove takes away such a record that was a mistake; the history keeps both."
    ),
)
@click.argument("patient")
@click.option(
    "--reason",
    type=click.Choice([reason.value for reason in NotDoneReason]),
    help=N_("no_show: did not come; ill; pump_problem: something with the pump."),
)
@click.option("--on", type=day, metavar="DATE", help=N_("Day of the visit; today by default."))
@click.option("--remove", is_flag=True, help=N_("Take away the missed visit recorded for this day: it was a mistake."))
@common
def command(desk: Desk, patient: str, reason: str | None, on: date | None, *, remove: bool) -> Exit:
    """Record a visit that was not done, or take a wrong record away."""
    if remove:
        return _removed(desk, patient, on)
    if reason is None:
        raise click.UsageError(desk.text(N_("say why it was not done: --reason")))
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


def _removed(desk: Desk, patient: str, on: date | None) -> Exit:
    with desk.store() as store:
        centre = desk.centre(store)
        today = desk.today(store, centre)
        done = remove_not_done(store, centre, today, patient, on or today, actor=desk.actor, at=desk.at)
    removed = N_("{patient}: {kind} of {on} no longer counts as missed, recorded by mistake")
    tell_recorded(desk, done, message(removed, patient=patient, kind=done.kind, on=str(done.on)))
    return Exit.WELL
