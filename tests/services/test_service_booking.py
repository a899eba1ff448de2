"""Bookings that are not planned: where they fit, who is in the way, and what is planned around them."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from made_in_force import CODE, TODAY, Make, coming, proposal
from service_samples import ACTOR, AT

from refillplan.domain.agenda import sessions_between
from refillplan.domain.centre import Centre
from refillplan.domain.half_days import SessionKey
from refillplan.domain.messages import InvalidValue
from refillplan.domain.people import Unavailability
from refillplan.services.calls.proposals import propose
from refillplan.services.core.access import load_centre
from refillplan.services.core.editing import redo, undo
from refillplan.services.entering.booking import Booked, book, unbook
from refillplan.services.entering.fitting import Wish, fitted
from refillplan.services.entering.patients import enter_unavailability
from refillplan.services.plans.checking import check
from refillplan.storage import Store

pytest_plugins = ["service_stores", "made_fixtures"]


def wish(patient: str, key: SessionKey, hour: time | None = None, operator: str | None = None, place: int | None = None) -> Wish:
    return Wish(patient=patient, kind="rinse", session=key, hour=hour, operator=operator, place=place)


def booked(store: Store, wanted: Wish) -> Booked:
    return book(store, CODE, TODAY, wanted, actor=ACTOR, at=AT)


def free_half_day(centre: Centre, patient: str) -> SessionKey:
    """Return a half-day in which a rinse fits, on a day when the patient has no visit."""
    taken = {v.session.on for v in centre.visits if v.patient == patient}
    for session in sessions_between(centre, TODAY + timedelta(days=8), TODAY + timedelta(days=70)):
        try:
            fitted(centre, wish(patient, session.key))
        except InvalidValue:
            continue
        if session.key.on not in taken:
            return session.key
    raise AssertionError("no half-day is free")


@pytest.mark.parametrize("seed", range(3))
def test_a_rinse_takes_the_first_free_hour_and_the_plan_goes_around_it(store: Store, in_force: Make, seed: int) -> None:
    before = in_force(seed)
    patient = before.patients[seed].patient
    key = free_half_day(before, patient)
    visit = booked(store, wish(patient, key)).visit
    assert visit.told
    after = load_centre(store, CODE)
    assert set(after.visits) - set(before.visits) == {visit}
    made = proposal(propose(store, CODE, TODAY, actor=ACTOR, at=AT))
    assert check(store, CODE, made.version).verdict.sound
    assert visit in made.plan.visits
    assert visit not in {call.change.old for call in made.calls}
    undo(store, CODE, TODAY, actor=ACTOR, at=AT)
    assert load_centre(store, CODE) == before
    redo(store, CODE, TODAY, actor=ACTOR, at=AT)
    assert load_centre(store, CODE) == after


def test_it_is_refused_where_it_does_not_fit_naming_who_is_there(store: Store, in_force: Make) -> None:
    before = in_force(1)
    visit = coming(before, TODAY + timedelta(days=7))[0]
    other = next(p.patient for p in before.patients if p.patient != visit.patient)
    hour = visit.starts_at.time()
    with pytest.raises(InvalidValue, match=f"there is no room on {visit.session} for 'rinse'.*{visit.patient} {hour:%H:%M}"):
        booked(store, wish(other, visit.session, hour, operator=visit.operator, place=visit.place))
    assert load_centre(store, CODE) == before


def test_the_same_patient_is_not_in_two_places_at_once(store: Store, in_force: Make) -> None:
    before = in_force(1)
    visit = coming(before, TODAY + timedelta(days=7))[0]
    with pytest.raises(InvalidValue, match="there is no room"):
        booked(store, wish(visit.patient, visit.session, visit.starts_at.time()))


def test_a_plan_keeps_the_day_of_a_rinse_free_of_the_patients_refill(store: Store, in_force: Make) -> None:
    before = in_force(0)
    for visit in coming(before, TODAY + timedelta(days=7)):
        alone = replace(before, visits=tuple(v for v in before.visits if v != visit))
        try:
            there = fitted(alone, wish(visit.patient, visit.session))
        except InvalidValue:
            continue
        if there.ends_at <= visit.starts_at or visit.ends_at <= there.starts_at:
            booked(store, wish(visit.patient, visit.session, there.starts_at.time(), there.operator, there.place))
            break
    made = proposal(propose(store, CODE, TODAY, actor=ACTOR, at=AT))
    assert check(store, CODE, made.version).verdict.sound


def test_a_booking_is_taken_away(store: Store, in_force: Make) -> None:
    before = in_force(2)
    patient = before.patients[0].patient
    key = free_half_day(before, patient)
    booked(store, wish(patient, key))
    unbook(store, CODE, TODAY, patient, key.on, actor=ACTOR, at=AT)
    assert load_centre(store, CODE) == before


def test_days_away_over_a_booking_are_refused(store: Store, in_force: Make) -> None:
    before = in_force(2)
    patient = before.patients[0].patient
    key = free_half_day(before, patient)
    booked(store, wish(patient, key))
    away = Unavailability(patient=patient, from_on=key.on, to_on=key.on, hard=True)
    with pytest.raises(InvalidValue, match="has a rinse booked on .*: unbook it first"):  # noqa: RUF043
        enter_unavailability(store, CODE, TODAY, away, actor=ACTOR, at=AT)


def test_what_cannot_be_booked_is_said(store: Store, in_force: Make) -> None:
    before = in_force(2)
    patient = before.patients[0].patient
    key = free_half_day(before, patient)
    refused = [
        (wish("P999", key), "the centre has no patient P999"),
        (replace(wish(patient, key), kind="refill"), "'refill' is planned, not booked"),
        (replace(wish(patient, key), kind="tea"), "no kind of visit 'tea' to book; it has: post_operative_fill, rinse"),
        (wish(patient, SessionKey(date(2027, 1, 3), key.half_day)), "2027-01-03 is past; today is 2027-01-04"),
        (wish(patient, SessionKey(date(2027, 1, 10), key.half_day)), "the unit does not open on this half-day"),
        (wish(patient, key, time(6)), "'rinse' takes 90 minutes"),
        (wish(patient, key, operator="OP9"), "the centre has no operator OP9"),
        (wish(patient, key, place=50), f"{key} has . places"),
    ]
    for wanted, sentence in refused:
        with pytest.raises(InvalidValue, match=sentence):
            booked(store, wanted)
    with pytest.raises(InvalidValue, match="has no visit booked on"):
        unbook(store, CODE, TODAY, patient, key.on, actor=ACTOR, at=AT)
    refill = coming(before)[0]
    with pytest.raises(InvalidValue, match="is planned, not booked"):
        unbook(store, CODE, TODAY, refill.patient, refill.session.on, actor=ACTOR, at=AT)
    assert load_centre(store, CODE) == before
