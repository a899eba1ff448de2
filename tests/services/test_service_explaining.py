"""Why a visit is where it is, what would help, and who could use a place."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from refillplan.csv_files import read_folder
from refillplan.domain.agenda import sessions_between
from refillplan.domain.centre import Centre
from refillplan.domain.half_days import HalfDay, SessionKey
from refillplan.domain.messages import InvalidValue
from refillplan.domain.plans import Planned
from refillplan.domain.sessions import Closure
from refillplan.domain.visits import Pin
from refillplan.generator import CentreSpec, generate_centre
from refillplan.planner.fixing import fixed_in
from refillplan.planner.solve import solve
from refillplan.services.advising.advice import Adviser
from refillplan.services.advising.explaining import exception_facts, ways_out, why
from refillplan.services.advising.freed import who_could_use

TODAY = date(2027, 1, 4)
OVERLOADED = Path(__file__).parents[2] / "sample_data" / "overloaded"


@pytest.fixture(scope="module")
def centre() -> Centre:
    spec = CentreSpec(code="MADE", patients=16, seed=5, today=TODAY, load=0.9, weeks=14, frozen_days=7)
    made = generate_centre(spec)
    outcome = solve(made, TODAY)
    assert isinstance(outcome, Planned)
    return replace(made, visits=tuple(replace(visit, told=True) for visit in outcome.plan.visits))


def test_every_half_day_nearer_to_the_target_has_a_fact_or_a_price(centre: Centre) -> None:
    adviser = Adviser(centre, TODAY)
    asked = 0
    for visit in centre.visits[:20]:
        reasons = why(adviser, visit)
        window = reasons.visit.window
        assert window is not None
        distance = abs((reasons.visit.session.on - window.target_on).days)
        for each in reasons.better:
            asked += 1
            assert each.session.on <= window.limit_on
            if reasons.visit.session.on <= window.limit_on:
                assert abs((each.session.on - window.target_on).days) < distance
            assert each.facts or each.option is None or each.option.tiers >= adviser.plan().tiers
    assert asked > 5


def test_what_fixes_a_visit_is_said(centre: Centre) -> None:
    visit = centre.visits[-1]
    pinned = replace(visit, pins=frozenset({Pin.DATE, Pin.HOUR}))
    adviser = Adviser(replace(centre, visits=(*centre.visits[:-1], pinned)), TODAY)
    held = [str(sentence) for sentence in why(adviser, pinned).held]
    assert held[:2] == ["the day is pinned", "the hour is pinned"]
    near = [str(sentence) for sentence in why(adviser, centre.visits[0]).held]
    assert any("too near to move" in sentence for sentence in near)


def test_a_full_half_day_is_named_with_everybody_in_it(centre: Centre) -> None:
    adviser = Adviser(centre, TODAY)
    facts = [(each, str(fact)) for visit in centre.visits[:40] for each in why(adviser, visit).better for fact in each.facts]
    full = [(each, fact) for each, fact in facts if " is full: " in fact]
    assert full
    for each, fact in full:
        there = {v.patient for v in adviser.plan().visits if v.session == each.session}
        assert set(fact.split(": ")[1].split(", ")) <= there


def test_one_more_place_is_a_way_out_only_where_it_helps(centre: Centre) -> None:
    adviser = Adviser(centre, TODAY)
    helped = 0
    for visit in centre.visits[:30]:
        for each in why(adviser, visit).better:
            if not any(" is full: " in str(fact) for fact in each.facts):
                continue
            option = adviser.why_not(visit, each.session).option
            ways = ways_out(adviser, visit, {each.session: option})
            for wider in ways.one_more_place:
                helped += 1
                assert option is None or wider.tiers < option.tiers
            assert all(other.visit.session != each.session for other in ways.elsewhere)
        if helped > 2:
            return
    assert helped


def test_an_exception_names_every_half_day_of_its_window() -> None:
    centre = read_folder(OVERLOADED, TODAY)
    assert isinstance(centre, Centre)
    adviser = Adviser(centre, TODAY, weeks=10)
    exception = adviser.plan().exceptions[-1]
    found = exception_facts(adviser, exception)
    days = {each.session for each in found}
    first = min(each.session.on for each in found)
    assert {session.key for session in sessions_between(centre, first, exception.limit_on + timedelta(days=1))} <= days
    assert any(" is full: " in str(fact) for each in found for fact in each.facts)


def test_who_could_use_a_place_comes_forward_alone(centre: Centre) -> None:
    open_place = replace(centre, visits=centre.visits[:6] + centre.visits[7:])
    freed = centre.visits[6]
    adviser = Adviser(open_place, TODAY)
    key = freed.session
    candidates = who_could_use(adviser, key)
    assert [each.gained_days for each in candidates] == sorted((each.gained_days for each in candidates), reverse=True)
    for each in candidates:
        assert each.gained_days == (each.visit.session.on - key.on).days > 0
        assert all(change.old.patient == each.visit.patient for change in each.option.changes)
        cold = solve(fixed_in(open_place, each.visit, key), TODAY)
        assert isinstance(cold, Planned)
        assert cold.plan.tiers == each.option.tiers


def test_a_place_in_a_closed_half_day_is_used_by_nobody(centre: Centre) -> None:
    day = centre.visits[10].session.on
    shut = replace(centre, closures=(*centre.closures, Closure(from_on=day, to_on=day, half_day=None, reason="works")))
    with pytest.raises(InvalidValue, match="works"):
        who_could_use(Adviser(shut, TODAY), SessionKey(day, HalfDay.AM))
    with pytest.raises(InvalidValue, match="not one of the days planned"):
        who_could_use(Adviser(centre, TODAY), SessionKey(_open_day_before(centre), centre.visits[0].session.half_day))


def _open_day_before(centre: Centre) -> date:
    """A day of the past on which the unit opens."""
    return centre.visits[0].session.on - timedelta(days=28)


def test_a_day_that_is_not_planned_has_no_way_out_of_its_own(centre: Centre) -> None:
    adviser = Adviser(centre, TODAY)
    visit = adviser.visit(centre.visits[0].patient)
    session = next(iter(sessions_between(centre, TODAY + timedelta(days=750), TODAY + timedelta(days=800))))
    answer = adviser.why_not(visit, session.key)
    assert "is not one of the days planned" in str(answer.blocked[0])
    assert ways_out(adviser, visit, {session.key: answer.option}).one_more_place == ()


def test_somebody_who_has_left_gets_no_advice_but_the_reason(centre: Centre) -> None:
    code = centre.visits[0].patient
    left = tuple(replace(p, active_to=TODAY) if p.patient == code else p for p in centre.patients)
    with pytest.raises(InvalidValue, match=f"{code} needs no visits: left the centre on {TODAY}"):
        Adviser(replace(centre, patients=left), TODAY).visit(code)


def test_who_was_not_told_yet_and_gives_way_is_named(centre: Centre) -> None:
    adviser = Adviser(replace(centre, visits=()), TODAY)
    plan = adviser.plan()
    named = 0
    for visit in plan.visits[:6]:
        for option in adviser.suggest(visit):
            there = option.visit.session
            beside = {v.patient for v in plan.visits if v.session == there}
            gone = {v.patient for v in option.gives_way}
            assert gone <= beside - {visit.patient}
            named += len(gone)
    assert named
