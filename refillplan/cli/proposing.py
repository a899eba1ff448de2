"""The end of every command that changes what must be planned: a proposal, and whom to phone."""

from collections.abc import Mapping
from datetime import date
from functools import partial

from refillplan.cli.call_output import print_proposed
from refillplan.cli.desk import Desk, Json
from refillplan.cli.exits import Exit
from refillplan.cli.waiting import solve_watched
from refillplan.services.databases import Store
from refillplan.services.planning import load_problem
from refillplan.services.proposals import propose


def propose_and_print(desk: Desk, store: Store, centre: str, today: date, beside: Mapping[str, Json] | None = None) -> Exit:
    """Plan again from what is entered now and print whom to phone; as JSON, with what stands ``beside`` it."""
    proposed = propose(store, centre, today, actor=desk.actor, at=desk.at, solving=partial(solve_watched, desk))
    return print_proposed(desk, proposed, load_problem(store, centre, today), beside)
