"""Pieces over the workers of a Dask cluster that exists."""

import logging
import pickle
import re
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from uuid import uuid4

from distributed import Client, Event, Future, get_worker
from distributed.scheduler import KilledWorker

from refillplan.domain.messages import N_, InvalidValue, message, require
from refillplan.workers.pieces import (
    A,
    Answered,
    B,
    Lost,
    Piece,
    Stop,
    Told,
    Work,
    WorkStopped,
    begun,
    fault_of_the_program,
    workers_died,
)

_ADDRESS = re.compile(r"[a-z]+://[^\s/]+:\d{1,5}")
_LOOK_EVERY_SECONDS = 0.1
_ASK_EVERY_SECONDS = 1.0
_WAIT_SECONDS = 10
_COMING = ("pending", "lost")  # an answer that is lost with its worker is worked out again


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """A runner on a cluster; ``address``: of its scheduler, as Dask writes it, ``tcp://HOST:8786``.

    The cluster gives the piece of a worker that died to another one, as often as its own settings say.
    """

    address: str

    def __call__(self, work: Work[A, B], pieces: Iterable[Piece[A]], told: Told, stop: Stop) -> Iterator[Answered[B] | Lost]:
        """Do the work; see `Runner`.

        Raises
        ------
        InvalidValue
            If no cluster answers at the address, or no longer while the pieces are made, or it has no worker.
        """
        with closing(self._client()) as client:
            run = f"refillplan-{uuid4()}"
            attempts: dict[str, int] = {}
            client.subscribe_topic(run, lambda event: begun(event[1], attempts, told))
            futures: dict[Future, str] = {}
            try:
                for place, piece in enumerate(pieces):
                    if stop():
                        raise WorkStopped
                    if client.status == "closed":  # the cluster has gone meanwhile, and did not come back
                        raise self._gone()
                    futures[_sent(client, work, run, place, piece)] = piece.name
                yield from _come_back(futures, attempts, stop)
            finally:
                if futures and client.status == "running":
                    Event(f"{run}-stop", client=client).set()
                    client.cancel(list(futures))

    def _client(self) -> Client:
        require(
            _ADDRESS.fullmatch(self.address) is not None,
            "scheduler",
            N_("'{address}' is not the address of a cluster: write tcp://HOST:8786 or tls://HOST:8786"),
            address=self.address,
        )
        for name in ("distributed", "distributed.client"):  # what goes wrong is said in our words
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)
        try:
            client = Client(self.address, timeout=_WAIT_SECONDS, set_as_default=False)
        except (OSError, ValueError, TypeError) as error:
            raise self._gone() from error
        try:
            client.wait_for_workers(1, timeout=_WAIT_SECONDS)
        except TimeoutError as error:
            client.close()
            sentence = N_("the cluster at {address} has no worker")
            raise InvalidValue(message(sentence, address=self.address), "scheduler") from error
        return client

    def _gone(self) -> InvalidValue:
        return InvalidValue(message(N_("no cluster answers at {address}"), address=self.address), "scheduler")


def _sent(client: Client, work: Work[A, B], run: str, place: int, piece: Piece[A]) -> Future:
    """Hand a piece to the cluster as bytes: its scheduler, which passes everything on, need not take them apart."""
    on_worker = partial(_on_worker, work, run, piece.name)
    return client.submit(on_worker, pickle.dumps(piece.asked), key=f"{run}-{place}", pure=False, priority=piece.size)


def _come_back(futures: dict[Future, str], attempts: Mapping[str, int], stop: Stop) -> Iterator[Answered[B] | Lost]:
    """Give what comes back, and take it out of what is waited for."""
    while futures:
        if stop():
            raise WorkStopped
        before = len(futures)
        for future, name in list(futures.items()):
            status = future.status  # read once: an answer can be lost with its worker at any moment
            if status not in _COMING:
                del futures[future]
                yield _outcome(future, status, name, attempts.get(name, 1))
        if len(futures) == before:
            time.sleep(_LOOK_EVERY_SECONDS)


def _outcome(future: Future, status: str, name: str, attempts: int) -> Answered[B] | Lost:
    if status == "finished":
        return Answered(name=name, answer=pickle.loads(future.result()), attempts=attempts)
    if status != "error":
        return Lost(name=name, why=message(N_("the cluster gave it up, or is no longer there")))
    error = future.exception()
    if isinstance(error, KilledWorker):
        return Lost(name=name, why=workers_died())
    if isinstance(error, ModuleNotFoundError):
        return Lost(name=name, why=message(N_("the worker has not this program installed")))
    return Lost(name=name, why=fault_of_the_program(type(error).__name__))


def _on_worker(work: Work[A, B], run: str, name: str, asked: bytes) -> bytes:
    """Answer a piece, on a worker: say that it is begun, and ask now and then whether to stop."""
    get_worker().log_event(run, name)
    return pickle.dumps(work(pickle.loads(asked), _Asking(f"{run}-stop")))


class _Asking:
    """Asks the cluster whether to stop, but not more often than needed."""

    def __init__(self, event: str) -> None:
        self._event = event
        self._asked_at = time.monotonic()
        self._said = False

    def __call__(self) -> bool:
        if not self._said and time.monotonic() - self._asked_at > _ASK_EVERY_SECONDS:
            self._said = Event(self._event).is_set()
            self._asked_at = time.monotonic()
        return self._said
