"""Moving one visit with its patient on the phone: a proposal in which it lies where they agree."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from refillplan.domain.centre import Centre
from refillplan.domain.comparison import SAME_VISIT_DAYS
from refillplan.domain.half_days import SessionKey
from refillplan.domain.messages import N_, InvalidValue, Message, message
from refillplan.domain.people import Unavailability
from refillplan.domain.visits import Visit
from refillplan.services.advising.advice import Adviser, Option
from refillplan.services.calls.answers import without_new_near
from refillplan.services.calls.call_sheet import call_key
from refillplan.services.calls.holding import still_open, with_held
from refillplan.services.calls.pinning import pin_words
from refillplan.services.calls.proposals import Proposed, propose
from refillplan.services.core.access import looking
from refillplan.services.core.editing import edit
from refillplan.services.core.lookup import chosen_kinds, coming_visit
from refillplan.services.plans.planning import Solve, solve_problem
from refillplan.storage import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class NotThere:
    """A visit cannot be in a half-day: what blocks it, fact by fact; nothing was stored."""

    visit: Visit
    session: SessionKey
    blocked: tuple[Message, ...]


def move(
    store: Store,
    centre: str,
    today: date,
    patient: str,
    session: SessionKey,
    visit: int | Visit = 1,
    *,
    actor: str,
    at: datetime,
    solving: Solve = solve_problem,
) -> Proposed | NotThere:
    """Return the proposal in which a coming visit lies in another half-day, its patient having agreed to it.

    What patients were told stays until publication, what they were told of the next days even then. Everybody else who
    would have to change is on the call sheet; what they agreed to before stays. A visit that was told and is too near
    to be moved by the program becomes one to which the patient cannot come, as an edit.

    Parameters
    ----------
    visit
        The visit, or which of those that `Adviser.visit` counts; 1 is the next, booked or only due.

    Raises
    ------
    InvalidValue
        If there is no such visit, if it is pinned, of a kind that is not planned, or lies there already.
    CentreChanged
        If somebody changed the centre meanwhile.
    StorageError
        If the database cannot be used.
    """
    with looking(store) as work:
        entered = work.centres.load(centre)
        agreed_before = still_open(work, entered, today)
    others = without_new_near(agreed_before, patient, session.on)
    adviser = Adviser(with_held(others, entered), today)
    old = _movable(entered, _found(adviser, entered, patient, visit), session)
    if old.told and call_key(old) in others:
        others = {key: there for key, there in others.items() if key != call_key(old)}
        adviser = Adviser(with_held(others, entered), today)
    answer = adviser.why_not(old, session)
    if answer.option is None:
        return NotThere(visit=old, session=session, blocked=answer.blocked)
    blocked = tuple(_not_the_same(old, answer.option))
    if blocked:
        return NotThere(visit=old, session=session, blocked=blocked)
    what = message(N_("{patient} agrees to move from {old} to {new}"), patient=patient, old=str(old.session), new=str(session))
    edit(store, centre, today, _released(today, old), what=what, actor=actor, at=at)
    new = answer.option.visit
    agreed = {call_key(old if old.told else new): new}
    return propose(store, centre, today, agreed=agreed, actor=actor, at=at, solving=solving)


def _found(adviser: Adviser, entered: Centre, patient: str, visit: int | Visit) -> Visit:
    """Return the coming visit that is meant: as it is booked or, where it is only due, as the best plan has it."""
    if isinstance(visit, int):
        return coming_visit(entered, adviser.plan(), adviser.today, patient, visit)
    there = (visit.patient, visit.session)
    return next((v for v in entered.visits if (v.patient, v.session) == there), visit)


def _not_the_same(old: Visit, option: Option) -> Iterator[Message]:
    """Say why a visit there would not be this one any more: too far from it, or in the place of one before it."""
    there = option.visit.session
    if abs((there.on - old.session.on).days) > SAME_VISIT_DAYS:
        too_far = N_("{session} is more than {days} days from {old}")
        yield message(too_far, session=str(there), days=SAME_VISIT_DAYS, old=str(old.session))
    for change in option.changes:
        earlier = change.old.patient == old.patient and change.old.session < old.session
        if earlier and (change.new is None or change.new.session >= there):
            gone = N_("{session}: the patient's visit on {earlier} would not take place any more; move that one")
            yield message(gone, session=str(there), earlier=str(change.old.session))


def _movable(centre: Centre, visit: Visit, session: SessionKey) -> Visit:
    """Return the visit that is to be moved, if it may be."""
    if visit.kind not in chosen_kinds(centre):
        raise InvalidValue(
            message(
                N_("{patient}: the {kind} on {session} stays as booked: 'refillplan unbook' takes it away"),
                patient=visit.patient,
                kind=visit.kind,
                session=str(visit.session),
            ),
            "visit",
        )
    if visit.told and visit.session == session:
        lies_there = N_("{patient}: the visit is on {session} already")
        raise InvalidValue(message(lies_there, patient=visit.patient, session=str(session)))
    if visit.pins and visit in centre.visits:
        raise InvalidValue(
            message(
                N_("{patient}: the visit on {session} is pinned ({pins}): 'refillplan unpin' first"),
                patient=visit.patient,
                session=str(visit.session),
                pins=pin_words(visit.pins),
            ),
            "visit",
        )
    return visit


def _released(today: date, old: Visit) -> Callable[[Centre], Centre]:
    """Return the edit that lets a told visit leave a half-day which is too near for the program to move it."""

    def change(entered: Centre) -> Centre:
        near = old.told and old.session.on <= today + timedelta(days=entered.planning.frozen_days)
        if not near or old not in entered.visits:
            return entered
        key = old.session
        away = Unavailability(patient=old.patient, from_on=key.on, to_on=key.on, half_day=key.half_day, hard=True)
        others = [u for u in entered.unavailabilities if replace(u, hard=True) != away]
        return replace(entered, unavailabilities=(*others, away))

    return change
