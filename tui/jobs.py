"""Long work: in a thread, with news on the screen, and Escape to end it."""

import asyncio
from collections.abc import Callable
from threading import Event
from typing import TypeVar

from refillplan.domain.messages import Message
from refillplan.services.plans.planning_news import Report, Stop
from tui.dialogs.progress import ProgressDialog
from tui.host import Host

T = TypeVar("T")


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
