"""Going back to an older version of the plan."""

from datetime import timedelta

import pytest
from made_in_force import CODE, TODAY, Make, coming, places, proposal
from service_samples import ACTOR, AT

from refillplan.domain.half_days import SessionKey
from refillplan.domain.messages import InvalidValue
from refillplan.domain.plans import PlanState
from refillplan.domain.sessions import Closure
from refillplan.services.calls.proposals import propose
from refillplan.services.calls.publishing import Published, publish
from refillplan.services.calls.restoring import restore
from refillplan.services.core.access import load_centre
from refillplan.services.core.editing import history, undo
from refillplan.services.entering.closures import enter_closure
from refillplan.services.looking.views import show_plan, show_plans
from refillplan.services.plans.checking import check
from refillplan.storage import StorageError, Store

pytest_plugins = ["service_stores", "made_fixtures"]


def closed_and_published(store: Store, key: SessionKey) -> None:
    closure = Closure(from_on=key.on, to_on=key.on, half_day=None, reason="works")
    enter_closure(store, CODE, TODAY, closure, actor=ACTOR, at=AT)
    proposal(propose(store, CODE, TODAY, actor=ACTOR, at=AT))
    assert isinstance(publish(store, CODE, TODAY, called=True, actor=ACTOR, at=AT), Published)


@pytest.mark.parametrize("seed", range(3))
def test_the_visits_of_the_older_plan_come_back_but_for_a_day_that_is_closed(store: Store, in_force: Make, seed: int) -> None:
    visit = coming(in_force(seed), TODAY + timedelta(days=14))[0]
    old = show_plan(store, CODE, 1).plan
    closed_and_published(store, visit.session)
    before, lines = load_centre(store, CODE), history(store, CODE)
    done = restore(store, CODE, TODAY, 1, actor=ACTOR, at=AT)
    made = proposal(done.proposed)
    assert check(store, CODE, made.version).verdict.sound
    there = {v for v in old.visits if v.session.on == visit.session.on}
    assert done.visits == len(old.visits)
    assert done.changed == len(places(old.visits) - places(made.plan.visits))
    assert done.changed >= len(there) > 0
    assert (load_centre(store, CODE), history(store, CODE)) == (before, lines)
    assert show_plans(store, CODE)[-1].state is PlanState.DRAFT
    told = {(v.patient, v.session, v.starts_at) for v in before.visits if v.told}
    kept = {(v.patient, v.session, v.starts_at) for v in made.plan.visits}
    assert len(made.calls) == len(told - kept)


def test_a_plan_in_force_is_restored_as_it_is(store: Store, in_force: Make) -> None:
    in_force(1)
    done = restore(store, CODE, TODAY, 1, actor=ACTOR, at=AT)
    assert done.changed == 0
    assert proposal(done.proposed).calls == ()


def test_an_older_plan_comes_back_whole_once_the_day_is_open_again(store: Store, in_force: Make) -> None:
    visit = coming(in_force(2), TODAY + timedelta(days=14))[0]
    closure = Closure(from_on=visit.session.on, to_on=visit.session.on, half_day=None, reason="works")
    enter_closure(store, CODE, TODAY, closure, actor=ACTOR, at=AT)
    proposal(propose(store, CODE, TODAY, actor=ACTOR, at=AT))
    undo(store, CODE, TODAY, actor=ACTOR, at=AT)
    done = restore(store, CODE, TODAY, 1, actor=ACTOR, at=AT)
    assert (done.changed, proposal(done.proposed).calls) == (0, ())


def test_what_cannot_be_restored_is_said(store: Store, in_force: Make) -> None:
    in_force(0)
    with pytest.raises(StorageError, match="has no plan 7"):
        restore(store, CODE, TODAY, 7, actor=ACTOR, at=AT)
    with pytest.raises(InvalidValue, match="plan 1 has no visit after today"):
        restore(store, CODE, TODAY + timedelta(days=400), 1, actor=ACTOR, at=AT)
