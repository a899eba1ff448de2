"""The sessions of a generated centre hold what the spec's load asks for."""

from datetime import date, timedelta
from functools import cache
from itertools import product

import pytest
from generated_centres import some_centres
from hypothesis import given
from hypothesis import strategies as st

from refillplan.domain.centre import Centre
from refillplan.domain.messages import InvalidValue
from refillplan.generator import CentreSpec, generate_centre, refills_held_between, yearly_refills
from refillplan.generator.load import refills_in

TODAY = date(2027, 1, 4)


def most_by_search(minutes: int, places: int, operators: int, lasting: tuple[int, int], grid: int) -> int:
    """Return the most refills by trying, at each time of the grid, every number of starts."""
    place_minutes, operator_minutes = lasting

    @cache
    def most(at: int, running: tuple[int, ...]) -> int:
        if at + place_minutes > minutes:
            return 0
        free_places = places - sum(at < start + place_minutes for start in running)
        free_operators = operators - sum(at < start + operator_minutes for start in running)
        return max(
            started + most(at + grid, (*running, *[at] * started)) for started in range(min(free_places, free_operators) + 1)
        )

    return most(0, ())


def load_of(spec: CentreSpec, centre: Centre) -> float:
    start_on = spec.today + timedelta(days=1)
    held = refills_held_between(centre, start_on, start_on + timedelta(days=364)) - 52 * spec.reserve_places_per_week
    return float(yearly_refills(spec.patients, 42, reviews_per_year=0 if spec.refill_only else 1) / held)


@pytest.mark.parametrize(
    ("minutes", "places", "operators", "held"),
    [
        (210, 1, 1, 2),
        (210, 2, 1, 4),
        (210, 3, 1, 5),
        (210, 9, 1, 5),
        (210, 3, 2, 6),
        (120, 1, 1, 1),
        (80, 4, 4, 0),
        (210, 4, 0, 0),
    ],
)
def test_a_session_holds_what_places_operators_and_closing_allow(minutes: int, places: int, operators: int, held: int) -> None:
    assert refills_in(minutes, places=places, operators=operators, place_minutes=90, operator_minutes=30, grid_minutes=15) == held


@pytest.mark.parametrize(("places", "operators"), list(product((1, 2, 3), (1, 2))))
@pytest.mark.parametrize(("lasting", "grid"), [((90, 30), 15), ((90, 30), 20), ((60, 45), 15), ((75, 75), 30)])
def test_no_timetable_holds_more_refills(places: int, operators: int, lasting: tuple[int, int], grid: int) -> None:
    place_minutes, operator_minutes = lasting
    held = refills_in(
        210, places=places, operators=operators, place_minutes=place_minutes, operator_minutes=operator_minutes, grid_minutes=grid
    )
    assert held == most_by_search(210, places, operators, lasting, grid)


def test_fifty_patients_need_433_refills_a_year_and_a_review_counts_as_one_more() -> None:
    assert round(float(yearly_refills(50, 42, reviews_per_year=0)), 1) == 433.3
    assert round(float(yearly_refills(50, 42, reviews_per_year=1)), 1) == 483.3


@some_centres
@given(
    patients=st.integers(60, 300),
    seed=st.integers(0, 1000),
    load=st.sampled_from([0.5, 0.7, 0.85, 1.0, 1.2]),
    reserve=st.integers(0, 3),
    refill_only=st.booleans(),
)
def test_the_load_is_near_the_one_asked_for(patients: int, seed: int, load: float, reserve: int, refill_only: bool) -> None:
    spec = CentreSpec(
        code="C1",
        patients=patients,
        seed=seed,
        today=TODAY,
        load=load,
        reserve_places_per_week=reserve,
        refill_only=refill_only,
    )
    centre = generate_centre(spec)
    assert abs(load_of(spec, centre) - load) <= 0.15 * load
    assert 2 <= len(centre.sessions) <= 9


@pytest.mark.parametrize("patients", [1000, 10_000])
def test_thousands_of_patients_get_sessions_with_places_and_operators_to_match(patients: int) -> None:
    spec = CentreSpec(code="C1", patients=patients, seed=1, today=TODAY)
    centre = generate_centre(spec)
    assert abs(load_of(spec, centre) - 0.85) < 0.02
    assert len(centre.patients) == patients
    assert all(len(session.operators) * 5 >= session.places * 2 for session in centre.sessions)


@pytest.mark.parametrize(
    ("field", "value"),
    [("patients", 0), ("patients", 10_001), ("load", 0.0), ("load", 3.5), ("half_days", 11), ("told_days", 46)],
)
def test_a_spec_refuses_what_no_centre_is(field: str, value: int | float) -> None:
    given_values = {"code": "C1", "patients": 10, "seed": 1, "today": TODAY, field: value}
    with pytest.raises(InvalidValue, match=f"{field} is {value}"):
        CentreSpec(**given_values)  # type: ignore[arg-type]
