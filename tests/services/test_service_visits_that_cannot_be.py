"""A told visit that can no longer be is on the call sheet with the reason, one of today too: nobody is dropped silently."""

from dataclasses import replace
from datetime import date

import pytest
from made_in_force import CODE, TODAY, Make, coming, proposal
from service_samples import ACTOR, AT

from refillplan.domain.messages import N_, message
from refillplan.domain.people import Unavailability
from refillplan.domain.plans import PlanException
from refillplan.domain.sessions import Closure, Leave
from refillplan.domain.visits import Visit
from refillplan.services.calls.call_sheet import told_changes
from refillplan.services.calls.proposals import Proposal, propose
from refillplan.services.core.access import load_centre
from refillplan.services.core.lookup import expected_today
from refillplan.services.entering.closures import enter_closure, enter_leave
from refillplan.services.entering.patients import enter_unavailability
from refillplan.services.entering.recording import FillEntry, record_done
from refillplan.services.looking.worklist import worklist
from refillplan.storage import Store

pytest_plugins = ["service_stores", "made_fixtures"]


def first_day(in_force: Make) -> tuple[date, list[Visit]]:
    """Return the first day with visits, and those."""
    visits = coming(in_force(0))
    today = visits[0].session.on
    return today, [visit for visit in visits if visit.session.on == today]


def proposed(store: Store, today: date) -> Proposal:
    return proposal(propose(store, CODE, today, actor=ACTOR, at=AT))


def why_new(made: Proposal, patient: str) -> list[str]:
    return [str(c.change.why) for c in made.calls if c.change.old is None and c.change.patient == patient]


def test_whoever_was_to_come_today_is_phoned_when_today_closes(store: Store, in_force: Make) -> None:
    today, visits = first_day(in_force)
    enter_closure(store, CODE, today, Closure(from_on=today, to_on=today, reason="works"), actor=ACTOR, at=AT)
    made = proposed(store, today)
    for visit in visits:
        assert why_new(made, visit.patient)[0] == f"new, in the place of the visit of today, {today}: closed: works"
        assert expected_today(load_centre(store, CODE), today, visit.patient) is None


def test_whoever_was_filled_before_today_closed_is_not(store: Store, in_force: Make) -> None:
    today, visits = first_day(in_force)
    filled = FillEntry(patient=visits[0].patient, on=today)
    record_done(store, CODE, today, filled, actor=ACTOR, at=AT)
    enter_closure(store, CODE, today, Closure(from_on=today, to_on=today), actor=ACTOR, at=AT)
    assert not any("in the place of" in why for why in why_new(proposed(store, today), visits[0].patient))


def test_whoever_cannot_come_today_gets_another_visit_and_counts_as_without_one(store: Store, in_force: Make) -> None:
    today, visits = first_day(in_force)
    patient = visits[0].patient
    away = Unavailability(patient=patient, from_on=today, to_on=today, hard=True)
    enter_unavailability(store, CODE, today, away, actor=ACTOR, at=AT)
    assert why_new(proposed(store, today), patient)[0].endswith(f"the visit of today, {today}: the patient cannot come then")
    item = next(item for item in worklist(store, CODE, today).without_visit if item.patient == patient)
    assert str(item.obstacle) == "the patient cannot come then"


@pytest.mark.parametrize("hard", [True, False])
def test_only_who_cannot_come_at_all_counts_as_without_a_visit(store: Store, in_force: Make, hard: bool) -> None:
    visit = coming(in_force(0))[0]
    away = Unavailability(patient=visit.patient, from_on=visit.session.on, to_on=visit.session.on, hard=hard)
    enter_unavailability(store, CODE, TODAY, away, actor=ACTOR, at=AT)
    assert (visit.patient in worklist(store, CODE, TODAY).unexplained) is hard


def test_when_nobody_is_there_today_the_patients_are_phoned(store: Store, in_force: Make) -> None:
    today, visits = first_day(in_force)
    for operator in load_centre(store, CODE).operators:
        enter_leave(store, CODE, today, Leave(operator=operator.operator, from_on=today, to_on=today), actor=ACTOR, at=AT)
    made = proposed(store, today)
    for visit in visits:
        assert "nobody is there on that half-day who does" in why_new(made, visit.patient)[0]


def test_a_visit_for_which_no_half_day_is_left_does_not_claim_that_none_is_due(store: Store, in_force: Make) -> None:
    visit = coming(in_force(0))[0]
    plan = proposed(store, TODAY).plan
    full = PlanException(
        patient=visit.patient,
        limit_on=visit.session.on,
        reason=message(N_("no half-day is open from {first} to {last}"), first=str(TODAY), last=str(visit.session.on)),
        placed=None,
        assumed_on=visit.session.on,
        nearest_before=None,
        nearest_after=None,
    )
    without = replace(plan, visits=tuple(v for v in plan.visits if v != visit), exceptions=(full,))
    (line,) = told_changes(load_centre(store, CODE), without)
    assert (line.old, line.new) == (visit, None)
    assert str(line.why) == f"no half-day is left for it: no half-day is open from {TODAY} to {visit.session.on}"
    (line,) = told_changes(load_centre(store, CODE), replace(without, exceptions=()))
    assert str(line.why) == "no visit is due then any more"
