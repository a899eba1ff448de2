"""Pieces over processes: answers whatever dies, no piece without an outcome, no process left behind."""

import multiprocessing
from functools import partial
from pathlib import Path

import pytest
from network_samples import (
    all_of,
    deadly_at_three,
    deadly_once,
    doubled,
    endless,
    faulty_at_three,
    pieces,
    pieces_of_faulty_input,
)

from refillplan.domain.messages import InvalidValue
from refillplan.workers import MOST_ATTEMPTS, Answered, Lost, News, State, WorkStopped
from refillplan.workers.processes import Processes

TWO = Processes(count=2)


def test_every_piece_is_answered_once_and_large_ones_are_begun_first() -> None:
    news: list[News] = []
    found = all_of(TWO, doubled, pieces(1, 2, 3, 4, 5), news)
    assert found == {str(n): Answered(name=str(n), answer=2 * n, attempts=1) for n in range(1, 6)}
    assert [one.name for one in news][:2] == ["5", "4"]
    assert {one.state for one in news} == {State.BEGUN}
    assert multiprocessing.active_children() == []


def test_the_piece_of_a_worker_that_dies_is_given_to_another(tmp_path: Path) -> None:
    news: list[News] = []
    found = all_of(TWO, partial(deadly_once, str(tmp_path / "died")), pieces(1, 2, 3, 4), news)
    assert {name: done.answer for name, done in found.items() if isinstance(done, Answered)} == {
        str(n): 2 * n for n in range(1, 5)
    }
    assert [one.name for one in news if one.state is State.AGAIN] == ["3"]
    assert found["3"] == Answered(name="3", answer=6, attempts=2)


def test_a_piece_that_ends_each_of_its_workers_is_given_up_and_the_others_are_done() -> None:
    found = all_of(TWO, deadly_at_three, pieces(1, 2, 3, 4))
    lost = found.pop("3")
    assert isinstance(lost, Lost)
    assert str(lost.why) == f"the worker died at each of {MOST_ATTEMPTS} attempts (killed, or out of memory)"
    assert all(isinstance(done, Answered) and done.attempts == 1 for done in found.values())
    assert len(found) == 3


def test_a_fault_of_the_program_costs_its_own_piece_and_says_no_value() -> None:
    found = all_of(TWO, faulty_at_three, pieces(1, 3))
    assert isinstance(found["3"], Lost)
    assert str(found["3"].why) == "a fault in the program (KeyError)"
    assert found["1"] == Answered(name="1", answer=2, attempts=1)


def test_pieces_are_done_side_by_side_and_what_is_stopped_leaves_no_process_behind(tmp_path: Path) -> None:
    def both_are_begun() -> bool:
        return (tmp_path / "begun-2").exists() and (tmp_path / "begun-3").exists()

    with pytest.raises(WorkStopped):
        list(TWO(partial(endless, str(tmp_path / "begun")), pieces(1, 2, 3), lambda _: None, both_are_begun))
    assert multiprocessing.active_children() == []
    assert {path.name for path in tmp_path.iterdir()} == {"begun-2", "begun-3"}


def test_a_fault_in_making_the_pieces_ends_the_work_with_nothing_given_and_no_process_left() -> None:
    given: list[object] = []
    with pytest.raises(InvalidValue, match="the third is not there"):
        given.extend(TWO(doubled, pieces_of_faulty_input(), lambda _: None, lambda: False))
    assert given == []
    assert multiprocessing.active_children() == []


def test_nothing_to_do_is_done_at_once() -> None:
    assert all_of(TWO, doubled, []) == {}
