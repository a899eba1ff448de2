"""Pins: what a nurse fixes stays, each field separately, and can be taken back."""

from dataclasses import replace
from datetime import timedelta

import pytest
from made_in_force import CODE, TODAY, Make, coming, proposal
from service_samples import ACTOR, AT

from refillplan.domain.messages import InvalidValue
from refillplan.domain.people import Unavailability
from refillplan.domain.sessions import Closure
from refillplan.domain.visits import Pin
from refillplan.services.calls.pinning import Pinned, pin, pin_words, unpin
from refillplan.services.calls.proposals import propose
from refillplan.services.core.access import load_centre
from refillplan.services.core.editing import redo, undo
from refillplan.services.entering.closures import enter_closure
from refillplan.services.entering.patients import enter_unavailability
from refillplan.services.plans.checking import check
from refillplan.storage import Store

pytest_plugins = ["service_stores", "made_fixtures"]


def pinned(store: Store, patient: str, *pins: Pin, visit: int = 1) -> Pinned:
    return pin(store, CODE, TODAY, patient, frozenset(pins), visit, actor=ACTOR, at=AT)


def unpinned(store: Store, patient: str, *pins: Pin, visit: int = 1) -> Pinned:
    return unpin(store, CODE, TODAY, patient, frozenset(pins), visit, actor=ACTOR, at=AT)


def test_fields_are_pinned_one_by_one_and_undone(store: Store, in_force: Make) -> None:
    before = in_force(1)
    visit = coming(before)[0]
    pinned(store, visit.patient, Pin.DATE)
    pinned(store, visit.patient, Pin.HOUR, Pin.OPERATOR)
    after = load_centre(store, CODE)
    assert replace(visit, pins=frozenset({Pin.DATE, Pin.HOUR, Pin.OPERATOR})) in after.visits
    assert unpinned(store, visit.patient, Pin.DATE).visit.pins == {Pin.HOUR, Pin.OPERATOR}
    assert unpinned(store, visit.patient).visit.pins == frozenset()
    assert load_centre(store, CODE) == before
    for _ in range(4):
        undo(store, CODE, TODAY, actor=ACTOR, at=AT)
    assert load_centre(store, CODE) == before
    for _ in range(2):
        redo(store, CODE, TODAY, actor=ACTOR, at=AT)
    assert load_centre(store, CODE) == after


@pytest.mark.parametrize("seed", range(3))
def test_a_pinned_visit_stays_while_others_make_room(store: Store, in_force: Make, seed: int) -> None:
    before = in_force(seed)
    day = coming(before, TODAY + timedelta(days=20))[0].session.on
    near = next(v for v in coming(before, day) if v.session.on > day)
    number = [v for v in coming(before) if v.patient == near.patient].index(near) + 1
    pinned(store, near.patient, *Pin, visit=number)
    closure = Closure(from_on=day, to_on=day, half_day=None, reason="works")
    enter_closure(store, CODE, TODAY, closure, actor=ACTOR, at=AT)
    made = proposal(propose(store, CODE, TODAY, actor=ACTOR, at=AT))
    stays = next(v for v in made.plan.visits if (v.patient, v.session) == (near.patient, near.session))
    assert (stays.starts_at, stays.place, stays.operator) == (near.starts_at, near.place, near.operator)
    assert stays.pins == set(Pin)
    assert check(store, CODE, made.version).verdict.sound


def test_a_visit_is_not_pinned_where_it_cannot_stay(store: Store, in_force: Make) -> None:
    visit = coming(in_force(2))[-1]
    number = [v for v in coming(load_centre(store, CODE)) if v.patient == visit.patient].index(visit) + 1
    closure = Closure(from_on=visit.session.on, to_on=visit.session.on, half_day=None, reason="works")
    enter_closure(store, CODE, TODAY, closure, actor=ACTOR, at=AT)
    with pytest.raises(InvalidValue, match="is closed now: the visit cannot stay there"):
        pinned(store, visit.patient, Pin.DATE, visit=number)


def test_days_away_over_a_pinned_day_are_refused(store: Store, in_force: Make) -> None:
    visit = coming(in_force(2))[0]
    pinned(store, visit.patient, Pin.DATE)
    before = load_centre(store, CODE)
    away = Unavailability(patient=visit.patient, from_on=visit.session.on, to_on=visit.session.on, hard=True)
    with pytest.raises(InvalidValue, match=r"pinned to .*, when the patient cannot come"):
        enter_unavailability(store, CODE, TODAY, away, actor=ACTOR, at=AT)
    assert load_centre(store, CODE) == before


def test_what_cannot_be_pinned_is_said(store: Store, in_force: Make) -> None:
    patient = coming(in_force(3))[0].patient
    with pytest.raises(InvalidValue, match="say what to pin"):
        pinned(store, patient)
    with pytest.raises(InvalidValue, match="nothing of this is pinned"):
        unpinned(store, patient, Pin.DATE)
    with pytest.raises(InvalidValue, match=f"{patient} has no visit 9 to come: those booked are 1 to ."):
        pinned(store, patient, Pin.DATE, visit=9)
    with pytest.raises(InvalidValue, match="the centre has no patient P999"):
        pinned(store, "P999", Pin.DATE)
    pinned(store, patient, Pin.DATE)
    with pytest.raises(InvalidValue, match="is pinned so already"):
        pinned(store, patient, Pin.DATE)


def test_pins_are_named_in_words() -> None:
    assert str(pin_words(frozenset({Pin.HOUR, Pin.DATE}))) == "the day, the hour"
