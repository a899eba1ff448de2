"""In which order people are phoned, and what is said of visits that fall away."""

from datetime import date, timedelta
from functools import partial

import pytest
from made_in_force import CODE, TODAY, Make, coming, proposal
from service_samples import ACTOR, AT

from refillplan.domain.messages import InvalidValue
from refillplan.domain.sessions import Closure
from refillplan.domain.windows import LimitedBy, Window
from refillplan.services.calls.call_sheet import Line, leaves_for_its_window
from refillplan.services.calls.proposals import propose, refuse
from refillplan.services.core.lookup import patient_of
from refillplan.services.entering.closures import enter_closure
from refillplan.services.entering.patients import end_patient
from refillplan.storage import Store

pytest_plugins = ["service_stores", "made_fixtures"]


def nearness(mine: list[Line]) -> tuple[object, ...]:
    """Return the first day that a patient's call is about, and the least margin among the changes of that day."""
    days = [(min(v.session.on for v in (c.old, c.new) if v is not None), c.margin_days) for c in mine]
    first = min(on for on, _ in days)
    return first, min((margin is None, margin or 0) for on, margin in days if on == first)


@pytest.mark.parametrize("seed", [3, 8])
def test_whose_visit_comes_first_is_phoned_first_and_nobody_twice(store: Store, in_force: Make, seed: int) -> None:
    days = sorted({visit.session.on for visit in coming(in_force(seed), TODAY + timedelta(days=7))})
    for on in days[:3] + days[-3:]:
        enter_closure(store, CODE, TODAY, Closure(from_on=on, to_on=on), actor=ACTOR, at=AT)
    changes = [call.change for call in proposal(propose(store, CODE, TODAY, actor=ACTOR, at=AT)).calls]
    patients = [change.patient for change in changes]
    assert len(set(patients)) > 2
    blocks = [code for before, code in zip([None, *patients], patients, strict=False) if code != before]
    assert len(blocks) == len(set(blocks))
    order = [nearness([change for change in changes if change.patient == code]) for code in blocks]
    assert order == sorted(order)


def test_visits_of_a_patient_who_has_left_say_so(store: Store, in_force: Make) -> None:
    leaving = coming(in_force(5), TODAY + timedelta(days=7))[0].patient
    end_patient(store, CODE, TODAY, leaving, TODAY, actor=ACTOR, at=AT)
    made = proposal(propose(store, CODE, TODAY, actor=ACTOR, at=AT))
    why = {str(call.change.why) for call in made.calls if call.change.patient == leaving}
    assert why == {f"the patient is followed here until {TODAY} only"}


def test_who_insists_on_a_closed_day_is_told_the_other_way(store: Store, in_force: Make) -> None:
    on = coming(in_force(5), TODAY + timedelta(days=7))[0].session.on
    enter_closure(store, CODE, TODAY, Closure(from_on=on, to_on=on), actor=ACTOR, at=AT)
    first = next(c for c in proposal(propose(store, CODE, TODAY, actor=ACTOR, at=AT)).calls if c.change.visit.session.on == on)
    insist = partial(refuse, store, CODE, TODAY, first.change.patient, actor=ACTOR, at=AT)
    with pytest.raises(InvalidValue, match="refuse without --keep-old"):
        insist(keep_old=True)


def test_a_code_typed_a_little_wrong_is_answered_with_the_right_one(store: Store, in_force: Make) -> None:
    centre = in_force(5)
    code = centre.patients[0].patient
    for typed in (code.lower(), f" {code} ", f"{code[0]} {code[1:]}", f"{code[0]}0{code[1:]}"):
        with pytest.raises(InvalidValue, match=f"the centre has no patient '{typed}'; is it {code}\\?"):
            patient_of(centre, typed)
    with pytest.raises(InvalidValue, match=r"the centre has no patient P999$"):
        patient_of(centre, "P999")


def test_beyond_its_limit_no_visit_is_moved_further_for_its_window() -> None:
    window = Window(
        hangs_on=date(2026, 11, 26),
        earliest_on=date(2026, 12, 31),
        target_on=date(2027, 1, 7),
        limit_on=date(2027, 1, 10),
        limited_by=LimitedBy.PROTOCOL,
    )
    for_its_window = partial(leaves_for_its_window, window)
    assert not for_its_window(date(2027, 1, 18), date(2027, 1, 19))
    assert for_its_window(date(2027, 1, 18), date(2027, 1, 12))
    assert for_its_window(date(2026, 12, 30), date(2027, 1, 12))
    assert not for_its_window(date(2027, 1, 5), date(2027, 1, 7))
