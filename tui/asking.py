"""Questions that take long and change nothing: told of once they take a moment, left at once with Escape."""

import asyncio
from collections.abc import Callable
from threading import Event
from typing import TypeVar

from refillplan.domain.messages import Message
from refillplan.services.plans.planning_news import Report, Stop
from tui.dialogs.progress import ProgressDialog
from tui.host import Host

T = TypeVar("T")
_A_MOMENT_SECONDS = 0.25


async def long_question(host: Host, doing: Message, question: Callable[[Report, Stop], T]) -> T | None:
    """Return what a question gives that changes nothing; None where Escape left it, or it went wrong.

    Escape asks it to end, and does not wait for that.
    """
    stopped = Event()
    dialog = QuestionDialog(doing, stopped)
    answered = asyncio.create_task(asyncio.to_thread(question, dialog.tell, stopped.is_set))
    await asyncio.wait({answered}, timeout=_A_MOMENT_SECONDS)
    try:
        if not answered.done():
            await _in_sight(host, dialog, answered)
    finally:
        escaped = stopped.is_set()
        stopped.set()  # a thread that nobody waits for any more ends, too
        dialog.close()
    if escaped or not answered.done():
        answered.add_done_callback(lambda late: late.cancelled() or late.exception())
        return None
    failed = answered.exception()
    if isinstance(failed, Exception):
        host.fail(failed)
        return None
    return answered.result()


async def _in_sight(host: Host, dialog: "QuestionDialog", answered: asyncio.Task[T]) -> None:
    """Wait under a dialog for the answer, or for Escape."""
    left = asyncio.Event()
    await host.push_screen(dialog, lambda _: left.set())
    leaving = asyncio.create_task(left.wait())
    await asyncio.wait({answered, leaving}, return_when=asyncio.FIRST_COMPLETED)
    leaving.cancel()


class QuestionDialog(ProgressDialog):
    """A question on its way."""

    def action_stop(self) -> None:
        """Ask it to end, and leave."""
        super().action_stop()
        self.close()
