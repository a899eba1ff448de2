"""Settings of the replacement forecast: every number with its source, and the day on which it was entered."""

from dataclasses import dataclass, fields
from datetime import date

from refillplan.domain import own_sources
from refillplan.domain.messages import N_, require

_ENTERED_ON = date(2026, 11, 21)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sourced:
    """One number that the forecast rests on.

    Parameters
    ----------
    source
        The document that the number comes from, or the word that it is an estimate.
    as_of
        Day on which the number was entered here; the date of the document itself stands in ``source``.
    """

    value: float
    source: str
    as_of: date

    def __post_init__(self) -> None:
        require(bool(self.source.strip()), "source", N_("every number of the forecast needs a source"))


_DEFAULTS = {
    name: Sourced(value=float(value), source=source, as_of=_ENTERED_ON)
    for name, value, source in (
        ("short_life_years", 7, own_sources.SHORT_LIFE),
        ("long_life_years", 8, own_sources.LONG_LIFE),
        ("lead_months", 6, own_sources.LEAD),
        ("wear_out_shape", 8, own_sources.SHAPE),
        ("wear_out_prior_pumps", 4, own_sources.ESTIMATE),
        ("dysfunction_per_100_years", 4.2, own_sources.DYSFUNCTION),
        ("infection_catheter_per_100_years", 10.6, own_sources.INFECTION_CATHETER),
        ("other_per_100_years", 3.9, own_sources.OTHER),
        ("prior_patient_years", 25, own_sources.ESTIMATE),
        ("fewest_pumps", 5, own_sources.FEWEST),
        ("vials_per_fill", 2, own_sources.VIALS),
        ("fill_within_days", 7, own_sources.ESTIMATE),
        ("rule_pumps_followed", 25, own_sources.STARTER_RULE),
        ("rule_pumps_placed", 10, own_sources.STARTER_RULE),
    )
}

_BOUNDS: dict[str, tuple[float, float]] = {
    "short_life_years": (1, 50),
    "long_life_years": (1, 50),
    "lead_months": (0, 60),
    "wear_out_shape": (1, 30),
    "wear_out_prior_pumps": (0.5, 1000),
    "dysfunction_per_100_years": (0.01, 200),
    "infection_catheter_per_100_years": (0.01, 200),
    "other_per_100_years": (0.01, 200),
    "prior_patient_years": (1, 10_000),
    "fewest_pumps": (5, 1000),
    "vials_per_fill": (1, 20),
    "fill_within_days": (0, 30),
    "rule_pumps_followed": (0, 1000),
    "rule_pumps_placed": (0, 1000),
}


_WHOLE = ("lead_months", "vials_per_fill", "fewest_pumps", "fill_within_days", "rule_pumps_followed", "rule_pumps_placed")


@dataclass(frozen=True, slots=True, kw_only=True)
class ForecastSettings:
    """What the forecast of a centre rests on beside its records.

    Parameters
    ----------
    short_life_years, long_life_years
        The two label lives that are shown side by side, in years.
    lead_months
        Calendar months from the safe-by date to the label date.
    wear_out_shape, wear_out_prior_pumps
        Weibull shape expected of wear-out, and how many worn-out pumps the label counts for.
    dysfunction_per_100_years, infection_catheter_per_100_years, other_per_100_years
        Ends per 100 patient-years by cause before any record is seen.
    prior_patient_years
        How many patient-years of records each of the three rates counts for.
    fewest_pumps
        Below this number of pumps of a model there is no curve; at least 5.
    vials_per_fill
        Vials taken from stock for one fill: a count for ordering.
    fill_within_days
        The post-operative fill comes at most this many days after the theatre day.
    rule_pumps_followed, rule_pumps_placed
        What a centre should follow and place in a year, by an optional rule that `show counters` shows beside its counts.
    records_from
        First day from which every pump and every end of a pump stands in the centre's records; None: the first
        recorded fill.
    validated_by, validated_on
        Who at the centre has validated these settings, and when; empty: nobody yet.
    """

    short_life_years: Sourced = _DEFAULTS["short_life_years"]
    long_life_years: Sourced = _DEFAULTS["long_life_years"]
    lead_months: Sourced = _DEFAULTS["lead_months"]
    wear_out_shape: Sourced = _DEFAULTS["wear_out_shape"]
    wear_out_prior_pumps: Sourced = _DEFAULTS["wear_out_prior_pumps"]
    dysfunction_per_100_years: Sourced = _DEFAULTS["dysfunction_per_100_years"]
    infection_catheter_per_100_years: Sourced = _DEFAULTS["infection_catheter_per_100_years"]
    other_per_100_years: Sourced = _DEFAULTS["other_per_100_years"]
    prior_patient_years: Sourced = _DEFAULTS["prior_patient_years"]
    fewest_pumps: Sourced = _DEFAULTS["fewest_pumps"]
    vials_per_fill: Sourced = _DEFAULTS["vials_per_fill"]
    fill_within_days: Sourced = _DEFAULTS["fill_within_days"]
    rule_pumps_followed: Sourced = _DEFAULTS["rule_pumps_followed"]
    rule_pumps_placed: Sourced = _DEFAULTS["rule_pumps_placed"]
    records_from: date | None = None
    validated_by: str = ""
    validated_on: date | None = None

    def __post_init__(self) -> None:
        for name, (least, most) in _BOUNDS.items():
            value = getattr(self, name).value
            require(
                least <= value <= most,
                name,
                N_("{name} is {value}: from {least} to {most}"),
                name=name,
                value=f"{value:g}",
                least=f"{least:g}",
                most=f"{most:g}",
            )
        for name in ("short_life_years", "long_life_years"):
            months = 12 * getattr(self, name).value
            require(months == round(months), name, N_("{name} must be a whole number of months"), name=name)
        for name in _WHOLE:
            value = getattr(self, name).value
            require(value == round(value), name, N_("{name} must be a whole number"), name=name)
        require(
            self.short_life_years.value <= self.long_life_years.value,
            "long_life_years",
            N_("long_life_years is less than short_life_years"),
        )
        require(
            bool(self.validated_by.strip()) == (self.validated_on is not None),
            "validated_by",
            N_("validated_by and validated_on go together"),
        )

    @property
    def numbers(self) -> tuple[tuple[str, Sourced], ...]:
        """Every number with the name of its setting."""
        return tuple((name, getattr(self, name)) for name in SOURCED)


SOURCED: tuple[str, ...] = tuple(field.name for field in fields(ForecastSettings) if field.name in _BOUNDS)
"""Names of the settings that are numbers with a source."""
