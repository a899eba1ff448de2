"""Small centres in force for the planner's tests."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

from refillplan.domain.centre import Centre
from refillplan.domain.half_days import HalfDay
from refillplan.domain.people import Unavailability
from refillplan.domain.plans import Planned
from refillplan.domain.visits import Pin
from refillplan.generator import CentreSpec, generate_centre
from refillplan.planner.solve import solve

TODAY = date(2027, 1, 4)
WEEKS = 14


def told_centre(seed: int) -> Centre:
    """A centre in force, some of its visits told, one pinned, one patient away for a while."""
    chance = Random(seed)
    load = chance.choice([0.7, 0.85, 0.95])
    frozen = chance.choice([0, 7])
    spec = CentreSpec(
        code="MADE", patients=chance.randrange(6, 16), seed=seed, today=TODAY, load=load, weeks=WEEKS, frozen_days=frozen
    )
    centre = generate_centre(spec)
    outcome = solve(centre, TODAY)
    assert isinstance(outcome, Planned)
    until = TODAY + timedelta(days=chance.choice([30, 60, 200]))
    visits = [replace(visit, told=visit.session.on <= until) for visit in outcome.plan.visits]
    pinned = chance.randrange(len(visits))
    visits[pinned] = replace(visits[pinned], pins=frozenset({Pin.DATE}))
    away = chance.choice(visits)
    if away.pins:  # whoever is pinned can come
        away = visits[pinned - 1]
    absence = Unavailability(
        patient=away.patient, from_on=away.session.on, to_on=away.session.on, half_day=HalfDay.PM, hard=chance.random() < 0.5
    )
    return replace(centre, visits=tuple(visits), unavailabilities=(*centre.unavailabilities, absence))
