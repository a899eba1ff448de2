"""Pieces over processes of this machine: one pipe each, so that a death is seen and costs no more than its own piece."""

import multiprocessing
import signal
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from typing import Generic

from refillplan.workers.pieces import (
    MOST_ATTEMPTS,
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

_LOOK_EVERY_SECONDS = 0.1
_SPAWN = multiprocessing.get_context("spawn")  # a fork would copy the threads' locks


@dataclass(frozen=True, slots=True, kw_only=True)
class Processes:
    """A runner on processes of this machine; ``count``: how many work at a time."""

    count: int

    def __call__(self, work: Work[A, B], pieces: Iterable[Piece[A]], told: Told, stop: Stop) -> Iterator[Answered[B] | Lost]:
        """Do the work; see `Runner`."""
        crew: _Crew[A, B] = _Crew(work, told)
        try:
            for piece in pieces:
                if stop():
                    raise WorkStopped
                crew.waiting.append(piece)
                if len(crew.workers) < self.count:  # it loads while the next pieces are made
                    crew.hire()
            crew.largest_first()
            while crew.busy():
                if stop():
                    raise WorkStopped
                yield from crew.come_back()
        finally:
            crew.dismiss()


@dataclass(eq=False)
class _Worker(Generic[A]):
    """A process, the pipe to it, and the piece that it has."""

    process: SpawnProcess
    pipe: Connection
    piece: Piece[A] | None = None


@dataclass(frozen=True)
class _Fault:
    """The work raised an exception: its kind, which holds no values of patients."""

    kind: str


@dataclass
class _Crew(Generic[A, B]):
    """The workers, and what is still to be given to them."""

    work: Work[A, B]
    told: Told
    workers: list[_Worker[A]] = field(default_factory=list)
    attempts: dict[str, int] = field(default_factory=dict)
    waiting: deque[Piece[A]] = field(default_factory=deque)

    def largest_first(self) -> None:
        """Order what waits so that no large piece is left for the end."""
        self.waiting = deque(sorted(self.waiting, key=lambda piece: -piece.size))

    def hire(self) -> None:
        """Start a process; it is given a piece once it runs, so that all of them start side by side."""
        ours, theirs = _SPAWN.Pipe()
        process = _SPAWN.Process(target=_serve, args=(theirs, self.work), daemon=True)
        with _ctrl_c_blocked():
            process.start()
        theirs.close()
        self.workers.append(_Worker(process, ours))

    def busy(self) -> bool:
        """Give every idle worker a piece, and tell whether anybody has one."""
        for worker in [worker for worker in self.workers if worker.piece is None]:
            if self.waiting:
                self._give(worker, self.waiting.popleft())
        return any(worker.piece is not None for worker in self.workers)

    def come_back(self) -> Iterator[Answered[B] | Lost]:
        """Wait a moment for answers, and give what came."""
        of_pipe = {worker.pipe: worker for worker in self.workers if worker.piece is not None}
        for pipe in wait(list(of_pipe), timeout=_LOOK_EVERY_SECONDS):
            worker = of_pipe[pipe]  # type: ignore[index]  # one of those waited for
            piece, worker.piece = worker.piece, None
            if piece is None:
                continue
            try:
                answer = worker.pipe.recv()
            except (EOFError, OSError):
                yield from self._died(worker, piece)
                continue
            if isinstance(answer, _Fault):
                yield Lost(name=piece.name, why=fault_of_the_program(answer.kind))
            else:
                yield Answered(name=piece.name, answer=answer, attempts=self.attempts[piece.name])

    def dismiss(self) -> None:
        """End all processes, whatever they do."""
        for worker in self.workers:
            worker.process.terminate()
        for worker in self.workers:
            worker.process.join()
            worker.pipe.close()

    def _give(self, worker: _Worker[A], piece: Piece[A]) -> None:
        worker.piece = piece
        begun(piece.name, self.attempts, self.told)
        with suppress(OSError):  # it has died: waiting for its answer says so
            worker.pipe.send(piece.asked)

    def _died(self, worker: _Worker[A], piece: Piece[A]) -> Iterator[Lost]:
        self.workers.remove(worker)
        worker.process.kill()
        worker.process.join()
        worker.pipe.close()
        if self.attempts[piece.name] >= MOST_ATTEMPTS:
            yield Lost(name=piece.name, why=workers_died())
        else:
            self.waiting.appendleft(piece)
        if self.waiting:
            self.hire()


@contextmanager
def _ctrl_c_blocked() -> Iterator[None]:
    """Let what is started in here begin deaf to Ctrl-C: while it loads it could not answer it well."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    resource_tracker.ensure_running()  # it would let Ctrl-C through again, were it first started in the block
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _serve(pipe: Connection, work: Work[A, B]) -> None:
    """Answer what comes through the pipe until nobody is at its other end; Ctrl-C is for the program that waits."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    while True:
        try:
            asked = pipe.recv()
        except (EOFError, OSError):
            return
        try:
            answer: B | _Fault = work(asked, lambda: False)
        except Exception as error:
            answer = _Fault(type(error).__name__)
        with suppress(OSError):  # nobody waits any more: the next look at the pipe says so
            pipe.send(answer)
