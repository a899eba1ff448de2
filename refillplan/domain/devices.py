"""Pump models, pumps, and what can be obtained or implanted when."""

from dataclasses import dataclass
from datetime import date

from refillplan.domain.codes import require_code, require_patient_code
from refillplan.domain.field_words import in_words
from refillplan.domain.messages import N_, require


@dataclass(frozen=True, slots=True, kw_only=True)
class PumpModel:
    """A pump model with its label life in years, as its sources state it (None: unknown)."""

    model: str
    maker: str = ""
    life_min_years: float | None = None
    life_max_years: float | None = None
    implantable_new: bool | None = None
    ce_marked: bool | None = None
    source: str = ""
    source_on: date | None = None

    def __post_init__(self) -> None:
        require(bool(self.model.strip()), "model", N_("a pump model needs a name"))
        for name, years in (("life_min_years", self.life_min_years), ("life_max_years", self.life_max_years)):
            require(
                years is None or 0 < years <= 50,
                name,
                N_("{name} is {value}: more than 0, at most 50"),
                name=in_words(name),
                value=str(years),
            )
        require(
            self.life_min_years is None or self.life_max_years is None or self.life_min_years <= self.life_max_years,
            "life_max_years",
            N_("life_max_years is before life_min_years"),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Pump:
    """An implanted device: in the patient from ``implanted_on`` until ``ended_on`` (None: still in place)."""

    serial: str
    patient: str
    model: str
    implanted_on: date
    ended_on: date | None = None
    end_cause: str = ""
    extended_until: date | None = None
    low_battery_on: date | None = None

    def __post_init__(self) -> None:
        require_code("serial", self.serial)
        require_patient_code("patient", self.patient)
        for name, on in (
            ("ended_on", self.ended_on),
            ("extended_until", self.extended_until),
            ("low_battery_on", self.low_battery_on),
        ):
            require(
                on is None or on >= self.implanted_on,
                name,
                N_("{name}, {on}, is before the implantation on {implanted_on}"),
                name=in_words(name),
                on=str(on),
                implanted_on=str(self.implanted_on),
            )

    def in_place_on(self, day: date) -> bool:
        """Tell whether the pump is implanted on ``day``."""
        return self.implanted_on <= day and (self.ended_on is None or day < self.ended_on)


@dataclass(frozen=True, slots=True, kw_only=True)
class Supply:
    """Pumps of one model that become obtainable on a date, with the source of the statement."""

    available_on: date
    model: str
    units: int
    source: str = ""

    def __post_init__(self) -> None:
        require(0 <= self.units <= 10_000, "units", N_("units is {value}: from 0 to 10000"), value=self.units)


@dataclass(frozen=True, slots=True, kw_only=True)
class TheatreDay:
    """A day on which pumps can be implanted: how many, and which teams are free (their names between semicolons)."""

    on: date
    places: int
    teams: str = ""

    def __post_init__(self) -> None:
        require(0 <= self.places <= 100, "places", N_("places is {value}: from 0 to 100"), value=self.places)

    @property
    def both_teams_free(self) -> bool:
        """Whether two teams are named: an implantation is joint work of diabetology and surgery (article of 27 Nov 2025)."""
        return len({team.strip() for team in self.teams.split(";")} - {""}) >= 2
