"""A centre with the plan in use, read once: what weeks, months and chains are drawn from without asking again."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from refillplan.domain.centre import Centre
from refillplan.domain.chains import ChainStart, recorded_starts, windows_now
from refillplan.domain.plans import Horizon, NotPlanned, PlanException, PlanState
from refillplan.domain.visits import Visit
from refillplan.domain.windows import Window
from refillplan.services.core.access import looking
from refillplan.services.core.lookup import booked_visits
from refillplan.services.plans.checking import plan_in_use, visits_under
from refillplan.storage import Store, UnitOfWork

Edition = tuple[int, int | None, PlanState | None]
"""Revision of the centre's entries, number and state of the plan in use: differs once anything on a board does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """A centre as it is now.

    Parameters
    ----------
    visits
        Under the plan in use, ``version``, past bookings included, by start and patient.
    starts, left_out
        Every patient's next window, or why there is none.
    windows
        Of the visits from today on, by patient and start, as they count from what is recorded.
    """

    centre: Centre
    today: date
    edition: Edition
    visits: tuple[Visit, ...]
    exceptions: tuple[PlanException, ...]
    starts: tuple[ChainStart, ...]
    left_out: tuple[NotPlanned, ...]
    windows: Mapping[tuple[str, datetime], Window]

    @property
    def version(self) -> int | None:
        """Number of the plan in use; None: the bookings alone."""
        return self.edition[1]

    @property
    def state(self) -> PlanState | None:
        """How far the plan in use is."""
        return self.edition[2]

    def standing(self, visit: Visit) -> Visit:
        """Return a visit with its window as it counts now, to be shown; the booking keeps the one it was planned in."""
        return replace(visit, window=self.windows.get((visit.patient, visit.starts_at), visit.window))

    def number_of(self, visit: Visit) -> int | None:
        """Return which of its patient's booked visits to come a visit is, 1 the next; None where it is not booked."""
        coming = booked_visits(self.centre, self.today, visit.patient)
        return next((at for at, each in enumerate(coming, 1) if each.starts_at == visit.starts_at), None)


def load_board(store: Store, centre: str, today_in: Callable[[str], date]) -> Board:
    """Read a centre and its plan in use.

    Parameters
    ----------
    today_in
        Returns the day that it is, or is to be taken for, in a time zone.

    Raises
    ------
    StorageError
        If the database cannot be used.
    """
    with looking(store) as work:
        entered = work.centres.load(centre)
        stored = plan_in_use(work, centre)
        edition = _edition(work, centre)
    today = today_in(entered.timezone)
    starts, left_out = recorded_starts(entered, today, Horizon.after(today, entered.planning.weeks))
    visits = visits_under(entered, stored)
    return Board(
        centre=entered,
        today=today,
        edition=edition,
        visits=visits,
        exceptions=() if stored is None else stored.plan.exceptions,
        starts=starts,
        left_out=left_out,
        windows=windows_now(entered, starts, visits, today, None if stored is None else stored.plan.horizon.end_on),
    )


def edition_now(store: Store, centre: str) -> Edition:
    """Return what to compare with a board's, to see whether somebody has changed anything since.

    Raises
    ------
    StorageError
        If the database cannot be used.
    """
    with looking(store) as work:
        return _edition(work, centre)


def _edition(work: UnitOfWork, centre: str) -> Edition:
    headers = work.plans.list(centre)
    used = next((h for h in headers if h.state is PlanState.PUBLISHED), headers[-1] if headers else None)
    return work.centres.revision(centre), None if used is None else used.number, None if used is None else used.state
