"""Waiting for the planner: news on the screen, and an answer to Ctrl-C within a second."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread
from typing import Generic, TypeVar

from rich.console import Console
from rich.progress import Progress as Bar
from rich.progress import SpinnerColumn, TextColumn, TimeElapsedColumn

from refillplan.cli.ctrl_c import ctrl_c_awaited, ctrl_c_was_pressed
from refillplan.cli.desk import Desk
from refillplan.cli.exits import SolvingInterrupted
from refillplan.domain.messages import N_
from refillplan.domain.plans import Outcome
from refillplan.services.plans.planning import solve_problem
from refillplan.services.plans.planning_news import STEPS, Progress
from refillplan.services.plans.problem_file import PlanProblem

_LOOK_EVERY_SECONDS = 0.1
_GRACE_SECONDS = 0.5

T = TypeVar("T")

Job = Callable[[Callable[[Progress], None], Callable[[], bool]], T]
"""Work of the planner: takes where to tell its news, and what to ask whether to stop."""


def solve_watched(desk: Desk, problem: PlanProblem) -> Outcome:
    """Let the planner solve a problem as `watched` does."""
    return watched(desk, lambda report, stop: solve_problem(problem, report=report, stop=stop))


def watched(desk: Desk, job: Job[T]) -> T:
    """Let the planner work in a thread of its own, telling how far it is.

    Raises
    ------
    SolvingInterrupted
        On Ctrl-C; the planner is told to stop, and not waited for beyond a moment.
    """
    with _news(desk) as report, ctrl_c_awaited():
        work = _Work(job, report)
        work.start()
        while not work.done.wait(_LOOK_EVERY_SECONDS) and not ctrl_c_was_pressed():
            pass
        if ctrl_c_was_pressed():
            work.stopped.set()
            raise SolvingInterrupted(still_running=not work.done.wait(_GRACE_SECONDS))
    return work.outcome()


class _Work(Thread, Generic[T]):
    """The planner at work; a daemon, so that the process may end without it.

    Attributes
    ----------
    stopped
        Set from outside to make the planner stop.
    done
        Set once it has ended; `is_alive` is wrong after a signal (Python 3.11 and 3.12 take a thread for ended).
    """

    def __init__(self, job: Job[T], report: Callable[[Progress], None]) -> None:
        super().__init__(name="planner", daemon=True)
        self.stopped = Event()
        self.done = Event()
        self._job = job
        self._report = report
        self._found: T | None = None
        self._failed: BaseException | None = None

    def run(self) -> None:
        try:
            self._found = self._job(self._report, self.stopped.is_set)
        except BaseException as error:  # handed over to the thread that waits
            self._failed = error
        finally:
            self.done.set()

    def outcome(self) -> T:
        """Return what was found, or raise what went wrong."""
        if self._found is None:
            raise self._failed or RuntimeError("the planner ended without an answer")
        return self._found


@contextmanager
def _news(desk: Desk) -> Iterator[Callable[[Progress], None]]:
    """Show the planner's news in one line on a terminal; say nothing elsewhere."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TextColumn("{task.fields[step]}"), TimeElapsedColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(desk.text(N_("planning")), total=None, step="")

        def report(news: Progress) -> None:
            bar.update(task, description=desk.translate(news.doing), step=_step(desk, news))

        yield report


def _step(desk: Desk, news: Progress) -> str:
    if news.step is None:
        return ""
    return desk.text(N_("step {step} of {steps}"), step=news.step, steps=STEPS)
