"""Centres: loaded as stored, counted in revisions, refused where they do not hold together."""

from collections.abc import Callable
from dataclasses import fields, replace
from datetime import date, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from storage_reading import load, revision
from storage_values import (
    AT,
    CENTRE,
    CLOSURES,
    DECISIONS,
    FILLS,
    KINDS,
    LEAVES,
    MODELS,
    OPERATORS,
    PATIENTS,
    PUMPS,
    SESSIONS,
    SUPPLY,
    THEATRE,
    UNAVAILABILITIES,
    VISITS,
    visit,
)

from refillplan.domain.centre import Centre
from refillplan.domain.devices import PumpModel
from refillplan.domain.half_days import HalfDay
from refillplan.domain.people import Fill, Patient
from refillplan.domain.sessions import SessionTemplate
from refillplan.domain.visits import Visit
from refillplan.storage import Action, BrokenReference, DuplicateRow, Store, UnknownCentre

texts = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20)


def merge(store: Store, centre: Centre, *, commit: bool = True) -> Centre:
    """Merge a centre and return what the store then gives back."""
    with store.unit_of_work("N1", AT) as work:
        work.centres.merge(centre)
        loaded = work.centres.load(centre.code)
        if commit:
            work.commit()
    return loaded


def test_a_centre_is_loaded_exactly_as_it_was_stored(store: Store) -> None:
    merge(store, CENTRE)
    assert load(store) == CENTRE


def test_the_rich_centre_of_these_tests_fills_every_field() -> None:
    assert all(getattr(CENTRE, field.name) for field in fields(Centre))


def test_a_centre_of_settings_alone_is_loaded_as_it_was_stored(store: Store) -> None:
    bare = Centre(
        code="C2",
        name="bare",
        timezone="UTC",
        holiday_zone="FR",
        protocol=CENTRE.protocol,
        planning=CENTRE.planning,
        comfort=CENTRE.comfort,
    )
    assert merge(store, bare) == bare


def test_tuples_come_back_in_the_order_of_their_natural_keys(store: Store) -> None:
    backwards = replace(
        CENTRE,
        visit_kinds=KINDS[::-1],
        pump_models=MODELS[::-1],
        patients=PATIENTS[::-1],
        pumps=PUMPS[::-1],
        fills=FILLS[::-1],
        operators=OPERATORS[::-1],
        sessions=SESSIONS[::-1],
        closures=CLOSURES[::-1],
        leaves=LEAVES[::-1],
        unavailabilities=UNAVAILABILITIES[::-1],
        visits=VISITS[::-1],
        supply=SUPPLY[::-1],
        theatre=THEATRE[::-1],
        decisions=DECISIONS[::-1],
    )
    merge(store, backwards)
    assert load(store) == CENTRE


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    fill=st.builds(Fill, patient=st.just("P001"), filled_on=st.dates(), kind=texts, lot=texts, readings=texts),
    model=st.builds(PumpModel, model=st.just("M"), maker=texts, life_min_years=st.floats(0, 50, exclude_min=True)),
    session=st.builds(
        SessionTemplate,
        weekday=st.integers(1, 7),
        half_day=st.sampled_from(HalfDay),
        opens=st.times(max_value=time(12)),
        closes=st.just(time(12, 0, 1)),
        places=st.integers(0, 200),
        operators=st.lists(texts, max_size=3).map(tuple),
        valid_from=st.none() | st.dates(min_value=date(1, 1, 2)),
    ),
)
def test_every_value_survives_the_database(store: Store, fill: Fill, model: PumpModel, session: SessionTemplate) -> None:
    centre = replace(CENTRE, fills=(fill,), pump_models=(model,), sessions=(session,), visits=())
    assert merge(store, centre, commit=False) == centre


@pytest.mark.parametrize("zone", ["Europe/Paris", "Indian/Reunion", "America/Cayenne"])
def test_visits_come_back_in_the_zone_of_the_centre(store: Store, zone: str) -> None:
    visits = tuple(visit("P001", day, zone=ZoneInfo(zone)) for day in (date(2027, 3, 27), date(2027, 3, 29)))
    loaded = merge(store, replace(CENTRE, timezone=zone, visits=visits))
    assert loaded.visits == visits
    assert [found.starts_at.isoformat() for found in loaded.visits] == [given.starts_at.isoformat() for given in visits]


def test_a_visit_in_the_hour_that_comes_twice_keeps_its_instant(store: Store) -> None:
    second = visit("P001", date(2027, 10, 31), at=time(2, 30, fold=1))
    found = merge(store, replace(CENTRE, visits=(second,))).visits[0]
    assert found.starts_at.utcoffset() == second.starts_at.utcoffset()
    assert found.starts_at.timestamp() == second.starts_at.timestamp()


def test_each_unit_that_changes_data_raises_the_revision_by_one(centre_store: Store) -> None:
    assert revision(centre_store) == 1
    with centre_store.unit_of_work("N1", AT) as work:
        work.centres.merge(replace(CENTRE, name="new name"))
        work.centres.replace_bookings("C1", ())
        work.commit()
    assert revision(centre_store) == 2


def test_centres_live_side_by_side(centre_store: Store) -> None:
    other = replace(CENTRE, code="B2", name="other", patients=(*PATIENTS, Patient(patient="P999")))
    merge(centre_store, other)
    with centre_store.unit_of_work("N1", AT) as work:
        assert work.centres.codes() == ("B2", "C1")
        assert work.centres.load("B2") == other
        assert work.centres.load("C1") == CENTRE
        assert {entry.centre for entry in work.audit.entries("B2")} == {"B2"}
        assert len(work.audit.entries()) == len(work.audit.entries("B2")) + len(work.audit.entries("C1"))


def test_the_same_key_twice_is_refused_by_name(store: Store) -> None:
    with store.unit_of_work("N1", AT) as work, pytest.raises(DuplicateRow, match="P001 stands twice in patients"):
        work.centres.merge(replace(CENTRE, patients=(Patient(patient="P001"), *PATIENTS)))


@pytest.mark.parametrize(
    "broken",
    [
        lambda centre: replace(centre, fills=(replace(centre.fills[0], patient="P404"),)),
        lambda centre: replace(centre, visits=(replace(centre.visits[0], kind="unknown"),)),
        lambda centre: replace(centre, leaves=(replace(centre.leaves[0], operator="unknown"),)),
    ],
)
def test_an_entry_that_names_nothing_known_is_refused(store: Store, broken: Callable[[Centre], Centre]) -> None:
    with store.unit_of_work("N1", AT) as work, pytest.raises(BrokenReference):
        work.centres.merge(broken(CENTRE))


def test_replaced_bookings_are_audited_one_by_one(centre_store: Store) -> None:
    moved = replace(VISITS[0], place=3)
    added = visit("P003", date(2027, 1, 6))
    with centre_store.unit_of_work("N1", AT) as work:
        audited = len(work.audit.entries())
        work.centres.replace_bookings("C1", (VISITS[2], added, moved))
        entries = work.audit.entries("C1")[audited:]
        work.commit()
    assert load(centre_store).visits == (moved, added, VISITS[2])
    assert {(entry.action, entry.key) for entry in entries} == {
        (Action.ADDED, "2027-01-06/am/P003/refill"),
        (Action.CHANGED, "2027-01-04/am/P001/refill"),
        (Action.REMOVED, "2027-01-04/am/P001/rinse"),
        (Action.CHANGED, "C1"),
    }
    removed = next(entry for entry in entries if entry.action is Action.REMOVED)
    assert removed.new is None
    assert removed.old is not None
    assert removed.old["starts_at"] == "2027-01-04T09:45:00+00:00"


def test_the_same_bookings_again_change_nothing(centre_store: Store) -> None:
    with centre_store.unit_of_work("N1", AT) as work:
        audited = len(work.audit.entries())
        work.centres.replace_bookings("C1", reversed(VISITS))
        assert len(work.audit.entries()) == audited
        assert work.centres.revision("C1") == 1


@pytest.mark.parametrize("visits", [(), VISITS])
def test_an_unknown_centre_is_refused_by_name(store: Store, visits: tuple[Visit, ...]) -> None:
    with store.unit_of_work("N1", AT) as work:
        with pytest.raises(UnknownCentre, match="C404"):
            work.centres.load("C404")
        with pytest.raises(UnknownCentre, match="C404"):
            work.centres.revision("C404")
        with pytest.raises(UnknownCentre, match="C404"):
            work.centres.replace_bookings("C404", visits)
