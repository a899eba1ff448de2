"""Pieces over a Dask cluster as a hospital runs one: its programs, on the loopback."""

import socket
import time
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from network_samples import (
    RunningCluster,
    all_of,
    cluster,
    doubled,
    endless,
    faulty_at_three,
    pieces,
    pieces_of_faulty_input,
)

from refillplan.domain.messages import InvalidValue, message
from refillplan.workers import Answered, Lost, Piece, WorkStopped
from refillplan.workers.cluster import Cluster


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningCluster]:
    with cluster(tmp_path_factory.mktemp("cluster"), workers=2) as found:
        yield found


def test_every_piece_is_answered_once(running: RunningCluster) -> None:
    found = all_of(Cluster(address=running.address), doubled, pieces(1, 2, 3, 4, 5))
    assert {name: done.answer for name, done in found.items() if isinstance(done, Answered)} == {
        str(n): 2 * n for n in range(1, 6)
    }


def test_a_fault_of_the_program_costs_its_own_piece(running: RunningCluster) -> None:
    found = all_of(Cluster(address=running.address), faulty_at_three, pieces(1, 3))
    assert isinstance(found["3"], Lost)
    assert str(found["3"].why) == "a fault in the program (KeyError)"
    assert isinstance(found["1"], Answered)


def test_pieces_are_done_side_by_side_and_what_is_stopped_ends_on_the_workers(running: RunningCluster, tmp_path: Path) -> None:
    def all_there(mark: str) -> bool:
        return all((tmp_path / f"begun-{number}{mark}").exists() for number in (1, 2))

    work = partial(endless, str(tmp_path / "begun"))
    with pytest.raises(WorkStopped):
        list(Cluster(address=running.address)(work, pieces(1, 2), lambda _: None, lambda: all_there("")))
    until = time.monotonic() + 20
    while not all_there("-stopped") and time.monotonic() < until:
        time.sleep(0.1)
    assert all_there("-stopped")


def test_pieces_begin_while_the_next_are_made_and_a_fault_in_making_them_ends_the_work(
    running: RunningCluster, tmp_path: Path
) -> None:
    def slowly_made() -> Iterator[Piece[int]]:
        yield from pieces(1)
        until = time.monotonic() + 20
        while not (tmp_path / "begun-1").exists() and time.monotonic() < until:
            time.sleep(0.05)
        raise InvalidValue(message("the second is not there"))

    work = partial(endless, str(tmp_path / "begun"))
    with pytest.raises(InvalidValue, match="the second is not there"):
        list(Cluster(address=running.address)(work, slowly_made(), lambda _: None, lambda: False))
    assert (tmp_path / "begun-1").exists()
    until = time.monotonic() + 20
    while not (tmp_path / "begun-1-stopped").exists() and time.monotonic() < until:
        time.sleep(0.1)
    assert (tmp_path / "begun-1-stopped").exists()
    given: list[object] = []
    with pytest.raises(InvalidValue, match="the third is not there"):
        given.extend(Cluster(address=running.address)(doubled, pieces_of_faulty_input(), lambda _: None, lambda: False))
    assert given == []


def test_a_cluster_that_goes_while_pieces_are_made_is_one_sentence(tmp_path: Path) -> None:
    def slowly_made(lost: RunningCluster) -> Iterator[Piece[int]]:
        yield from pieces(1)
        lost.scheduler.kill()
        for number in range(2, 120):
            time.sleep(0.5)
            yield from pieces(number)

    with cluster(tmp_path, workers=1) as lost, pytest.raises(InvalidValue, match="no cluster answers at"):
        list(Cluster(address=lost.address)(doubled, slowly_made(lost), lambda _: None, lambda: False))


def test_no_cluster_at_an_address_is_one_sentence() -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(InvalidValue, match="no cluster answers at"):
        all_of(Cluster(address=f"tcp://127.0.0.1:{port}"), doubled, pieces(1))


@pytest.mark.parametrize("address", ["nonsense", "nonsense:8786", "tcp://", "tcp://host", "tcp://host:port"])
def test_what_is_no_address_of_a_cluster_is_said_before_anything_is_opened(address: str) -> None:
    with pytest.raises(InvalidValue, match="is not the address of a cluster"):
        all_of(Cluster(address=address), doubled, pieces(1))
