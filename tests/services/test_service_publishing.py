from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from service_samples import ACTOR, AT, TODAY, import_sample, imported, numbered_uids, planned, published, sample_copy

from refillplan.domain.calendar_entries import CalendarEntry
from refillplan.domain.messages import InvalidValue
from refillplan.domain.plans import PlanState
from refillplan.services.calls.publishing import PublicationRefused, publish
from refillplan.services.core.access import load_centre, looking
from refillplan.services.looking.views import show_plan, show_plans
from refillplan.services.plans.checking import check
from refillplan.services.plans.planning import PlanKept, make_plan
from refillplan.storage import Store, UnknownPlan

pytest_plugins = ["service_stores"]

LATER = AT + timedelta(hours=1)


def entries(store: Store, centre: str = "SMALL") -> tuple[CalendarEntry, ...]:
    with looking(store) as work:
        return work.calendar.entries(centre)


def test_publication_books_tells_and_writes_calendars_at_once(small: Store) -> None:
    plan = planned(small).plan
    done = published(small)
    assert (done.visits, done.told, done.added, done.changed, done.cancelled) == (6, 6, 6, 0, 0)
    assert done.told_until == date(2027, 3, 1)
    booked = load_centre(small, "SMALL").visits
    assert [(visit.patient, visit.starts_at) for visit in booked] == [(visit.patient, visit.starts_at) for visit in plan.visits]
    assert all(visit.told for visit in booked)
    assert [(entry.patient, entry.starts_at, entry.told) for entry in entries(small)] == [
        (visit.patient, visit.starts_at, True) for visit in plan.visits
    ]
    assert show_plan(small, "SMALL").state is PlanState.PUBLISHED


def test_patients_are_told_up_to_a_day(small: Store) -> None:
    planned(small)
    done = publish(small, "SMALL", TODAY, until=date(2027, 1, 15), actor=ACTOR, at=AT, new_uid=numbered_uids())
    assert not isinstance(done, PublicationRefused)
    assert (done.visits, done.told) == (6, 2)
    told = {visit.session.on for visit in load_centre(small, "SMALL").visits if visit.told}
    assert told == {visit.session.on for visit in show_plan(small, "SMALL").plan.visits if visit.told}
    assert max(told) == date(2027, 1, 11)
    assert {entry.session.on for entry in entries(small) if entry.told} == told
    assert check(small, "SMALL").verdict.sound


def test_publishing_the_same_again_changes_nothing(small: Store) -> None:
    planned(small)
    published(small)
    with looking(small) as work:
        before = (work.audit.entries(), work.centres.revision("SMALL"), work.calendar.entries("SMALL"))
    again = published(small, at=LATER)
    assert not again.new
    with looking(small) as work:
        assert (work.audit.entries(), work.centres.revision("SMALL"), work.calendar.entries("SMALL")) == before


def test_a_plan_in_force_tells_more_when_asked_and_never_less(small: Store) -> None:
    planned(small)
    publish(small, "SMALL", TODAY, until=date(2027, 1, 15), actor=ACTOR, at=AT, new_uid=numbered_uids())
    same = published(small)
    assert (same.told_until, same.told, same.new) == (date(2027, 1, 15), 2, False)
    more = publish(small, "SMALL", TODAY, until=date(2027, 2, 15), called=True, actor=ACTOR, at=LATER)
    assert not isinstance(more, PublicationRefused)
    assert (more.told_until, more.new, more.added, more.cancelled) == (date(2027, 2, 15), True, 0, 0)
    booked = load_centre(small, "SMALL").visits
    assert {v.session.on for v in booked if v.told} == {v.session.on for v in booked if v.session.on <= date(2027, 2, 15)}
    assert {e.session.on for e in entries(small) if e.told} == {v.session.on for v in booked if v.told}
    assert {v.session.on for v in show_plan(small, "SMALL").plan.visits if v.told} == {v.session.on for v in booked if v.told}
    less = publish(small, "SMALL", TODAY, until=date(2027, 1, 10), actor=ACTOR, at=LATER)
    assert not isinstance(less, PublicationRefused)
    assert (less.told_until, less.new) == (date(2027, 2, 15), False)
    assert load_centre(small, "SMALL").visits == booked


def test_a_draft_of_another_day_is_refused(small: Store) -> None:
    planned(small)
    with pytest.raises(InvalidValue, match="made for 2027-01-04, and today is 2027-01-05: plan again"):
        published(small, TODAY + timedelta(days=1))
    assert show_plan(small, "SMALL").state is PlanState.DRAFT
    assert entries(small) == ()


def test_a_draft_of_older_entries_is_refused(small: Store, tmp_path: Path) -> None:
    planned(small)
    imported(small, sample_copy(tmp_path, closures="2027-02-18,2027-02-18,,works"))
    with pytest.raises(InvalidValue, match="since plan 1 was made the centre was changed by"):
        published(small)
    assert load_centre(small, "SMALL").visits == ()


def test_a_draft_that_breaks_rules_is_refused(small: Store) -> None:
    made = planned(small)
    with small.unit_of_work(ACTOR, AT) as work:
        work.plans.add(replace(made.plan, visits=made.plan.visits[1:]), AT, 0.1)
        work.commit()
    refused = publish(small, "SMALL", TODAY, actor=ACTOR, at=AT)
    assert isinstance(refused, PublicationRefused)
    assert refused.violations
    assert load_centre(small, "SMALL").visits == ()


def test_a_plan_that_is_not_there_or_is_past_is_refused(small: Store, tmp_path: Path) -> None:
    with pytest.raises(InvalidValue, match="has no plan yet"):
        published(small)
    planned(small)
    published(small)
    with pytest.raises(UnknownPlan):
        publish(small, "SMALL", TODAY, 7, actor=ACTOR, at=AT)
    imported(small, sample_copy(tmp_path, closures="2027-02-18,2027-02-18,,works"))
    planned(small)
    published(small)
    assert [header.state for header in show_plans(small, "SMALL")] == [PlanState.PAST, PlanState.PUBLISHED]
    with pytest.raises(InvalidValue, match="plan 1 was in force before"):
        publish(small, "SMALL", TODAY, 1, actor=ACTOR, at=AT)


def test_telling_nobody_is_refused(small: Store) -> None:
    planned(small)
    with pytest.raises(InvalidValue, match="first day planned"):
        publish(small, "SMALL", TODAY, until=TODAY, actor=ACTOR, at=AT)


def test_a_visit_that_moves_keeps_its_identity_and_the_others_stay_as_they_are(small: Store, tmp_path: Path) -> None:
    planned(small)
    published(small)
    before = {entry.uid: entry for entry in entries(small)}
    imported(small, sample_copy(tmp_path, closures="2027-02-18,2027-02-18,,works"))
    assert planned(small).plan.tiers.moved == 1
    done = published(small, at=LATER, new_uid=numbered_uids("late"))
    assert (done.added, done.cancelled) == (0, 0)
    after = {entry.uid: entry for entry in entries(small)}
    changed = [entry for entry in after.values() if entry != before[entry.uid]]
    assert done.changed == len(changed) == 1
    (moved,) = changed
    assert (moved.patient, moved.sequence, moved.revised_at) == ("P01", 1, LATER)
    assert before[moved.uid].session.on == date(2027, 2, 18)
    assert check(small, "SMALL").verdict.sound


def test_bookings_of_today_and_past_the_horizon_stay(store: Store, tmp_path: Path) -> None:
    visits = "P02,refill,2027-01-04T09:00,OP1,1,yes,\nP03,refill,2027-06-07T09:00,OP1,1,yes,"
    imported(store, sample_copy(tmp_path, visits=visits))
    planned(store)
    done = published(store)
    booked = {(visit.patient, visit.session.on) for visit in load_centre(store, "SMALL").visits}
    assert {("P02", TODAY), ("P03", date(2027, 6, 7))} <= booked
    assert len(booked) == done.visits + 2
    assert {(entry.patient, entry.session.on) for entry in entries(store)} == booked
    assert check(store, "SMALL").verdict.sound


def test_the_whole_way_on_every_database(any_store: Store) -> None:
    import_sample(any_store, "small")
    made = planned(any_store)
    done = published(any_store)
    assert (made.version, done.version, done.told) == (1, 1, 6)
    assert check(any_store, "SMALL").verdict.sound
    again = make_plan(any_store, "SMALL", TODAY, actor=ACTOR, at=datetime(2027, 1, 4, 9, tzinfo=UTC))
    assert isinstance(again, PlanKept)
    assert not again.new
