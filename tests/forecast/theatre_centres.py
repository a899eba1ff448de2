"""Generated centres with theatre days, decided replacements and visits that are told or pinned."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

from refillplan.domain.centre import Centre
from refillplan.domain.decisions import Choice, Decision
from refillplan.domain.devices import Pump, TheatreDay
from refillplan.domain.people import Unavailability
from refillplan.domain.replacements import Placement, Replacement, decided_replacements
from refillplan.forecast.label import dates_of
from refillplan.forecast.label_life import LifeChoice
from refillplan.generator import CentreSpec, generate_centre

TODAY = date(2027, 1, 4)


def theatre_centre(seed: int, *, patients: int = 8, decided: int = 4, days: int = 5, weeks: int = 20) -> Centre:
    """Return a small centre whose figures all depend on ``seed``."""
    draws = Random(seed)
    spec = CentreSpec(
        code="MADE", patients=patients, seed=seed, today=TODAY, load=draws.choice([0.4, 0.7, 0.9]), weeks=weeks, told_days=45
    )
    centre = generate_centre(spec)
    in_place = [pump for pump in centre.pumps if pump.in_place_on(TODAY)]
    chosen = draws.sample(in_place, min(decided, len(in_place)))
    decisions = [decision(pump.serial, decided_on=TODAY - timedelta(days=draws.randrange(1, 30))) for pump in chosen]
    pumps = tuple(
        replace(pump, low_battery_on=None, extended_until=TODAY + timedelta(days=draws.randrange(100, 400)))
        if pump in chosen and draws.random() < 0.8
        else pump
        for pump in centre.pumps
    )
    theatre = [
        TheatreDay(on=on, places=draws.choice([0, 1, 1, 2]), teams=draws.choice(["D;S", "D;S", "D; S", "D"]))
        for on in sorted({TODAY + timedelta(days=draws.randrange(0, 110)) for _ in range(days)})
    ]
    pinned = any(visit.patient == chosen[0].patient and visit.pins for visit in centre.visits)
    away = Unavailability(patient=chosen[0].patient, from_on=theatre[0].on, to_on=theatre[-1].on, hard=True)
    return replace(
        centre,
        pumps=pumps,
        decisions=tuple(decisions),
        theatre=tuple(theatre),
        unavailabilities=(*centre.unavailabilities, *((away,) if not pinned and draws.random() < 0.3 else ())),
    )


def decision(serial: str, **changed: object) -> Decision:
    """Return a decision to replace, signed by OP1, with what is ``changed``."""
    made = Decision(serial=serial, decided_on=TODAY, choice=Choice.REPLACE, signed_by="OP1", document="D-1")
    return replace(made, **changed)  # type: ignore[arg-type]  # the tests name fields of their own types


def safe_by_on(centre: Centre, pump: Pump) -> date | None:
    """Return the safe-by date of a pump under the longer label life."""
    return dates_of(centre, pump, TODAY, LifeChoice.LONG).safe_by_on


def decided(centre: Centre) -> tuple[Replacement, ...]:
    """Return the decided replacements of a centre by the label dates."""
    return decided_replacements(centre, TODAY, safe_by_on)


def booked(centre: Centre, placement: Placement) -> Centre:
    """Return the centre with a placement accepted."""
    days = {placed.replacement.serial: placed.theatre_on for placed in placement.placed}
    return replace(
        centre,
        decisions=tuple(replace(d, theatre_on=days.get(d.serial, d.theatre_on)) for d in centre.decisions),
        visits=(*centre.visits, *(placed.fill for placed in placement.placed)),
    )
