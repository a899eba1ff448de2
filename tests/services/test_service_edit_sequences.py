"""Random sequences of what a unit does; five hundred of them with ``python -m pytest -m many_edits``."""

import pytest
from edit_sequences import UnitMachine
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from refillplan.domain.visits import Pin

_CHECKS = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]


def test_a_few_sequences_of_edits_keep_the_promise() -> None:
    few = settings(max_examples=8, stateful_step_count=8, deadline=None, suppress_health_check=_CHECKS, derandomize=True)
    run_state_machine_as_test(UnitMachine, settings=few)


@pytest.mark.many_edits
@pytest.mark.parametrize("part", range(10))
def test_fifty_sequences_of_edits_keep_the_promise(part: int) -> None:
    many = settings(max_examples=50, stateful_step_count=12, deadline=None, suppress_health_check=_CHECKS, database=None)
    assert part >= 0
    run_state_machine_as_test(UnitMachine, settings=many)


def test_a_told_refill_that_goes_over_into_a_booked_fill_is_planned_once() -> None:
    unit = UnitMachine()
    unit.begin(seed=0)
    unit.replace_pump(number=0)
    unit.plan_again()
    unit.accept(number=0)
    unit.plan_again()
    unit.nothing_told_changes_by_itself()
    unit.nobody_is_dropped_silently()
    unit.teardown()


def test_a_booked_fill_stays_where_it_is_beside_a_refill_pinned_to_another_hour() -> None:
    unit = UnitMachine()
    unit.begin(seed=4)
    unit.replace_pump(number=2)
    unit.pin(number=37, pins=frozenset({Pin.HOUR}), visit=2)
    unit.plan_again()
    unit.nothing_told_changes_by_itself()
    unit.nobody_is_dropped_silently()
    unit.teardown()
