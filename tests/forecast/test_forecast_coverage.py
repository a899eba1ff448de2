"""Whether intervals hold as often as they say, in centres whose truth is known."""

from collections import defaultdict
from dataclasses import replace

import numpy as np
import pytest
from simulated_cohorts import TODAY, Truth, as_known_on, simulated_centre, truth_of

from refillplan.domain.centre import Centre
from refillplan.domain.devices import Pump
from refillplan.forecast.demand import Group, cohort
from refillplan.forecast.label_life import LifeChoice
from refillplan.forecast.periods import By, Period, periods_from
from refillplan.forecast.records import records_of

GROUPS = (Group.WEAR_OUT, Group.UNPLANNED, Group.ALL, Group.SO_FAR)
YEARS = 3


def counted(pump: Pump, group: Group, period: Period) -> bool:
    assert pump.ended_on is not None
    if group is Group.SO_FAR:
        return pump.ended_on < period.end_on
    worn = pump.end_cause == "battery"
    return period.holds(pump.ended_on) and (group is Group.ALL or worn is (group is Group.WEAR_OUT))


def covered(centre: Centre, level: float) -> dict[Group, list[bool]]:
    """Return, for each group and year, whether the interval held what then happened."""
    known = as_known_on(centre, TODAY)
    periods = periods_from(TODAY, YEARS, By.YEAR)
    found = cohort([known], [records_of(known, TODAY)], TODAY, periods, LifeChoice.LONG, groups=GROUPS)
    there = {pump.serial for pump in known.pumps if pump.ended_on is None}
    watched = [pump for pump in centre.pumps if pump.serial in there]
    held: dict[Group, list[bool]] = defaultdict(list)
    for group in GROUPS:
        for period, count in zip(periods, found.counts[group], strict=True):
            interval = count.interval(level)
            held[group].append(interval.low <= sum(counted(pump, group, period) for pump in watched) <= interval.high)
    return held


def shares(centres: int, patients: int, level: float) -> dict[Group, float]:
    held: dict[Group, list[bool]] = defaultdict(list)
    for seed in range(centres):
        for group, found in covered(simulated_centre(seed, patients, truth_of(seed)), level).items():
            held[group] += found
    return {group: float(np.mean(found)) for group, found in held.items()}


def test_intervals_at_80_percent_cover_what_happens_in_forty_centres() -> None:
    found = shares(40, 80, 0.8)
    assert all(0.7 <= share <= 0.9 for share in found.values()), found


@pytest.mark.many_forecasts
@pytest.mark.parametrize(("level", "least", "most"), [(0.5, 0.45, 0.55), (0.8, 0.76, 0.84), (0.95, 0.925, 0.975)])
@pytest.mark.parametrize("patients", [25, 80])
def test_intervals_cover_what_happens_in_500_centres(level: float, least: float, most: float, patients: int) -> None:
    found = shares(500, patients, level)
    assert all(least <= share <= most for share in found.values()), found


def test_records_overrule_a_label_that_is_wrong() -> None:
    """Pumps really last 6.4 years, the label says 8: after ten years of records the forecast is near the truth."""
    truth = Truth(shape=9, median_years=6.4, dysfunction=0.03, infection=0.04, other=0.02)
    held = [share for seed in range(20) for share in covered(simulated_centre(1000 + seed, 90, truth), 0.8)[Group.WEAR_OUT]]
    assert 0.65 <= np.mean(held) <= 0.95


def test_without_records_the_label_alone_speaks() -> None:
    centre = as_known_on(simulated_centre(3, 30, truth_of(3)), TODAY)
    unwatched = replace(centre, forecast=replace(centre.forecast, records_from=None))
    periods = periods_from(TODAY, 1, By.YEAR)
    found = cohort([unwatched], [records_of(unwatched, TODAY)], TODAY, periods, LifeChoice.LONG)
    (curve,) = found.curves
    assert curve.learnt.lives == 0
    assert curve.learnt.posterior.wear_out.median_years() == pytest.approx(8, abs=1e-4)
