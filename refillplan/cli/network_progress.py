"""Waiting for the work of a network: a line for each centre that is done, and an answer to Ctrl-C within a second."""

from collections.abc import Callable, Iterator, Sequence
from threading import Lock
from typing import TypeVar

from refillplan.cli.desk import Desk
from refillplan.cli.exits import SolvingInterrupted
from refillplan.cli.waiting import watched
from refillplan.domain.messages import N_, message
from refillplan.services.network.forecasting import WHOLE_NETWORK
from refillplan.services.network.runners import News, State
from refillplan.services.plans.planning import Progress

T = TypeVar("T")

Spread = Callable[[Callable[[News], None], Callable[[], bool]], Iterator[T]]
"""Work that gives its parts as they are done; takes where to tell its news, and what to ask whether to stop."""


def watched_network(desk: Desk, names: Sequence[str], work: Spread[T], name_of: Callable[[T], str], done_before: str) -> list[T]:
    """Do the work, tell of each part as it is done, and return the parts in the order of ``names``.

    Parameters
    ----------
    names
        Of all parts; it may grow until the first of them is given.
    done_before
        What is said on Ctrl-C of the parts that are done, their names being ``codes``.

    Raises
    ------
    SolvingInterrupted
        On Ctrl-C; says what was done before.
    """
    done: dict[str, T] = {}

    def job(report: Callable[[Progress], None], stop: Callable[[], bool]) -> list[T]:
        line = _Line(desk, names, report)
        for part in work(line.told, stop):
            done[name_of(part)] = part
            line.done(name_of(part))
        return [done[name] for name in names]

    try:
        return watched(desk, job)
    except SolvingInterrupted as interruption:
        if done:
            codes = ", ".join(sorted(_called(desk, name) for name in list(done)))
            interruption.meanwhile = desk.text(done_before, codes=codes)
        raise


class _Line:
    """What is at work and how many are done, in one line; what is worth a line of its own is said."""

    def __init__(self, desk: Desk, names: Sequence[str], report: Callable[[Progress], None]) -> None:
        self._desk = desk
        self._names = names
        self._report = report
        self._begun: list[str] = []
        self._done: set[str] = set()
        self._lock = Lock()  # a cluster tells its news from a thread of its own

    def told(self, news: News) -> None:
        """Take news of a part."""
        with self._lock:
            if news.name in self._done:  # the news was slower than the answer
                return
            if news.state is State.AGAIN:
                self._desk.say(N_("{centre}: its worker died; begun again"), centre=_called(self._desk, news.name))
            if news.name not in self._begun:
                self._begun.append(news.name)
            self._show()

    def done(self, name: str) -> None:
        """Take it that a part is done."""
        with self._lock:
            if name in self._begun:
                self._begun.remove(name)
            self._done.add(name)
            called = _called(self._desk, name)
            self._desk.say(N_("{centre}: done ({done} of {count})"), centre=called, done=len(self._done), count=len(self._names))
            self._show()

    def _show(self) -> None:
        at_work = ", ".join(_called(self._desk, name) for name in self._begun)
        sentence = message(
            N_("{done} of {count} done; at work: {names}"), done=len(self._done), count=len(self._names), names=at_work
        )
        self._report(Progress(doing=sentence))


def _called(desk: Desk, name: str) -> str:
    return desk.text(N_("all centres together")) if name == WHOLE_NETWORK else name
