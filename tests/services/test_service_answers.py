"""Answers on a call sheet: taken back like any other change, and held only as long as they stand."""

from datetime import date, timedelta

import pytest
from service_samples import ACTOR, AT, TODAY, import_sample

from refillplan.domain.calls import CallState
from refillplan.domain.messages import InvalidValue
from refillplan.domain.sessions import Closure
from refillplan.services.calls.proposals import Proposal, Proposed, accept, is_proposed, propose, read_proposal, refuse
from refillplan.services.calls.publishing import Published, publish
from refillplan.services.core.editing import history, redo, undo
from refillplan.services.entering.closures import enter_closure
from refillplan.services.plans.planning import PlanKept, make_plan
from refillplan.storage import Store

pytest_plugins = ["service_stores"]

CODE = "SMALL"


@pytest.fixture
def told(store: Store) -> Store:
    """The small sample with five weeks in force."""
    import_sample(store, "small")
    assert isinstance(make_plan(store, CODE, TODAY, 5, actor=ACTOR, at=AT), PlanKept)
    assert isinstance(publish(store, CODE, TODAY, actor=ACTOR, at=AT), Published)
    return store


def proposal(proposed: Proposed) -> Proposal:
    assert isinstance(proposed, Proposal), proposed
    return proposed


def proposed(store: Store) -> Proposal:
    return proposal(propose(store, CODE, TODAY, actor=ACTOR, at=AT))


def first_day(store: Store) -> date:
    with store.unit_of_work(ACTOR, AT) as work:
        return min(visit.session.on for visit in work.centres.load(CODE).visits if visit.session.on > TODAY)


def close(store: Store, on: date) -> Proposal:
    enter_closure(store, CODE, TODAY, Closure(from_on=on, to_on=on, reason="works"), actor=ACTOR, at=AT)
    return proposed(store)


def states(made: Proposal) -> list[tuple[str, CallState]]:
    return [(call.change.patient, call.state) for call in made.calls]


def take_back(store: Store) -> str:
    return str(undo(store, CODE, TODAY, actor=ACTOR, at=AT).what)


def test_undo_takes_back_an_acceptance_before_the_closure(told: Store) -> None:
    made = close(told, first_day(told))
    before = states(made)
    patient = made.calls[0].change.patient
    accept(told, CODE, patient, actor=ACTOR, at=AT)
    assert str(history(told, CODE)[0].what) == f"{patient} agreed to the new visit"
    assert take_back(told) == f"{patient} agreed to the new visit"
    assert states(read_proposal(told, CODE)) == before
    redo(told, CODE, TODAY, actor=ACTOR, at=AT)
    assert dict(states(read_proposal(told, CODE)))[patient] is CallState.ACCEPTED


def test_after_undoing_the_closure_nothing_stays_moved(told: Store) -> None:
    made = close(told, first_day(told))
    everybody = {call.change.patient for call in made.calls}
    accept(told, CODE, *sorted(everybody), actor=ACTOR, at=AT)
    assert proposed(told).open_calls == 0
    for _ in everybody:
        assert "agreed" in take_back(told)
    assert "closed" in take_back(told)
    assert proposed(told).calls == ()


def test_what_was_agreed_before_a_second_closure_holds_when_that_is_undone(told: Store) -> None:
    made = close(told, first_day(told))
    agreed = made.calls[0].change
    assert agreed.new is not None
    accept(told, CODE, agreed.patient, actor=ACTOR, at=AT)
    close(told, agreed.new.session.on)
    take_back(told)
    again = proposed(told)
    held = next(call for call in again.calls if call.change.old == agreed.old)
    assert held.state is CallState.ACCEPTED
    assert held.change.new is not None
    assert held.change.new.starts_at == agreed.new.starts_at


def test_what_was_agreed_to_a_day_that_closes_is_asked_again(told: Store) -> None:
    made = close(told, first_day(told))
    agreed = made.calls[0].change
    assert agreed.new is not None
    accept(told, CODE, agreed.patient, actor=ACTOR, at=AT)
    again = close(told, agreed.new.session.on)
    line = next(call for call in again.calls if call.change.old == agreed.old)
    assert line.state is CallState.OPEN
    assert line.change.new is None or line.change.new.session != agreed.new.session


def test_undoing_a_refusal_brings_back_the_acceptance_that_it_replaced(told: Store) -> None:
    made = close(told, first_day(told))
    patient = made.calls[0].change.patient
    accept(told, CODE, patient, actor=ACTOR, at=AT)
    refuse(told, CODE, TODAY, patient, actor=ACTOR, at=AT)
    assert take_back(told) == f"{patient} refused the new visit"
    assert dict(states(proposed(told)))[patient] is CallState.ACCEPTED


def test_an_outdated_sheet_says_so_and_takes_no_answers(told: Store) -> None:
    made = close(told, first_day(told))
    patient = made.calls[0].change.patient
    take_back(told)
    assert read_proposal(told, CODE).outdated
    with pytest.raises(InvalidValue, match="proposal 2 was made from older entries"):
        accept(told, CODE, patient, actor=ACTOR, at=AT)
    with pytest.raises(InvalidValue, match="proposal 2 was made from older entries"):
        refuse(told, CODE, TODAY, patient, actor=ACTOR, at=AT)
    assert not is_proposed(told, CODE)
    assert not proposed(told).outdated


def test_of_several_answers_none_is_kept_where_one_is_wrong(told: Store) -> None:
    made = close(told, first_day(told))
    before, lines = states(made), history(told, CODE)
    with pytest.raises(InvalidValue, match="P99 is not on the call sheet"):
        accept(told, CODE, made.calls[0].change.patient, "P99", actor=ACTOR, at=AT)
    with pytest.raises(InvalidValue, match="P99 is not on the call sheet"):
        refuse(told, CODE, TODAY, "P99", agreeing=[made.calls[0].change.patient], actor=ACTOR, at=AT)
    assert (states(read_proposal(told, CODE)), history(told, CODE)) == (before, lines)


def test_a_proposal_reaches_to_the_end_of_the_plan_in_force_and_tells_no_more(told: Store) -> None:
    first = TODAY + timedelta(days=1)
    made = close(told, first_day(told))
    assert (made.plan.horizon.start_on, made.plan.horizon.end_on) == (first, first + timedelta(weeks=5))
    done = publish(told, CODE, TODAY, called=True, actor=ACTOR, at=AT)
    assert isinstance(done, Published)
    assert done.told_until == first + timedelta(days=34)


def test_three_days_later_the_same_weeks_are_told(told: Store) -> None:
    later = TODAY + timedelta(days=3)
    made = proposal(propose(told, CODE, later, actor=ACTOR, at=AT))
    assert made.plan.horizon.days == 35
    done = publish(told, CODE, later, made.version, called=True, actor=ACTOR, at=AT)
    assert isinstance(done, Published)
    assert done.told_until == TODAY + timedelta(weeks=5)


def test_a_longer_plan_is_told_no_further_until_somebody_says_that_these_patients_know(told: Store) -> None:
    until = TODAY + timedelta(weeks=8)
    longer = make_plan(told, CODE, TODAY, 8, actor=ACTOR, at=AT)
    assert isinstance(longer, PlanKept)
    with pytest.raises(InvalidValue, match=f"up to {until} that no patient was told of"):
        publish(told, CODE, TODAY, until=until, actor=ACTOR, at=AT)
    same = publish(told, CODE, TODAY, actor=ACTOR, at=AT)
    assert isinstance(same, Published)
    assert (same.told_until, same.newly_told) == (TODAY + timedelta(weeks=5), 0)
    with pytest.raises(InvalidValue, match=f"up to {until} that no patient was told of"):
        publish(told, CODE, TODAY, until=until, actor=ACTOR, at=AT)
    all_of_it = publish(told, CODE, TODAY, until=until, called=True, actor=ACTOR, at=AT)
    assert isinstance(all_of_it, Published)
    assert all_of_it.told_until == until


def test_a_part_that_was_told_stays_the_part_that_is_told(store: Store) -> None:
    import_sample(store, "small")
    until = TODAY + timedelta(weeks=2)
    make_plan(store, CODE, TODAY, 5, actor=ACTOR, at=AT)
    publish(store, CODE, TODAY, until=until, actor=ACTOR, at=AT)
    make_plan(store, CODE, TODAY, 8, actor=ACTOR, at=AT)
    again = publish(store, CODE, TODAY, called=True, actor=ACTOR, at=AT)
    assert isinstance(again, Published)
    assert again.told_until == until
