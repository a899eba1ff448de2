"""An entry that may move visits: kept first, then planned around, and never lost with the planning."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import partial

from refillplan.cli.call_output import print_proposed
from refillplan.cli.desk import Desk
from refillplan.cli.exits import Exit, SolvingInterrupted
from refillplan.cli.waiting import solve_watched
from refillplan.domain.messages import N_
from refillplan.services.databases import Store
from refillplan.services.entries import EnteredAlready
from refillplan.services.planning import load_problem
from refillplan.services.proposals import Proposal, is_proposed, propose, weeks_in_force

Enter = Callable[[Store, str, date], int | None]
"""Makes an entry in a centre, on a day, and returns the number of the edit."""

_KEPT = N_("what was entered is kept ('refillplan undo' takes it back); next: refillplan propose")


def enter_and_propose(desk: Desk, enter: Enter) -> Exit:
    """Make an entry and list whom to phone; one that is there already is planned around, unless it has been."""
    with desk.store() as store:
        centre = desk.centre(store)
        today = desk.today(store, centre)
        try:
            enter(store, centre, today)
        except EnteredAlready as error:
            if is_proposed(store, centre):
                raise
            desk.tell(error.sentence)
        with _kept(desk):
            proposed = propose(store, centre, today, actor=desk.actor, at=desk.at, solving=partial(solve_watched, desk))
        problem = load_problem(store, centre, today, weeks_in_force(store, centre, today))
    ended = print_proposed(desk, proposed, problem)
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
