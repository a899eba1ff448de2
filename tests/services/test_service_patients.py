"""Days away, a physician's interval, a new patient and one who leaves: edits, then a proposal."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from made_in_force import CODE, TODAY, Make, coming, proposal
from service_samples import ACTOR, AT

from refillplan.domain.centre import Centre
from refillplan.domain.devices import Pump
from refillplan.domain.half_days import covers
from refillplan.domain.messages import InvalidValue
from refillplan.domain.people import Patient, Unavailability
from refillplan.domain.visits import Pin
from refillplan.services.calls.pinning import pin
from refillplan.services.calls.proposals import Proposal, propose
from refillplan.services.core.access import load_centre
from refillplan.services.core.editing import undo
from refillplan.services.entering.intervals import Override, set_interval
from refillplan.services.entering.patients import NewPatient, add_patient, end_patient, enter_unavailability
from refillplan.services.plans.checking import check
from refillplan.storage import Store

pytest_plugins = ["service_stores", "made_fixtures"]


def proposed(store: Store) -> Proposal:
    made = proposal(propose(store, CODE, TODAY, actor=ACTOR, at=AT))
    assert check(store, CODE, made.version).verdict.sound
    return made


def taken_back(store: Store) -> Centre:
    undo(store, CODE, TODAY, actor=ACTOR, at=AT)
    return load_centre(store, CODE)


@pytest.mark.parametrize("seed", range(2))
def test_a_visit_in_days_away_moves_and_its_patient_is_phoned(store: Store, in_force: Make, seed: int) -> None:
    before = in_force(seed)
    visit = coming(before, TODAY + timedelta(days=7))[0]
    away = Unavailability(patient=visit.patient, from_on=visit.session.on, to_on=visit.session.on, hard=True)
    enter_unavailability(store, CODE, TODAY, away, actor=ACTOR, at=AT)
    made = proposed(store)
    assert visit in {call.change.old for call in made.calls}
    assert not any(v.patient == visit.patient and v.session.on == away.from_on for v in made.plan.visits)
    with pytest.raises(InvalidValue, match="are entered already"):
        enter_unavailability(store, CODE, TODAY, away, actor=ACTOR, at=AT)
    assert taken_back(store) == before


def test_a_wish_not_to_come_moves_nobody_who_was_told(store: Store, in_force: Make) -> None:
    visit = coming(in_force(0), TODAY + timedelta(days=7))[0]
    wish = Unavailability(patient=visit.patient, from_on=visit.session.on, to_on=visit.session.on, hard=False)
    enter_unavailability(store, CODE, TODAY, wish, actor=ACTOR, at=AT)
    assert proposed(store).calls == ()
    assert covers(wish.half_day, visit.session.half_day)


def overridden(store: Store, patient: str, override: Override) -> None:
    set_interval(store, CODE, TODAY, patient, override, actor=ACTOR, at=AT)


def test_a_shorter_limit_holds_in_the_next_proposal_and_can_be_taken_back(store: Store, in_force: Make) -> None:
    before = in_force(1)
    patient = next(p.patient for p in before.patients if p.limit_days is None and p.not_after is None and p.target_days is None)
    overridden(store, patient, Override(target_days=28, limit_days=30, reason="more insulin"))
    found = next(p for p in load_centre(store, CODE).patients if p.patient == patient)
    assert (found.target_days, found.limit_days, found.override_reason) == (28, 30, "more insulin")
    made = proposed(store)
    windows = [v.window for v in made.plan.visits if v.patient == patient and v.window is not None]
    assert all((window.limit_on - window.hangs_on).days == 30 for window in windows)
    overridden(store, patient, Override(clear=True, reason="back to usual"))
    assert load_centre(store, CODE) == before


def test_an_interval_that_makes_no_sense_is_refused(store: Store, in_force: Make) -> None:
    before = in_force(1)
    patient = before.patients[0].patient
    refused = [
        (Override(target_days=60, clear=True, reason="x"), "a target of 60 days lies after the limit of 45 days"),
        (Override(target_days=40, limit_days=30, reason="x"), "the limit of 30 days is before the target of 40 days"),
        (Override(limit_days=0, reason="x"), "limit in days is 0: from 1 to 365"),
        (Override(not_after=TODAY, reason="x"), "2027-01-04 is not after today, 2027-01-04"),
        (Override(limit_days=40, reason=" "), "say why the interval changes"),
        (Override(reason="x"), "say what changes: --target"),
    ]
    for override, sentence in refused:
        with pytest.raises(InvalidValue, match=sentence):
            overridden(store, patient, override)
    with pytest.raises(InvalidValue, match="the centre has no patient P999"):
        overridden(store, "P999", Override(limit_days=40, reason="x"))
    assert load_centre(store, CODE) == before


def new_patient(code: str, serial: str, model: str, implanted_on: date, filled_on: date | None) -> NewPatient:
    pump = Pump(serial=serial, patient=code, model=model, implanted_on=implanted_on)
    return NewPatient(patient=Patient(patient=code, active_from=TODAY), pump=pump, filled_on=filled_on)


@pytest.mark.parametrize("filled_on", [None, date(2026, 12, 20)])
def test_a_new_patient_is_planned_from_the_last_fill(store: Store, in_force: Make, filled_on: date | None) -> None:
    before = in_force(2)
    new = new_patient("P900", "NEW-1", before.pump_models[0].model, date(2026, 12, 10), filled_on)
    add_patient(store, CODE, TODAY, new, actor=ACTOR, at=AT)
    first = next(v for v in proposed(store).plan.visits if v.patient == "P900")
    assert first.window is not None
    assert first.window.hangs_on == (filled_on or date(2026, 12, 10))
    assert taken_back(store) == before


def test_a_patient_who_cannot_be_new_is_refused(store: Store, in_force: Make) -> None:
    before = in_force(2)
    model, known = before.pump_models[0].model, before.pumps[0]
    day = date(2026, 12, 10)
    refused = [
        (new_patient(before.patients[0].patient, "NEW-1", model, day, None), "the centre has patient .* already"),
        (new_patient("P900", known.serial, model, day, None), "the centre has pump .* already"),
        (new_patient("P900", "NEW-1", "other", day, None), "the centre has no pump model 'other'"),
        (new_patient("P900", "NEW-1", model, date(2027, 2, 1), None), "2027-02-01 is in the future"),
        (new_patient("P900", "NEW-1", model, day, date(2026, 12, 1)), "is before the implantation, 2026-12-10"),
    ]
    for new, sentence in refused:
        with pytest.raises(InvalidValue, match=sentence):
            add_patient(store, CODE, TODAY, new, actor=ACTOR, at=AT)
    assert load_centre(store, CODE) == before


def test_the_visits_of_one_who_leaves_are_on_the_call_sheet(store: Store, in_force: Make) -> None:
    before = in_force(0)
    patient = before.patients[0].patient
    last = coming(before)[0].session.on + timedelta(days=20)
    end_patient(store, CODE, TODAY, patient, last, actor=ACTOR, at=AT)
    made = proposed(store)
    gone = {v for v in before.visits if v.patient == patient and v.session.on > last}
    assert gone <= {call.change.old for call in made.calls}
    assert all(v.session.on <= last for v in made.plan.visits if v.patient == patient)
    with pytest.raises(InvalidValue, match="leaves on .* already"):  # noqa: RUF043
        end_patient(store, CODE, TODAY, patient, last, actor=ACTOR, at=AT)
    assert taken_back(store) == before


def test_nobody_leaves_before_a_pinned_visit(store: Store, in_force: Make) -> None:
    patient = coming(in_force(0))[0].patient
    pin(store, CODE, TODAY, patient, frozenset({Pin.DATE}), actor=ACTOR, at=AT)
    with pytest.raises(InvalidValue, match="unbook or unpin it first"):
        end_patient(store, CODE, TODAY, patient, TODAY, actor=ACTOR, at=AT)


def test_who_would_rather_not_come_and_then_cannot_is_entered_as_the_latter(store: Store, in_force: Make) -> None:
    visit = coming(in_force(0), TODAY + timedelta(days=7))[0]
    soft = Unavailability(patient=visit.patient, from_on=visit.session.on, to_on=visit.session.on, hard=False)
    others = set(load_centre(store, CODE).unavailabilities)
    for away in (soft, replace(soft, hard=True), soft):
        enter_unavailability(store, CODE, TODAY, away, actor=ACTOR, at=AT)
        assert set(load_centre(store, CODE).unavailabilities) == {*others, away}
