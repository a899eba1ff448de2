"""What clashes is named by a smallest set: each of it is necessary."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from refillplan.domain.centre import Centre
from refillplan.domain.half_days import SessionKey
from refillplan.domain.plans import Infeasible, Planned
from refillplan.domain.visits import Pin, Visit
from refillplan.generator import CentreSpec, generate_centre
from refillplan.planner.clashes import smallest_clash
from refillplan.planner.fixing import fixed_visit
from refillplan.planner.solve import solve

TODAY = date(2027, 1, 4)


@given(st.lists(st.integers(1, 20), min_size=1, max_size=12), st.integers(1, 60))
def test_each_of_a_smallest_clash_is_necessary(sizes: list[int], room: int) -> None:
    things = list(enumerate(sizes))

    def clash(some: object) -> bool:
        return sum(size for _, size in some) > room  # type: ignore[attr-defined]

    if not clash(things):
        return
    found = smallest_clash(things, clash)
    assert clash(found)
    assert not any(clash([other for other in found if other is not thing]) for thing in found)


def centre_with(pins: int) -> tuple[Centre, tuple[Visit, ...]]:
    centre = generate_centre(CentreSpec(code="MADE", patients=8, seed=3, today=TODAY, load=0.6, weeks=14, frozen_days=0))
    outcome = solve(centre, TODAY)
    assert isinstance(outcome, Planned)
    patient = outcome.plan.visits[0].patient
    mine = [visit for visit in outcome.plan.visits if visit.patient == patient][:pins]
    pinned = tuple(replace(visit, pins=frozenset({Pin.DATE, Pin.HALF_DAY})) for visit in mine)
    return replace(centre, visits=pinned), pinned


def test_only_the_days_that_contradict_each_other_are_named() -> None:
    centre, (first, second, *_) = centre_with(2)
    for weeks in range(1, 6):
        key = SessionKey(first.session.on + timedelta(days=7 * weeks), first.session.half_day)
        close = fixed_visit(centre, first, key)
        outcome = solve(replace(centre, visits=(first, second, close)), TODAY)
        if isinstance(outcome, Infeasible) and "cannot be joined" in str(outcome.conflicts[0]):
            named = [on for on in (first, second, close) if str(on.session.on) in str(outcome.conflicts[0])]
            for left_out in named:
                rest = tuple(visit for visit in named if visit is not left_out)
                assert not isinstance(solve(replace(centre, visits=rest), TODAY), Infeasible)
            return
    raise AssertionError("no contradiction was made")
