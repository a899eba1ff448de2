from datetime import timedelta
from pathlib import Path

import pytest
from service_samples import ACTOR, AT, TODAY, imported, planned, published, sample_copy

from refillplan.domain.messages import InvalidValue
from refillplan.domain.people import NotDoneReason, Unavailability
from refillplan.domain.plans import PlanState
from refillplan.domain.visits import Pin
from refillplan.planner.check import Rule
from refillplan.services.calls.pinning import pin
from refillplan.services.core.access import load_centre
from refillplan.services.entering.patients import enter_unavailability
from refillplan.services.entering.recording import FillEntry, record_done, record_not_done
from refillplan.services.plans.checking import check
from refillplan.services.sharing.exporting import export_ics
from refillplan.storage import Store, UnknownPlan

pytest_plugins = ["service_stores"]

CLOSED = "2027-02-18,2027-02-18,,works"


def test_a_draft_is_sound(small: Store) -> None:
    made = planned(small)
    checked = check(small, "SMALL")
    assert checked.verdict.sound
    assert checked.verdict.tiers == made.plan.tiers
    assert not checked.outdated


def test_a_plan_that_moved_told_visits_stays_sound_once_it_is_in_force(small: Store, tmp_path: Path) -> None:
    planned(small)
    published(small)
    imported(small, sample_copy(tmp_path, closures=CLOSED))
    assert planned(small).plan.tiers.moved == 1
    assert check(small, "SMALL", 2).verdict.sound
    published(small)
    checked = check(small, "SMALL")
    assert (checked.stored.number, checked.stored.plan.tiers.moved) == (2, 1)
    assert checked.verdict.sound


def test_a_plan_in_force_is_judged_by_what_is_entered_now(small: Store, tmp_path: Path) -> None:
    planned(small)
    published(small)
    imported(small, sample_copy(tmp_path, closures=CLOSED))
    assert {violation.rule for violation in check(small, "SMALL").verdict.violations} == {Rule.SESSION_OPEN}


def test_a_pin_set_since_breaks_no_rule_of_the_plan_in_force(small: Store, tmp_path: Path) -> None:
    planned(small)
    published(small)
    booked = min((v for v in load_centre(small, "SMALL").visits if v.session.on > TODAY), key=lambda v: v.starts_at)
    pin(small, "SMALL", TODAY, booked.patient, frozenset({Pin.DATE}), actor=ACTOR, at=AT)
    assert check(small, "SMALL").verdict.sound
    assert export_ics(small, "SMALL", tmp_path / "calendars", TODAY).violations == ()


def test_a_wish_entered_since_makes_no_fault_of_the_comfort_of_the_plan_in_force(small: Store, tmp_path: Path) -> None:
    planned(small)
    published(small)
    before = check(small, "SMALL").verdict.tiers
    day = min(v.session.on for v in load_centre(small, "SMALL").visits if v.session.on > TODAY)
    patient = next(v.patient for v in load_centre(small, "SMALL").visits if v.session.on == day)
    wish = Unavailability(patient=patient, from_on=day, to_on=day, half_day=None, hard=False)
    enter_unavailability(small, "SMALL", TODAY, wish, actor=ACTOR, at=AT)
    checked = check(small, "SMALL")
    assert checked.verdict.tiers.comfort > before.comfort
    assert checked.verdict.sound


@pytest.mark.parametrize("early_days", [0, 3])
def test_a_fill_recorded_since_breaks_no_rule_of_the_plan_in_force(small: Store, early_days: int) -> None:
    planned(small)
    published(small)
    visit = min((v for v in load_centre(small, "SMALL").visits if v.session.on > TODAY), key=lambda visit: visit.starts_at)
    on = max(TODAY, visit.session.on - timedelta(days=early_days))
    record_done(small, "SMALL", on, FillEntry(patient=visit.patient, on=on), actor=ACTOR, at=AT)
    assert check(small, "SMALL").verdict.sound


def test_a_visit_missed_since_leaves_its_patient_without_one(small: Store) -> None:
    planned(small)
    published(small)
    visit = min((v for v in load_centre(small, "SMALL").visits if v.session.on > TODAY), key=lambda visit: visit.starts_at)
    record_not_done(small, "SMALL", visit.session.on, visit.patient, NotDoneReason.ILL, actor=ACTOR, at=AT)
    assert Rule.EXCEPTIONS in {violation.rule for violation in check(small, "SMALL").verdict.violations}


def test_a_past_plan_is_judged_by_its_own_visits(small: Store, tmp_path: Path) -> None:
    planned(small)
    published(small)
    imported(small, sample_copy(tmp_path, closures=CLOSED))
    planned(small)
    published(small)
    checked = check(small, "SMALL", 1)
    assert checked.stored.state is PlanState.PAST
    assert {violation.rule for violation in checked.verdict.violations} == {Rule.SESSION_OPEN}


def test_a_draft_of_older_entries_is_called_outdated(small: Store, tmp_path: Path) -> None:
    planned(small)
    imported(small, sample_copy(tmp_path, closures="2027-02-17,2027-02-17,,works"))
    checked = check(small, "SMALL")
    assert checked.outdated
    assert checked.verdict.sound


def test_where_there_is_no_plan_it_is_said(small: Store) -> None:
    with pytest.raises(InvalidValue, match="has no plan yet"):
        check(small, "SMALL")
    planned(small, TODAY)
    with pytest.raises(UnknownPlan):
        check(small, "SMALL", 2)
