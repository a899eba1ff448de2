"""The nurse's first question: who is overdue, who has no visit inside the limit, who is close to it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from refillplan.domain.agenda import why_not_held
from refillplan.domain.centre import Centre
from refillplan.domain.chains import ChainStart, recorded_starts
from refillplan.domain.messages import Message
from refillplan.domain.plans import Horizon, NotPlanned, PlanException, PlanState
from refillplan.domain.visits import Visit
from refillplan.services.core.access import looking
from refillplan.services.plans.checking import plan_in_use, visits_under
from refillplan.storage import Store, StoredPlan

CLOSE_DAYS = 2
"""A visit is close to its limit up to this many days before it: fewer than the three from target to limit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkItem:
    """One patient to look at.

    Parameters
    ----------
    hangs_on, limit_on
        The fill that the window counts from, and the limit of the next visit.
    margin_days
        Days from the next visit to the limit, negative where it lies beyond; None without a visit that can take place.
    visit
        The next visit, if there is one.
    obstacle
        Why that visit cannot take place as things stand: nothing is open then, nobody is there who does it, or the patient
        cannot come.
    unrecorded_on
        Day of a visit since that fill of which nobody has recorded whether it was done.
    shown
        The exception that the plan shows for this visit, with its reason, if any.
    """

    patient: str
    hangs_on: date
    limit_on: date
    margin_days: int | None
    visit: Visit | None
    obstacle: Message | None
    unrecorded_on: date | None
    shown: PlanException | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Worklist:
    """Who needs a look, those without a visit inside the limit by limit, the others by days of margin.

    Parameters
    ----------
    version, state, made_at, made_for
        The plan that the visits are taken from; all None where there is no plan and bookings alone count.
    last_change_at
        When anything of the centre was last changed.
    exceptions
        Number of exceptions that the plan names, those of later visits included.
    active
        Number of patients who need visits.
    overdue
        The limit, counted from the actual last fill, is before today.
    without_visit
        No visit that can take place, or none before the limit.
    close
        The visit lies at most `CLOSE_DAYS` (or as many as asked for) before the limit.
    not_planned
        Patients on the list who need no visits now, with the reason.
    """

    today: date
    version: int | None
    state: PlanState | None
    made_at: datetime | None
    made_for: date | None
    last_change_at: datetime | None
    exceptions: int
    active: int
    overdue: tuple[WorkItem, ...]
    without_visit: tuple[WorkItem, ...]
    close: tuple[WorkItem, ...]
    not_planned: tuple[NotPlanned, ...]

    @property
    def unexplained(self) -> tuple[str, ...]:
        """Patients without a visit inside the limit whom the plan does not show as an exception."""
        return tuple(sorted(item.patient for item in (*self.overdue, *self.without_visit) if item.shown is None))

    @property
    def promise_kept(self) -> bool:
        """Whether no active patient is without a visit inside the limit, unless shown as an exception."""
        return not self.unexplained


def worklist(store: Store, centre: str, today: date, *, close_days: int = CLOSE_DAYS) -> Worklist:
    """Return who needs a look, by the plan in force or, if there is none, by the newest draft, or else by the bookings.

    Raises
    ------
    StorageError
        If the database cannot be used.
    """
    with looking(store) as work:
        entered = work.centres.load(centre)
        stored = plan_in_use(work, centre)
        last_change_at = work.audit.last_at(centre)
    starts, left_out = recorded_starts(entered, today, Horizon.after(today, entered.planning.weeks))
    visits = _filling_visits(entered, stored)
    exceptions = () if stored is None else stored.plan.exceptions
    items = [_item(entered, start, visits.get(start.patient.patient, ()), exceptions, today) for start in starts]
    overdue = [item for item in items if item.limit_on < today]
    without = [item for item in items if item.limit_on >= today and _margin_inside(item) is None]
    close = [
        item for item in items if item.limit_on >= today and (margin := _margin_inside(item)) is not None and margin <= close_days
    ]
    return Worklist(
        today=today,
        version=None if stored is None else stored.number,
        state=None if stored is None else stored.state,
        made_at=None if stored is None else stored.made_at,
        made_for=None if stored is None else stored.plan.today,
        last_change_at=last_change_at,
        exceptions=len(exceptions),
        active=len(starts),
        overdue=_in_order(overdue),
        without_visit=_in_order(without),
        close=_in_order(close),
        not_planned=left_out,
    )


def _filling_visits(centre: Centre, stored: StoredPlan | None) -> dict[str, list[Visit]]:
    """Return the visits that fill by patient, in order of time."""
    filling = {kind.kind for kind in centre.visit_kinds if kind.fills}
    found: dict[str, list[Visit]] = {}
    for visit in visits_under(centre, stored):
        if visit.kind in filling:
            found.setdefault(visit.patient, []).append(visit)
    return found


def _item(
    centre: Centre, start: ChainStart, visits: Sequence[Visit], exceptions: Iterable[PlanException], today: date
) -> WorkItem:
    code, window = start.patient.patient, start.window
    coming = [visit for visit in visits if visit.session.on > window.hangs_on and visit.session.on >= today]
    standing = next((visit for visit in coming if why_not_held(centre, visit) is None), None)
    first = next(iter(coming), None)
    visit = standing if standing is not None and standing.session.on <= window.limit_on else first
    obstacle = None if visit is None else why_not_held(centre, visit)
    past = [visit.session.on for visit in visits if window.hangs_on < visit.session.on < today]
    return WorkItem(
        patient=code,
        hangs_on=window.hangs_on,
        limit_on=window.limit_on,
        margin_days=None if visit is None or obstacle is not None else (window.limit_on - visit.session.on).days,
        visit=visit,
        obstacle=obstacle,
        unrecorded_on=max(past, default=None),
        shown=next((e for e in exceptions if e.patient == code and e.limit_on == window.limit_on), None),
    )


def _margin_inside(item: WorkItem) -> int | None:
    """Return the margin of a visit inside the limit; None where there is none."""
    return item.margin_days if item.margin_days is not None and item.margin_days >= 0 else None


def _in_order(items: Iterable[WorkItem]) -> tuple[WorkItem, ...]:
    """The least margin first; before those, by their limit, all who have none."""
    return tuple(sorted(items, key=_urgency))


def _urgency(item: WorkItem) -> tuple[bool, int, date, str]:
    margin = _margin_inside(item)
    return margin is not None, margin or 0, item.limit_on, item.patient
