"""The call sheet: of which visits patients must be told before a plan takes effect, each with the reason, in order.

Patients are told day and hour: a visit that changes its operator or place alone needs no call.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import TypeVar

from refillplan.domain.agenda import is_away, session_of, why_closed, why_not_held
from refillplan.domain.centre import Centre
from refillplan.domain.comparison import SAME_VISIT_DAYS, pair_visits
from refillplan.domain.messages import N_, Message, message
from refillplan.domain.plans import Plan
from refillplan.domain.visit_kinds import POST_OPERATIVE_FILL
from refillplan.domain.visits import Visit
from refillplan.domain.windows import Window
from refillplan.services.core.lookup import patient_of

CallKey = tuple[str, datetime]
"""What an answer is kept under: the patient, and in UTC the start that was told or, where none was, the new one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One visit of which a patient must be told.

    Parameters
    ----------
    old
        As the patient was told; None: of this visit nobody was told yet.
    new
        As the plan has it; None: the plan has no visit in its place.
    why
        What keeps it from staying, or brings it, in one sentence.
    margin_days
        Days from the new day to its limit, negative beyond it; None where that cannot be told.
    """

    old: Visit | None
    new: Visit | None
    why: Message
    margin_days: int | None

    @property
    def visit(self) -> Visit:
        """The visit as told or, where it was not, as the plan has it."""
        return next(visit for visit in (self.old, self.new) if visit is not None)

    @property
    def patient(self) -> str:
        """Whom to phone."""
        return self.visit.patient

    @property
    def words(self) -> str:
        """How an answer to this line alone names it: the code, an @ and the new day, or the told one where there is none."""
        return f"{self.patient}@{(self.new or self.visit).session.on}"

    @property
    def key(self) -> CallKey:
        """What the answer is kept under."""
        return call_key(self.visit)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change(Line):
    """One told visit that a plan changes."""

    old: Visit


_AnyLine = TypeVar("_AnyLine", bound=Line)


_CANNOT_COME = message(N_("the patient cannot come then"))
_FOR_OTHERS = message(N_("makes room for others whose visits had to move"))
_ON_ITS_OWN = message(N_("asked for, or pinned; nobody else moves"))
_OWN_INTERVAL = message(N_("the patient's own interval, or else asked for or pinned; nobody else moves"))


def call_key(visit: Visit) -> CallKey:
    """Return what an answer about a visit is kept under."""
    return visit.patient, visit.starts_at.astimezone(UTC)


def call_lines(centre: Centre, plan: Plan, told_until: date | None, answered: Collection[CallKey]) -> tuple[Line, ...]:
    """Return the whole call sheet of a plan: told visits that change, and visits that nobody was told of.

    They stand in the order in which to phone: the patient whose told or new visit comes first, first; of one day the
    least margin first; those of one patient together, the earliest first.

    Parameters
    ----------
    centre
        With the visits that are booked now.
    told_until
        Last day up to which patients are told of their visits, those that are new among them; None: they are not yet.
    answered
        Of new visits later than that, those to which somebody has answered are lines, too.
    """
    pairs = _pairs(centre, plan)
    new = [v for old, v in pairs if old is None and v is not None and not v.told]
    due = [v for v in new if (told_until is not None and v.session.on <= told_until) or call_key(v) in answered]
    lines = [Line(old=None, new=v, why=_why_new(centre, v, plan.today), margin_days=_margin_of(v)) for v in due]
    return _in_order(centre, (*_changes(centre, plan, pairs), *lines))


def told_changes(centre: Centre, plan: Plan) -> tuple[Change, ...]:
    """Return the told visits of the days planned whose session or hour ``plan`` changes, in the order in which to phone.

    Parameters
    ----------
    centre
        With the visits that are booked now.
    """
    return _in_order(centre, _changes(centre, plan, _pairs(centre, plan)))


def _pairs(centre: Centre, plan: Plan) -> Sequence[tuple[Visit | None, Visit | None]]:
    """Return the told visits that do not stay with what takes their place, and the plan's visits that take nobody's."""
    horizon = plan.horizon
    told = [v for v in centre.visits if v.told and horizon.start_on <= v.session.on < horizon.end_on]
    same = {(v.patient, v.starts_at) for v in told} & {(v.patient, v.starts_at) for v in plan.visits}
    changed = [v for v in told if (v.patient, v.starts_at) not in same]
    return pair_visits(changed, (v for v in plan.visits if (v.patient, v.starts_at) not in same))


def _changes(centre: Centre, plan: Plan, pairs: Iterable[tuple[Visit | None, Visit | None]]) -> list[Change]:
    changes = []
    for old, new in pairs:
        if old is None:
            continue
        session = session_of(centre, old.session)
        if session is None:
            why = why_closed(centre, old.session)
        elif old.operator not in session.operators:
            why = message(N_("{operator} is not there on that half-day"), operator=old.operator)
        elif not is_away(centre, old.patient, old.session) and (obstacle := why_not_held(centre, old)) is not None:
            why = obstacle
        else:
            why = _why_gone(centre, plan, old) if new is None else _why_moved(centre, old, new)
        changes.append(Change(old=old, new=new, why=why, margin_days=_margin_of(new)))
    return changes


def _margin_of(new: Visit | None) -> int | None:
    return None if new is None or new.window is None else (new.window.limit_on - new.session.on).days


def _in_order(centre: Centre, lines: Sequence[_AnyLine]) -> tuple[_AnyLine, ...]:
    """Sort lines so that nobody is phoned twice."""
    if len({line.patient for line in lines}) == 1:
        alone = _why_alone(centre, lines[0].patient)
        lines = [replace(line, why=alone) if line.why == _FOR_OTHERS else line for line in lines]
    of_patient: dict[str, list[_AnyLine]] = {}
    for line in lines:
        of_patient.setdefault(line.patient, []).append(line)
    for mine in of_patient.values():
        mine.sort(key=lambda line: line.visit.starts_at)
    patients = sorted(of_patient.values(), key=lambda mine: (min(map(_urgency, mine)), mine[0].visit.starts_at, mine[0].patient))
    return tuple(line for mine in patients for line in mine)


def _urgency(line: Line) -> tuple[date, bool, int]:
    """Return what is phoned about first: the nearest day that is no longer, or newly, the visit's, then the margin."""
    first = min(visit.session.on for visit in (line.old, line.new) if visit is not None)
    return first, line.margin_days is None, line.margin_days or 0


def _why_new(centre: Centre, new: Visit, today: date) -> Message:
    """Say why there is a visit of which nobody was told: for one of today that cannot be, for a missed one, or just new."""
    since = None if new.window is None else new.window.hangs_on
    for visit in centre.visits:
        why = why_not_held(centre, visit) if (visit.patient, visit.session.on) == (new.patient, today) else None
        if why is not None and since is not None and since < today:
            return message(N_("new, in the place of the visit of today, {day}: {why}"), day=str(today), why=why)
    missed = [n.on for n in centre.not_done if n.patient == new.patient and (since is None or since < n.on < new.session.on)]
    if missed:
        return message(N_("new, in the place of the visit of {day}, which was not done"), day=str(max(missed)))
    return message(N_("new: nobody was told of it yet"))


def _why_alone(centre: Centre, code: str) -> Message:
    patient = patient_of(centre, code)
    own = patient.target_days is not None or patient.limit_days is not None or patient.not_after is not None
    return _OWN_INTERVAL if own else _ON_ITS_OWN


def _why_gone(centre: Centre, plan: Plan, old: Visit) -> Message:
    if is_away(centre, old.patient, old.session):
        return _CANNOT_COME
    left_on = patient_of(centre, old.patient).active_to
    if left_on is not None and left_on < old.session.on:
        return message(N_("the patient is followed here until {on} only"), on=str(left_on))
    for exception in plan.exceptions:
        due_on = exception.assumed_on if exception.patient == old.patient else None
        if due_on is not None and abs((due_on - old.session.on).days) <= SAME_VISIT_DAYS:
            return message(N_("no half-day is left for it: {why}"), why=exception.reason)
    return message(N_("no visit is due then any more"))


def _why_moved(centre: Centre, old: Visit, new: Visit) -> Message:
    if is_away(centre, old.patient, old.session):
        return _CANNOT_COME
    if new.kind == POST_OPERATIVE_FILL:
        return message(N_("the fill after the pump's replacement takes its place"))
    if new.session == old.session:
        return message(N_("another hour in the same half-day, so that all fit"))
    if new.window is not None and leaves_for_its_window(new.window, old.session.on, new.session.on):
        return message(
            N_("counted from {hangs_on}, the visit lies between {earliest} and {limit}"),
            hangs_on=str(new.window.hangs_on),
            earliest=str(new.window.earliest_on),
            limit=str(new.window.limit_on),
        )
    return _FOR_OTHERS


def leaves_for_its_window(window: Window, old_on: date, new_on: date) -> bool:
    """Tell whether the day that was told lies outside the window; beyond its limit nothing drives a visit further."""
    return old_on < window.earliest_on or max(window.limit_on, new_on) < old_on
