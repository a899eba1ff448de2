"""Scenarios applied: the centre given is untouched, the one returned is valid and has the changes."""

from copy import deepcopy
from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from refillplan.domain.agenda import sessions_between
from refillplan.domain.centre import Centre
from refillplan.domain.half_days import HalfDay
from refillplan.domain.messages import InvalidValue
from refillplan.domain.people import Operator, Patient, Role
from refillplan.domain.scenarios import PlacesChange, Scenario, apply_scenario
from refillplan.domain.sessions import Closure, Leave, SessionTemplate
from refillplan.domain.settings import ComfortWeights, PlanningSettings, Protocol
from refillplan.domain.visit_kinds import VisitKind

TODAY = date(2027, 1, 4)
HALF_DAYS = ((1, HalfDay.AM), (2, HalfDay.AM), (2, HalfDay.PM), (4, HalfDay.AM))


def template(weekday: int, half_day: HalfDay) -> SessionTemplate:
    opens = time(9) if half_day is HalfDay.AM else time(14)
    return SessionTemplate(
        weekday=weekday, half_day=half_day, opens=opens, closes=time(opens.hour + 3), places=3, operators=("OP1", "OP2")
    )


CENTRE = Centre(
    code="C1",
    name="Unit",
    timezone="Europe/Paris",
    holiday_zone="FR",
    protocol=Protocol(source="label", valid_from=date(2023, 7, 1)),
    planning=PlanningSettings(),
    comfort=ComfortWeights(),
    visit_kinds=(VisitKind(kind="refill", place_minutes=90, operator_minutes=30, needs_physician=False, fills=True),),
    patients=(Patient(patient="P1"),),
    operators=tuple(Operator(operator=code, role=Role.NURSE, kinds=frozenset({"refill"})) for code in ("OP1", "OP2")),
    sessions=tuple(template(*half_day) for half_day in HALF_DAYS),
)

days = st.dates(TODAY, TODAY + timedelta(days=80))
ranges = st.tuples(days, days).map(sorted)
closures = ranges.map(lambda days: Closure(from_on=days[0], to_on=days[1]))
leaves = st.builds(
    lambda operator, days: Leave(operator=operator, from_on=days[0], to_on=days[1]), st.sampled_from(("OP1", "OP2")), ranges
)
places = st.sampled_from(HALF_DAYS).flatmap(
    lambda of: st.integers(-1, 3).map(lambda more: PlacesChange(weekday=of[0], half_day=of[1], more=more))
)


@st.composite
def scenarios(draw: st.DrawFn) -> Scenario:
    """Draw a scenario that closes something at least."""
    return Scenario(
        name="S1",
        closures=tuple(draw(st.lists(closures, min_size=1, max_size=3))),
        leaves=tuple(draw(st.lists(leaves, max_size=3))),
        patients=draw(st.integers(0, 30)),
        limit_days=draw(st.none() | st.integers(20, 90)),
        places=tuple(draw(st.lists(places, max_size=3))),
    )


@given(scenarios())
def test_the_centre_given_is_untouched_and_the_result_has_the_changes(scenario: Scenario) -> None:
    before = deepcopy(CENTRE)
    changed = apply_scenario(CENTRE, scenario, TODAY)
    assert before == CENTRE
    assert len(changed.patients) == 1 + scenario.patients
    assert changed.protocol.limit_days == (scenario.limit_days or CENTRE.protocol.limit_days)
    assert changed.protocol.target_days == min(CENTRE.protocol.target_days, changed.protocol.limit_days)
    assert changed.protocol.min_days <= changed.protocol.target_days
    for session in sessions_between(changed, TODAY, TODAY + timedelta(days=80)):
        on = session.key.on
        more = [c.more for c in scenario.places if (c.weekday, c.half_day) == (on.isoweekday(), session.key.half_day)]
        assert session.places == 3 + sum(more)
        assert not any(closure.from_on <= on <= closure.to_on for closure in scenario.closures)
        assert not any(leave.from_on <= on <= leave.to_on and leave.operator in session.operators for leave in scenario.leaves)


@given(scenarios())
def test_nothing_else_changes(scenario: Scenario) -> None:
    changed = apply_scenario(CENTRE, scenario, TODAY)
    kept = ("code", "name", "planning", "comfort", "operators", "visit_kinds", "visits", "openings", "unavailabilities")
    assert all(getattr(changed, name) == getattr(CENTRE, name) for name in kept)


@pytest.mark.parametrize(
    ("scenario", "sentence"),
    [
        (Scenario(name="S", leaves=(Leave(operator="OP9", from_on=TODAY, to_on=TODAY),)), "the centre has no operator OP9"),
        (
            Scenario(name="S", places=(PlacesChange(weekday=3, half_day=HalfDay.PM, more=1),)),
            "the unit does not open on half-day",
        ),
        (Scenario(name="S", places=(PlacesChange(weekday=1, half_day=HalfDay.AM, more=-4),)), "places is -1"),
        (Scenario(name="S", target_days=50), "the limit of 45 days is before the target of 50 days"),
    ],
)
def test_what_does_not_fit_the_centre_is_said(scenario: Scenario, sentence: str) -> None:
    with pytest.raises(InvalidValue, match=sentence):
        apply_scenario(CENTRE, scenario, TODAY)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({}, "the scenario S changes nothing"),
        ({"patients": 501}, "501 new patients"),
        ({"limit_days": 0}, "limit in days is 0"),
        ({"name": "août 2027", "patients": 1}, "is not a code"),
    ],
)
def test_a_scenario_that_makes_no_sense_is_refused(changes: dict[str, int], sentence: str) -> None:
    with pytest.raises(InvalidValue, match=sentence):
        Scenario(**{"name": "S", **changes})  # type: ignore[arg-type]


def test_a_shorter_target_pulls_the_earliest_date_down() -> None:
    changed = apply_scenario(CENTRE, Scenario(name="S", target_days=28), TODAY)
    assert changed.protocol == replace(CENTRE.protocol, min_days=28, target_days=28)
