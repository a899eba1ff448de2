"""Publishing a plan: its visits are booked, patients are told, calendars follow; all of it, or nothing."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import uuid4

from refillplan.domain.calendar_entries import CalendarEntry, revise
from refillplan.domain.calls import CallState
from refillplan.domain.centre import Centre
from refillplan.domain.edits import EditState
from refillplan.domain.messages import N_, InvalidValue, message
from refillplan.domain.plans import Plan, PlanState
from refillplan.domain.visits import Visit
from refillplan.planner.check import Violation
from refillplan.services.calls.answers import Call, calls_on, told_until_in_force
from refillplan.services.core.conflicts import what_changed
from refillplan.services.plans.checking import verdict_on
from refillplan.storage import Store, StoredPlan, UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """What a publication did.

    Parameters
    ----------
    told_until
        Last day up to which patients are told.
    visits, told
        Visits of the plan, and how many of them are told.
    added, changed, cancelled
        Calendar entries that are new, that moved or changed, and that no longer take place.
    newly_told
        Visits that count as told from now on and stood on no call sheet: these patients are still to be told.
    untold
        Visits of the plan that are booked and that nobody is told of.
    entered_for
        Latest day after today for which a fill or a missed visit is recorded, if any: today may be wrong.
    new
        False where the plan was in force already: nothing was changed.
    """

    version: int
    told_until: date
    visits: int
    told: int
    added: int = 0
    changed: int = 0
    cancelled: int = 0
    newly_told: int = 0
    untold: tuple[Visit, ...] = ()
    entered_for: date | None = None
    new: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicationRefused:
    """The checker finds that the plan breaks rules; nothing was changed."""

    version: int
    violations: tuple[Violation, ...]


def publish(
    store: Store,
    centre: str,
    today: date,
    version: int | None = None,
    until: date | None = None,
    *,
    called: bool = False,
    actor: str,
    at: datetime,
    new_uid: Callable[[], str] = lambda: str(uuid4()),
) -> Published | PublicationRefused:
    """Put a draft in force.

    Its visits take the place of the bookings in the days planned; bookings of today and before, and those past
    the days planned, stay. Publishing the plan in force again changes nothing, but for telling more of it.

    Once patients are told of a plan nobody becomes told without having agreed on a call sheet, unless ``called``; the
    first plan is told as a whole.

    Parameters
    ----------
    version
        Number of the plan; None: the newest.
    until
        Last day up to which patients are told; None: as far as they are told of the plan in force, or all days planned
        where there is none.
    called
        Everybody whose told visit the plan changes, or who is told of a visit by it, was reached and agreed; otherwise
        each must have been accepted on the call sheet.
    new_uid
        Gives each new calendar entry its identity.

    Raises
    ------
    InvalidValue
        If there is no plan, if it is past, if it was made on another day or from older entries, if ``until`` is before
        the first day planned, or if people are still to be phoned or told.
    StorageError
        If there is no plan of that number, or the database cannot be used.
    """
    with store.unit_of_work(actor, at, why="publish") as work:
        stored = _draft_or_in_force(work, centre, version)
        if stored.state is PlanState.PUBLISHED:
            return _tell_more(work, stored, until, today, at, new_uid, called=called)
        told_before = told_until_in_force(work, stored.plan)
        until = _last_told(stored.plan, told_before if until is None else until)
        _require_fresh(work, stored, today)
        entered = work.centres.load(centre)
        violations = verdict_on(entered, stored).violations
        if violations:
            return PublicationRefused(version=stored.number, violations=violations)
        calls = calls_on(work, entered, stored)
        if not called:
            _require_calls(calls, stored.number, until)
        asked = {call.change.new for call in calls if called or call.state is CallState.ACCEPTED}
        untold = [v for v in stored.plan.visits if not v.told and v.session.on <= until and v not in asked]
        if told_before is not None and not called:
            _require_told(untold, until)
        booked = _booked_by(stored.plan, entered.visits, {*asked, *untold})
        before = work.calendar.entries(centre)
        after = revise(before, booked, at, today, new_uid)
        work.plans.publish(centre, stored.number, until, [v for v in asked if v is not None and v.session.on > until])
        work.centres.replace_bookings(centre, booked)
        work.calendar.replace(centre, after)
        work.edits.add(centre, message(N_("plan {version} published"), version=stored.number), EditState.FINAL)
        work.commit()
    left = tuple(v for v in stored.plan.visits if not (v.told or v in asked or v.session.on <= until))
    return replace(
        _report(stored, until, before, after),
        told=len(stored.plan.visits) - len(left),
        newly_told=len(untold),
        untold=left,
        entered_for=_recorded_after(entered, today),
    )


def _recorded_after(centre: Centre, today: date) -> date | None:
    recorded = [fill.filled_on for fill in centre.fills] + [missed.on for missed in centre.not_done]
    return max((on for on in recorded if on > today), default=None)


def _draft_or_in_force(work: UnitOfWork, centre: str, version: int | None) -> StoredPlan:
    stored = work.plans.latest(centre) if version is None else work.plans.get(centre, version)
    if stored is None:
        raise InvalidValue(message(N_("the centre {centre} has no plan yet: 'refillplan plan' makes one"), centre=centre))
    if stored.state is PlanState.PAST:
        raise InvalidValue(
            message(N_("plan {version} was in force before another took its place: plan again"), version=stored.number)
        )
    return stored


def _last_told(plan: Plan, until: date | None) -> date:
    last_on = plan.horizon.end_on - timedelta(days=1)
    if until is None:
        return last_on
    if until < plan.horizon.start_on:
        raise InvalidValue(
            message(N_("{until} is before {first}, the first day planned"), until=str(until), first=str(plan.horizon.start_on)),
            "until",
        )
    return min(until, last_on)


def _tell_more(
    work: UnitOfWork,
    stored: StoredPlan,
    until: date | None,
    today: date,
    at: datetime,
    new_uid: Callable[[], str],
    *,
    called: bool,
) -> Published:
    """Tell patients of the plan in force up to a later day; what is told stays told."""
    centre, number = stored.plan.centre, stored.number
    told_until = stored.told_until or _last_told(stored.plan, None)
    until = told_until if until is None else _last_told(stored.plan, until)
    before = work.calendar.entries(centre)
    if until <= told_until:
        return replace(_report(stored, told_until, before, before), new=False)
    first = stored.plan.horizon.start_on
    visits = work.centres.load(centre).visits
    untold = [v for v in visits if not v.told and first <= v.session.on <= until]
    if not called:
        _require_told(untold, until)
    booked = tuple(replace(v, told=v.told or first <= v.session.on <= until) for v in visits)
    after = revise(before, booked, at, today, new_uid)
    work.plans.tell(centre, number, until)
    work.centres.replace_bookings(centre, booked)
    work.calendar.replace(centre, after)
    what = message(N_("plan {version} told until {until}"), version=number, until=str(until))
    work.edits.add(centre, what, EditState.FINAL)
    work.commit()
    return replace(_report(stored, until, before, after), newly_told=len(untold))


def _require_fresh(work: UnitOfWork, stored: StoredPlan, today: date) -> None:
    if stored.plan.today != today:
        raise InvalidValue(
            message(
                N_("plan {version} was made for {day}, and today is {today}: plan again, then publish"),
                version=stored.number,
                day=str(stored.plan.today),
                today=str(today),
            )
        )
    if stored.centre_revision != work.centres.revision(stored.plan.centre):
        what = what_changed(work, stored.plan.centre, stored.centre_revision)
        if what is not None:
            since = N_("since plan {version} was made the centre was {what}: plan again, then publish")
            raise InvalidValue(message(since, version=stored.number, what=what))
        raise InvalidValue(
            message(
                N_("the centre's entries or bookings have changed since plan {version} was made: plan again, then publish"),
                version=stored.number,
            )
        )


def _require_calls(calls: Iterable[Call], version: int, until: date) -> None:
    """Refuse while somebody has not agreed; new visits after ``until`` are booked without being told."""
    unanswered = [call.change for call in calls if call.state is not CallState.ACCEPTED]
    left = sum(line.old is not None or line.visit.session.on <= until for line in unanswered)
    if left:
        raise InvalidValue(
            message(
                N_(
                    "plan {version} changes what patients were told, or has visits they were not told of; visits of which they "
                    "have not agreed yet: {count}. 'refillplan propose --show' lists whom to phone"
                ),
                version=version,
                count=left,
            )
        )


def _require_told(untold: Collection[Visit], until: date) -> None:
    """Refuse to count visits as told that stand on no call sheet, as long as nobody says that these patients know."""
    if untold:
        raise InvalidValue(
            message(
                N_(
                    "visits up to {until} that no patient was told of, and that stand on no call sheet: {count}. "
                    "Tell these patients, then publish with --until {until} --called"
                ),
                until=str(until),
                count=len(untold),
            ),
            "until",
        )


def _booked_by(plan: Plan, booked: Iterable[Visit], told_now: Collection[Visit | None]) -> tuple[Visit, ...]:
    """Return all bookings under a plan: its visits, told before or now, and those outside the days planned."""
    outside = [visit for visit in booked if not plan.horizon.start_on <= visit.session.on < plan.horizon.end_on]
    planned = [replace(visit, told=visit.told or visit in told_now) for visit in plan.visits]
    return (*outside, *planned)


def _report(stored: StoredPlan, until: date, before: Iterable[CalendarEntry], after: Iterable[CalendarEntry]) -> Published:
    old = {entry.uid: entry for entry in before}
    changed = [entry for entry in after if entry.uid in old and entry != old[entry.uid]]
    untold = tuple(visit for visit in stored.plan.visits if not (visit.told or visit.session.on <= until))
    return Published(
        version=stored.number,
        told_until=until,
        visits=len(stored.plan.visits),
        told=len(stored.plan.visits) - len(untold),
        untold=untold,
        added=sum(entry.uid not in old for entry in after),
        changed=sum(not entry.cancelled for entry in changed),
        cancelled=sum(entry.cancelled for entry in changed),
        new=True,
    )
