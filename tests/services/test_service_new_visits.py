"""New visits stand on the call sheet: nobody counts as told who was not asked."""

from datetime import date, timedelta

import pytest
from made_in_force import CODE, TODAY, Make, coming, proposal
from service_samples import ACTOR, AT

from refillplan.domain.calls import CallState
from refillplan.domain.centre import Centre
from refillplan.domain.messages import InvalidValue
from refillplan.domain.people import NotDoneReason
from refillplan.domain.visits import Visit
from refillplan.services.advising.advice import Adviser
from refillplan.services.advising.moving import move
from refillplan.services.calls.call_sheet import Line
from refillplan.services.calls.holding import agreed_now, as_agreed
from refillplan.services.calls.proposals import Proposal, accept, propose, refuse
from refillplan.services.calls.publishing import Published, publish
from refillplan.services.core.access import load_centre
from refillplan.services.entering.recording import record_not_done
from refillplan.services.looking.board import load_board
from refillplan.services.plans.checking import check
from refillplan.storage import Store
from tui.advising import Advising

pytest_plugins = ["service_stores", "made_fixtures"]


def missed(store: Store, before: Centre) -> tuple[Visit, date]:
    """Record on its day that the first coming visit was missed."""
    visit = coming(before)[0]
    today = visit.session.on
    record_not_done(store, CODE, today, visit.patient, NotDoneReason.NO_SHOW, actor=ACTOR, at=AT)
    return visit, today


def proposed(store: Store, today: date) -> Proposal:
    return proposal(propose(store, CODE, today, actor=ACTOR, at=AT))


def new_lines(made: Proposal, patient: str) -> list[Line]:
    return [call.change for call in made.calls if call.change.old is None and call.change.patient == patient]


def told(store: Store) -> set[tuple[str, str]]:
    return {(v.patient, v.starts_at.isoformat()) for v in load_centre(store, CODE).visits if v.told}


@pytest.mark.parametrize("seed", range(3))
def test_the_visit_after_a_missed_one_is_told_only_once_its_patient_agrees(store: Store, in_force: Make, seed: int) -> None:
    visit, today = missed(store, in_force(seed))
    made = proposed(store, today)
    line = new_lines(made, visit.patient)[0]
    assert str(line.why) == f"new, in the place of the visit of {today}, which was not done"
    assert line.new is not None
    before = told(store)
    with pytest.raises(InvalidValue, match="visits of which they have not agreed yet"):
        publish(store, CODE, today, actor=ACTOR, at=AT)
    assert told(store) == before
    for patient in sorted({call.change.patient for call in made.calls}):
        accept(store, CODE, patient, actor=ACTOR, at=AT)
    assert isinstance(publish(store, CODE, today, actor=ACTOR, at=AT), Published)
    assert (visit.patient, line.new.starts_at.isoformat()) in told(store)
    assert check(store, CODE).verdict.sound


def test_what_was_agreed_of_a_new_visit_stays_and_a_refusal_is_planned_around(store: Store, in_force: Make) -> None:
    visit, today = missed(store, in_force(1))
    first = new_lines(proposed(store, today), visit.patient)[0]
    with pytest.raises(InvalidValue, match="refuse without --keep-old"):
        refuse(store, CODE, today, visit.patient, keep_old=True, actor=ACTOR, at=AT)
    again = proposal(refuse(store, CODE, today, visit.patient, actor=ACTOR, at=AT))
    second = new_lines(again, visit.patient)[0]
    assert first.new is not None
    assert second.new is not None
    assert second.new.session != first.new.session
    accept(store, CODE, visit.patient, actor=ACTOR, at=AT)
    states = {call.change.key: call.state for call in proposed(store, today).calls}
    assert states[second.key] is CallState.ACCEPTED


def test_the_date_agreed_on_the_phone_after_a_missed_visit_is_entered_by_a_move(store: Store, in_force: Make) -> None:
    visit, today = missed(store, in_force(0))
    adviser = Adviser(load_centre(store, CODE), today)
    due = adviser.visit(visit.patient)
    options = [option.visit.session for option in adviser.suggest(due)]
    later = min(v.session.on for v in load_centre(store, CODE).visits if v.patient == visit.patient and v.session.on > today)
    assert due.session.on < later
    there = next(key for key in options if key != due.session and key.on < later)
    made = proposal(move(store, CODE, today, visit.patient, there, actor=ACTOR, at=AT))
    states = {call.change.new.session: call.state for call in made.calls if call.change.new and call.change.old is None}
    assert states[there] is CallState.ACCEPTED
    assert not [v for v in load_centre(store, CODE).visits if v.patient == visit.patient and v.session == there]
    moved_again = proposal(move(store, CODE, today, visit.patient, due.session, actor=ACTOR, at=AT))
    mine = [v.session for v in moved_again.plan.visits if v.patient == visit.patient]
    assert due.session in mine
    assert there not in mine


def test_the_first_plan_is_told_as_a_whole_and_says_how_many_are_to_be_told(store: Store, in_force: Make) -> None:
    in_force(2)
    later = TODAY + timedelta(weeks=20)  # when nothing of the plan in force is left
    made = proposed(store, later)
    assert made.told_until is None
    done = publish(store, CODE, later, actor=ACTOR, at=AT)
    assert isinstance(done, Published)
    assert done.newly_told == done.told == done.visits


def test_the_screen_suggests_half_days_for_the_visit_that_is_due(store: Store, in_force: Make) -> None:
    visit, today = missed(store, in_force(0))
    board = load_board(store, CODE, lambda _: today)
    booked = next(v for v in board.visits if v.patient == visit.patient and v.session.on > today)
    meant, options = Advising().suggest(board, booked, lambda _: None, lambda: False)
    assert meant.session.on < booked.session.on
    assert options[0].visit.session == meant.session
    other = next(v for v in coming(board.centre, today + timedelta(days=7)) if v.patient != visit.patient)
    assert Advising().suggest(board, other, lambda _: None, lambda: False)[0] == other


def test_nobody_is_offered_a_place_to_which_another_has_agreed(store: Store, in_force: Make) -> None:
    before = in_force(0)
    one = coming(before, TODAY + timedelta(days=7))[0]
    there = next(o.visit.session for o in Adviser(before, TODAY).suggest(one) if o.visit.session != one.session)
    proposal(move(store, CODE, TODAY, one.patient, there, one, actor=ACTOR, at=AT))
    entered, agreed = load_centre(store, CODE), agreed_now(store, CODE, TODAY)
    plan = Adviser(as_agreed(entered, agreed, TODAY), TODAY).plan()
    assert (one.patient, there) in {(v.patient, v.session) for v in plan.visits}
    assert as_agreed(entered, agreed, TODAY, but=one.patient) == entered


def test_the_screen_asks_anew_once_somebody_has_agreed(store: Store, in_force: Make) -> None:
    before = in_force(0)
    one, other = [v for v in coming(before, TODAY + timedelta(days=7)) if v.patient in {"P001", "P002"}][:2]
    board = load_board(store, CODE, lambda _: TODAY)
    advising = Advising(lambda board: agreed_now(store, CODE, board.today))
    there = next(o.visit.session for o in Adviser(before, TODAY).suggest(one) if o.visit.session != one.session)
    answer = advising.why_not(board, other, there, lambda _: None, lambda: False)
    proposal(move(store, CODE, TODAY, one.patient, there, one, actor=ACTOR, at=AT))
    later = advising.why_not(board, other, there, lambda _: None, lambda: False)
    assert later != answer
