"""What the records do to what the label says: against integration in full."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.stats import gamma

from refillplan.domain.forecast_settings import ForecastSettings
from refillplan.forecast.causes import EARLY, Cause
from refillplan.forecast.hazards import Ages, chances
from refillplan.forecast.life import Beliefs, learn, prior_of
from refillplan.forecast.records import WatchedLife
from refillplan.forecast.worlds import Worlds, worlds_of

SETTINGS = ForecastSettings()
LABEL = SETTINGS.long_life_years


def watched(entry: float, leave: float, cause: Cause | None) -> WatchedLife:
    return WatchedLife(model="M", entry_years=entry, exit_years=leave, cause=cause)


LIVES = [
    watched(0, 7.5, Cause.WEAR_OUT),
    watched(2.5, 8.2, Cause.WEAR_OUT),
    watched(1, 3, Cause.INFECTION_CATHETER),
    watched(4, 9.1, None),
    watched(0, 5.5, Cause.DYSFUNCTION),
    watched(3, 8.9, Cause.WEAR_OUT),
]


def test_the_prior_median_is_the_label() -> None:
    assert prior_of(SETTINGS, LABEL).wear_out.median_years() == pytest.approx(8, abs=1e-6)


def test_early_rates_move_by_ends_and_years_watched() -> None:
    found = learn(prior_of(SETTINGS, LABEL), LIVES)
    years = sum(life.exit_years - life.entry_years for life in LIVES)
    assert found.years == pytest.approx(years)
    assert found.posterior.early[Cause.DYSFUNCTION].mean == pytest.approx((0.042 * 25 + 1) / (25 + years))
    assert found.posterior.early[Cause.OTHER].mean == pytest.approx(0.039 * 25 / (25 + years))
    assert found.ends == {Cause.WEAR_OUT: 3, Cause.DYSFUNCTION: 1, Cause.INFECTION_CATHETER: 1, Cause.OTHER: 0}


def test_the_posterior_is_that_of_integration_over_shapes_and_scales() -> None:
    prior = prior_of(SETTINGS, LABEL).wear_out
    ours = learn(prior_of(SETTINGS, LABEL), LIVES).posterior.wear_out
    evidence, means = [], []
    for shape, chance, rate in zip(prior.shapes, prior.chances, prior.rates, strict=True):

        def likelihood(scale: float, shape: float = shape, rate: float = rate) -> float:
            log = float(gamma.logpdf(scale, prior.a, scale=1 / rate))
            for life in LIVES:
                if life.cause is Cause.WEAR_OUT:
                    log += np.log(scale * shape) + (shape - 1) * np.log(life.exit_years / 8)
                log -= scale * ((life.exit_years / 8) ** shape - (life.entry_years / 8) ** shape)
            return float(np.exp(log))

        whole = quad(likelihood, 0, 40, limit=400)[0]
        evidence.append(chance * whole)
        means.append(quad(lambda scale, f=likelihood: scale * f(scale), 0, 40, limit=400)[0] / whole)
    assert ours.chances == pytest.approx(np.array(evidence) / sum(evidence), rel=1e-6)
    assert ours.a / ours.rates == pytest.approx(np.array(means), rel=1e-6)


def test_pumps_that_outlive_the_label_lengthen_the_life_and_early_wear_out_shortens_it() -> None:
    prior = prior_of(SETTINGS, LABEL)
    longer = learn(prior, [watched(0, 9.5, None)] * 8).posterior.wear_out.median_years()
    shorter = learn(prior, [watched(0, 6.0, Cause.WEAR_OUT)] * 8).posterior.wear_out.median_years()
    assert shorter < 8 < longer


@given(st.floats(0.1, 9), st.floats(0.1, 5))
@settings(max_examples=30, deadline=None)
def test_a_life_split_in_two_watches_tells_the_same(entry: float, years: float) -> None:
    """Left truncation: what is watched from here on adds to what was watched until here."""
    middle = entry + years / 2
    whole = learn(prior_of(SETTINGS, LABEL), [watched(entry, entry + years, Cause.WEAR_OUT)]).posterior
    split = learn(
        prior_of(SETTINGS, LABEL), [watched(entry, middle, None), watched(middle, entry + years, Cause.WEAR_OUT)]
    ).posterior
    assert whole.wear_out.chances == pytest.approx(split.wear_out.chances, rel=1e-9)
    assert whole.wear_out.rates == pytest.approx(split.wear_out.rates, rel=1e-9)


def test_the_order_of_the_records_does_not_matter() -> None:
    one, other = (learn(prior_of(SETTINGS, LABEL), lives).posterior for lives in (LIVES, LIVES[::-1]))
    assert one.wear_out.chances == pytest.approx(other.wear_out.chances)


def learnt_beliefs() -> Beliefs:
    return learn(prior_of(SETTINGS, LABEL), LIVES).posterior


def test_twenty_times_as_many_worlds_say_nearly_the_same() -> None:
    ages = Ages(years=np.linspace(0.2, 9, 40), stretches=np.ones(40), due=np.zeros(40, dtype=bool))
    edges = np.arange(0, 6.0)
    few, many = (chances(ages, edges, worlds_of(learnt_beliefs(), number)) for number in (96, 2000))
    for cause in Cause:
        assert few[cause].mean(axis=2).sum(axis=0) == pytest.approx(many[cause].mean(axis=2).sum(axis=0), rel=0.04, abs=0.02)


def test_worlds_follow_what_is_believed() -> None:
    beliefs = learnt_beliefs()
    found = worlds_of(beliefs, 4000)
    for row, cause in enumerate(EARLY):
        assert found.early[row].mean() == pytest.approx(beliefs.early[cause].mean, rel=0.02)
    for shape, chance in zip(beliefs.wear_out.shapes, beliefs.wear_out.chances, strict=True):
        assert (found.shapes == shape).mean() == pytest.approx(chance, abs=0.01)


WORLD = Worlds(label_years=8.0, shapes=np.array([7.0]), scales=np.array([0.7]), early=np.array([[0.03], [0.05], [0.01]]))


@pytest.mark.parametrize(("age", "stretch"), [(0.0, 1.0), (5.0, 1.0), (8.5, 1.0), (8.5, 1.2)])
def test_chances_are_those_of_integration(age: float, stretch: float) -> None:
    ages = Ages(years=np.array([age]), stretches=np.array([stretch]), due=np.array([False]))
    edges = np.array([0.0, 0.24, 0.5, 1.5])
    found = chances(ages, edges, WORLD)

    def worn(years: float) -> float:
        return 0.7 * (((age + years) / (8 * stretch)) ** 7 - (age / (8 * stretch)) ** 7)

    def in_place(years: float) -> float:
        return float(np.exp(-0.09 * years - worn(years)))

    for period in range(3):
        begin, end = edges[period], edges[period + 1]
        rate = quad(in_place, begin, end)[0]
        assert found[Cause.DYSFUNCTION][0, period, 0] == pytest.approx(0.03 * rate, abs=1e-9)
        assert found[Cause.INFECTION_CATHETER][0, period, 0] == pytest.approx(0.05 * rate, abs=1e-9)
        wear = quad(lambda u: in_place(u) * 0.7 * 7 * ((age + u) / (8 * stretch)) ** 6 / (8 * stretch), begin, end)[0]
        assert found[Cause.WEAR_OUT][0, period, 0] == pytest.approx(wear, abs=1e-9)


def test_chances_of_all_causes_and_periods_never_pass_1() -> None:
    ages = Ages(years=np.array([0.0, 8.0, 15.0, 40.0]), stretches=np.ones(4), due=np.array([False, False, False, True]))
    found = chances(ages, np.linspace(0, 30, 61), worlds_of(prior_of(SETTINGS, LABEL), 200))
    total = sum(chance.sum(axis=1) for chance in found.values())
    assert (np.array(total) <= 1 + 1e-12).all()
    assert all((chance >= 0).all() for chance in found.values())


def test_a_pump_with_a_low_battery_ends_by_wear_out_in_the_first_period() -> None:
    ages = Ages(years=np.array([3.0]), stretches=np.ones(1), due=np.array([True]))
    found = chances(ages, np.array([0.0, 0.25, 0.5]), WORLD)
    assert found[Cause.WEAR_OUT][0, :, 0] == pytest.approx([1.0, 0.0])
    assert found[Cause.OTHER][0, :, 0] == pytest.approx([0.0, 0.0])


def test_an_extension_puts_wear_out_off() -> None:
    ages = Ages(years=np.array([7.8, 7.8]), stretches=np.array([1.0, 1.15]), due=np.array([False, False]))
    found = chances(ages, np.array([0.0, 1.0]), WORLD)[Cause.WEAR_OUT][:, 0, 0]
    assert found[1] < found[0]
