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


async def long_work(host: Host, doing: Message, work: Callable[[Report, Stop], T]) -> T | None:
    """Return what long work gives; None where it was ended with Escape or went wrong, which a dialog then tells."""
    stopped = Event()
    dialog = ProgressDialog(doing, stopped)
    await host.push_screen(dialog)
    try:
        done = await asyncio.to_thread(work, dialog.tell, stopped.is_set)
    except Exception as error:
        dialog.close()
        if not stopped.is_set():
            host.fail(error)
        return None
    dialog.close()
    return None if stopped.is_set() else done
