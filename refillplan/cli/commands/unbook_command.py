"""``refillplan unbook``."""

from datetime import date

import click

from refillplan.cli.desk import Desk
from refillplan.cli.exits import Exit
from refillplan.cli.options import common, day
from refillplan.cli.output.values import visit_json
from refillplan.cli.proposing import propose_and_print
from refillplan.domain.messages import N_
from refillplan.services.entering.booking import unbook


@click.command(
    "unbook",
    help=N_(
        "Take away a booked visit of a kind that is not planned, a rinse for example; the patient is to be told. Then plan "
        "again, and list whom to phone."
    ),
)
@click.argument("patient")
@click.argument("on", type=day, metavar="DATE")
@common
def command(desk: Desk, patient: str, on: date) -> Exit:
    """Take a booked visit away and propose."""
    with desk.store() as store:
        centre = desk.centre(store)
        today = desk.today(store, centre)
        done = unbook(store, centre, today, patient, on, actor=desk.actor, at=desk.at)
        visit = done.visit
        desk.say(N_("{patient}: {kind} on {session} taken away"), patient=patient, kind=visit.kind, session=str(visit.session))
        return propose_and_print(desk, store, centre, today, {"edit": done.number, "unbooked": visit_json(visit)})
