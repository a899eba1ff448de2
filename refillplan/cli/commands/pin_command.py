"""``refillplan pin``."""

import click

from refillplan.cli.desk import Desk
from refillplan.cli.exits import Exit
from refillplan.cli.options import common
from refillplan.cli.pin_options import VISIT, fields, tell_pinned
from refillplan.domain.messages import N_
from refillplan.domain.visits import Pin
from refillplan.services.calls.pinning import pin


@click.command(
    "pin",
    help=N_(
        "Fix the named fields of a patient's booked visit at what they are: no plan changes them until 'refillplan unpin'. "
        "'refillplan show patient' names what is pinned."
    ),
)
@click.argument("patient")
@VISIT
@fields
@common
def command(desk: Desk, patient: str, number: int, pins: tuple[str, ...]) -> Exit:
    """Pin a visit."""
    with desk.store() as store:
        centre = desk.centre(store)
        wanted = frozenset(map(Pin, pins))
        done = pin(store, centre, desk.today(store, centre), patient, wanted, number, actor=desk.actor, at=desk.at)
    tell_pinned(desk, done)
    return Exit.WELL
