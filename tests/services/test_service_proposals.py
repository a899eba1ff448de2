"""Proposals: who is phoned, what is kept of the answers, and what is published in the end."""

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from service_samples import ACTOR, AT

from refillplan.csv_files import write_folder
from refillplan.domain.calls import CallState
from refillplan.domain.centre import Centre
from refillplan.domain.messages import InvalidValue
from refillplan.domain.people import Unavailability
from refillplan.domain.sessions import Closure
from refillplan.generator import CentreSpec, generate_centre
from refillplan.services.calls.proposals import Proposal, Proposed, accept, propose, read_proposal, refuse
from refillplan.services.calls.publishing import Published, publish
from refillplan.services.core.access import load_centre
from refillplan.services.entering.closures import enter_closure
from refillplan.services.entering.importing import Imported, import_folder
from refillplan.services.entering.patients import enter_unavailability
from refillplan.services.plans.checking import check
from refillplan.services.plans.planning import PlanKept, make_plan
from refillplan.storage import Store

pytest_plugins = ["service_stores"]

TODAY = date(2027, 1, 4)
WEEKS = 16
Make = Callable[[int], Centre]


@pytest.fixture
def centre_in_force(store: Store, tmp_path: Path) -> Make:
    """Return what imports, plans and publishes a generated centre."""

    def make(seed: int) -> Centre:
        spec = CentreSpec(code="MADE", patients=14, seed=seed, today=TODAY, load=0.75, weeks=WEEKS)
        write_folder(generate_centre(spec), tmp_path / f"made-{seed}")
        assert isinstance(import_folder(store, tmp_path / f"made-{seed}", TODAY, actor=ACTOR, at=AT), Imported)
        assert isinstance(make_plan(store, "MADE", TODAY, actor=ACTOR, at=AT), PlanKept)
        assert isinstance(publish(store, "MADE", TODAY, called=True, actor=ACTOR, at=AT), Published)
        return load_centre(store, "MADE")

    return make


def busiest_day(centre: Centre) -> date:
    visits = Counter(visit.session.on for visit in centre.visits if visit.session.on > TODAY + timedelta(days=21))
    return max(visits, key=lambda on: (visits[on], on))


def closed(store: Store, on: date) -> Proposal:
    closure = Closure(from_on=on, to_on=on, half_day=None, reason="works")
    enter_closure(store, "MADE", TODAY, closure, actor=ACTOR, at=AT)
    return proposal(propose(store, "MADE", TODAY, actor=ACTOR, at=AT))


def proposal(proposed: Proposed) -> Proposal:
    assert isinstance(proposed, Proposal), proposed
    return proposed


@pytest.mark.parametrize("seed", range(6))
def test_the_call_sheet_names_every_told_visit_that_changes_and_no_other(store: Store, centre_in_force: Make, seed: int) -> None:
    before = centre_in_force(seed)
    on = busiest_day(before)
    made = closed(store, on)
    told = {(v.patient, v.session, v.starts_at) for v in before.visits if v.told}
    kept = {(v.patient, v.session, v.starts_at) for v in made.plan.visits}
    told_lines = [c.change.old for c in made.calls if c.change.old is not None]
    sheet = [(old.patient, old.session, old.starts_at) for old in told_lines]
    assert sorted(sheet) == sorted(told - kept)
    assert {c.change.patient for c in made.calls} >= {v.patient for v in before.visits if v.session.on == on}
    assert load_centre(store, "MADE").visits == before.visits


@pytest.mark.parametrize("seed", range(3))
def test_when_all_agree_the_proposal_is_published_and_sound(store: Store, centre_in_force: Make, seed: int) -> None:
    on = busiest_day(centre_in_force(seed))
    made = closed(store, on)
    with pytest.raises(InvalidValue, match="visits of which they have not agreed yet"):
        publish(store, "MADE", TODAY, actor=ACTOR, at=AT)
    for patient in sorted({call.change.patient for call in made.calls}):
        made = accept(store, "MADE", patient, actor=ACTOR, at=AT)
    assert made.open_calls == 0
    assert isinstance(publish(store, "MADE", TODAY, actor=ACTOR, at=AT), Published)
    assert check(store, "MADE").verdict.sound
    after = load_centre(store, "MADE").visits
    assert on not in {visit.session.on for visit in after}
    assert {(v.patient, v.starts_at) for v in after} == {(v.patient, v.starts_at) for v in made.plan.visits}


def test_what_was_agreed_stays_while_a_refusal_is_planned_around(store: Store, centre_in_force: Make) -> None:
    on = busiest_day(centre_in_force(1))
    made = closed(store, on)
    first, second = (call.change for call in made.calls[:2])
    accept(store, "MADE", first.patient, actor=ACTOR, at=AT)
    again = proposal(refuse(store, "MADE", TODAY, second.patient, actor=ACTOR, at=AT))
    assert again.version > made.version
    answers = {call.change.key: call for call in again.calls}
    kept = answers[first.key]
    assert kept.state is CallState.ACCEPTED
    assert kept.change.new is not None
    assert first.new is not None
    assert kept.change.new.starts_at == first.new.starts_at
    other = answers[second.key].change
    assert other.new is not None
    assert second.new is not None
    assert other.new.session != second.new.session
    assert check(store, "MADE", again.version).verdict.sound


def test_a_patient_with_several_lines_may_refuse_one_of_them(store: Store, centre_in_force: Make) -> None:
    before = centre_in_force(1)
    patient = before.patients[0].patient
    coming = sorted((v for v in before.visits if v.patient == patient), key=lambda visit: visit.starts_at)
    for visit in coming[1:3]:
        key = visit.session
        away = Unavailability(patient=patient, from_on=key.on, to_on=key.on, half_day=key.half_day, hard=True)
        enter_unavailability(store, "MADE", TODAY, away, actor=ACTOR, at=AT)
    made = proposal(propose(store, "MADE", TODAY, actor=ACTOR, at=AT))
    mine = [call.change for call in made.calls if call.change.patient == patient]
    assert len(mine) > 1
    refused = mine[-1]
    assert refused.new is not None
    entered = load_centre(store, "MADE").unavailabilities
    refuse(store, "MADE", TODAY, refused.words, actor=ACTOR, at=AT)
    (more,) = set(load_centre(store, "MADE").unavailabilities) - set(entered)
    assert (more.patient, more.from_on, more.half_day) == (patient, refused.new.session.on, refused.new.session.half_day)
    with pytest.raises(InvalidValue, match=f"{patient}@2026-01-01 is not on the call sheet"):
        refuse(store, "MADE", TODAY, f"{patient}@2026-01-01", actor=ACTOR, at=AT)


def test_a_patient_may_insist_on_what_was_told_where_it_is_still_open(store: Store, centre_in_force: Make) -> None:
    before = centre_in_force(2)
    made = closed(store, busiest_day(before))
    with pytest.raises(InvalidValue, match="is closed now: the visit cannot stay there"):
        refuse(store, "MADE", TODAY, made.calls[0].change.patient, keep_old=True, actor=ACTOR, at=AT)
    assert load_centre(store, "MADE").visits == before.visits


def test_who_is_not_on_the_sheet_cannot_answer(store: Store, centre_in_force: Make) -> None:
    before = centre_in_force(3)
    made = closed(store, busiest_day(before))
    others = {visit.patient for visit in before.visits} - {call.change.patient for call in made.calls}
    with pytest.raises(InvalidValue, match="is not on the call sheet"):
        accept(store, "MADE", min(others), actor=ACTOR, at=AT)


def test_a_proposal_from_older_entries_is_not_published(store: Store, centre_in_force: Make) -> None:
    before = centre_in_force(4)
    on = busiest_day(before)
    first = closed(store, on)
    other_day = next(day for day in sorted({v.session.on for v in before.visits}) if day > on)
    second = closed(store, other_day)
    with pytest.raises(InvalidValue, match="since plan"):
        publish(store, "MADE", TODAY, first.version, called=True, actor=ACTOR, at=AT)
    assert isinstance(publish(store, "MADE", TODAY, second.version, called=True, actor=ACTOR, at=AT), Published)


def test_a_plan_in_force_is_no_proposal(store: Store, centre_in_force: Make) -> None:
    centre_in_force(5)
    with pytest.raises(InvalidValue, match="there is no proposal"):
        read_proposal(store, "MADE")
