"""``refillplan restore``."""

from functools import partial

import click

from refillplan.cli.desk import Desk
from refillplan.cli.exits import Exit
from refillplan.cli.options import common
from refillplan.cli.output.call import print_proposed
from refillplan.cli.waiting import solve_watched
from refillplan.domain.messages import N_
from refillplan.services.calls.proposals import Proposal
from refillplan.services.calls.restoring import restore
from refillplan.services.plans.planning import load_problem


@click.command(
    "restore",
    help=N_(
        "Make a draft as near to an older version of the plan as today's entries allow, and list whom to phone. Nothing is "
        "published."
    ),
)
@click.argument("version", type=int)
@common
def command(desk: Desk, version: int) -> Exit:
    """Go back to an older plan."""
    with desk.store() as store:
        centre = desk.centre(store)
        today = desk.today(store, centre)
        solving = partial(solve_watched, desk)
        done = restore(store, centre, today, version, actor=desk.actor, at=desk.at, solving=solving)
        beside = {"restored": version, "visits": done.visits, "changed": done.changed}
        ending = print_proposed(desk, done.proposed, load_problem(store, centre, today), beside)
    if isinstance(done.proposed, Proposal):
        desk.say(
            N_("visits of plan {version} after today: {count}; of these that could not be as they were: {changed}"),
            version=version,
            count=done.visits,
            changed=done.changed,
        )
    return ending
