"""Plans: numbered versions, loaded as stored, at most one in force."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from storage_values import AT, CENTRE, PARIS, PLAN

from refillplan.domain.messages import Message
from refillplan.domain.plans import NotPlanned, PlanState
from refillplan.storage import PlanNotDraft, Store, UnitOfWork, UnknownCentre, UnknownPlan

words = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=8)
sentences = st.recursive(
    st.builds(Message, words),
    lambda inner: st.builds(Message, words, st.lists(st.tuples(words, words | st.integers() | inner), max_size=4).map(tuple)),
    max_leaves=5,
)


def add(store: Store, count: int = 1) -> None:
    with store.unit_of_work("planner", AT) as work:
        for _ in range(count):
            work.plans.add(PLAN, AT, 0.5)
        work.commit()


def states(work: UnitOfWork) -> list[PlanState]:
    return [header.state for header in work.plans.list("C1")]


def test_a_plan_is_loaded_exactly_as_it_was_stored(centre_store: Store) -> None:
    with centre_store.unit_of_work("planner", AT) as work:
        number = work.plans.add(PLAN, AT, 12.75)
        work.commit()
    with centre_store.unit_of_work("planner", AT) as work:
        stored = work.plans.get("C1", number)
    assert stored.plan == PLAN
    assert (stored.number, stored.state, stored.made_at, stored.seconds) == (1, PlanState.DRAFT, AT, 12.75)
    assert {visit.starts_at.tzinfo for visit in stored.plan.visits} == {PARIS}


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    sentence=sentences,
    made_at=st.datetimes(timezones=st.timezones()).filter(lambda at: 1 < at.year < 9999),
    seconds=st.floats(0, 1e6),
)
def test_every_sentence_and_instant_survives_the_database(
    centre_store: Store, sentence: Message, made_at: datetime, seconds: float
) -> None:
    plan = replace(PLAN, not_planned=(NotPlanned(patient="P001", reason=sentence),))
    with centre_store.unit_of_work("planner", AT) as work:
        stored = work.plans.get("C1", work.plans.add(plan, made_at, seconds))
    assert stored.plan == plan
    assert stored.made_at == made_at.astimezone(UTC)
    assert stored.made_at.tzinfo is UTC
    assert stored.seconds == seconds


def test_plans_are_numbered_from_one_for_each_centre(centre_store: Store) -> None:
    add(centre_store, 2)
    with centre_store.unit_of_work("planner", AT) as work:
        work.centres.merge(replace(CENTRE, code="C2"))
        assert work.plans.add(replace(PLAN, centre="C2"), AT, 1.0) == 1
        assert work.plans.add(PLAN, AT, 1.0) == 3
        assert [header.number for header in work.plans.list("C1")] == [1, 2, 3]


def test_a_plan_records_the_revision_that_it_was_made_from(centre_store: Store) -> None:
    with centre_store.unit_of_work("planner", AT) as work:
        work.centres.merge(replace(CENTRE, name="changed meanwhile"))
        present = work.plans.get("C1", work.plans.add(PLAN, AT, 1.0))
        earlier = work.plans.get("C1", work.plans.add(PLAN, AT, 1.0, centre_revision=1))
    assert (present.centre_revision, earlier.centre_revision) == (2, 1)


def test_plans_do_not_raise_the_revision(centre_store: Store) -> None:
    add(centre_store)
    with centre_store.unit_of_work("planner", AT) as work:
        work.plans.publish("C1", 1, date(2027, 1, 18))
        assert work.centres.revision("C1") == 1


def test_headers_tell_what_the_plan_costs(centre_store: Store) -> None:
    add(centre_store)
    with centre_store.unit_of_work("planner", AT) as work:
        (header,) = work.plans.list("C1")
    assert (header.centre, header.number, header.made_at, header.today) == ("C1", 1, AT, PLAN.today)
    assert (header.horizon, header.tiers, header.bounds) == (PLAN.horizon, PLAN.tiers, PLAN.bounds)
    assert (header.centre_revision, header.told_until, header.seconds) == (1, None, 0.5)


def test_a_centre_without_plans_has_neither_latest_nor_published(centre_store: Store) -> None:
    with centre_store.unit_of_work("planner", AT) as work:
        assert work.plans.latest("C1") is None
        assert work.plans.published("C1") is None
        assert work.plans.list("C1") == ()


def test_publishing_puts_one_plan_in_force_and_the_one_before_in_the_past(centre_store: Store) -> None:
    add(centre_store, 3)
    with centre_store.unit_of_work("N1", AT) as work:
        work.plans.publish("C1", 1, date(2027, 1, 18))
        work.plans.publish("C1", 2, date(2027, 1, 18))
        work.commit()
    with centre_store.unit_of_work("N1", AT) as work:
        assert states(work) == [PlanState.PAST, PlanState.PUBLISHED, PlanState.DRAFT]
        published, latest = work.plans.published("C1"), work.plans.latest("C1")
    assert published is not None
    assert latest is not None
    assert (published.number, latest.number) == (2, 3)
    assert (published.told_until, latest.told_until) == (date(2027, 1, 18), None)


def test_publishing_tells_visits_up_to_and_including_the_day(centre_store: Store) -> None:
    add(centre_store)
    with centre_store.unit_of_work("N1", AT) as work:
        work.plans.publish("C1", 1, date(2027, 1, 7))
        told = [visit.told for visit in work.plans.get("C1", 1).plan.visits]
    assert told == [True, True, False]


def test_publishing_before_the_first_visit_untells_nobody(centre_store: Store) -> None:
    add(centre_store)
    with centre_store.unit_of_work("N1", AT) as work:
        work.plans.publish("C1", 1, date(2027, 1, 6))
        assert work.plans.get("C1", 1).plan == PLAN


def test_publishing_leaves_the_plans_of_another_centre_alone(centre_store: Store) -> None:
    add(centre_store)
    with centre_store.unit_of_work("N1", AT) as work:
        work.centres.merge(replace(CENTRE, code="C2"))
        other = replace(PLAN, centre="C2")
        work.plans.add(other, AT, 1.0)
        work.plans.publish("C1", 1, date(2027, 12, 31))
        stored = work.plans.get("C2", 1)
    assert (stored.state, stored.plan) == (PlanState.DRAFT, other)


def test_a_plan_is_published_only_once(centre_store: Store) -> None:
    add(centre_store, 2)
    with centre_store.unit_of_work("N1", AT) as work:
        work.plans.publish("C1", 1, date(2027, 1, 7))
        with pytest.raises(PlanNotDraft, match="plan 1"):
            work.plans.publish("C1", 1, date(2027, 1, 7))
        work.plans.publish("C1", 2, date(2027, 1, 7))
        with pytest.raises(PlanNotDraft, match="plan 1"):
            work.plans.publish("C1", 1, date(2027, 1, 7))


def test_plans_are_audited_when_added_and_published(centre_store: Store) -> None:
    add(centre_store, 2)
    with centre_store.unit_of_work("N1", AT, "agreed") as work:
        work.plans.publish("C1", 1, date(2027, 1, 7))
        work.plans.publish("C1", 2, date(2027, 1, 8))
        entries = [entry for entry in work.audit.entries("C1") if entry.table == "plans"]
    assert [(entry.key, entry.action.value) for entry in entries] == [
        ("1", "added"),
        ("2", "added"),
        ("1", "changed"),
        ("1", "changed"),
        ("2", "changed"),
    ]
    assert entries[0].new is not None
    assert (entries[0].new["tiers_comfort"], entries[0].new["today"]) == (3_000_000_000, "2027-01-04")
    assert entries[2].new == {"state": "published", "told_until": "2027-01-07"}
    assert (entries[3].old, entries[3].new) == ({"state": "published"}, {"state": "past"})
    assert entries[4].why == "agreed"


def test_the_database_itself_allows_one_published_plan(centre_store: Store, engine: sa.Engine) -> None:
    add(centre_store, 2)
    with engine.connect() as connection, pytest.raises(sa.exc.DBAPIError, match=r"(?i)unique"):
        connection.exec_driver_sql("UPDATE plans SET state = 'published'")


def test_unknown_centres_and_plans_are_refused_by_name(centre_store: Store) -> None:
    with centre_store.unit_of_work("N1", AT) as work:
        with pytest.raises(UnknownPlan, match="C1 has no plan 7"):
            work.plans.get("C1", 7)
        with pytest.raises(UnknownPlan, match="C1 has no plan 7"):
            work.plans.publish("C1", 7, date(2027, 1, 7))
        with pytest.raises(UnknownCentre, match="C404"):
            work.plans.list("C404")
        with pytest.raises(UnknownCentre, match="C404"):
            work.plans.add(replace(PLAN, centre="C404"), AT, 1.0)
