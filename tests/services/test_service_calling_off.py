"""Days that were closed or away and are so no longer, taken away long after; wrong days and codes that are refused."""

from datetime import date, timedelta

import pytest
from made_in_force import CODE, TODAY, Make, coming, proposal
from service_samples import ACTOR, AT

from refillplan.domain.devices import Pump
from refillplan.domain.half_days import HalfDay
from refillplan.domain.messages import InvalidValue
from refillplan.domain.people import Patient, Unavailability
from refillplan.domain.sessions import Closure, Leave
from refillplan.services.calls.proposals import propose
from refillplan.services.calls.publishing import publish
from refillplan.services.core.access import load_centre
from refillplan.services.core.editing import history, undo
from refillplan.services.entering.calling_off import remove_closure, remove_leave, remove_unavailability
from refillplan.services.entering.closures import enter_closure, enter_leave
from refillplan.services.entering.patients import NewPatient, add_patient, end_patient, enter_unavailability
from refillplan.storage import Store

pytest_plugins = ["service_stores", "made_fixtures"]


def test_a_closed_day_opens_again_after_a_publication(store: Store, in_force: Make) -> None:
    before = in_force(0)
    on = coming(before, TODAY + timedelta(days=7))[0].session.on
    closure = Closure(from_on=on, to_on=on, reason="strike")
    enter_closure(store, CODE, TODAY, closure, actor=ACTOR, at=AT)
    made = proposal(propose(store, CODE, TODAY, actor=ACTOR, at=AT))
    publish(store, CODE, TODAY, made.version, called=True, actor=ACTOR, at=AT)
    with pytest.raises(InvalidValue, match="this cannot be undone"):
        undo(store, CODE, TODAY, actor=ACTOR, at=AT)
    remove_closure(store, CODE, TODAY, Closure(from_on=on, to_on=on), actor=ACTOR, at=AT)
    assert load_centre(store, CODE).closures == before.closures
    assert str(history(store, CODE)[0].what) == f"no longer so: closed on {on}"
    undo(store, CODE, TODAY, actor=ACTOR, at=AT)
    assert closure in load_centre(store, CODE).closures


def test_days_that_are_not_entered_just_so_are_refused_with_those_that_are(store: Store, in_force: Make) -> None:
    on = coming(in_force(0), TODAY + timedelta(days=7))[0].session.on
    enter_closure(store, CODE, TODAY, Closure(from_on=on, to_on=on, half_day=HalfDay.AM), actor=ACTOR, at=AT)
    before = load_centre(store, CODE)
    with pytest.raises(InvalidValue, match=f"{on} is not entered as closed just so; entered are: .*{on} am"):
        remove_closure(store, CODE, TODAY, Closure(from_on=on, to_on=on), actor=ACTOR, at=AT)
    assert load_centre(store, CODE) == before


def test_an_absence_and_days_away_are_taken_away_and_those_of_others_stay(store: Store, in_force: Make) -> None:
    before = in_force(1)
    first, last = TODAY + timedelta(days=40), TODAY + timedelta(days=44)
    one, other = before.patients[0].patient, before.patients[1].patient
    leave = Leave(operator=before.operators[0].operator, from_on=first, to_on=last)
    enter_leave(store, CODE, TODAY, leave, actor=ACTOR, at=AT)
    for patient in (one, other):
        away = Unavailability(patient=patient, from_on=first, to_on=last, hard=True)
        enter_unavailability(store, CODE, TODAY, away, actor=ACTOR, at=AT)
    remove_leave(store, CODE, TODAY, leave, actor=ACTOR, at=AT)
    remove_unavailability(
        store, CODE, TODAY, Unavailability(patient=one, from_on=first, to_on=last, hard=True), actor=ACTOR, at=AT
    )
    after = load_centre(store, CODE)
    assert after.leaves == before.leaves
    assert [known.patient for known in after.unavailabilities if known not in before.unavailabilities] == [other]
    with pytest.raises(InvalidValue, match=f"{first} – {last} is not entered for {one} just so"):
        remove_unavailability(
            store, CODE, TODAY, Unavailability(patient=one, from_on=first, to_on=last, hard=True), actor=ACTOR, at=AT
        )


def test_days_away_that_are_past_are_refused(store: Store, in_force: Make) -> None:
    before = in_force(0)
    past = Unavailability(patient=before.patients[0].patient, from_on=date(2020, 1, 20), to_on=date(2020, 1, 30), hard=True)
    with pytest.raises(InvalidValue, match="2020-01-30 is past; today is"):
        enter_unavailability(store, CODE, TODAY, past, actor=ACTOR, at=AT)
    assert load_centre(store, CODE) == before


def test_nobody_leaves_before_a_fill(store: Store, in_force: Make) -> None:
    before = in_force(0)
    fill = max(before.fills, key=lambda known: known.filled_on)
    with pytest.raises(InvalidValue, match=f"{fill.patient} was filled on {fill.filled_on}, after 2020-01-01"):
        end_patient(store, CODE, TODAY, fill.patient, date(2020, 1, 1), actor=ACTOR, at=AT)
    assert load_centre(store, CODE) == before


def test_a_new_patient_has_a_code_that_nobody_mistakes_and_a_last_fill(store: Store, in_force: Make) -> None:
    before = in_force(0)
    model, known = before.pump_models[0].model, before.patients[0].patient
    typed = [
        (known.lower(), TODAY, f"the centre has patient {known}: '{known.lower()}' would be taken for the same"),
        ("P900", date(2020, 12, 20), "implanted on 2020-12-20 and has been filled since: say when last"),
    ]
    for code, implanted_on, sentence in typed:
        pump = Pump(serial="NEW-1", patient=code, model=model, implanted_on=implanted_on)
        new = NewPatient(patient=Patient(patient=code, active_from=TODAY), pump=pump, filled_on=None)
        with pytest.raises(InvalidValue, match=sentence):
            add_patient(store, CODE, TODAY, new, actor=ACTOR, at=AT)
    assert load_centre(store, CODE) == before
