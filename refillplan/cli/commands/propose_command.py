"""``refillplan propose``."""

from functools import partial

import click

from refillplan.cli.call_output import print_calls, print_proposed
from refillplan.cli.desk import Desk
from refillplan.cli.exits import Exit
from refillplan.cli.options import common
from refillplan.cli.waiting import solve_watched
from refillplan.domain.messages import N_
from refillplan.services.planning import load_problem
from refillplan.services.proposals import accept, propose, read_proposal, refuse


@click.command(
    "propose",
    help=N_(
        "Plan again from what is entered now and list whom to phone: the told visits that would change, why, and in which "
        "order. Nothing that a patient was told changes before 'refillplan publish'."
    ),
)
@click.option("--accept", "accepted", metavar="PATIENT", help=N_("The patient was reached and agrees to the new visit."))
@click.option("--refuse", "refused", metavar="PATIENT", help=N_("The patient cannot come then; the rest is planned again."))
@click.option("--keep-old", is_flag=True, help=N_("With --refuse: the patient insists on the visit as told."))
@click.option("--show", "showing", is_flag=True, help=N_("Show the newest proposal again without planning."))
@click.option("--weeks", type=int, metavar="N", help=N_("Weeks to plan; the centre's setting by default."))
@common
def command(desk: Desk, accepted: str | None, refused: str | None, weeks: int | None, *, keep_old: bool, showing: bool) -> Exit:
    """Make a proposal, or answer one."""
    with desk.store() as store:
        centre = desk.centre(store)
        today = desk.today(store, centre)
        solving = partial(solve_watched, desk)
        if accepted is not None:
            return print_calls(desk, accept(store, centre, accepted, actor=desk.actor, at=desk.at))
        if refused is not None:
            again = refuse(store, centre, today, refused, keep_old=keep_old, actor=desk.actor, at=desk.at, solving=solving)
            return print_proposed(desk, again, load_problem(store, centre, today, weeks))
        if showing:
            return print_calls(desk, read_proposal(store, centre))
        made = propose(store, centre, today, weeks, actor=desk.actor, at=desk.at, solving=solving)
        return print_proposed(desk, made, load_problem(store, centre, today, weeks))
