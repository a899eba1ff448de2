"""Long work: in a thread, with news on the screen, and Escape to end it."""

import asyncio
from collections.abc import Callable
from threading import Event
from typing import TypeVar

from refillplan.domain.messages import Message
from refillplan.services.planning_news import Report, Stop
from tui.dialogs.progress import ProgressDialog
from tui.host import Host

T = TypeVar("T")
_A_MOMENT_SECONDS = 0.3


async def long_work(host: Host, doing: Message, work: Callable[[Report, Stop], T]) -> T | None:
    """Return what long work gives; None where it was ended with Escape or went wrong, which a dialog then tells."""
    stopped = Event()
    dialog = ProgressDialog(doing, stopped)
    failed: Exception | None = None
    try:
        await host.push_screen(dialog)
        done = await asyncio.to_thread(work, dialog.tell, stopped.is_set)
    except Exception as error:
        failed = error
    finally:
        ended = stopped.is_set()
        stopped.set()  # a thread that nobody waits for any more ends, too
        dialog.close()
    if failed is not None and not ended:
        host.fail(failed)
    return None if failed is not None or ended else done


async def long_reading(host: Host, doing: Message, question: Callable[[], T]) -> T | None:
    """Return what a long question gives that changes nothing; None where Escape left it, or it went wrong.

    A dialog tells of it once it takes a moment. Escape does not wait for the end: what comes of it then is forgotten.
    """
    asked = asyncio.create_task(asyncio.to_thread(question))
    await asyncio.wait({asked}, timeout=_A_MOMENT_SECONDS)
    if not asked.done():
        await _in_sight(host, doing, asked)
    if not asked.done():
        asked.add_done_callback(lambda left: left.cancelled() or left.exception())
        return None
    failed = asked.exception()
    if isinstance(failed, Exception):
        host.fail(failed)
        return None
    return asked.result()


async def _in_sight(host: Host, doing: Message, asked: asyncio.Task[T]) -> None:
    """Wait under a dialog for a question to be answered, or for Escape."""
    stopped = Event()
    dialog = ProgressDialog(doing, stopped)
    try:
        await host.push_screen(dialog)
        escaped = asyncio.create_task(asyncio.to_thread(stopped.wait))
        await asyncio.wait({asked, escaped}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        stopped.set()
        dialog.close()
