"""An entry that may move visits: kept first, then planned around."""

from collections.abc import Callable
from datetime import date

from refillplan.cli.desk import Desk
from refillplan.cli.exits import Exit
from refillplan.cli.proposing import propose_and_print
from refillplan.domain.messages import N_, InvalidValue, message
from refillplan.services.calls.proposals import is_proposed
from refillplan.services.entering.closures import EnteredAlready, long_span
from refillplan.services.upkeep.databases import Store

Enter = Callable[[Store, str, date], int | None]
"""Makes an entry in a centre, on a day, and returns the number of the edit."""


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
        return propose_and_print(desk, store, centre, today)


def require_short(first: date, last: date) -> None:
    """Refuse days that last longer than a year, as long as nobody says that this is meant."""
    question = long_span(first, last)
    if question is not None:
        raise InvalidValue(message(N_("{question} If it is: --long"), question=question))
