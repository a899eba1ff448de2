"""Need against supply, the last pump, vials, and models without a curve."""

from dataclasses import replace
from datetime import date

import pytest
from forecast_centres import TODAY, centre_with, five_pumps, pump

from refillplan.domain.decisions import Choice, Decision
from refillplan.domain.devices import Supply
from refillplan.domain.messages import InvalidValue
from refillplan.domain.people import Patient
from refillplan.forecast.demand import Group
from refillplan.forecast.label_life import LifeChoice
from refillplan.forecast.periods import By
from refillplan.forecast.whole import forecast


def arrival(on: date, units: int, model: str = "NEW", source: str = "quota") -> Supply:
    return Supply(available_on=on, model=model, units=units, source=source)


# OLD pumps of 2020-01-06 reach 8 years on 2028-01-06 and are safe by 2027-07-06, in 2027-Q3.


def test_what_is_not_used_is_kept_and_what_is_missing_is_a_gap() -> None:
    supply = (arrival(date(2027, 2, 1), 2), arrival(date(2027, 11, 1), 2))
    found = forecast([centre_with(*five_pumps(), supply=supply)], TODAY, years=1).supply
    assert [row.arriving for row in found] == [2, 0, 0, 2]
    assert [row.obtainable for row in found] == [2, 2, 2, 2]
    assert [row.label_due for row in found] == [0, 0, 5, 0]
    assert [row.label_left for row in found] == [2, 2, 0, 0]
    assert [row.label_gap for row in found] == [0, 0, 3, 1]


def test_pumps_past_their_safe_by_date_are_due_in_the_first_period() -> None:
    found = forecast([centre_with(pump(1, date(2017, 1, 1)), pump(2, date(2019, 5, 2)))], TODAY, years=1)
    assert found.supply[0].label_due == 2
    assert [dates.patient for dates in found.due] == ["P1", "P2"]


def test_what_falls_due_is_listed_by_date_and_code_only_where_supply_falls_short() -> None:
    pumps = (*five_pumps(), pump(9, date(2020, 1, 3)))
    short = forecast([centre_with(*pumps)], TODAY, years=1)
    assert [dates.patient for dates in short.due] == ["P9", "P1", "P2", "P3", "P4", "P5"]
    enough = forecast([centre_with(*pumps, supply=(arrival(date(2027, 2, 1), 6),))], TODAY, years=1)
    assert enough.due == ()


@pytest.mark.parametrize("others", [1, 5])
def test_a_pump_whose_patient_goes_on_with_another_treatment_needs_no_pump(others: int) -> None:
    centre = centre_with(*five_pumps(), *(pump(number, date(2021, 6, 1)) for number in range(6, 9)))
    decided = tuple(
        Decision(serial=f"S{number}", decided_on=TODAY, choice=Choice.OTHER_TREATMENT, signed_by="D1", document="L")
        for number in range(1, others + 1)
    )
    before, after = (forecast([entered], TODAY, years=10) for entered in (centre, replace(centre, decisions=decided)))
    assert sum(row.label_due for row in after.supply) == 8 - others
    assert [dates.patient for dates in after.due] == [f"P{number}" for number in range(others + 1, 9)]
    assert after.cohort.counts == before.cohort.counts
    fewer = [(b.gap.mean - a.gap.mean) for b, a in zip(before.supply, after.supply, strict=True)]
    assert all(0 < less <= others + 1e-9 for less in fewer)
    assert fewer[-1] == pytest.approx(others, rel=0.01)


def test_where_nobody_needs_a_pump_there_is_no_gap() -> None:
    decided = tuple(
        Decision(serial=f"S{number}", decided_on=TODAY, choice=Choice.OTHER_TREATMENT, signed_by="D1", document="L")
        for number in range(1, 6)
    )
    found = forecast([replace(centre_with(*five_pumps()), decisions=decided)], TODAY, years=2)
    assert [(row.label_gap, row.gap.mean) for row in found.supply] == [(0, 0.0)] * 8
    assert found.supply[-1].ends.mean > 0


def test_a_model_that_may_not_be_newly_implanted_does_not_count() -> None:
    found = forecast([centre_with(*five_pumps(), supply=(arrival(date(2027, 2, 1), 9, "OLD"),))], TODAY, years=1)
    assert [(a.units, a.counted) for a in found.arrivals] == [(9, False)]
    assert sum(row.arriving for row in found.supply) == 0


def test_units_of_the_past_count_less_the_pumps_implanted_since() -> None:
    implanted = [pump(number, date(2026, 3, number), "NEW") for number in (10, 11, 12)]
    supply = (arrival(date(2026, 1, 1), 2, source="a"), arrival(date(2026, 2, 1), 4, source="b"))
    found = forecast([centre_with(*five_pumps(), *implanted, supply=supply)], TODAY, years=1)
    assert [a.units for a in found.arrivals] == [0, 3]
    assert found.supply[0].arriving == 3


def test_the_gap_of_the_cohort_is_what_goes_beyond_the_units() -> None:
    one = forecast([centre_with(*five_pumps(), supply=(arrival(date(2027, 2, 1), 2),))], TODAY, years=2)
    for number, row in enumerate(one.supply):
        ends = one.cohort.counts[Group.SO_FAR][number].chances
        assert sum(row.gap.chances) == pytest.approx(1)
        assert row.gap.chances[0] == pytest.approx(sum(ends[:3]))
        expected = sum(max(0, count - 2) * chance for count, chance in enumerate(ends))
        assert row.gap.mean == pytest.approx(expected)


def test_below_five_pumps_there_is_no_curve_and_it_says_why() -> None:
    found = forecast([centre_with(*five_pumps()[:4])], TODAY, years=1).cohort
    assert found.curves == ()
    (without,) = found.without
    assert "4 pumps in place, fewer than 5: too few for a curve" in str(without.reason)
    assert "rule of this program" in str(without.reason)


def test_centres_together_have_a_curve_where_each_alone_has_none() -> None:
    first = centre_with(*five_pumps()[:3], code="C1")
    second = centre_with(*five_pumps()[3:], code="C2")
    found = forecast([first, second], TODAY, years=1).cohort
    assert [curve.pumps for curve in found.curves] == [5]


def test_a_model_of_unknown_life_has_no_curve_under_its_own_range() -> None:
    found = forecast([centre_with(*five_pumps(model="BARE"))], TODAY, years=1, life=LifeChoice.MODEL)
    assert "unknown" in str(found.cohort.without[0].reason)
    assert found.supply[0].label_due == 0


def test_counts_by_cause_add_up_and_never_pass_the_pumps() -> None:
    pumps = (*five_pumps(), *(pump(20 + number, date(2026, 1, 5), "NEW") for number in range(6)))
    counts = forecast([centre_with(*pumps)], TODAY, years=10).cohort.counts
    causes = (Group.WEAR_OUT, Group.DYSFUNCTION, Group.INFECTION_CATHETER, Group.OTHER)
    for number in range(40):
        assert sum(counts[cause][number].mean for cause in causes) == pytest.approx(counts[Group.ALL][number].mean, abs=1e-9)
    assert counts[Group.SO_FAR][-1].mean == pytest.approx(sum(count.mean for count in counts[Group.ALL]), abs=1e-6)
    assert len(counts[Group.SO_FAR][-1].chances) <= len(pumps) + 1


def test_a_low_battery_is_a_planned_end_of_the_first_period() -> None:
    plain, low = (
        forecast([centre_with(*five_pumps()[:4], last)], TODAY, years=1).cohort.counts[Group.WEAR_OUT][0]
        for last in (pump(5, date(2020, 1, 6)), pump(5, date(2020, 1, 6), low_battery_on=date(2026, 12, 1)))
    )
    assert low.mean > plain.mean + 0.8
    assert low.chances[0] == pytest.approx(0, abs=1e-12)


def test_extensions_put_label_dates_and_planned_ends_off() -> None:
    extended = tuple(replace(one, extended_until=date(2029, 6, 30)) for one in five_pumps())
    found = forecast([centre_with(*extended)], TODAY, years=3)
    rows = {(row.life, row.extensions, row.period.name): row.planned.mean for row in found.sensitivity}
    assert rows[LifeChoice.LONG, True, "2027"] < rows[LifeChoice.LONG, False, "2027"]
    by_name = {row.period.name: row for row in found.label_periods}
    assert by_name["2028-Q1"].long == 5
    assert (by_name["2028-Q1"].long_extended, by_name["2029-Q2"].long_extended) == (0, 5)


def test_the_last_pump_has_a_date_and_days_by_which_all_have_ended() -> None:
    found = forecast([centre_with(*five_pumps(), pump(9, date(2026, 1, 5), "NEW"))], TODAY, years=25)
    new, old = found.last_pumps
    assert (old.model, old.pumps, old.label_on) == ("OLD", 5, date(2028, 1, 6))
    days = [day for _, day in old.ended_by]
    assert all(day is not None for day in days)
    assert days == sorted(day for day in days if day is not None)
    assert [day for _, day in new.ended_by] == [None, None, None]


def test_vials_are_two_a_fill_at_the_target_interval() -> None:
    found = forecast([centre_with(*five_pumps())], TODAY, years=1, by=By.YEAR).vials[0]
    days = (date(2028, 1, 1) - TODAY).days
    assert found.fills == pytest.approx(5 * days / 42)
    assert found.vials == 87
    assert found.vials_if_none_replaced < found.vials


def test_a_patient_with_an_interval_of_their_own_and_one_who_leaves_take_their_own_vials() -> None:
    centre = centre_with(*five_pumps()[:2])
    own = Patient(patient="P1", target_days=30, limit_days=33, override_reason="own interval")
    leaving = Patient(patient="P2", active_to=date(2027, 2, 14))
    found = forecast([replace(centre, patients=(own, leaving))], TODAY, years=1, by=By.YEAR).vials[0]
    days = (date(2028, 1, 1) - TODAY).days
    assert found.fills == pytest.approx(days / 30 + 42 / 42)


@pytest.mark.parametrize("years", [0, 31])
def test_years_are_1_to_30(years: int) -> None:
    with pytest.raises(InvalidValue, match="from 1 to 30"):
        forecast([centre_with(*five_pumps())], TODAY, years=years)


def test_a_centre_without_pumps_has_an_empty_forecast() -> None:
    found = forecast([centre_with()], TODAY, years=2)
    assert (found.label, found.cohort.curves, found.due) == ((), (), ())
    assert all(row.ends.chances == (1.0,) for row in found.supply)
    assert all(row.vials == 0 for row in found.vials)
