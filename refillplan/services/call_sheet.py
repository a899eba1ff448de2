"""The call sheet: the told visits that a plan would change, each with the reason, in the order in which to phone."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from refillplan.domain.agenda import session_of, why_closed
from refillplan.domain.centre import Centre
from refillplan.domain.comparison import pair_visits
from refillplan.domain.half_days import covers
from refillplan.domain.messages import N_, Message, message
from refillplan.domain.plans import Plan
from refillplan.domain.visit_kinds import POST_OPERATIVE_FILL
from refillplan.domain.visits import Visit
from refillplan.services.lookup import patient_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One told visit that a plan changes.

    Parameters
    ----------
    old
        As the patient was told.
    new
        As the plan has it; None: the plan has no visit in its place.
    why
        What keeps it from staying, in one sentence.
    margin_days
        Days from the new day to its limit, negative beyond it; None where that cannot be told.
    """

    old: Visit
    new: Visit | None
    why: Message
    margin_days: int | None


_FOR_OTHERS = message(N_("makes room for others whose visits had to move"))
_ON_ITS_OWN = message(N_("asked for, or pinned; nobody else moves"))
_OWN_INTERVAL = message(N_("the patient's own interval, or else asked for or pinned; nobody else moves"))


def told_changes(centre: Centre, plan: Plan) -> tuple[Change, ...]:
    """Return the told visits of the days planned whose session or hour ``plan`` changes.

    They stand in the order in which to phone: the patient whose told or new visit comes first, first; of one day the
    least margin first; the changes of one patient together, the earliest told one first.

    Parameters
    ----------
    centre
        With the visits that are booked now.
    """
    horizon = plan.horizon
    told = [v for v in centre.visits if v.told and horizon.start_on <= v.session.on < horizon.end_on]
    same = {(v.patient, v.starts_at) for v in told} & {(v.patient, v.starts_at) for v in plan.visits}
    changed = [v for v in told if (v.patient, v.starts_at) not in same]
    changes = []
    for old, new in pair_visits(changed, (v for v in plan.visits if (v.patient, v.starts_at) not in same)):
        if old is None:
            continue
        session = session_of(centre, old.session)
        if session is None:
            why = why_closed(centre, old.session)
        elif old.operator not in session.operators:
            why = message(N_("{operator} is not there on that half-day"), operator=old.operator)
        else:
            why = _why_moved(centre, old, new)
        margin = None if new is None or new.window is None else (new.window.limit_on - new.session.on).days
        changes.append(Change(old=old, new=new, why=why, margin_days=margin))
    if len({change.old.patient for change in changes}) == 1:
        alone = _why_alone(centre, changes[0].old.patient)
        changes = [replace(change, why=alone) if change.why == _FOR_OTHERS else change for change in changes]
    return _to_phone(changes)


def _to_phone(changes: Iterable[Change]) -> tuple[Change, ...]:
    """Sort changes so that nobody is phoned twice."""
    of_patient: dict[str, list[Change]] = {}
    for change in changes:
        of_patient.setdefault(change.old.patient, []).append(change)
    for mine in of_patient.values():
        mine.sort(key=lambda change: change.old.starts_at)
    patients = sorted(
        of_patient.values(), key=lambda mine: (min(map(_urgency, mine)), mine[0].old.starts_at, mine[0].old.patient)
    )
    return tuple(change for mine in patients for change in mine)


def _urgency(change: Change) -> tuple[date, bool, int]:
    """Return what is phoned about first: the nearest day that is no longer, or newly, the visit's, then the margin."""
    first = min(visit.session.on for visit in (change.old, change.new) if visit is not None)
    return first, change.margin_days is None, change.margin_days or 0


def _why_alone(centre: Centre, code: str) -> Message:
    patient = patient_of(centre, code)
    own = patient.target_days is not None or patient.limit_days is not None or patient.not_after is not None
    return _OWN_INTERVAL if own else _ON_ITS_OWN


def _why_gone(centre: Centre, old: Visit) -> Message:
    left_on = patient_of(centre, old.patient).active_to
    if left_on is not None and left_on < old.session.on:
        return message(N_("the patient is followed here until {on} only"), on=str(left_on))
    return message(N_("no visit is due then any more"))


def _why_moved(centre: Centre, old: Visit, new: Visit | None) -> Message:
    away = [u for u in centre.unavailabilities if u.patient == old.patient and u.hard]
    if any(u.from_on <= old.session.on <= u.to_on and covers(u.half_day, old.session.half_day) for u in away):
        return message(N_("the patient cannot come then"))
    if new is None:
        return _why_gone(centre, old)
    if new.kind == POST_OPERATIVE_FILL:
        return message(N_("the fill after the pump's replacement takes its place"))
    if new.session == old.session:
        return message(N_("another hour in the same half-day, so that all fit"))
    if new.window is not None and not new.window.earliest_on <= old.session.on <= new.window.limit_on:
        return message(
            N_("counted from {hangs_on}, the visit lies between {earliest} and {limit}"),
            hangs_on=str(new.window.hangs_on),
            earliest=str(new.window.earliest_on),
            limit=str(new.window.limit_on),
        )
    return _FOR_OTHERS
