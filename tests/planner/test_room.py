"""Whether something fits, as a full plan would say, and where places are short."""

from datetime import date
from itertools import count

import pytest

from refillplan.domain.centre import Centre
from refillplan.domain.newcomers import with_newcomers
from refillplan.domain.plans import Infeasible, Outcome, Planned, Tiers, Undecided
from refillplan.domain.scenarios import PlacesChange, with_places
from refillplan.generator import CentreSpec, generate_centre
from refillplan.planner.memory import Memory
from refillplan.planner.room import NoRoom, is_full, most_newcomers, room_for
from refillplan.planner.shortage import short_half_days
from refillplan.planner.solve import solve

TODAY = date(2027, 1, 4)
WEEKS = 10


def made(seed: int, load: float = 0.8) -> Centre:
    spec = CentreSpec(code="MADE", patients=8, seed=seed, today=TODAY, load=load, weeks=WEEKS, tight=bool(seed % 2))
    return generate_centre(spec)


def tiers(outcome: Outcome) -> Tiers:
    assert isinstance(outcome, Planned)
    assert outcome.plan.proven_optimal
    return outcome.plan.tiers


def ask(centre: Centre, allowed: Tiers, memory: Memory) -> Planned | NoRoom | Undecided | Infeasible:
    return room_for(centre, TODAY, WEEKS, allowed, memory=memory, report=lambda _: None, stop=lambda: False)


@pytest.mark.parametrize("seed", range(5))
def test_room_is_what_a_full_plan_says(seed: int) -> None:
    centre = made(seed, load=0.7 + 0.1 * (seed % 5))
    allowed = tiers(solve(centre, TODAY, WEEKS))
    memory = Memory()
    for number in (0, 1, 3, 6):
        fuller = with_newcomers(centre, number, TODAY)
        cold = tiers(solve(fuller, TODAY, WEEKS))
        soon = is_full(fuller, TODAY, WEEKS, allowed, memory=memory, report=lambda _: None, stop=lambda: False)
        found = ask(fuller, allowed, memory)
        if (cold.unplaced, cold.beyond_limit_days) <= (allowed.unplaced, allowed.beyond_limit_days):
            assert isinstance(found, Planned)
            assert found.plan.tiers == cold
            assert not soon
        else:
            assert found == NoRoom(proved=True)


@pytest.mark.parametrize("seed", range(4))
def test_the_end_of_the_search_never_fits_where_all_are_inside_their_limits_now(seed: int) -> None:
    centre = made(2 * seed, load=0.6)
    allowed = tiers(solve(centre, TODAY, WEEKS))
    assert (allowed.unplaced, allowed.beyond_limit_days) == (0, 0)
    most = most_newcomers(centre, TODAY, WEEKS)
    assert ask(with_newcomers(centre, most, TODAY), allowed, Memory()) == NoRoom(proved=True)


def test_stopping_gives_no_answer() -> None:
    asked = count()
    found = room_for(made(1), TODAY, WEEKS, Tiers(), memory=Memory(), report=lambda _: None, stop=lambda: next(asked) >= 1)
    assert isinstance(found, Undecided)


@pytest.mark.parametrize("seed", range(6))
def test_where_no_half_day_is_short_no_place_helps(seed: int) -> None:
    centre = made(seed, load=0.5 + 0.15 * seed)
    memory = Memory()
    now = tiers(solve(centre, TODAY, WEEKS, memory=memory))
    short = short_half_days(centre, TODAY, WEEKS, memory)
    assert set(short) <= {(known.weekday, known.half_day) for known in centre.sessions}
    assert len(short) == len(set(short))
    for known in centre.sessions:
        roomier = with_places(centre, (PlacesChange(weekday=known.weekday, half_day=known.half_day, more=1),))
        if (known.weekday, known.half_day) not in short:
            assert tiers(solve(roomier, TODAY, WEEKS)) == now
