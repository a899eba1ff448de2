"""Waiting for the planner: news on the screen, and an answer to Ctrl-C within a second."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread

from rich.console import Console
from rich.progress import Progress as Bar
from rich.progress import SpinnerColumn, TextColumn, TimeElapsedColumn

from refillplan.cli.desk import Desk
from refillplan.cli.exits import SolvingInterrupted
from refillplan.domain.messages import N_
from refillplan.domain.plans import Outcome
from refillplan.services.planning import Progress, solve_problem
from refillplan.services.problem_file import PlanProblem

_GRACE_SECONDS = 0.5


def solve_watched(desk: Desk, problem: PlanProblem) -> Outcome:
    """Let the planner work in a thread of its own, telling how far it is.

    Raises
    ------
    SolvingInterrupted
        On Ctrl-C; the planner is told to stop, and not waited for beyond a moment.
    """
    with _news(desk) as report:
        work = _Work(problem, report)
        work.start()
        try:
            while work.is_alive():
                work.join(0.1)  # a join without end could not be interrupted on every system
        except KeyboardInterrupt:
            work.stopped.set()
            work.join(_GRACE_SECONDS)
            raise SolvingInterrupted(still_running=work.is_alive()) from None
    return work.outcome()


class _Work(Thread):
    """The planner at work; a daemon, so that the process may end without it."""

    def __init__(self, problem: PlanProblem, report: Callable[[Progress], None]) -> None:
        super().__init__(name="planner", daemon=True)
        self.stopped = Event()
        self._problem = problem
        self._report = report
        self._found: Outcome | None = None
        self._failed: BaseException | None = None

    def run(self) -> None:
        try:
            self._found = solve_problem(self._problem, report=self._report, stop=self.stopped.is_set)
        except BaseException as error:  # handed over to the thread that waits
            self._failed = error

    def outcome(self) -> Outcome:
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
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TextColumn("{task.fields[figures]}"), TimeElapsedColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(desk.text(N_("planning")), total=None, figures="")

        def report(news: Progress) -> None:
            bar.update(task, description=desk.translate(news.doing), figures=_figures(desk, news))

        yield report


def _figures(desk: Desk, news: Progress) -> str:
    if news.cost is None or news.bound is None:
        return ""
    return desk.text(N_("{cost}, at best {bound}"), cost=f"{news.cost:.0f}", bound=f"{max(news.bound, 0):.0f}")
