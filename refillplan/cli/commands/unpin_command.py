"""``refillplan unpin``."""

import click

from refillplan.cli.desk import Desk
from refillplan.cli.exits import Exit
from refillplan.cli.options import common
from refillplan.cli.pin_options import VISIT, fields, tell_pinned
from refillplan.domain.messages import N_
from refillplan.domain.visits import Pin
from refillplan.services.calls.pinning import unpin


@click.command(
    "unpin", help=N_("Let the named fields of a patient's booked visit be planned again; all that is pinned where none is named.")
)
@click.argument("patient")
@VISIT
@fields
@common
def command(desk: Desk, patient: str, number: int, pins: tuple[str, ...]) -> Exit:
    """Unpin a visit."""
    with desk.store() as store:
        centre = desk.centre(store)
        wanted = frozenset(map(Pin, pins))
        done = unpin(store, centre, desk.today(store, centre), patient, wanted, number, actor=desk.actor, at=desk.at)
    tell_pinned(desk, done)
    return Exit.WELL
