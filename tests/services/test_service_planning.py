from dataclasses import replace
from pathlib import Path

import pytest
from service_samples import ACTOR, AT, TODAY, imported, planned, published, sample_copy

from refillplan.domain.messages import InvalidValue
from refillplan.domain.plans import Infeasible, Outcome, Planned, PlanState, Tiers, Undecided
from refillplan.services.looking.views import show_plan, show_plans
from refillplan.services.plans.planning import CentreChanged, PlanRefused, make_plan, solve_problem
from refillplan.services.plans.problem_file import PlanProblem
from refillplan.storage import Store

pytest_plugins = ["service_stores"]


def test_a_plan_is_kept_as_a_draft(small: Store) -> None:
    made = planned(small)
    assert (made.version, made.new) == (1, True)
    stored = show_plan(small, "SMALL")
    assert stored.plan == made.plan
    assert stored.state is PlanState.DRAFT
    assert stored.plan.tiers == stored.plan.bounds == Tiers(comfort=14)


def test_planning_again_with_nothing_changed_keeps_one_plan(small: Store) -> None:
    first = planned(small)
    again = planned(small)
    assert (again.version, again.new) == (1, False)
    assert again.plan == first.plan
    assert len(show_plans(small, "SMALL")) == 1


def test_planning_again_after_publication_finds_the_plan_in_force(small: Store) -> None:
    planned(small)
    published(small)
    again = planned(small)
    assert (again.version, again.new) == (1, False)
    assert all(visit.told for visit in again.plan.visits)


def test_another_horizon_is_another_plan(small: Store) -> None:
    planned(small)
    other = make_plan(small, "SMALL", TODAY, 6, actor=ACTOR, at=AT)
    assert not isinstance(other, PlanRefused | Infeasible | Undecided)
    assert other.version == 2
    assert other.plan.horizon.days == 42


def test_a_plan_of_a_centre_that_changes_meanwhile_is_not_stored(small: Store, tmp_path: Path) -> None:
    def solve_while_others_work(problem: PlanProblem) -> Outcome:
        imported(small, sample_copy(tmp_path, closures="2027-02-18,2027-02-18,,works"))
        return solve_problem(problem)

    with pytest.raises(CentreChanged, match="plan again"):
        make_plan(small, "SMALL", TODAY, actor=ACTOR, at=AT, solving=solve_while_others_work)
    assert show_plans(small, "SMALL") == ()


def test_a_plan_with_violations_is_refused_and_not_stored(small: Store) -> None:
    def solve_badly(problem: PlanProblem) -> Outcome:
        outcome = solve_problem(problem)
        assert isinstance(outcome, Planned)
        return replace(outcome, plan=replace(outcome.plan, visits=outcome.plan.visits[1:]))

    refused = make_plan(small, "SMALL", TODAY, actor=ACTOR, at=AT, solving=solve_badly)
    assert isinstance(refused, PlanRefused)
    assert refused.violations
    assert show_plans(small, "SMALL") == ()


def test_contradictory_pins_are_an_answer_and_nothing_is_stored(store: Store, tmp_path: Path) -> None:
    visits = "P01,refill,2027-01-11T09:00,OP1,1,yes,date;half_day\nP02,refill,2027-01-11T10:30,OP1,1,yes,date;half_day"
    imported(store, sample_copy(tmp_path, visits=visits))
    answer = make_plan(store, "SMALL", TODAY, actor=ACTOR, at=AT)
    assert isinstance(answer, Infeasible)
    assert "2027-01-11-am" in str(answer.conflicts[0])
    assert show_plans(store, "SMALL") == ()


def test_a_stopped_plan_is_undecided_and_nothing_is_stored(small: Store) -> None:
    answer = make_plan(
        small, "SMALL", TODAY, actor=ACTOR, at=AT, solving=lambda problem: solve_problem(problem, stop=lambda: True)
    )
    assert isinstance(answer, Undecided)
    assert show_plans(small, "SMALL") == ()


@pytest.mark.parametrize("weeks", [0, -1, 261])
def test_a_horizon_that_cannot_be_planned_is_refused_in_a_sentence(small: Store, weeks: int) -> None:
    with pytest.raises(InvalidValue, match=f"weeks is {weeks}"):
        make_plan(small, "SMALL", TODAY, weeks, actor=ACTOR, at=AT)
