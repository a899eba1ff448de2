"""Made-up patients: nested, evenly spread, beside those that are there."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from refillplan.domain.centre import Centre
from refillplan.domain.chains import chain_starts
from refillplan.domain.messages import InvalidValue
from refillplan.domain.newcomers import with_newcomers
from refillplan.domain.people import Patient
from refillplan.domain.plans import Horizon
from refillplan.domain.settings import ComfortWeights, PlanningSettings, Protocol
from refillplan.domain.visit_kinds import VisitKind

TODAY = date(2027, 1, 4)
HORIZON = Horizon.after(TODAY, 13)
EMPTY = Centre(
    code="C1",
    name="Unit",
    timezone="Europe/Paris",
    holiday_zone="FR",
    protocol=Protocol(source="label", valid_from=date(2023, 7, 1)),
    planning=PlanningSettings(),
    comfort=ComfortWeights(),
    visit_kinds=(VisitKind(kind="refill", place_minutes=90, operator_minutes=30, needs_physician=False, fills=True),),
)


@given(st.integers(0, 200))
def test_each_starts_a_chain_whose_first_window_lies_ahead(number: int) -> None:
    starts, left_out = chain_starts(with_newcomers(EMPTY, number, TODAY), TODAY, HORIZON)
    assert (len(starts), left_out) == (number, ())
    assert all(start.window.earliest_on >= HORIZON.start_on for start in starts)


@given(st.integers(0, 120), st.integers(0, 120))
def test_fewer_are_the_first_of_more(one: int, other: int) -> None:
    fewer, more = (with_newcomers(EMPTY, number, TODAY) for number in sorted((one, other)))
    assert more.patients[: len(fewer.patients)] == fewer.patients
    assert more.fills[: len(fewer.fills)] == fewer.fills


@given(st.integers(1, 14))
def test_they_are_spread_evenly(cycles: int) -> None:
    filled = [fill.filled_on for fill in with_newcomers(EMPTY, 35 * cycles, TODAY).fills]
    weeks = [sum(TODAY - timedelta(days=7 * n + 7) < on <= TODAY - timedelta(days=7 * n) for on in filled) for n in range(5)]
    assert sum(weeks) == len(filled)
    assert max(weeks) - min(weeks) <= 6  # a few more or less, however many there are


def test_codes_that_are_taken_are_left_out() -> None:
    centre = with_newcomers(replace(EMPTY, patients=(Patient(patient="NEW-002"),)), 3, TODAY)
    assert [patient.patient for patient in centre.patients] == ["NEW-002", "NEW-001", "NEW-003", "NEW-004"]


@pytest.mark.parametrize("number", [-1, 501])
def test_a_number_that_makes_no_sense_is_refused(number: int) -> None:
    with pytest.raises(InvalidValue, match=f"{number} new patients: from 0 to 500"):
        with_newcomers(EMPTY, number, TODAY)
