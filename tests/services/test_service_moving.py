"""Moving a visit with its patient on the phone."""

from datetime import timedelta

import pytest
from made_in_force import CODE, TODAY, Make, coming, proposal
from service_samples import ACTOR, AT

from refillplan.domain.calls import CallState
from refillplan.domain.half_days import SessionKey
from refillplan.domain.messages import InvalidValue
from refillplan.domain.visits import Pin, Visit
from refillplan.services.advising.advice import Adviser
from refillplan.services.advising.moving import NotThere, move
from refillplan.services.calls.pinning import pin
from refillplan.services.calls.proposals import Proposal, accept, propose
from refillplan.services.calls.publishing import Published, publish
from refillplan.services.core.access import load_centre
from refillplan.services.core.editing import history, undo
from refillplan.services.plans.checking import check
from refillplan.storage import Store

NEAR = TODAY + timedelta(days=5)
"""Last day on which told visits stay."""

pytest_plugins = ["service_stores", "made_fixtures"]


def moved(store: Store, visit: Visit, there: SessionKey) -> Proposal:
    return proposal(move(store, CODE, TODAY, visit.patient, there, actor=ACTOR, at=AT))


def elsewhere(store: Store, visit: Visit) -> SessionKey:
    """Return the best other half-day that is not of the next days, where told visits stay."""
    options = Adviser(load_centre(store, CODE), TODAY).suggest(visit, 9)
    keys = (option.visit.session for option in options)
    return next(key for key in keys if key != visit.session and key.on > NEAR)


@pytest.mark.parametrize("seed", range(3))
def test_the_moved_visit_lies_there_agreed_to_and_nothing_told_has_changed(store: Store, in_force: Make, seed: int) -> None:
    before = in_force(seed)
    visit = next(v for v in coming(before, NEAR) if number_of(before.visits, v) == 1)
    there = elsewhere(store, visit)
    made = moved(store, visit, there)
    assert load_centre(store, CODE) == before
    assert (visit.patient, there) in {(v.patient, v.session) for v in made.plan.visits}
    states = {call.change.old: call.state for call in made.calls}
    assert states[visit] is CallState.ACCEPTED
    assert all(state is CallState.OPEN for old, state in states.items() if old != visit)
    assert check(store, CODE, made.version).verdict.sound


def test_a_move_is_kept_by_the_proposals_after_it_and_published_when_all_agree(store: Store, in_force: Make) -> None:
    before = in_force(0)
    first, second = [v for v in coming(before, NEAR) if number_of(before.visits, v) == 1][:2]
    there = elsewhere(store, first)
    moved(store, first, there)
    made = moved(store, second, elsewhere(store, second))
    made = proposal(propose(store, CODE, TODAY, actor=ACTOR, at=AT))
    assert {call.change.old for call in made.calls if call.state is CallState.ACCEPTED} >= {first, second}
    for patient in {call.change.patient for call in made.calls}:
        accept(store, CODE, patient, actor=ACTOR, at=AT)
    assert isinstance(publish(store, CODE, TODAY, actor=ACTOR, at=AT), Published)
    assert (first.patient, there) in {(v.patient, v.session) for v in load_centre(store, CODE).visits}


def test_a_visit_of_the_next_days_is_moved_as_one_to_which_the_patient_cannot_come(store: Store, in_force: Make) -> None:
    before = next(centre for centre in map(in_force, range(6)) if coming(centre)[0].session.on <= NEAR)
    visit = coming(before)[0]
    made = moved(store, visit, elsewhere(store, visit))
    assert check(store, CODE, made.version).verdict.sound
    after = load_centre(store, CODE)
    assert after.visits == before.visits
    assert [(u.patient, u.from_on, u.hard) for u in set(after.unavailabilities) - set(before.unavailabilities)] == [
        (visit.patient, visit.session.on, True)
    ]
    undo(store, CODE, TODAY, actor=ACTOR, at=AT)  # what was agreed to
    undo(store, CODE, TODAY, actor=ACTOR, at=AT)
    assert load_centre(store, CODE) == before


def test_where_it_cannot_be_the_reasons_are_given_and_nothing_is_stored(store: Store, in_force: Make) -> None:
    before = in_force(1)
    visit = coming(before)[0]
    sunday = SessionKey(visit.session.on + timedelta(days=7 - visit.session.on.isoweekday()), visit.session.half_day)
    lines = history(store, CODE)
    found = move(store, CODE, TODAY, visit.patient, sunday, actor=ACTOR, at=AT)
    assert isinstance(found, NotThere)
    assert "the unit does not open on this half-day" in str(found.blocked[0])
    assert (load_centre(store, CODE), history(store, CODE)) == (before, lines)


def test_nobody_told_of_the_next_days_has_to_make_room(store: Store, in_force: Make) -> None:
    before = in_force(0)
    near = next(v for v in coming(before) if v.session.on <= NEAR and v.session.on > TODAY + timedelta(days=2))
    others = [v for v in coming(before, NEAR) if number_of(before.visits, v) == 1]
    found = [move(store, CODE, TODAY, v.patient, near.session, actor=ACTOR, at=AT) for v in others]
    blocked = [str(line) for each in found if isinstance(each, NotThere) for line in each.blocked]
    assert f"told of visits on {near.session}, too near to be moved by a plan: {near.patient}" in blocked
    plans = [each.plan for each in found if isinstance(each, Proposal)]
    assert all(near.starts_at in {v.starts_at for v in plan.visits if v.patient == near.patient} for plan in plans)


def test_a_pinned_visit_or_one_that_lies_there_is_not_moved(store: Store, in_force: Make) -> None:
    visit = coming(in_force(1))[0]
    with pytest.raises(InvalidValue, match=f"the visit is on {visit.session} already"):
        moved(store, visit, visit.session)
    pin(store, CODE, TODAY, visit.patient, frozenset({Pin.DATE}), actor=ACTOR, at=AT)
    there = SessionKey(visit.session.on + timedelta(days=1), visit.session.half_day)
    with pytest.raises(InvalidValue, match=r"is pinned \(the day\): 'refillplan unpin' first"):
        moved(store, visit, there)


def number_of(visits: tuple[Visit, ...], visit: Visit) -> int:
    """Return which of its patient's coming visits one is."""
    mine = sorted(v.starts_at for v in visits if v.patient == visit.patient and v.session.on > TODAY)
    return mine.index(visit.starts_at) + 1


def test_a_visit_that_is_moving_is_not_pinned_where_it_was(store: Store, in_force: Make) -> None:
    before = in_force(0)
    visit = next(v for v in coming(before, NEAR) if number_of(before.visits, v) == 1)
    there = elsewhere(store, visit)
    moved(store, visit, there)
    with pytest.raises(InvalidValue, match=f"agreed to move from {visit.session} to {there}: 'refillplan publish'"):
        pin(store, CODE, TODAY, visit.patient, frozenset({Pin.DATE}), actor=ACTOR, at=AT)
    proposal(propose(store, CODE, TODAY, actor=ACTOR, at=AT))
    undo(store, CODE, TODAY, actor=ACTOR, at=AT)  # what was agreed to
    pin(store, CODE, TODAY, visit.patient, frozenset({Pin.DATE}), actor=ACTOR, at=AT)
    assert proposal(propose(store, CODE, TODAY, actor=ACTOR, at=AT)).calls == ()
