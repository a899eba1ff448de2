"""The sample with a long record: what its README promises, and that the forecast finds its truth."""

import pytest
from sample_folders import SAMPLES, TODAY, read_sample, readme_tables

from refillplan.domain.chains import chain_starts
from refillplan.domain.plans import Horizon
from refillplan.forecast.backtest import backtest
from refillplan.forecast.causes import Cause
from refillplan.forecast.periods import By
from refillplan.forecast.whole import forecast

HISTORY = SAMPLES / "history"


def test_the_figures_in_its_readme_are_those_of_the_folder() -> None:
    centre = read_sample(HISTORY)
    ((row,),) = readme_tables(HISTORY)
    ended = [pump for pump in centre.pumps if pump.ended_on is not None]
    assert (row["patients"], row["pumps"], row["ended"]) == (
        str(len(centre.patients)),
        str(len(centre.pumps)),
        str(len(ended)),
    )
    worn = sum(pump.end_cause == "battery" and pump.ended_on.year >= 2012 for pump in ended if pump.ended_on)
    assert worn / 15 == pytest.approx(float(row["worn out a year it has, about"]), abs=0.5)


def test_every_patient_can_be_planned() -> None:
    centre = read_sample(HISTORY)
    _, left_out = chain_starts(centre, TODAY, Horizon.after(TODAY, centre.planning.weeks))
    assert left_out == ()


def test_the_records_find_the_truth_behind_them() -> None:
    (curve,) = forecast([read_sample(HISTORY)], TODAY, by=By.YEAR).cohort.curves
    assert curve.learnt.posterior.wear_out.median_years() == pytest.approx(7.4, abs=0.25)
    assert 100 * curve.learnt.posterior.early[Cause.DYSFUNCTION].mean == pytest.approx(3, abs=1)
    assert 100 * curve.learnt.posterior.early[Cause.OTHER].mean == pytest.approx(1.5, abs=1)


def test_fifteen_past_years_can_be_looked_at() -> None:
    found = backtest([read_sample(HISTORY)], TODAY)
    assert {row.stand_on.year for row in found.comparisons} == set(range(2012, 2027))
    for row in found.accuracies:
        eighty = row.coverages[1]
        assert eighty.observed == pytest.approx(eighty.expected, abs=0.2)
