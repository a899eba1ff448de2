"""Looking back at what was forecast."""

from dataclasses import replace
from datetime import date

import pytest
from forecast_centres import centre_with, five_pumps
from simulated_cohorts import TODAY, as_known_on, simulated_centre, truth_of

from refillplan.domain.messages import InvalidValue
from refillplan.forecast.backtest import Backtest, backtest, pinball
from refillplan.forecast.demand import Group, cohort
from refillplan.forecast.label_life import LifeChoice
from refillplan.forecast.periods import By, periods_from
from refillplan.forecast.poisson_binomial import Count
from refillplan.forecast.records import records_of

CENTRE = as_known_on(simulated_centre(11, 60, truth_of(11)), TODAY)


def test_each_past_year_is_forecast_and_compared() -> None:
    found = backtest([CENTRE], TODAY)
    stands = sorted({row.stand_on for row in found.comparisons})
    assert stands == [date(year, 1, 1) for year in range(2014, 2027)]
    for row in found.comparisons:
        there = [pump for pump in CENTRE.pumps if pump.in_place_on(row.stand_on)]
        ended = [pump for pump in there if pump.ended_on and row.period.holds(pump.ended_on)]
        worn = sum(p.end_cause == "battery" for p in ended)
        assert row.happened == {"wear_out": worn, "unplanned": len(ended) - worn, "all": len(ended)}[row.group.value]


def test_a_pump_with_a_low_battery_is_due_in_the_first_period_and_counted_there() -> None:
    last = next(pump for pump in CENTRE.pumps if pump.ended_on and pump.ended_on > date(2026, 1, 1))
    low = replace(last, implanted_on=date(2018, 1, 1), low_battery_on=date(2025, 12, 1), end_cause="")
    others = tuple(pump for pump in CENTRE.pumps if pump.patient != last.patient)
    found = backtest([replace(CENTRE, pumps=(*others, low))], TODAY)
    without = backtest([replace(CENTRE, pumps=others)], TODAY)

    def row(which: Backtest, year: int) -> int:
        return next(r.happened for r in which.comparisons if r.period.name == str(year) and r.group is Group.WEAR_OUT)

    assert row(found, 2025) == row(without, 2025) + 1
    assert row(found, 2026) == row(without, 2026) + 1


def test_a_stand_knows_nothing_of_what_came_later() -> None:
    stand_on = date(2021, 1, 1)
    then = as_known_on(CENTRE, stand_on)
    alone = cohort(
        [then], [records_of(then, stand_on)], stand_on, periods_from(stand_on, 1, By.YEAR), LifeChoice.LONG, extensions=False
    )
    row = next(r for r in backtest([CENTRE], TODAY).comparisons if r.stand_on == stand_on and r.group is Group.ALL)
    assert row.forecast.mean == pytest.approx(alone.counts[Group.ALL][0].mean, rel=1e-12)


def test_coverage_over_thirteen_years_is_near_what_it_should_be() -> None:
    found = backtest([CENTRE], TODAY)
    for row in found.accuracies:
        assert row.comparisons == 13
        assert [coverage.level for coverage in row.coverages] == [0.5, 0.8, 0.95]
        assert all(0.3 < coverage.expected <= 1 for coverage in row.coverages)
        assert row.coverages[2].observed >= 0.75
        assert [coverage.level for coverage in row.calibration] == [round(0.1 * n, 1) for n in range(1, 10)]


def test_quarters_and_several_years_ahead_can_be_looked_at() -> None:
    quarters = backtest([CENTRE], TODAY, by=By.QUARTER, ahead=2)
    assert {row.period.name for row in quarters.comparisons if row.stand_on == date(2026, 4, 1)} == {"2026-Q2", "2026-Q3"}
    three = backtest([CENTRE], TODAY, ahead=3)
    assert max(row.stand_on for row in three.comparisons) == date(2024, 1, 1)
    assert {row.period.name for row in three.comparisons if row.stand_on == date(2024, 1, 1)} == {"2024", "2025", "2026"}


def test_records_that_are_too_short_are_told() -> None:
    short = replace(CENTRE, forecast=replace(CENTRE.forecast, records_from=date(2026, 3, 1)))
    with pytest.raises(InvalidValue, match="known from 2026-03-01 on, and no whole"):
        backtest([short], TODAY)
    with pytest.raises(InvalidValue, match="nothing says from when"):
        backtest([centre_with(*five_pumps())], TODAY)


def test_pinball_loss_is_nought_for_a_sure_hit_and_grows_with_the_miss() -> None:
    sure = Count(chances=(0.0, 0.0, 1.0))
    assert pinball(sure, 2) == 0
    assert pinball(sure, 3) == pytest.approx(0.5)
    assert pinball(sure, 0) == pytest.approx(1.0)
