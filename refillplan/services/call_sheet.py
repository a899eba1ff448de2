"""The call sheet: the told visits that a plan would change, each with the reason, in the order in which to phone."""

from dataclasses import dataclass

from refillplan.domain.agenda import session_of, why_closed
from refillplan.domain.centre import Centre
from refillplan.domain.comparison import pair_visits
from refillplan.domain.half_days import covers
from refillplan.domain.messages import N_, Message, message
from refillplan.domain.plans import Plan
from refillplan.domain.visit_kinds import POST_OPERATIVE_FILL
from refillplan.domain.visits import Visit


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


def told_changes(centre: Centre, plan: Plan) -> tuple[Change, ...]:
    """Return the told visits of the days planned whose session or hour ``plan`` changes.

    They stand in the order in which to phone: least margin first, then the earliest told day.

    Parameters
    ----------
    centre
        With the visits that are booked now.
    """
    horizon = plan.horizon
    told = [v for v in centre.visits if v.told and horizon.start_on <= v.session.on < horizon.end_on]
    changes = []
    for old, new in pair_visits(told, plan.visits):
        if old is None:
            continue
        if new is not None and (new.session, new.starts_at) == (old.session, old.starts_at):
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
    return tuple(sorted(changes, key=lambda c: (c.margin_days is None, c.margin_days or 0, c.old.starts_at, c.old.patient)))


def _why_moved(centre: Centre, old: Visit, new: Visit | None) -> Message:
    away = [u for u in centre.unavailabilities if u.patient == old.patient and u.hard]
    if any(u.from_on <= old.session.on <= u.to_on and covers(u.half_day, old.session.half_day) for u in away):
        return message(N_("the patient cannot come then"))
    if new is None:
        return message(N_("no visit is due then any more"))
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
    return message(N_("makes room for others whose visits had to move"))
