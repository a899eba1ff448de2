"""How long pumps of a model last: what the label says, moved by what the records say.

Each cause of an end has a hazard of its own, and the pump ends by the cause that comes first (competing causes,
cause-specific hazards: Prentice et al., Biometrics 1978;34:541). A life that was watched from age ``e`` to age ``t``
gives, for each cause, the likelihood ``h(t)^[ended by it] exp(-(H(t) - H(e)))``: pumps still in place are
right-censored, pumps known only from age ``e`` on are left-truncated, and an end by one cause censors the others.

Wear-out is Weibull: ``H(t) = f (t / L)^k`` with ``L`` the label life. For a fixed shape ``k`` a gamma prior of ``f``
with ``a`` and rate ``b`` becomes a gamma posterior with ``a + d`` and ``b + E``, where ``d`` is the number of pumps
that wore out and ``E`` the sum of ``(t / L)^k - (e / L)^k``. ``a`` is the number of worn-out pumps that the label
counts for, ``b`` such that the median of the median life ``L (ln 2 / f)^(1 / k)`` is ``L`` itself. The shape takes
seven values around the one expected, whose chances are moved by the likelihood of the records under each
(Soland, IEEE Transactions on Reliability 1969;R-18:181). An early failure has a constant rate ``r`` a year, with a
gamma prior of ``r`` that becomes ``a + d`` and ``b + T`` with the number of ends and the years watched.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from refillplan.domain.forecast_settings import ForecastSettings, Sourced
from refillplan.forecast.causes import EARLY, Cause
from refillplan.forecast.records import WatchedLife

Floats = NDArray[np.float64]

_LN2 = float(np.log(2.0))
_STEPS = np.arange(-3, 4) / 3
_STEP_SPREAD = 0.5  # in doublings: two of three shapes within a factor of 1.4 of the one expected


@dataclass(frozen=True, slots=True, kw_only=True)
class Gamma:
    """A gamma distribution by its shape ``a`` and rate ``b``; mean ``a / b``."""

    a: float
    b: float

    @property
    def mean(self) -> float:
        """Mean of the distribution."""
        return self.a / self.b


@dataclass(frozen=True, slots=True, kw_only=True)
class WearOut:
    """What is believed of wear-out: for each shape its chance and the gamma distribution of ``f``.

    Parameters
    ----------
    label_years
        The unit of age, ``L``.
    shapes, chances, rates
        Arrays of the same length; ``rates`` are the gamma's ``b``, its ``a`` is common to all.
    """

    label_years: float
    shapes: Floats
    chances: Floats
    a: float
    rates: Floats

    def median_years(self) -> float:
        """Return the median of the median life, in years."""
        low, high = 0.01 * self.label_years, 100.0 * self.label_years
        for _ in range(60):
            middle = (low + high) / 2
            low, high = (middle, high) if self._chance_below(middle) < 0.5 else (low, middle)
        return (low + high) / 2

    def _chance_below(self, years: float) -> float:
        from scipy.special import gammaincc  # noqa: PLC0415 (loaded where a curve is drawn)

        log_scale = np.clip(self.shapes * np.log(self.label_years / years), -600.0, 600.0)
        return float(self.chances @ gammaincc(self.a, self.rates * _LN2 * np.exp(log_scale)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Beliefs:
    """What is believed of a model's life: wear-out and the rate of each early failure, per year."""

    wear_out: WearOut
    early: Mapping[Cause, Gamma]


@dataclass(frozen=True, slots=True, kw_only=True)
class Learnt:
    """Beliefs before and after the records, with what the records hold.

    Parameters
    ----------
    ends
        Number of watched ends by cause.
    years
        Years of pumps under observation.
    lives
        Number of pumps under observation.
    """

    prior: Beliefs
    posterior: Beliefs
    ends: Mapping[Cause, int]
    years: float
    lives: int


def prior_of(settings: ForecastSettings, label: Sourced) -> Beliefs:
    """Return what is believed before any record is seen: the label, and published rates."""
    from scipy.special import gammaincinv  # noqa: PLC0415 (loaded where a curve is drawn)

    chances = np.exp(-((_STEPS / _STEP_SPREAD) ** 2) / 2)
    pumps = settings.wear_out_prior_pumps.value
    wear_out = WearOut(
        label_years=label.value,
        shapes=settings.wear_out_shape.value * 2.0**_STEPS,
        chances=chances / chances.sum(),
        a=pumps,
        rates=np.full(len(_STEPS), float(gammaincinv(pumps, 0.5)) / _LN2),
    )
    years = settings.prior_patient_years.value
    rates = {
        Cause.DYSFUNCTION: settings.dysfunction_per_100_years.value,
        Cause.INFECTION_CATHETER: settings.infection_catheter_per_100_years.value,
        Cause.OTHER: settings.other_per_100_years.value,
    }
    return Beliefs(wear_out=wear_out, early={cause: Gamma(a=rates[cause] / 100 * years, b=years) for cause in EARLY})


def learn(prior: Beliefs, lives: Sequence[WatchedLife]) -> Learnt:
    """Move beliefs by the lives that were watched."""
    ends = {cause: sum(life.cause is cause for life in lives) for cause in Cause}
    years = sum(life.exit_years - life.entry_years for life in lives)
    early = {cause: Gamma(a=gamma.a + ends[cause], b=gamma.b + years) for cause, gamma in prior.early.items()}
    posterior = Beliefs(wear_out=_worn(prior.wear_out, lives), early=early)
    return Learnt(prior=prior, posterior=posterior, ends=ends, years=years, lives=len(lives))


def _worn(prior: WearOut, lives: Sequence[WatchedLife]) -> WearOut:
    from scipy.special import gammaln  # noqa: PLC0415 (loaded where a curve is drawn)

    entry = np.array([life.entry_years for life in lives]) / prior.label_years
    leave = np.array([life.exit_years for life in lives]) / prior.label_years
    worn = np.array([life.cause is Cause.WEAR_OUT for life in lives], dtype=bool)
    shapes = prior.shapes
    exposure = (leave[:, None] ** shapes - entry[:, None] ** shapes).sum(axis=0)
    count = int(worn.sum())
    a, rates = prior.a + count, prior.rates + exposure
    logs = (
        np.log(prior.chances)
        + count * np.log(shapes)
        + (shapes - 1) * np.log(leave[worn]).sum()
        + prior.a * np.log(prior.rates)
        - a * np.log(rates)
        + gammaln(a)
        - gammaln(prior.a)
    )
    chances = np.exp(logs - logs.max())
    return WearOut(label_years=prior.label_years, shapes=shapes, chances=chances / chances.sum(), a=a, rates=rates)
