"""``refillplan pump end|add|battery``."""

from datetime import date

import click

from refillplan.cli.desk import Desk
from refillplan.cli.exits import Exit
from refillplan.cli.options import common, day
from refillplan.cli.output.pump import outdated_json, say_outdated
from refillplan.cli.output.values import day_or_null
from refillplan.cli.proposing import propose_and_print
from refillplan.domain.devices import Pump
from refillplan.domain.messages import N_
from refillplan.services.entering.pumps import EndCause, PumpEntry, add_pump, end_pump, enter_low_battery

_ABOUT = click.argument("about", metavar="PATIENT|SERIAL")
_CAUSE = click.Choice([cause.value for cause in EndCause])


@click.group("pump", help=N_("Enter the end of a pump, a new one in its place, or a low battery."))
def command() -> None:
    """Change which pumps are in place."""


@command.command(
    "end", help=N_("Enter that a pump has ended and nothing takes its place; then plan again, and list whom to phone.")
)
@_ABOUT
@click.option("--on", type=day, metavar="DATE", help=N_("The day of its end; today by default."))
@click.option("--cause", type=_CAUSE, required=True, help=N_("Why; 'decision': before anything failed."))
@common
def end(desk: Desk, about: str, on: date | None, cause: str) -> Exit:
    """Enter a pump's end and propose."""
    with desk.store() as store:
        centre = desk.centre_about(store, about)
        today = desk.today(store, centre)
        end_pump(store, centre, today, about, on or today, EndCause(cause), actor=desk.actor, at=desk.at)
        return propose_and_print(desk, store, centre, today)


@command.command(
    "add",
    help=N_(
        "Enter a pump that was implanted, with --old-ended in place of the one before it, which ends that day; then plan "
        "again, and list whom to phone. The chain goes on from the fills since then."
    ),
)
@click.argument("patient")
@click.option("--serial", required=True, metavar="S", help=N_("Serial number of the pump."))
@click.option("--model", required=True, metavar="M", help=N_("Its model, as the centre lists it."))
@click.option("--implanted-on", type=day, metavar="DATE", help=N_("When it was implanted; today by default."))
@click.option("--old-ended", type=_CAUSE, help=N_("Why the pump before it ended; 'decision': before anything failed."))
@common
def add(desk: Desk, patient: str, serial: str, model: str, implanted_on: date | None, old_ended: str | None) -> Exit:
    """Enter a new pump and propose."""
    with desk.store() as store:
        centre = desk.centre(store)
        today = desk.today(store, centre)
        pump = Pump(serial=serial, patient=patient, model=model, implanted_on=implanted_on or today)
        entry = PumpEntry(pump=pump, old_ended=None if old_ended is None else EndCause(old_ended))
        done = add_pump(store, centre, today, entry, actor=desk.actor, at=desk.at)
        say_outdated(desk, patient, pump.implanted_on, done.fills)
        return propose_and_print(desk, store, centre, today, {"edit": done.number, **outdated_json(done.fills)})


@command.command(
    "battery",
    help=N_("Enter the day of a pump's low-battery message: it is the safe-by date from then on, before label and extension."),
)
@_ABOUT
@click.option("--on", type=day, metavar="DATE", help=N_("The day of the message; today by default."))
@common
def battery(desk: Desk, about: str, on: date | None) -> Exit:
    """Enter a low battery."""
    with desk.store() as store:
        centre = desk.centre_about(store, about)
        today = desk.today(store, centre)
        done = enter_low_battery(store, centre, today, about, on or today, actor=desk.actor, at=desk.at)
    if desk.as_json:
        replaced = day_or_null(done.before_on)
        desk.emit({"edit": done.number, "about": about, "low_battery_on": str(on or today), "replaced": replaced})
    else:
        desk.say(
            N_("kept: the low battery of {about} on {on}; 'refillplan undo' takes it back"), about=about, on=str(on or today)
        )
        if done.before_on is not None:
            desk.say(N_("it takes the place of the one entered for {on}; the history keeps both"), on=str(done.before_on))
    return Exit.WELL
