"""``refillplan patient add|end``."""

from datetime import date

import click

from refillplan.cli.desk import Desk
from refillplan.cli.exits import Exit
from refillplan.cli.options import common, day
from refillplan.cli.proposing import propose_and_print
from refillplan.domain.devices import Pump
from refillplan.domain.half_days import HalfDay
from refillplan.domain.messages import N_
from refillplan.domain.people import Patient
from refillplan.services.entering.patients import NewPatient, add_patient, end_patient


@click.group("patient", help=N_("Enter a patient who comes to the centre or leaves it."))
def command() -> None:
    """Change who is looked after."""


@command.command(
    "add", help=N_("Enter a patient who comes to the centre, by code alone, with the pump in place; then plan again.")
)
@click.argument("code")
@click.option("--serial", required=True, metavar="S", help=N_("Serial number of the pump."))
@click.option("--model", required=True, metavar="M", help=N_("Its model, as the centre lists it."))
@click.option("--implanted-on", type=day, required=True, metavar="DATE", help=N_("When it was implanted."))
@click.option("--filled-on", type=day, metavar="DATE", help=N_("The last fill; at the implantation by default."))
@click.option("--usual-weekday", type=click.IntRange(1, 7), metavar="1-7", help=N_("1 is Monday, 7 is Sunday."))
@click.option(
    "--preferred-half-day", type=click.Choice([half.value for half in HalfDay]), help=N_("When the patient would rather come.")
)
@common
def add(
    desk: Desk,
    code: str,
    serial: str,
    model: str,
    implanted_on: date,
    filled_on: date | None,
    usual_weekday: int | None,
    preferred_half_day: str | None,
) -> Exit:
    """Enter a new patient and propose."""
    with desk.store() as store:
        centre = desk.centre(store)
        today = desk.today(store, centre)
        half_day = HalfDay(preferred_half_day) if preferred_half_day else None
        patient = Patient(patient=code, usual_weekday=usual_weekday, preferred_half_day=half_day, active_from=today)
        pump = Pump(serial=serial, patient=code, model=model, implanted_on=implanted_on)
        new = NewPatient(patient=patient, pump=pump, filled_on=filled_on)
        add_patient(store, centre, today, new, actor=desk.actor, at=desk.at)
        return propose_and_print(desk, store, centre, today)


@command.command(
    "end", help=N_("Enter the last day on which the centre looks after a patient; then plan again, and list whom to phone.")
)
@click.argument("code")
@click.option("--on", type=day, required=True, metavar="DATE", help=N_("The last day."))
@common
def end(desk: Desk, code: str, on: date) -> Exit:
    """Enter a patient's last day and propose."""
    with desk.store() as store:
        centre = desk.centre(store)
        today = desk.today(store, centre)
        end_patient(store, centre, today, code, on, actor=desk.actor, at=desk.at)
        return propose_and_print(desk, store, centre, today)
