"""The end of every command that changes what must be planned: a proposal, and whom to phone; the entry is never lost with it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from functools import partial

from refillplan.cli.desk import Desk, Json
from refillplan.cli.exits import Exit, SolvingInterrupted
from refillplan.cli.output.call import print_proposed
from refillplan.cli.waiting import solve_watched
from refillplan.domain.messages import N_
from refillplan.services.calls.proposals import Proposal, propose, weeks_in_force
from refillplan.services.plans.planning import load_problem
from refillplan.services.upkeep.databases import Store

_KEPT = N_("what was entered is kept ('refillplan undo' takes it back); next: refillplan propose")


def propose_and_print(desk: Desk, store: Store, centre: str, today: date, beside: Mapping[str, Json] | None = None) -> Exit:
    """Plan again from what is entered now and print whom to phone; as JSON, with what stands ``beside`` it."""
    with _kept(desk):
        proposed = propose(store, centre, today, actor=desk.actor, at=desk.at, solving=partial(solve_watched, desk))
    problem = load_problem(store, centre, today, weeks_in_force(store, centre, today))
    ended = print_proposed(desk, proposed, problem, beside)
    if not isinstance(proposed, Proposal):
        desk.say(_KEPT)
    return ended


@contextmanager
def _kept(desk: Desk) -> Iterator[None]:
    """Say that the entry stands where the planning after it fails or is interrupted."""
    try:
        yield
    except SolvingInterrupted as error:
        error.meanwhile = desk.text(_KEPT)
        raise
    except BaseException:
        desk.say(_KEPT)
        raise
