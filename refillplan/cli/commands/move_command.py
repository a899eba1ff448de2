"""``refillplan move``."""

from datetime import date
from functools import partial

import click

from refillplan.cli.desk import Desk
from refillplan.cli.exits import Exit
from refillplan.cli.options import common, day
from refillplan.cli.output.call import print_proposed
from refillplan.cli.waiting import solve_watched
from refillplan.domain.half_days import HalfDay, SessionKey
from refillplan.domain.messages import N_
from refillplan.services.advising.moving import NotThere, move
from refillplan.services.plans.planning import load_problem


@click.command(
    "move",
    help=N_(
        "Move a visit, booked or only due, its patient being on the phone and agreeing: a proposal in which it lies there, with "
        "everybody else who would have to be phoned. Where it cannot be there, says why, stores nothing and ends with 1."
    ),
)
@click.argument("patient")
@click.argument("on", type=day, metavar="DATE")
@click.argument("half_day", type=click.Choice([half.value for half in HalfDay]), metavar="am|pm")
@click.option("--visit", "number", type=int, default=1, metavar="N", help=N_("Which of the coming visits; 1 is the next."))
@common
def command(desk: Desk, patient: str, on: date, half_day: str, number: int) -> Exit:
    """Move a visit."""
    session = SessionKey(on, HalfDay(half_day))
    with desk.store() as store:
        centre = desk.centre(store)
        today = desk.today(store, centre)
        solving = partial(solve_watched, desk)
        done = move(store, centre, today, patient, session, number, actor=desk.actor, at=desk.at, solving=solving)
        if isinstance(done, NotThere):
            return _blocked(desk, done)
        return print_proposed(desk, done, load_problem(store, centre, today))


def _blocked(desk: Desk, found: NotThere) -> Exit:
    """Print what keeps the visit from there."""
    sentences = [desk.translate(block) for block in found.blocked]
    if desk.as_json:
        patient, now = found.visit.patient, str(found.visit.session)
        desk.emit({"patient": patient, "now": now, "session": str(found.session), "possible": False, "blocked": sentences})
        return Exit.LOOK
    for sentence in sentences:
        click.echo(sentence)
    desk.say(N_("nothing was changed; 'refillplan suggest {patient}' shows where it can go"), patient=found.visit.patient)
    return Exit.LOOK
