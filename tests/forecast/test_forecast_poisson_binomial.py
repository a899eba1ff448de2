"""Counts of unlike events: against all outcomes one by one, against chance, and by properties."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from refillplan.forecast.poisson_binomial import Count, convolved, count_of, distribution

chance = st.floats(0, 1) | st.sampled_from([0.0, 1.0, 1e-300, 1e-17, 1 - 1e-16, 0.5])


def one_by_one(chances: list[float]) -> list[float]:
    """Return the chance of each count by going through all outcomes."""
    found = [0.0] * (len(chances) + 1)
    for outcome in product((0, 1), repeat=len(chances)):
        parts = [p if happens else 1 - p for p, happens in zip(chances, outcome, strict=True)]
        found[sum(outcome)] += float(np.prod(parts))
    return found


@given(st.lists(chance, max_size=10))
def test_the_distribution_is_that_of_all_outcomes_one_by_one(chances: list[float]) -> None:
    (found,) = distribution(np.array(chances).reshape(-1, 1))
    expected = one_by_one(chances)
    padded = np.pad(found, (0, len(expected) - len(found)))
    assert np.abs(padded - expected).max() < 1e-12


def test_the_distribution_of_twelve_pumps_is_that_of_all_outcomes_to_1e_12() -> None:
    draws = np.random.default_rng(5)
    for power in (1, 3, 8):
        chances = draws.random(12) ** power
        (found,) = distribution(chances.reshape(-1, 1))
        padded = np.pad(found, (0, 13 - len(found)))
        assert np.abs(padded - one_by_one(list(chances))).max() < 1e-12


def test_rows_do_not_touch_each_other() -> None:
    chances = np.random.default_rng(6).random((40, 7)) * np.linspace(0.01, 1, 7)
    together = distribution(chances)
    for column, row in enumerate(together):
        (alone,) = distribution(chances[:, column : column + 1])
        wide = np.pad(alone, (0, len(row) - len(alone))) if len(alone) < len(row) else alone[: len(row)]
        assert np.abs(wide - row).max() < 1e-15


@pytest.mark.parametrize("mean", [0.02, 0.4])
def test_the_distribution_of_250_pumps_is_that_of_a_million_draws_within_noise(mean: float) -> None:
    draws = np.random.default_rng(7)
    chances = np.minimum(draws.gamma(1, mean, 250), 0.99)
    times = 1_000_000
    happened = np.zeros(times, dtype=np.int16)
    for one in chances:
        happened += draws.random(times, dtype=np.float32) < one
    seen = np.bincount(happened) / times
    (exact,) = distribution(chances.reshape(-1, 1))
    size = max(len(seen), len(exact))
    seen, exact = np.pad(seen, (0, size - len(seen))), np.pad(exact, (0, size - len(exact)))
    noise = np.sqrt(exact * (1 - exact) / times)
    assert (np.abs(seen - exact) < 5 * noise + 5 / times).all()


@given(st.lists(chance, min_size=1, max_size=60))
def test_the_mean_is_the_sum_of_the_chances_and_the_whole_is_1(chances: list[float]) -> None:
    (found,) = distribution(np.array(chances).reshape(-1, 1))
    assert found.sum() == pytest.approx(1, abs=1e-12)
    assert count_of(found).mean == pytest.approx(sum(chances), abs=1e-9)


@given(st.lists(chance, min_size=1, max_size=8), st.lists(chance, min_size=1, max_size=8))
def test_the_sum_of_two_counts_is_the_count_of_all(first: list[float], second: list[float]) -> None:
    one, other, both = (distribution(np.array(part).reshape(-1, 1))[0] for part in (first, second, [*first, *second]))
    summed = convolved(one, other)
    size = max(len(summed), len(both))
    assert np.abs(np.pad(summed, (0, size - len(summed))) - np.pad(both, (0, size - len(both)))).max() < 1e-12


counts = st.lists(st.floats(0, 1), min_size=1, max_size=40).filter(lambda weights: sum(weights) > 0.01)


@given(counts, st.sampled_from([0.1, 0.5, 0.8, 0.95]))
def test_an_interval_holds_the_median_and_what_it_says(weights: list[float], level: float) -> None:
    count = count_of(np.array(weights) / sum(weights))
    found = count.interval(level)
    assert found.low <= count.median <= found.high
    assert found.held == pytest.approx(sum(count.chances[found.low : found.high + 1]))


@given(counts)
def test_a_higher_level_holds_a_lower_one(weights: list[float]) -> None:
    count = count_of(np.array(weights) / sum(weights))
    narrow, wide = count.interval(0.5), count.interval(0.95)
    assert wide.low <= narrow.low <= narrow.high <= wide.high


@given(counts, st.floats(0.01, 0.99))
def test_a_quantile_is_the_least_count_that_reaches_its_level(weights: list[float], level: float) -> None:
    count = count_of(np.array(weights) / sum(weights))
    found = count.quantile(level)
    assert sum(count.chances[: found + 1]) >= level - 1e-9
    assert found == 0 or sum(count.chances[:found]) < level + 1e-9


def test_certain_events_are_counted_for_certain() -> None:
    (found,) = distribution(np.array([[1.0], [0.0], [1.0]]))
    assert Count(chances=tuple(found)).interval(0.8) == count_of(found).interval(0.8)
    assert count_of(found).chances == (0.0, 0.0, 1.0)
