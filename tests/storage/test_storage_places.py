"""Bookings: whatever program writes them, no place has two visits at a time, and none is in a place that there is not."""

import threading
from dataclasses import replace
from datetime import date, time

import pytest
import sqlalchemy as sa
from storage_values import AM, AT, CENTRE, SESSIONS, visit

from refillplan.domain.sessions import Opening
from refillplan.domain.visits import Visit
from refillplan.storage import PlaceTaken, Store

MONDAY, OPENED = date(2027, 1, 11), date(2027, 5, 8)
FIRST = visit("P001", MONDAY)
SECOND = replace(visit("P002", MONDAY), place=1)


def book(store: Store, *visits: Visit) -> None:
    with store.unit_of_work("N1", AT) as work:
        work.centres.replace_bookings("C1", visits)
        work.commit()


def booked(store: Store) -> tuple[Visit, ...]:
    with store.unit_of_work("N1", AT) as work:
        return work.centres.load("C1").visits


@pytest.mark.parametrize("at", [time(9, 0), time(9, 15), time(10, 44)])
def test_a_second_visit_in_a_place_at_the_same_time_is_refused(centre_store: Store, at: time) -> None:
    book(centre_store, FIRST)
    with pytest.raises(PlaceTaken, match="one place at a time"):
        book(centre_store, FIRST, visit("P002", MONDAY, at=at))
    assert booked(centre_store) == (FIRST,)


def test_visits_one_after_the_other_or_side_by_side_are_kept(centre_store: Store) -> None:
    after = visit("P003", MONDAY, at=time(10, 45))
    book(centre_store, FIRST, SECOND, after)
    assert len(booked(centre_store)) == 3


def test_two_patients_may_change_places_in_one_go(centre_store: Store) -> None:
    book(centre_store, FIRST, SECOND)
    book(centre_store, replace(FIRST, place=1), replace(SECOND, place=2))
    assert [v.place for v in booked(centre_store)] == [1, 2]
    with centre_store.unit_of_work("N1", AT) as work:
        assert work.check_audit().faults == ()


def test_a_place_that_comes_free_in_the_same_go_may_be_taken(centre_store: Store) -> None:
    book(centre_store, FIRST)
    with centre_store.unit_of_work("N1", AT) as work:
        work.centres.replace(replace(CENTRE, visits=(visit("P002", MONDAY),)))
        work.commit()
    assert [v.patient for v in booked(centre_store)] == ["P002"]


@pytest.mark.parametrize(("on", "places"), [(MONDAY, 3), (date(2027, 7, 5), 4), (OPENED, 1)])
def test_a_place_that_the_half_day_does_not_have_is_refused(centre_store: Store, on: date, places: int) -> None:
    book(centre_store, replace(visit("P001", on), place=places))
    with pytest.raises(PlaceTaken, match="does not have"):
        book(centre_store, replace(visit("P001", on), place=places + 1))


def test_a_half_day_that_nothing_opens_has_no_number_of_places_to_compare_with(centre_store: Store) -> None:
    book(centre_store, replace(visit("P001", date(2027, 1, 13)), place=99))


def test_a_booking_in_a_half_day_made_smaller_since_may_be_told_and_pinned(centre_store: Store) -> None:
    book(centre_store, replace(FIRST, place=3))
    smaller = Opening(on=MONDAY, half_day=AM, opens=time(8), closes=time(12), places=1, operators=("N1",))
    with centre_store.unit_of_work("N1", AT) as work:
        entered = work.centres.load("C1")
        visits = tuple(replace(v, told=True) for v in entered.visits)
        work.centres.replace(replace(entered, openings=(*entered.openings, smaller), visits=visits))
        work.commit()
    assert [(v.place, v.told) for v in booked(centre_store)] == [(3, True)]


def test_other_programs_are_refused_too(centre_store: Store, engine: sa.Engine) -> None:
    book(centre_store, FIRST, SECOND)
    for statement in ("UPDATE bookings SET place = 2", "UPDATE bookings SET place = 77"):
        with engine.connect() as connection, pytest.raises(sa.exc.DBAPIError, match=r"in one place|no such place"):
            connection.exec_driver_sql(statement)


def test_two_programs_that_write_at_the_same_moment_do_not_get_past_each_other(postgresql_url: str) -> None:
    """PostgreSQL alone lets two write at once; the second waits for the first, and is refused."""
    store = Store.open(postgresql_url)
    with store.unit_of_work("N1", AT) as work:
        work.centres.merge(replace(CENTRE, visits=(FIRST, SECOND)))
        work.commit()
    store.close()
    engine = sa.create_engine(postgresql_url)
    take = "UPDATE bookings SET place = 3 WHERE patient = '{patient}'"
    refused: list[str] = []

    def second() -> None:
        with engine.connect() as connection:
            try:
                connection.exec_driver_sql(take.format(patient="P002"))
                connection.commit()
            except sa.exc.DBAPIError as error:
                refused.append(str(error))

    with engine.connect() as first:
        first.exec_driver_sql(take.format(patient="P001"))
        thread = threading.Thread(target=second)
        thread.start()
        thread.join(timeout=0.5)
        assert thread.is_alive()
        first.commit()
        thread.join()
    assert ["two visits at a time in one place" in sentence for sentence in refused] == [True]
    with engine.connect() as connection:
        places = connection.exec_driver_sql("SELECT patient, place FROM bookings ORDER BY patient").all()
    engine.dispose()
    assert [tuple(place) for place in places] == [("P001", 3), ("P002", 1)]


def test_the_templates_are_those_that_the_test_counts_on() -> None:
    assert {(s.weekday, s.places) for s in SESSIONS if s.half_day is AM} == {(1, 3), (1, 4)}
