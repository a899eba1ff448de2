"""A year's counters, by hand on the small sample and on one that is made for it."""

from datetime import date

import pytest
from service_samples import TODAY, imported, sample_copy

from refillplan.domain.messages import InvalidValue
from refillplan.services.forecasts.counters import count_year
from refillplan.storage import Store

pytest_plugins = ["service_stores"]


def test_a_year_is_counted_up_to_its_end(store: Store, tmp_path_factory: pytest.TempPathFactory) -> None:
    imported(store, sample_copy(tmp_path_factory.mktemp("in"), "centre"))
    counted = count_year(store, "CENTRE", TODAY, 2026)
    assert (counted.until, counted.patients_followed, counted.pumps_followed, counted.pumps_placed) == (
        date(2026, 12, 31),
        50,
        51,
        1,
    )
    assert counted.reviews_due is not None
    assert counted.reviews_done is not None
    assert 0 < counted.reviews_done <= counted.reviews_due <= 50
    assert (counted.rule.pumps_followed.value, counted.rule.pumps_placed.value) == (25, 10)
    assert "external pumps" in counted.rule.pumps_placed.source


def test_the_present_year_is_counted_up_to_today(small: Store) -> None:
    counted = count_year(small, "SMALL", TODAY)
    assert (counted.year, counted.until, counted.pumps_placed) == (2027, TODAY, 0)
    assert counted.patients_followed == 3
    assert (counted.reviews_due, counted.reviews_done) == (0, 0)


def test_a_year_to_come_has_no_counters(small: Store) -> None:
    with pytest.raises(InvalidValue, match="the year 2028 lies in the future"):
        count_year(small, "SMALL", TODAY, 2028)
