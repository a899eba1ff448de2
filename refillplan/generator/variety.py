"""Specs that differ in everything a plan depends on."""

from datetime import date, timedelta
from random import Random

from refillplan.generator.draws import chance, pick
from refillplan.generator.spec import CentreSpec

_ZONES = (("FR", "Europe/Paris"), ("FR", "Europe/Paris"), ("FR-57", "Europe/Paris"), ("FR-974", "Indian/Reunion"))
_PATIENTS_PER_HALF_DAY = 6  # one short place a week for fewer would leave the load below what is asked


def random_spec(seed: int, patients: int) -> CentreSpec:
    """Return a spec drawn by ``seed``: load 0.5 to 1.2, any weekday of 2027, every other setting varied."""
    draws = Random(seed)
    holiday_zone, timezone = pick(draws, _ZONES)
    return CentreSpec(
        code=f"C{seed}",
        patients=patients,
        seed=draws.randrange(1_000_000),
        today=date(2027, 1, 4) + timedelta(days=draws.randrange(360)),
        load=(50 + draws.randrange(71)) / 100,
        refill_only=chance(draws, 35),
        tight=chance(draws, 30),
        weeks=pick(draws, (8, 13, 26, 52)),
        half_days=_half_days(draws, patients),
        grid_minutes=pick(draws, (10, 15, 15, 20, 30)),
        reserve_places_per_week=draws.randrange(4),
        frozen_days=pick(draws, (0, 7, 14)),
        told_days=pick(draws, (0, 0, 14, 42)),
        timezone=timezone,
        holiday_zone=holiday_zone,
    )


def _half_days(draws: Random, patients: int) -> int | None:
    half_days = pick(draws, (None, None, 1, 2, 3, 5))
    return None if half_days is None else min(half_days, max(1, patients // _PATIENTS_PER_HALF_DAY))
