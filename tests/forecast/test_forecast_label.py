"""Dates on paper, and what they are made of."""

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from forecast_centres import TODAY, centre_with, pump
from hypothesis import given
from hypothesis import strategies as st

from refillplan.domain.centre import Centre
from refillplan.domain.months import months_after
from refillplan.domain.people import Patient
from refillplan.forecast.label import LabelDates, label_dates
from refillplan.forecast.label_life import LifeChoice
from refillplan.forecast.periods import By, periods_from

ON = date(2019, 5, 2)


def only(centre: Centre, life: LifeChoice = LifeChoice.LONG, *, extensions: bool = True) -> LabelDates:
    (found,) = label_dates(centre, TODAY, life, extensions=extensions)
    return found


def words(found: LabelDates) -> str:
    return "; ".join(map(str, found.made_of))


def test_a_label_date_is_the_implant_date_and_the_label_life() -> None:
    found = only(centre_with(pump(1, ON)))
    assert (found.short_on, found.long_on) == (date(2026, 5, 2), date(2027, 5, 2))
    assert (found.model_from_on, found.model_to_on) == (date(2025, 5, 2), date(2027, 5, 2))
    assert (found.label_on, found.safe_by_on) == (date(2027, 5, 2), date(2026, 11, 2))
    assert "nominal 2027-05-02: implanted on 2019-05-02 + 8 years; about 8 years: Assemblée nationale" in words(found)
    assert "safe by: 6 calendar months before; intrathecal analogue" in words(found)
    assert "as of 2026-11-21" in words(found)


@pytest.mark.parametrize(
    ("life", "on"),
    [(LifeChoice.SHORT, date(2026, 5, 2)), (LifeChoice.LONG, date(2027, 5, 2)), (LifeChoice.MODEL, date(2026, 5, 2))],
)
def test_the_life_chosen_makes_the_label_date(life: LifeChoice, on: date) -> None:
    assert only(centre_with(pump(1, ON)), life).label_on == on


def test_a_model_without_life_source_or_date_has_no_nominal_date_of_its_own() -> None:
    found = only(centre_with(pump(1, ON, "BARE")), LifeChoice.MODEL)
    assert (found.label_on, found.safe_by_on, found.model_from_on) == (None, None, None)
    assert "the label life of the model BARE is unknown" in words(found)


def test_an_extension_overrides_the_nominal_date_and_says_so() -> None:
    centre = centre_with(pump(1, ON, extended_until=date(2028, 3, 31)))
    found = only(centre)
    assert (found.nominal_on, found.label_on, found.safe_by_on) == (date(2027, 5, 2), date(2028, 3, 31), date(2027, 9, 30))
    assert "a physician's extension until 2028-03-31 holds instead" in words(found)
    assert only(centre, extensions=False).label_on == date(2027, 5, 2)


def test_an_extension_before_the_nominal_date_changes_nothing_and_says_so() -> None:
    found = only(centre_with(pump(1, ON, extended_until=date(2027, 3, 31))))
    assert found.label_on == date(2027, 5, 2)
    assert "changes nothing" in words(found)


def test_a_low_battery_overrides_everything_at_once() -> None:
    found = only(centre_with(pump(1, ON, extended_until=date(2029, 1, 1), low_battery_on=date(2026, 12, 20))))
    assert found.label_on == found.safe_by_on == date(2026, 12, 20)
    assert "low battery entered for 2026-12-20" in words(found)


def test_a_low_battery_of_a_day_to_come_is_not_known_yet() -> None:
    assert only(centre_with(pump(1, ON, low_battery_on=date(2027, 2, 1)))).label_on == date(2027, 5, 2)


def test_pumps_that_ended_and_patients_who_left_have_no_dates() -> None:
    centre = centre_with(pump(1, ON, ended_on=date(2025, 1, 1)), pump(2, ON), pump(3, ON))
    left = tuple(Patient(patient=p.patient, active_to=date(2026, 6, 1) if p.patient == "P3" else None) for p in centre.patients)
    assert [found.patient for found in label_dates(replace(centre, patients=left), TODAY, LifeChoice.LONG)] == ["P2"]


def test_dates_stand_by_date_and_code() -> None:
    centre = centre_with(pump(2, ON), pump(1, ON), pump(3, date(2019, 1, 1)))
    assert [found.patient for found in label_dates(centre, TODAY, LifeChoice.LONG)] == ["P3", "P1", "P2"]


@given(st.dates(date(2000, 1, 1), date(2040, 12, 31)), st.integers(-120, 240))
def test_calendar_months_keep_the_day_or_take_the_last_of_the_month(day: date, months: int) -> None:
    later = months_after(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later.day < day.day and (later.replace(day=28).month != months_after(later, 1).month))


@given(st.dates(date(2000, 1, 1), date(2090, 12, 31)), st.integers(1, 12), st.sampled_from(By))
def test_periods_follow_each_other_without_a_gap(day: date, years: int, by: By) -> None:
    found = periods_from(day, years, by)
    assert found[0].start_on == day
    assert all(one.end_on == other.start_on for one, other in pairwise(found))
    assert len(found) == years * (4 if by is By.QUARTER else 1)
    assert len({period.name for period in found}) == len(found)


def test_quarters_are_named_by_year_and_number() -> None:
    assert [period.name for period in periods_from(date(2027, 11, 3), 1, By.QUARTER)] == [
        "2027-Q4",
        "2028-Q1",
        "2028-Q2",
        "2028-Q3",
    ]
