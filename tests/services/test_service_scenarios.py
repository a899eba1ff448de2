"""Scenarios: kept by name, planned on copies, and nothing that was entered changes."""

from dataclasses import replace
from datetime import date
from itertools import count

import pytest
from service_samples import ACTOR, AT, TODAY, import_sample, planned, published

from refillplan.domain.centre import Centre
from refillplan.domain.half_days import HalfDay
from refillplan.domain.messages import InvalidValue, message
from refillplan.domain.plans import Planned, Undecided
from refillplan.domain.scenarios import PlacesChange, Scenario, apply_scenario
from refillplan.domain.sessions import Closure, Leave
from refillplan.planner.solve import solve
from refillplan.services.core.access import load_centre
from refillplan.services.core.editing import edit, history
from refillplan.services.looking.views import show_audit, show_plans
from refillplan.services.plans.scenarios import Comparison, add_scenario, compare_scenarios, list_scenarios, remove_scenario
from refillplan.services.plans.trials import Figures
from refillplan.storage import Store

pytest_plugins = ["service_stores"]

SHUT = Scenario(name="shut", closures=(Closure(from_on=date(2027, 1, 11), to_on=date(2027, 1, 31)),))
ALL = Scenario(
    name="all",
    closures=(Closure(from_on=date(2027, 2, 1), to_on=date(2027, 2, 7)),),
    leaves=(Leave(operator="OP1", from_on=date(2027, 1, 11), to_on=date(2027, 1, 24)),),
    patients=2,
    limit_days=44,
    target_days=41,
    places=(PlacesChange(weekday=1, half_day=HalfDay.AM, more=1),),
)


def add(store: Store, scenario: Scenario, *, instead: bool = False) -> None:
    add_scenario(store, "SMALL", TODAY, scenario, instead=instead, actor=ACTOR, at=AT)


def test_a_scenario_is_kept_as_it_was_entered(any_store: Store) -> None:
    any_store.upgrade()
    import_sample(any_store, "small")
    add(any_store, SHUT)
    add(any_store, ALL)
    assert list_scenarios(any_store, "SMALL") == (ALL, SHUT)
    remove_scenario(any_store, "SMALL", "all", actor=ACTOR, at=AT)
    assert list_scenarios(any_store, "SMALL") == (SHUT,)


def test_one_of_the_same_name_is_replaced_only_where_asked(small: Store) -> None:
    add(small, SHUT)
    other = Scenario(name="shut", patients=1)
    with pytest.raises(InvalidValue, match="there is a scenario shut already; --replace"):
        add(small, other)
    assert list_scenarios(small, "SMALL") == (SHUT,)
    add(small, other, instead=True)
    assert list_scenarios(small, "SMALL") == (other,)


def test_each_has_the_figures_of_a_full_plan(small: Store) -> None:
    add(small, SHUT)
    add(small, ALL)
    found = compare_scenarios(small, "SMALL", TODAY)
    assert isinstance(found, Comparison)
    assert [name for name, _ in found.trials] == ["all", "shut"]
    centre = load_centre(small, "SMALL")
    for trial, changed in (
        (found.now, centre),
        *((trial, apply_scenario(centre, {"all": ALL, "shut": SHUT}[name], TODAY)) for name, trial in found.trials),
    ):
        cold = solve(changed, TODAY)
        assert isinstance(cold, Planned)
        assert isinstance(trial, Figures)
        assert trial.tiers == cold.plan.tiers
        assert trial.visits_beyond_limit == sum(visit.days_beyond_limit > 0 for visit in cold.plan.visits)
        assert trial.proved
    assert found.complete


def test_those_named_are_compared_in_their_order(small: Store) -> None:
    add(small, SHUT)
    add(small, ALL)
    found = compare_scenarios(small, "SMALL", TODAY, ["shut"], 6)
    assert isinstance(found, Comparison)
    assert [name for name, _ in found.trials] == ["shut"]
    assert found.horizon.days == 42


def test_use_of_places_is_minutes_used_of_minutes_open(small: Store) -> None:
    add(small, SHUT)
    found = compare_scenarios(small, "SMALL", TODAY)
    assert isinstance(found, Comparison)
    cold = solve(load_centre(small, "SMALL"), TODAY)
    assert isinstance(cold, Planned)
    minutes = sum((visit.ends_at - visit.starts_at).total_seconds() / 60 for visit in cold.plan.visits)
    offered = 8 * (120 + 90)  # Mondays 9:00-11:00 and Thursdays 9:00-10:30, one place each, eight weeks without a holiday
    assert isinstance(found.now, Figures)
    assert found.now.places_used_percent == round(100 * minutes / offered)


def test_nothing_that_was_entered_or_planned_changes(small: Store) -> None:
    planned(small)
    published(small)
    before = (load_centre(small, "SMALL"), show_plans(small, "SMALL"), history(small, "SMALL"))
    add(small, SHUT)
    found = compare_scenarios(small, "SMALL", TODAY)
    assert isinstance(found, Comparison)
    assert isinstance(found.trials[0][1], Figures)
    assert found.trials[0][1].tiers.moved > 0
    remove_scenario(small, "SMALL", "shut", actor=ACTOR, at=AT)
    assert (load_centre(small, "SMALL"), show_plans(small, "SMALL"), history(small, "SMALL")) == before


def test_a_draft_made_before_a_scenario_can_still_be_published(small: Store) -> None:
    planned(small)
    add(small, SHUT)
    assert published(small).version == 1


def test_who_kept_and_removed_a_scenario_is_in_the_audit(small: Store) -> None:
    add(small, SHUT)
    remove_scenario(small, "SMALL", "shut", actor="nurse2", at=AT)
    kept, removed = show_audit(small, "SMALL", 2)
    assert (kept.actor, kept.table, kept.key, kept.old) == (ACTOR, "scenarios", "shut", None)
    assert (removed.actor, removed.table, removed.key, removed.new) == ("nurse2", "scenarios", "shut", None)


def test_a_scenario_that_fits_the_centre_no_longer_is_said(small: Store) -> None:
    add(small, Scenario(name="later", target_days=44))

    def shorter(centre: Centre) -> Centre:
        return replace(centre, protocol=replace(centre.protocol, limit_days=43))

    edit(small, "SMALL", TODAY, shorter, what=message("limit"), actor=ACTOR, at=AT)
    with pytest.raises(InvalidValue, match="the limit of 43 days is before the target of 44 days"):
        compare_scenarios(small, "SMALL", TODAY)


def test_stopping_gives_no_answer(small: Store) -> None:
    add(small, SHUT)
    asked = count()
    assert isinstance(compare_scenarios(small, "SMALL", TODAY, stop=lambda: next(asked) >= 3), Undecided)


def test_what_is_not_there_is_said(small: Store) -> None:
    with pytest.raises(InvalidValue, match="there are no scenarios yet"):
        compare_scenarios(small, "SMALL", TODAY)
    add(small, SHUT)
    with pytest.raises(InvalidValue, match="there is no scenario other"):
        compare_scenarios(small, "SMALL", TODAY, ["shut", "other"])
    with pytest.raises(InvalidValue, match="there is no scenario other"):
        remove_scenario(small, "SMALL", "other", actor=ACTOR, at=AT)
    with pytest.raises(InvalidValue, match="the centre has no operator OP9"):
        add(small, Scenario(name="x", leaves=(Leave(operator="OP9", from_on=TODAY, to_on=TODAY),)))
    assert list_scenarios(small, "SMALL") == (SHUT,)
