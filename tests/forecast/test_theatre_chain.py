"""A placed replacement joins the refill chain: nobody loses it, and no refill is put before it that could be spared."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import example, given, settings
from hypothesis import strategies as st
from theatre_centres import TODAY, booked, decided, theatre_centre

from refillplan.domain.centre import Centre
from refillplan.domain.chains import chain_starts
from refillplan.domain.devices import TheatreDay
from refillplan.domain.people import Fill
from refillplan.domain.plans import Horizon, Plan, Planned
from refillplan.domain.visit_kinds import POST_OPERATIVE_FILL
from refillplan.domain.visits import Visit
from refillplan.domain.windows import interval_of
from refillplan.forecast.theatre.placement import place_replacements
from refillplan.planner.check import check_plan
from refillplan.planner.solve import solve

some = settings(max_examples=15, deadline=None)


def planned(centre: Centre, today: date) -> Plan:
    """Plan, and let the independent checker agree."""
    outcome = solve(centre, today)
    assert isinstance(outcome, Planned), outcome
    verdict = check_plan(centre, outcome.plan)
    assert verdict.sound, [str(violation.sentence) for violation in verdict.violations]
    return outcome.plan


def with_replacements(seed: int) -> Centre:
    centre = theatre_centre(seed, patients=7, decided=4, days=6)
    centre = booked(centre, place_replacements(centre, TODAY, decided(centre)))
    assert len({visit.patient for visit in fills_of(centre.visits)}) == sum(d.theatre_on is not None for d in centre.decisions)
    return centre


def fills_of(visits: Sequence[Visit]) -> list[Visit]:
    return [visit for visit in visits if visit.kind == POST_OPERATIVE_FILL]


@some
@given(seed=st.integers(0, 100_000))
@example(seed=156)  # a model on which HiGHS fails inside its presolve
def test_a_replacement_never_loses_its_refill_chain(seed: int) -> None:
    centre = with_replacements(seed)
    plan = planned(centre, TODAY)
    for fill in fills_of(centre.visits):
        after = [v for v in plan.visits if v.patient == fill.patient and v.session.on > fill.session.on]
        assert fill in [replace(v, window=None) for v in plan.visits]
        limit = fill.session.on + timedelta(days=45)
        assert not after or after[0].window is None or after[0].window.hangs_on == fill.session.on
        assert after or limit >= plan.horizon.end_on or any(e.patient == fill.patient for e in plan.exceptions)


@some
@given(seed=st.integers(0, 100_000))
def test_no_refill_stands_before_a_replacement_that_could_be_spared(seed: int) -> None:
    centre = with_replacements(seed)
    plan = planned(centre, TODAY)
    starts, _ = chain_starts(centre, TODAY, Horizon.after(TODAY, centre.planning.weeks))
    for start in starts:
        chain = sorted((v for v in plan.visits if v.patient == start.patient.patient), key=lambda v: v.starts_at)
        days = [start.window.hangs_on, *(v.session.on for v in chain)]
        limit_days = interval_of(centre.protocol, start.patient).limit_days
        limits = [start.window.limit_on, *(on + timedelta(days=limit_days) for on in days[1:])]
        for limit_on, (visit, after) in zip(limits, pairwise(chain), strict=False):
            if after.kind == POST_OPERATIVE_FILL and visit.kind != POST_OPERATIVE_FILL and not visit.told:
                assert after.session.on > limit_on


@some
@given(seed=st.integers(0, 100_000), ahead=st.integers(0, 12))
def test_the_chain_holds_as_the_theatre_day_comes_near(seed: int, ahead: int) -> None:
    centre = with_replacements(seed)
    placed = fills_of(centre.visits)
    if not placed:
        return
    plan = planned(centre, TODAY)
    today = max(TODAY, placed[seed % len(placed)].session.on - timedelta(days=ahead))
    assert planned(lived(centre, plan, today), today).visits


def lived(centre: Centre, plan: Plan, today: date) -> Centre:
    """Return the centre as it stands on ``today`` when the plan was told and every visit was done."""
    done = [v for v in plan.visits if v.session.on <= today and centre.kind(v.kind).fills]
    fills = tuple(Fill(patient=v.patient, filled_on=v.session.on, kind=v.kind, operator=v.operator) for v in done)
    told = tuple(replace(v, told=True) for v in plan.visits)
    return replace(centre, fills=(*centre.fills, *fills), visits=told)


def test_told_visits_that_a_replacement_crosses_are_moved_not_dropped() -> None:
    centre = theatre_centre(3, patients=7, decided=1, days=6)
    first = planned(centre, TODAY)
    told = replace(centre, visits=tuple(replace(v, told=True) for v in first.visits))
    mine = decided(told)[0].patient
    near = next(v.session.on for v in told.visits if v.patient == mine and v.session.on > TODAY + timedelta(days=25))
    day = TheatreDay(on=near - timedelta(days=14), places=1, teams="D;S")
    told = replace(told, theatre=(day,), unavailabilities=())
    after = booked(told, place_replacements(told, TODAY, decided(told)))
    plan = planned(after, TODAY)
    assert plan.tiers.moved > 0
    assert plan.tiers.unplaced == first.tiers.unplaced
