"""A booked fill of another kind in a chain, early or late: the plan of one patient is the best of all chains."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from refillplan.domain.agenda import sessions_between
from refillplan.domain.centre import Centre
from refillplan.domain.chains import chain_starts
from refillplan.domain.messages import message
from refillplan.domain.people import Unavailability
from refillplan.domain.plans import Horizon, Infeasible, Planned
from refillplan.domain.sessions import Session
from refillplan.domain.visit_kinds import POST_OPERATIVE_FILL
from refillplan.domain.visits import Pin, Visit
from refillplan.domain.windows import Window, interval_of, window_after
from refillplan.generator import CentreSpec, generate_centre
from refillplan.planner.check import check_plan
from refillplan.planner.solve import solve

TODAY = date(2027, 1, 4)
WEEKS = 14


def centre_with_fill(seed: int, day: int) -> tuple[Centre, Visit]:
    """Return a centre of one patient without wishes, and a post-operative fill in the first session from a day on."""
    spec = CentreSpec(code="ONE", patients=1, seed=seed, today=TODAY, load=0.5, weeks=WEEKS, frozen_days=0)
    centre = generate_centre(spec)
    centre = replace(
        centre,
        review=None,
        unavailabilities=(),
        patients=tuple(replace(p, preferred_half_day=None, usual_weekday=None) for p in centre.patients),
        sessions=tuple(replace(s, comfortable_visits=None) for s in centre.sessions),
        planning=replace(centre.planning, reserve_places_per_week=0),
    )
    session = open_sessions(centre, TODAY + timedelta(days=day))[0]
    starts_at = datetime.combine(session.key.on, session.opens, ZoneInfo(centre.timezone))
    fill = Visit(
        patient=centre.patients[0].patient,
        kind=POST_OPERATIVE_FILL,
        session=session.key,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=90),
        place=1,
        operator=session.operators[0],
        pins=frozenset({Pin.DATE}),
    )
    return replace(centre, visits=(fill,)), fill


def open_sessions(centre: Centre, first: date) -> tuple[Session, ...]:
    return tuple(s for s in sessions_between(centre, first, Horizon.after(TODAY, WEEKS).end_on) if s.operators and s.places)


def best_by_trying(centre: Centre, fill: Visit) -> tuple[int, int]:
    """Return the least (days beyond limits, comfort) of all chains that pass the fill and place every visit."""
    horizon = Horizon.after(TODAY, WEEKS)
    (start,), _ = chain_starts(centre, TODAY, horizon)
    interval = interval_of(centre.protocol, start.patient)
    days = sorted({session.key.on for session in open_sessions(centre, horizon.start_on)})
    weights, own = centre.comfort, fill.session.on
    known: dict[tuple[Window, date], tuple[int, int] | None] = {}

    def onward(window: Window, after: date) -> tuple[int, int] | None:
        if (window, after) not in known:
            known[window, after] = tried(window, after)
        return known[window, after]

    def tried(window: Window, after: date) -> tuple[int, int] | None:
        found = []
        if after >= own and window.limit_on >= horizon.end_on:
            found.append((0, weights.late_day * max(0, (horizon.end_on - window.target_on).days)))
        for on in days:
            legal = on == own or window.earliest_on <= on <= max(window.limit_on, horizon.start_on) + timedelta(days=28)
            if on <= after or not legal or after < own < on:
                continue
            rest = onward(window_after(interval, on), on)
            if rest is not None:
                beyond, off = max(0, (on - window.limit_on).days), (on - window.target_on).days
                cost = weights.late_day * max(0, off) + weights.early_day * max(0, -off)
                found.append((rest[0] + beyond, rest[1] + cost))
        return min(found, default=None)

    best = onward(start.window, TODAY)
    assert best is not None
    return best


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10_000), day=st.integers(1, 80))
def test_the_plan_around_a_fill_of_another_kind_is_the_best_of_all(seed: int, day: int) -> None:
    centre, fill = centre_with_fill(seed, day)
    outcome = solve(centre, TODAY)
    assert isinstance(outcome, Planned), outcome
    plan = outcome.plan
    verdict = check_plan(centre, plan)
    assert verdict.sound, [str(violation.sentence) for violation in verdict.violations]
    assert plan.proven_optimal
    assert plan.tiers.unplaced == 0
    assert (plan.tiers.beyond_limit_days, plan.tiers.comfort) == best_by_trying(centre, fill)


@pytest.mark.parametrize("seed", [1, 2])
def test_a_fill_booked_when_its_patient_cannot_come_is_a_contradiction_in_words(seed: int) -> None:
    centre, fill = centre_with_fill(seed, 20)
    away = Unavailability(patient=fill.patient, from_on=fill.session.on, to_on=fill.session.on, hard=True)
    outcome = solve(replace(centre, unavailabilities=(away,)), TODAY)
    sentence = "{patient}: the {kind} booked on {session} lies when the patient cannot come; book it elsewhere"
    named = {"patient": fill.patient, "kind": fill.kind, "session": str(fill.session)}
    assert outcome == Infeasible(conflicts=(message(sentence, **named),))
