"""What is asked of a generated centre."""

from dataclasses import dataclass
from datetime import date

from refillplan.domain.messages import N_, require


@dataclass(frozen=True, slots=True, kw_only=True)
class CentreSpec:
    """A centre to generate.

    Parameters
    ----------
    patients
        Number of patients, 1 to 10000.
    seed
        Chooses one of the centres that answer the rest of the spec.
    today
        The day the centre is seen on: fills lie before it, the horizon after it.
    load
        Refills needed in a year, by those that the sessions can hold beside the reserve. Sizes are
        whole places, so the centre comes near to it only from about six patients on.
    refill_only
        Refills alone: no review, no other kind of visit.
    tight
        Hard to plan: long unavailabilities, many short intervals, lean staff, longer closures.
    weeks
        Length of the horizon in weeks; closures, leaves and unavailabilities fall inside it.
    half_days
        Sessions a week, 1 to 10; None: as many as the patients need.
    told_days
        Patients whose target lies up to this many days after ``today`` have a told visit.
    """

    code: str
    patients: int
    seed: int
    today: date
    load: float = 0.85
    refill_only: bool = False
    tight: bool = False
    weeks: int = 52
    half_days: int | None = None
    grid_minutes: int = 15
    reserve_places_per_week: int = 0
    frozen_days: int = 7
    told_days: int = 0
    timezone: str = "Europe/Paris"
    holiday_zone: str = "FR"

    def __post_init__(self) -> None:
        require(1 <= self.patients <= 10_000, "patients", N_("patients is {value}: from 1 to 10000"), value=self.patients)
        require(0.1 <= self.load <= 3, "load", N_("load is {value}: from 0.1 to 3"), value=str(self.load))
        require(
            self.half_days is None or 1 <= self.half_days <= 10,
            "half_days",
            N_("half_days is {value}: from 1 to 10"),
            value=str(self.half_days),
        )
        require(0 <= self.told_days <= 45, "told_days", N_("told_days is {value}: from 0 to 45"), value=self.told_days)
