"""From entries to lives under observation."""

from dataclasses import replace
from datetime import date

import pytest
from forecast_centres import TODAY, centre_with, pump

from refillplan.domain.centre import Centre
from refillplan.domain.people import Fill, Patient
from refillplan.forecast.causes import Cause, cause_of
from refillplan.forecast.records import WatchedLife, records_from, records_of

FROM = date(2020, 1, 1)


def since(centre: Centre, from_on: date | None = FROM) -> Centre:
    return replace(centre, forecast=replace(centre.forecast, records_from=from_on))


def lives(centre: Centre) -> tuple[WatchedLife, ...]:
    return records_of(centre, TODAY).lives


@pytest.mark.parametrize(
    ("words", "cause"),
    [
        ("battery", Cause.WEAR_OUT),
        ("Pile épuisée", Cause.WEAR_OUT),
        ("end of life", Cause.WEAR_OUT),
        ("dysfunction", Cause.DYSFUNCTION),
        ("Dysfonctionnement", Cause.DYSFUNCTION),
        ("panne moteur", Cause.DYSFUNCTION),
        ("infection of the pocket", Cause.INFECTION_CATHETER),
        ("Cathéter obstrué", Cause.INFECTION_CATHETER),
        ("occlusion", Cause.INFECTION_CATHETER),
        ("pain at the site", Cause.OTHER),
        ("", Cause.OTHER),
        ("replacement planned, battery low", None),
        ("remplacement programmé", None),
        ("explantation préventive", None),
    ],
)
def test_words_of_an_end_name_a_cause(words: str, cause: Cause | None) -> None:
    assert cause_of(words) is cause


def test_a_pump_in_place_is_censored_today() -> None:
    (life,) = lives(since(centre_with(pump(1, date(2021, 1, 4)))))
    assert (life.entry_years, life.cause) == (0, None)
    assert life.exit_years == pytest.approx(6, abs=0.01)


def test_a_pump_implanted_before_the_records_enters_at_its_age_then() -> None:
    (life,) = lives(since(centre_with(pump(1, date(2018, 1, 1), ended_on=date(2025, 1, 1), end_cause="battery"))))
    assert life.entry_years == pytest.approx(2, abs=0.01)
    assert life.exit_years == pytest.approx(7, abs=0.01)
    assert life.cause is Cause.WEAR_OUT


def test_a_pump_that_ended_before_the_records_moves_nothing_and_is_counted() -> None:
    found = records_of(since(centre_with(pump(1, date(2012, 1, 1), ended_on=date(2019, 1, 1), end_cause="battery"))), TODAY)
    assert (found.lives, found.unwatched) == ((), 1)


def test_a_replacement_by_decision_is_censored() -> None:
    (life,) = lives(since(centre_with(pump(1, date(2018, 1, 1), ended_on=date(2025, 1, 1), end_cause="planned"))))
    assert life.cause is None


def test_a_patient_who_left_is_censored_there() -> None:
    centre = since(centre_with(pump(1, date(2021, 1, 1))))
    centre = replace(centre, patients=(Patient(patient="P1", active_to=date(2024, 1, 1)),))
    (life,) = lives(centre)
    assert life.exit_years == pytest.approx(3, abs=0.01)


@pytest.mark.parametrize("ended_on", [None, date(2025, 6, 1)])
def test_a_low_battery_is_the_end_of_a_life_by_wear_out(ended_on: date | None) -> None:
    low = pump(1, date(2018, 1, 1), low_battery_on=date(2025, 1, 1), ended_on=ended_on, end_cause="infection")
    (life,) = lives(since(centre_with(low)))
    assert life.cause is Cause.WEAR_OUT
    assert life.exit_years == pytest.approx(7, abs=0.01)


def test_a_low_battery_entered_before_the_records_moves_nothing() -> None:
    assert lives(since(centre_with(pump(1, date(2012, 1, 1), low_battery_on=date(2019, 1, 1))))) == ()


def test_what_happens_later_is_not_known() -> None:
    centre = since(centre_with(pump(1, date(2018, 1, 1), ended_on=date(2025, 1, 1), end_cause="battery")))
    (life,) = records_of(centre, date(2023, 1, 1)).lives
    assert (life.cause, round(life.exit_years)) == (None, 5)


def test_records_begin_with_the_first_fill_unless_set() -> None:
    fills = tuple(Fill(patient="P1", filled_on=on, kind="refill") for on in (date(2026, 3, 1), date(2025, 5, 5)))
    centre = centre_with(pump(1, date(2021, 1, 1)), fills=fills)
    assert records_from(centre) == date(2025, 5, 5)
    assert records_from(since(centre)) == FROM


def test_without_fills_and_setting_no_record_counts() -> None:
    found = records_of(centre_with(pump(1, date(2018, 1, 1), ended_on=date(2025, 1, 1), end_cause="battery")), TODAY)
    assert (found.from_on, found.lives) == (None, ())
